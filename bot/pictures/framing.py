"""A template with its boxes drawn as numbered frames: how its maker sees whether they lie where they should."""

import math
from dataclasses import replace

from PIL import Image, ImageDraw

from bot.domain.template import Across, Box, Down, Face
from bot.pictures.painting import ink

# Told apart by people who see no red or no green too (Okabe and Ito's palette).
_COLOURS = ("#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
_LINE = 0.006  # of the shorter side


def framed(picture: Image.Image, boxes: tuple[Box, ...]) -> Image.Image:
    """A copy of a picture with a frame for each box, and its number and name inside."""
    shown = picture.convert("RGB")
    if shown is picture:
        shown = picture.copy()
    draw = ImageDraw.Draw(shown)
    line = max(2, round(min(shown.size) * _LINE))
    for number, box in enumerate(boxes, 1):
        colour = _COLOURS[(number - 1) % len(_COLOURS)]
        corners = _corners(box, shown.size)
        draw.line([*corners, *corners[:2]], fill="#ffffff", width=line * 2, joint="curve")
        draw.line([*corners, *corners[:2]], fill=colour, width=line, joint="curve")
    for number, box in enumerate(boxes, 1):
        colour = _COLOURS[(number - 1) % len(_COLOURS)]
        label = replace(
            box, width=box.width * 0.9, height=box.height * 0.9, colour=colour, outline="#ffffff", face=Face.PLAIN,
            across=Across.CENTRE, down=Down.MIDDLE, capitals=False, largest=min(box.largest, 0.06), appears=None,
        )  # fmt: skip
        if (words := ink(f"{number} {box.name}", label, shown.size)) is not None:
            words.lay_on(shown)
    return shown


def _corners(box: Box, size: tuple[int, int]) -> list[tuple[float, float]]:
    """The four corners in pixels, turned counter-clockwise about the box's centre as the eye sees it."""
    turn = math.radians(box.angle)
    centre = box.x * size[0], box.y * size[1]
    half = box.width * size[0] / 2, box.height * size[1] / 2
    return [
        (
            centre[0] + x * half[0] * math.cos(turn) + y * half[1] * math.sin(turn),
            centre[1] - x * half[0] * math.sin(turn) + y * half[1] * math.cos(turn),
        )
        for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    ]
