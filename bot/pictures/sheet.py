"""The sheet: small pictures of templates with what people call them, a dozen a page, readable on a phone.

Knows thumbnails and names; which templates there are, and in what order, is the painter's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

from bot.domain.template import Box, Down, Face
from bot.pictures.painting import ink

PER_PAGE = 12
_COLUMNS = 3
# Pixels. A phone shows 900 as large as its screen is wide; names are then as large as its own text.
_CELL, _PICTURE, _NAMES, _GAP = 290, 220, 62, 8
_PAPER, _CARD, _TEXT, _FAINT = "#e9ebee", "#ffffff", "#16191d", "#5d6670"


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """One template on the sheet: a picture of it, what people call it and what a command does."""

    picture: Image.Image
    title: str
    name: str


def page_count(templates: int) -> int:
    """How many pages so many templates take; at least one."""
    return max(1, -(-templates // PER_PAGE))


def drawn_sheet(thumbnails: Sequence[Thumbnail]) -> Image.Image:
    """A page of at most `PER_PAGE`."""
    rows = max(1, -(-len(thumbnails) // _COLUMNS))
    height = _PICTURE + _NAMES + _GAP
    sheet = Image.new("RGB", (_COLUMNS * (_CELL + _GAP) + _GAP, rows * (height + _GAP) + _GAP), _PAPER)
    for index, thumbnail in enumerate(thumbnails):
        left = _GAP + index % _COLUMNS * (_CELL + _GAP)
        top = _GAP + index // _COLUMNS * (height + _GAP)
        sheet.paste(_card(thumbnail, height), (left, top))
    return sheet


def _card(thumbnail: Thumbnail, height: int) -> Image.Image:
    card = Image.new("RGB", (_CELL, height), _CARD)
    small = thumbnail.picture.copy()
    small.thumbnail((_CELL - 2 * _GAP, _PICTURE), Image.Resampling.LANCZOS)
    card.paste(small, ((_CELL - small.width) // 2, _GAP + (_PICTURE - small.height) // 2))
    names = _PICTURE + _GAP
    for text, colour, top, tall, largest in (
        (thumbnail.title, _TEXT, names + 6, 32, 24),
        (thumbnail.name, _FAINT, names + 36, 24, 19),
    ):
        box = Box(
            "name", 0.5, (top + tall / 2) / height, 0.94, tall / height,
            colour=colour, outline=None, face=Face.PLAIN, down=Down.TOP, largest=largest / height,
        )  # fmt: skip
        words = ink(text, box, card.size)
        if words is not None:
            words.lay_on(card)
    return card
