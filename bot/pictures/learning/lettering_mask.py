"""The letters of a box by themselves: dark on white paper, whatever stood around and below them in the picture.

What the picture shows without words is known, nearly: where a pixel is no other than that, give or take one or two
pixels' shift, there is no letter.
"""

from enum import Enum

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

# Grey levels: what is bright enough for a white letter, and where its soft edge begins; what is dark enough for the
# edge around it.
_BRIGHT, _SOFT, _DARK = 185, 110, 95
# Grey levels from which on a pixel is another than the ground's, whose pixels within two of it count.
_DIFFERS, _SLACK = 40, 5
# Where letter and ground are nearer to each other than this, nothing can be told from where between them a pixel is.
_SAME = 70.0
# A stroke is half a seventh of its letter's height; and no box is filled by so wide a letter.
_HALF_STROKE, _NARROW = 14, 50
# A row of the paper has ink from so much on, and rows with ink are a line from so many pixels on.
_ROW_INK, _LEAST_ROWS = 0.004, 6
# A stroke is about a seventh of its line's height; what is within a 28th of an edge everywhere is none.
_THIN, _MOST_THIN, _MOSTLY = 28, 7, 0.6
# Page is found by growing; more steps than this no page needs.
_MOST_STEPS = 400

Pixels = npt.NDArray[np.int16]
Mask = npt.NDArray[np.bool_]


class Lettering(Enum):
    """How words stand out: as white letters inside an edge, or as anything that the ground is not."""

    WHITE = "white"
    OTHER = "other"


def paper(
    box: Image.Image, ground: Image.Image, lettering: Lettering, colour: tuple[int, int, int] | None
) -> Image.Image:
    """The box's letters, dark on white. `ground` is of the same size; `colour` is that of letters that aren't white."""
    pixels, under = np.asarray(box.convert("RGB"), np.int16), np.asarray(ground.convert("RGB"), np.int16)
    if lettering is Lettering.WHITE:
        ink = _white(pixels, under, min(box.height / _HALF_STROKE, box.width / _NARROW) + 2)
    else:
        ink = _coloured(pixels, under, ground, colour or (0, 0, 0))
    return Image.fromarray((255 - ink * _lettered(ink > 0.5) * 255).astype(np.uint8))


def line_heights(inked: Mask) -> list[int]:
    """How high the lines are that stand on a paper, in pixels."""
    rows = np.concatenate([[False], inked.mean(axis=1) > _ROW_INK, [False]])
    ends = np.flatnonzero(rows[1:] != rows[:-1]).reshape(-1, 2)
    return [int(end - begin) for begin, end in ends if end - begin >= _LEAST_ROWS]


def _lettered(inked: Mask) -> Mask:
    """Where letters are, and not the rims and specks that compression leaves: those are thinner than any stroke."""
    heights = line_heights(inked)
    thin = 1 + 2 * round(float(np.median(heights)) / _THIN) if heights else 1
    for size in range(min(thin, _MOST_THIN), 1, -2):
        core = np.asarray(Image.fromarray(inked.astype(np.uint8)).filter(ImageFilter.MinFilter(size))) > 0
        left = _reached(core, inked)
        # Lines that touch look like one with thick strokes: what takes most of the ink away was no speck.
        if left.sum() >= _MOSTLY * inked.sum():
            return _grown(left, 3)
    return inked


def _white(pixels: Pixels, under: Pixels, reach: float) -> npt.NDArray[np.float32]:
    """0 to 1. Bright is a letter where the ground isn't; where it is, inside an edge that the ground doesn't have.

    `reach` is how far from its edge the middle of a letter's stroke may be, in pixels.
    """
    light, below = pixels.min(axis=2), under.min(axis=2)
    is_bright: Mask = np.asarray(light > _BRIGHT)
    is_doubtful = is_bright & _grown(np.asarray(below > _BRIGHT), _SLACK)
    is_edge = (pixels.max(axis=2) < _DARK) & ~_grown(np.asarray(under.max(axis=2) < _DARK), 3)
    page = _reached(is_doubtful & ~_near(is_edge, reach), is_doubtful)
    is_letter = is_bright & ~page
    soft = np.clip((light.astype(np.float32) - _SOFT) / (_BRIGHT + 30 - _SOFT), 0, 1)
    return np.where(_grown(is_letter, 3) & ~page, soft, 0).astype(np.float32)


def _coloured(
    pixels: Pixels, under: Pixels, ground: Image.Image, colour: tuple[int, int, int]
) -> npt.NDArray[np.float32]:
    """0 to 1: how far from the ground's colour a pixel is on the way to the letters'."""
    way = np.array(colour, np.float32) - under  # (H, W, 3)
    length = np.maximum((way**2).sum(axis=2), 1.0)
    share = np.clip(((pixels - under) * way).sum(axis=2) / length, 0, 1)
    rgb = ground.convert("RGB")
    low = np.asarray(rgb.filter(ImageFilter.MinFilter(_SLACK)), np.int16) - _DIFFERS
    high = np.asarray(rgb.filter(ImageFilter.MaxFilter(_SLACK)), np.int16) + _DIFFERS
    differs = _grown(np.asarray(((pixels < low) | (pixels > high)).any(axis=2)), 3)
    sure = np.where(differs & (length > _SAME**2), share, 0)
    # Ink that is left in the ground hides what is written over it: it is a letter's where it goes on from one.
    is_ink = np.asarray((np.abs(pixels - np.array(colour, np.int16)).max(axis=2) < _SAME) & (length <= _SAME**2))
    goes_on = _reached(np.asarray(sure > 0.5), np.asarray((sure > 0.5) | is_ink)) & is_ink
    return np.where(goes_on, 1, sure).astype(np.float32)


def _grown(mask: Mask, size: int) -> Mask:
    return np.asarray(Image.fromarray(mask.astype(np.uint8)).filter(ImageFilter.MaxFilter(size))) > 0


def _near(mask: Mask, reach: float) -> Mask:
    """Within so many pixels, roughly: looked at in quarters, for Pillow's filter takes the square of its size."""
    small = Image.fromarray(mask.astype(np.uint8) * 255).reduce(4).point(lambda level: 255 if level else 0)
    grown = small.filter(ImageFilter.MaxFilter(2 * max(1, round(reach / 4)) + 1))
    height, width = mask.shape
    return np.asarray(grown.resize((width, height), Image.Resampling.NEAREST)) > 0


def _reached(seeds: Mask, within: Mask) -> Mask:
    """What can be reached from the seeds without leaving `within`."""
    reached = seeds & within
    for _ in range(_MOST_STEPS):
        grown = _grown(reached, 3) & within
        if (grown == reached).all():
            break
        reached = grown
    return reached
