"""Templates that tests make."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

TWO_BOXES = """
layout = "top and bottom"
aliases = ["вверху-внизу"]

[titles]
ru = "Ёжик в тумане"
en = "Hedgehog in the fog"

[[boxes]]
name = "top"
at = [0.5, 0.15]
size = [0.94, 0.26]
down = "top"
capitals = true

[[boxes]]
name = "bottom"
at = [0.5, 0.85]
size = [0.94, 0.26]
down = "bottom"
capitals = true
"""

MakeTemplate = Callable[..., Path]


@pytest.fixture
def make_template(tmp_path: Path) -> MakeTemplate:
    """Writes a template into `templates` of a fresh folder, which it returns."""

    def make(name: str = "hedgehog", toml: str = TWO_BOXES, frames: int = 1, picture: str = "picture.png") -> Path:
        folder = tmp_path / "templates" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "template.toml").write_text(toml, "utf-8")
        drawn = [Image.new("RGB", (400, 300), (40, 90, 20 * index)) for index in range(frames)]
        if frames > 1:
            drawn[0].save(folder / picture, save_all=True, append_images=drawn[1:], duration=500)
        else:
            drawn[0].save(folder / picture)
        return folder.parent

    return make
