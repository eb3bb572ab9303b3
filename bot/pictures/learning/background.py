"""The picture below the words: what a group's pictures show where none of them has written.

A median would do if words were few and small. Heavy white letters with black edges cover a place in more than half of
the pictures: what is nearly white or dark counts only where nearly all pictures agree on it, and where nothing is sure
the ground is carried on from beside, by whichever picture shows there what fits.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from bot.pictures.learning.alignment import Part
from bot.pictures.learning.finding_boxes import Area

# Grey levels: what recompression changes; and how bright or dark what may be ink is, at least. Where no words are known
# to stand only black is doubted, or else the lines of drawings would be.
_AGREE = 12
_BLACK, _DARK, _BRIGHT = 40, 95, 215
# Ink spoils the pixels around it: letters' edges are grey, and JPEG carries them on.
_INK_REACH = 5
# How many of the pictures without ink at a place must agree on it: this share of them, and so many at least.
_SHARE, _FEWEST = 0.6, 2
# How many of all must agree on a white or a black: anywhere, and where words are known to stand.
_MOSTLY, _NEARLY_ALL = 0.8, 0.95
# Grey levels within which a picture's value fits to what lies beside.
_FITS = 30
# A pixel differs when its strongest channel is so far from all that the background shows within two pixels: no picture
# is laid over another more exactly than that.
_DIFFERS, _SLACK = 32, 5
# Share of the picture along its edges where crops leave frames and shadows.
_RIM = 0.01

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]


def background(pictures: Sequence[Image.Image], areas: Sequence[Area] = ()) -> Image.Image:
    """The picture without words. All are RGB, of one size and laid over each other; two at least.

    Where `areas` are known to hold words, a white or a black is doubted the more.
    """
    stack = _stacked(pictures)
    is_ink = np.stack([_inked(pixels, _DARK if areas else _BLACK) for pixels in stack])
    height, width = stack.shape[1:3]
    least = np.full((height, width), _MOSTLY, np.float32)
    for area in areas:
        rows = slice(int(area.top * height), round(area.bottom * height))
        least[rows, int(area.left * width) : round(area.right * width)] = _NEARLY_ALL
    found = np.empty(stack.shape[1:], np.uint8)
    is_sure = np.empty(stack.shape[1:3], np.bool_)
    for row in range(height):  # a row at a time: sorting takes memory for all that is sorted
        found[row], is_sure[row] = _agreed(stack[:, row], is_ink[:, row], least[row])
    return Image.fromarray(_carried_on(found, is_sure, stack))


def differences(pictures: Sequence[Image.Image], parts: Sequence[Part], ground: Image.Image) -> Mask:
    """Where each picture differs from the ground; nowhere beyond what its part shows. (N, H, W)"""
    low = np.asarray(ground.filter(ImageFilter.MinFilter(_SLACK)), np.int16) - _DIFFERS
    high = np.asarray(ground.filter(ImageFilter.MaxFilter(_SLACK)), np.int16) + _DIFFERS
    stack = _stacked(pictures)
    differs: Mask = np.asarray(((stack < low) | (stack > high)).any(axis=3))
    height, width = differs.shape[1:]
    for here, part in zip(differs, parts, strict=True):
        across, down = part.right - part.left, part.bottom - part.top
        here[:, : 1 + round((max(0.0, -part.left) / across + _RIM) * width)] = False
        here[: 1 + round((max(0.0, -part.top) / down + _RIM) * height)] = False
        here[:, width - 1 - round((max(0.0, part.right - 1) / across + _RIM) * width) :] = False
        here[height - 1 - round((max(0.0, part.bottom - 1) / down + _RIM) * height) :] = False
    return differs


def _stacked(pictures: Sequence[Image.Image]) -> Pixels:
    """(N, H, W, 3)"""
    return np.stack([np.asarray(picture.convert("RGB")) for picture in pictures])


def _inked(pixels: Pixels, darkest: int) -> Mask:
    """Where there may be ink, or what is left of it. (H, W, 3) → (H, W)"""
    is_ink = (pixels.max(axis=2) < darkest) | (pixels.min(axis=2) > _BRIGHT)
    return np.asarray(Image.fromarray(is_ink.astype(np.uint8)).filter(ImageFilter.MaxFilter(_INK_REACH))) > 0


def _agreed(values: Pixels, is_ink: Mask, least: npt.NDArray[np.float32]) -> tuple[Pixels, Mask]:
    """What the pictures agree on, and where they do. (N, W, 3), (N, W), (W) → (W, 3), (W)"""
    grey = _grey(values)  # (N, W)
    plain = np.median(grey, axis=0)
    near_plain = np.abs(grey - plain) <= _AGREE
    # The median of those without ink: the others are put evenly on both sides, where they count for nothing.
    without = np.where(is_ink, np.nan, grey)
    has_any = (~is_ink).sum(axis=0) >= _FEWEST
    clear = np.full(grey.shape[1], -1e6)
    if has_any.any():
        clear[has_any] = np.nanmedian(without[:, has_any], axis=0)
    near_clear = (np.abs(grey - clear) <= _AGREE) & ~is_ink
    agreeing = near_clear.sum(axis=0)
    is_clear = has_any & (agreeing >= np.maximum(_FEWEST, _SHARE * (~is_ink).sum(axis=0)))
    is_plain = near_plain.mean(axis=0) >= least
    takes = np.where(is_plain, near_plain, near_clear)[..., None]  # (N, W, 1)
    mean = (values * takes).sum(axis=0) / np.maximum(1, takes.sum(axis=0))
    return mean.round().astype(np.uint8), is_plain | is_clear


def _carried_on(found: Pixels, is_sure: Mask, stack: Pixels) -> Pixels:
    """Fill what is not sure from its edges inwards, pixel by pixel. (H, W, 3)"""
    filled = found.astype(np.float32)
    known = is_sure.copy()
    if not known.any():
        return np.asarray(np.median(stack, axis=0), np.uint8)
    while not known.all():
        weights, sums = _around(known, filled)
        rows, columns = np.nonzero(~known & (weights > 0))
        beside = sums[rows, columns] / weights[rows, columns, None]  # (K, 3)
        offered = stack[:, rows, columns].astype(np.float32)  # (N, K, 3)
        distances = np.abs(offered - beside).max(axis=2)
        best = distances.argmin(axis=0)
        columns_of = np.arange(len(rows))
        fits = distances[best, columns_of] <= _FITS
        filled[rows, columns] = np.where(fits[:, None], offered[best, columns_of], beside)
        known[rows, columns] = True
    return np.asarray(filled.round(), np.uint8)


def _around(known: Mask, filled: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    """How many of the eight pixels around each are known, and the sum of their colours. (H, W), (H, W, 3)"""
    height, width = known.shape
    padded = np.pad(known, 1).astype(np.float32)
    colours = np.pad(filled, ((1, 1), (1, 1), (0, 0))) * padded[..., None]
    weights, sums = np.zeros((height, width), np.float32), np.zeros((height, width, 3), np.float32)
    for down in range(3):
        for across in range(3):
            weights += padded[down : down + height, across : across + width]
            sums += colours[down : down + height, across : across + width]
    return weights, sums


def _grey(values: Pixels) -> npt.NDArray[np.float32]:
    return np.asarray(values @ np.array([0.299, 0.587, 0.114], np.float32), np.float32)
