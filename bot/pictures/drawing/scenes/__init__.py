"""The scenes: a module each, called like its template with _ for -, with `draw`, which gives the finished picture."""

import importlib
import pkgutil
from collections.abc import Callable

from PIL import Image


def names() -> tuple[str, ...]:
    """All templates that have a scene here."""
    return tuple(sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__)))


def drawn(name: str) -> Image.Image:
    """The picture of a template. Raises KeyError: no scene is called so."""
    if name not in names():
        raise KeyError(name)
    draw: Callable[[], Image.Image] = importlib.import_module(f"{__name__}.{name.replace('-', '_')}").draw
    return draw()
