"""The scenes: a module each, called like its template with _ for -, whose `draw` gives the finished picture or film."""

import importlib
import pkgutil
from collections.abc import Callable

from PIL import Image

from bot.pictures.drawing.film import Film


def names() -> tuple[str, ...]:
    """All templates that have a scene here."""
    return tuple(sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__)))


def drawn(name: str) -> Image.Image | Film:
    """The picture of a template, or the film of one that moves. Raises KeyError: no scene is called so."""
    if name not in names():
        raise KeyError(name)
    draw: Callable[[], Image.Image | Film] = importlib.import_module(f"{__name__}.{name.replace('-', '_')}").draw
    return draw()
