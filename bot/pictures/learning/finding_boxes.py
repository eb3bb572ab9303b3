"""Boxes from differences: where a group's pictures differ from what they share are words, and words lie in lines.

Works on cells of the picture, not on pixels: what touches is a line, and lines close to each other are a box.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

# Cells along the longer side.
_CELLS = 96
# A cell has words if this share of its pixels differs, taken over all pictures.
_WRITTEN = 0.06
# Half the gaps between words and between lines, in cells; closed so that a caption is one piece. Lines of different
# captions stand at different heights and leave hardly a gap; panels do.
_WORD_GAP, _LINE_GAP = 1, 1
# Shares of the picture: less than this is a watermark's dot, or noise.
_LEAST_AREA, _LEAST_SIDE = 0.006, 0.03
# Two rectangles side by side become one if that adds no more than this to their areas together.
_MERGE_WASTE = 1.03
# … and they share at least this much of the height of the lower one.
_SAME_ROWS = 0.6

Cells = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle by its edges, in shares of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def share(self) -> float:
        """How much of the picture it covers."""
        return max(0.0, self.right - self.left) * max(0.0, self.bottom - self.top)

    def grown(self, margin: float) -> "Area":
        """The same with a margin on all sides, but not beyond the picture."""
        return Area(
            max(0.0, self.left - margin),
            max(0.0, self.top - margin),
            min(1.0, self.right + margin),
            min(1.0, self.bottom + margin),
        )

    def with_(self, other: "Area") -> "Area":
        """The least rectangle around both."""
        return Area(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def overlap(self, other: "Area") -> float:
        """Intersection over union, 0 to 1."""
        common = Area(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        ).share
        return common / (self.share + other.share - common) if common else 0.0


def find_areas(differing: npt.NDArray[np.float32], most: int) -> tuple[Area, ...]:
    """The rectangles that hold words, in reading order, at most `most` of them: the largest.

    `differing` is for each pixel (H, W) the share of pictures that differ there.
    """
    height, width = differing.shape
    step = max(1, round(max(height, width) / _CELLS))
    rows, columns = height // step, width // step
    cells = differing[: rows * step, : columns * step].reshape(rows, step, columns, step).mean(axis=(1, 3))
    written = _closed(_opened(cells > _WRITTEN), _LINE_GAP, _WORD_GAP)
    found = [
        Area(left / columns, top / rows, right / columns, bottom / rows)
        for left, top, right, bottom in _pieces(written)
    ]
    merged = _merged(found)
    large = [
        area
        for area in merged
        if area.share >= _LEAST_AREA and min(area.right - area.left, area.bottom - area.top) >= _LEAST_SIDE
    ]
    large.sort(key=lambda area: area.share, reverse=True)
    return tuple(in_reading_order(large[:most]))


def in_reading_order(areas: Iterable[Area]) -> list[Area]:
    """From top to bottom, and what begins at about one height from left to right."""
    return sorted(areas, key=lambda area: (round(area.top * 4), area.left))


def _opened(cells: Cells) -> Cells:
    """Without cells that stand alone."""
    padded = np.pad(cells, 1).astype(np.uint8)
    around = sum(np.roll(padded, (down, across), (0, 1)) for down in (-1, 0, 1) for across in (-1, 0, 1))
    return np.asarray(cells & (np.asarray(around)[1:-1, 1:-1] > 2))


def _closed(cells: Cells, down: int, across: int) -> Cells:
    """Gaps of at most so many cells are filled: grown along a row and shrunk again, then along a column."""
    grown = _run(_run(cells, across, 1, grows=True), down, 0, grows=True)
    return _run(_run(grown, down, 0, grows=False), across, 1, grows=False) | cells


def _run(cells: Cells, reach: int, axis: int, *, grows: bool) -> Cells:
    padded = np.pad(cells, reach, constant_values=not grows)
    moved = [np.roll(padded, offset, axis) for offset in range(-reach, reach + 1)]
    joined = np.logical_or.reduce(moved) if grows else np.logical_and.reduce(moved)
    return np.asarray(joined[reach:-reach, reach:-reach])


def _pieces(cells: Cells) -> list[tuple[int, int, int, int]]:
    """Left, top, right, bottom of each connected piece, ends excluded."""
    left_over = {(int(row), int(column)) for row, column in np.argwhere(cells)}
    found = []
    while left_over:
        ahead = [left_over.pop()]
        piece = []
        while ahead:
            row, column = ahead.pop()
            piece.append((row, column))
            for near in ((row + 1, column), (row - 1, column), (row, column + 1), (row, column - 1)):
                if near in left_over:
                    left_over.remove(near)
                    ahead.append(near)
        rows, columns = [cell[0] for cell in piece], [cell[1] for cell in piece]
        found.append((min(columns), min(rows), max(columns) + 1, max(rows) + 1))
    return found


def _merged(areas: list[Area]) -> list[Area]:
    """Rectangles that overlap or nearly fill a common one are one box."""
    areas = list(areas)
    while True:
        pair = next(
            (
                (one, other)
                for at, one in enumerate(areas)
                for other in areas[at + 1 :]
                if one.overlap(other) > 0 or _are_one_line(one, other)
            ),
            None,
        )
        if pair is None:
            return areas
        areas = [area for area in areas if area not in pair] + [pair[0].with_(pair[1])]


def _are_one_line(one: Area, other: Area) -> bool:
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    lower = min(one.bottom - one.top, other.bottom - other.top)
    return common >= _SAME_ROWS * lower and one.with_(other).share <= _MERGE_WASTE * (one.share + other.share)
