"""How large words are, in ems: measured once at one size, remembered, and scaled to any other.

An em here is the letter size that a box asks for; `FontFile.scale` is in it already.
"""

from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

from bot.domain.template import Face
from bot.pictures.faces import EMOJI, font
from bot.pictures.lettering import Run, runs

# Pixels an em at which is measured: large enough that hinting rounds less than a hundredth away.
_REFERENCE = 100
CAPITAL_HEIGHT = 0.75
# The drawn box for a character that no font has: its width and height; between it and its neighbours.
CODE_WIDTH, CODE_HEIGHT, CODE_GAP = 0.62, CAPITAL_HEIGHT, 0.06
# Empty on both sides of an emoji together; the font itself leaves half an em.
EMOJI_GAP = 0.14


@dataclass(frozen=True, slots=True)
class Extent:
    """Ink and advance of a word: how far it reaches above and below the baseline, and how far the next one begins."""

    width: float
    above: float
    below: float


@lru_cache(maxsize=16_384)
def extent(word: str, face: Face, han: str = "") -> Extent:
    """A word as one line would hold it."""
    parts = [_extent(run) for run in runs(word, face, han=han)]
    return Extent(
        sum(part.width for part in parts),
        max((part.above for part in parts), default=0.0),
        max((part.below for part in parts), default=0.0),
    )


@lru_cache(maxsize=1024)
def emoji_ink(cluster: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is seen of an emoji, from its pen's position on the baseline."""
    size = _REFERENCE
    image = Image.new("RGBA", (size * 2 * len(cluster) + size, size * 3))
    draw = ImageDraw.Draw(image)
    draw.text((size // 2, size * 2), cluster, font=font(EMOJI, size), anchor="ls", embedded_color=True)
    left, top, right, bottom = image.getbbox() or (size // 2, size * 2, size // 2, size * 2)
    return left / size - 0.5, top / size - 2, right / size - 0.5, bottom / size - 2


def advance(run: Run, size: float) -> float:
    """How far the next run begins after this one, in pixels."""
    if run.file is None:
        return (CODE_WIDTH + 2 * CODE_GAP) * size
    if run.file.in_colour:
        left, _top, right, _bottom = emoji_ink(run.text)
        return (right - left + EMOJI_GAP) * size
    return font(run.file, size).getlength(run.text, direction="rtl" if run.rtl else "ltr")


def _extent(run: Run) -> Extent:
    width = advance(run, _REFERENCE) / _REFERENCE
    if run.file is None:
        return Extent(width, CODE_HEIGHT, 0.0)
    if run.file.in_colour:
        _left, top, _right, bottom = emoji_ink(run.text)
        return Extent(width, -top, bottom)
    _left, top, _right, bottom = font(run.file, _REFERENCE).getbbox(
        run.text, anchor="ls", direction="rtl" if run.rtl else "ltr"
    )
    return Extent(width, -top / _REFERENCE, bottom / _REFERENCE)
