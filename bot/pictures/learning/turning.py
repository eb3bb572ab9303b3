"""How far the words of a box are turned: at that angle lines have the most ink, and the gaps between them the least."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.pictures.learning.finding_boxes import Area

# Degrees: further turned words are rare, and nearer to none nobody sees it.
_MOST, _LEAST = 40.0, 2.5
_STEP, _FINE_STEP = 2.0, 0.5
# By how much sharper lines must be than unturned, in so many of the pictures, to be believed.
_SHARPER, _MOSTLY = 1.12, 0.75
# Points of a picture that are looked at; and so few tell nothing.
_MOST_POINTS, _FEWEST_POINTS = 3_000, 60
# A share of the picture; less is no box.
_LEAST_SIDE = 0.03
# Pixels of a line's profile.
_BIN = 1.5
# How far captions reach: as far as most of them, the longest left out.
_REACH = 85.0

Mask = npt.NDArray[np.bool_]
Points = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Turned:
    """A box that is turned about its centre, in shares of the picture; `angle` is in degrees, counter-clockwise."""

    x: float
    y: float
    width: float
    height: float
    angle: float


def turned(differs: Mask, area: Area) -> Turned | None:
    """The box of turned words in an area, as large as it can be within the picture; None if they stand upright.

    `differs` is where each picture has ink. (N, H, W)
    """
    clouds = [cloud for cloud in (_points(here, area) for here in differs) if len(cloud) >= _FEWEST_POINTS]
    if len(clouds) < 2:
        return None
    angle = _best(clouds, np.arange(-_MOST, _MOST + _STEP, _STEP))
    angle = _best(clouds, np.arange(angle - _STEP, angle + _STEP + _FINE_STEP, _FINE_STEP))
    gains = [_sharpness(cloud, angle) / _sharpness(cloud, 0.0) for cloud in clouds]
    # What is sharpest where the search ends is no line that was found.
    if not _LEAST <= abs(angle) < _MOST or np.mean(np.array(gains) > _SHARPER) < _MOSTLY:
        return None
    height, width = differs.shape[1:]
    box = _box(clouds, angle, width, height)
    # At the very edge of the picture there is no room to turn one.
    return box if min(box.width, box.height) >= _LEAST_SIDE else None


def _points(here: Mask, area: Area) -> Points:
    """Where there is ink in the area: x and y in pixels. (points, 2)"""
    height, width = here.shape
    top, left = int(area.top * height), int(area.left * width)
    rows, columns = np.nonzero(here[top : round(area.bottom * height), left : round(area.right * width)])
    step = 1 + len(rows) // _MOST_POINTS
    return np.stack([columns[::step] + left, rows[::step] + top], axis=1).astype(np.float32)


def _best(clouds: list[Points], angles: npt.NDArray[np.float64]) -> float:
    scores = [math.fsum(math.log(_sharpness(cloud, angle)) for cloud in clouds) for angle in angles]
    return float(angles[int(np.argmax(scores))])


def _sharpness(cloud: Points, angle: float) -> float:
    """How much of the ink lies in the same rows, if lines are turned so: the chance that two points do."""
    _along, across = _seen(cloud, angle)
    counts = np.bincount(((across - across.min()) / _BIN).astype(np.intp))
    return float((counts.astype(np.float64) ** 2).sum() / len(cloud) ** 2)


def _seen(cloud: Points, angle: float) -> tuple[Points, Points]:
    """Along the lines, and across them downwards."""
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = cloud[:, 0], cloud[:, 1]
    return x * cosine - y * sine, x * sine + y * cosine


def _box(clouds: list[Points], angle: float, width: int, height: int) -> Turned:
    views = [_seen(cloud, angle) for cloud in clouds]
    left, right, top, bottom = (
        float(np.percentile([np.percentile(view[axis], inner) for view in views], outer))
        for axis, inner, outer in ((0, 1, 100 - _REACH), (0, 99, _REACH), (1, 1, 100 - _REACH), (1, 99, _REACH))
    )
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    along, across = (left + right) / 2, (top + bottom) / 2
    x, y = along * cosine + across * sine, -along * sine + across * cosine
    wide, high = right - left, bottom - top
    half_x = (wide * abs(cosine) + high * abs(sine)) / 2
    half_y = (wide * abs(sine) + high * abs(cosine)) / 2
    room = min(
        1.0, *(space / half for space, half in ((x, half_x), (width - x, half_x), (y, half_y), (height - y, half_y)))
    )
    return Turned(x / width, y / height, wide * room / width, high * room / height, angle)
