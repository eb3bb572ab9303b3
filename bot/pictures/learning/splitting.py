"""Boxes that lie close came out as one: they are told apart by the gutter between them, which no picture writes in.

Between two words, or two lines, of one caption there is a gap, too, but at another place in each picture.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.pictures.learning.finding_boxes import Area

# A column or row is quiet if at most this share of the pictures has ink there: one of eight, and none of four.
_QUIET = 0.13
# A gutter's width, and what must be on both of its sides, as shares of the picture's width and height.
_GUTTER_ACROSS, _GUTTER_DOWN, _LEAST = 0.007, 0.006, 0.06
# On both sides of a gutter so many of the pictures must write somewhere.
_WRITES = 0.5
# Lines of one caption stand no further apart than this, in their own heights; and are no more different in height.
_LINE_GAP, _LIKE_HEIGHTS = 1.0, 1.4
# In so many of the pictures the lines above and below must be further apart or of other heights.
_MOSTLY = 0.75
# A share of the picture; less is no box.
_LEAST_SIDE = 0.03
# What is left of a box keeps to where so many of the pictures write.
_KEPT = 0.2

Mask = npt.NDArray[np.bool_]
Span = tuple[int, int]


def split(areas: Sequence[Area], differs: Mask) -> list[Area]:
    """The areas, those with a gutter as several. `differs` says where each picture has ink. (N, H, W)"""
    found = []
    for area in areas:
        parts = _parts(differs, _pixels(area, differs))
        found += [area] if len(parts) == 1 else [_area(differs, part) for part in parts]
    return found


def _parts(differs: Mask, box: tuple[Span, Span]) -> list[tuple[Span, Span]]:
    """A box by its rows and columns, or what becomes of it, gutter by gutter."""
    rows, columns = box
    inked = differs[:, slice(*rows), slice(*columns)]
    height, width = differs.shape[1:]
    across: Mask = np.asarray(inked.any(axis=1))  # (N, W)
    for begin, end in _gutters(across, _GUTTER_ACROSS * width, _LEAST * width):
        left, right = (columns[0], columns[0] + begin), (columns[0] + end, columns[1])
        return _parts(differs, (rows, left)) + _parts(differs, (rows, right))
    down: Mask = np.asarray(inked.any(axis=2))  # (N, H)
    for begin, end in _gutters(down, _GUTTER_DOWN * height, _LEAST / 2 * height):
        if _parts_captions(down, (begin + end) // 2):
            above, below = (rows[0], rows[0] + begin), (rows[0] + end, rows[1])
            return _parts(differs, (above, columns)) + _parts(differs, (below, columns))
    return [box]


def _gutters(inked: Mask, least: float, beside: float) -> list[Span]:
    """Where hardly any picture has ink, with ink on both sides. (N, length)"""
    share = inked.mean(axis=0)
    found = []
    for begin, end in _runs(share <= _QUIET):
        if end - begin < least or begin < beside or len(share) - end < beside:
            continue
        if min(inked[:, :begin].any(axis=1).mean(), inked[:, end:].any(axis=1).mean()) >= _WRITES:
            found.append((begin, end))
    return found


def _parts_captions(inked: Mask, row: int) -> bool:
    """Whether a gap between lines is one between two captions: a wide one, or between letters of two sizes. (N, H)"""
    taller = lower = apart = seen = 0
    for here in inked:
        above, below = _runs(here[:row]), _runs(here[row:])
        if not above or not below:
            continue
        seen += 1
        (last_begin, last_end), (next_begin, next_end) = above[-1], below[0]
        heights = last_end - last_begin, next_end - next_begin
        apart += row + next_begin - last_end > _LINE_GAP * min(heights)
        taller += heights[0] > _LIKE_HEIGHTS * heights[1]
        lower += heights[1] > _LIKE_HEIGHTS * heights[0]
    return seen > 1 and max(taller, lower, apart) >= _MOSTLY * seen


def _runs(line: Mask) -> list[Span]:
    """Where a line is true: begin and end of each stretch."""
    ends = np.flatnonzero(np.diff(np.concatenate([[False], line, [False]]).astype(np.int8)))
    return [(int(begin), int(end)) for begin, end in ends.reshape(-1, 2)]


def _pixels(area: Area, differs: Mask) -> tuple[Span, Span]:
    height, width = differs.shape[1:]
    return (
        (int(area.top * height), round(area.bottom * height)),
        (int(area.left * width), round(area.right * width)),
    )


def _area(differs: Mask, box: tuple[Span, Span]) -> Area:
    """The part of a box in which enough of the pictures write."""
    (top, bottom), (left, right) = box
    height, width = differs.shape[1:]
    inked = differs[:, top:bottom, left:right]
    rows = np.flatnonzero(inked.any(axis=2).mean(axis=0) >= _KEPT)
    columns = np.flatnonzero(inked.any(axis=1).mean(axis=0) >= _KEPT)
    if len(rows) and len(columns):
        top, bottom = top + int(rows[0]), top + int(rows[-1]) + 1
        left, right = left + int(columns[0]), left + int(columns[-1]) + 1
    return _room(Area(left / width, top / height, right / width, bottom / height))


def _room(area: Area) -> Area:
    """The area, or as much around its middle as a box must have: a line of small letters may be lower than that."""
    across, down = max(0.0, _LEAST_SIDE - area.right + area.left), max(0.0, _LEAST_SIDE - area.bottom + area.top)
    left, top = max(0.0, area.left - across / 2), max(0.0, area.top - down / 2)
    right, bottom = max(area.right, left + _LEAST_SIDE), max(area.bottom, top + _LEAST_SIDE)
    return Area(left, top, min(1.0, right), min(1.0, bottom))
