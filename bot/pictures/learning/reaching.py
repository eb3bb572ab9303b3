"""Where the words of one picture end: an area is where most captions are, and the longest reach beyond it."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.pictures.learning.finding_boxes import Area

# Shares of the picture: what is looked at around an area in any case, how far words may reach, and the gap after which
# what comes is none of theirs.
_MARGIN, _FARTHEST, _GAP = 0.025, 0.15, 0.02

Mask = npt.NDArray[np.bool_]


def reach(area: Area, areas: Sequence[Area], here: Mask) -> Area:
    """The area with what of its words stands beyond it, and a margin; not beyond the middle between it and its
    neighbours. `here` is where the picture has ink. (H, W)
    """
    height, width = here.shape
    rows = here[int(area.top * height) : max(1, round(area.bottom * height))]
    columns = here[:, int(area.left * width) : max(1, round(area.right * width))]
    across: Mask = np.asarray(rows.any(axis=0))
    down: Mask = np.asarray(columns.any(axis=1))
    free = _free(area, areas)
    return Area(
        max(free.left, 1 - _end(across[::-1], 1 - area.left) - _MARGIN),
        max(free.top, 1 - _end(down[::-1], 1 - area.top) - _MARGIN),
        min(free.right, _end(across, area.right) + _MARGIN),
        min(free.bottom, _end(down, area.bottom) + _MARGIN),
    )


def _end(line: Mask, begin: float) -> float:
    """Where ink that goes on from `begin` ends, in shares of the line."""
    length = len(line)
    at, gap = round(begin * length), max(1, round(_GAP * length))
    farthest = min(length, at + round(_FARTHEST * length))
    while at < farthest:
        ahead = np.flatnonzero(line[at : min(farthest, at + gap)])
        if not len(ahead):
            break
        at += int(ahead[-1]) + 1
    return at / length


def _free(area: Area, areas: Sequence[Area]) -> Area:
    """As far as one can go from an area in each direction without coming nearer to another one beside it."""
    left = top = 0.0
    right = bottom = 1.0
    for other in areas:
        if other == area:
            continue
        if min(area.bottom, other.bottom) > max(area.top, other.top):  # beside it
            if other.right <= area.left:
                left = max(left, (other.right + area.left) / 2)
            elif other.left >= area.right:
                right = min(right, (other.left + area.right) / 2)
        if min(area.right, other.right) > max(area.left, other.left):  # above or below
            if other.bottom <= area.top:
                top = max(top, (other.bottom + area.top) / 2)
            elif other.top >= area.bottom:
                bottom = min(bottom, (other.top + area.bottom) / 2)
    return Area(left, top, right, bottom)
