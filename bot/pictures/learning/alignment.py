"""Laying one picture over another: people crop screenshots by a few pixels, and save them at other sizes.

Both are seen as small grey views. What is searched is which part of the one shows what all of the other shows.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

# Pixels; finer than what a person crops off by mistake, coarse enough for hundreds of tries a second.
SIDE = 128
# How far an edge may be off, as a share of the picture, and by which steps it is searched.
_FARTHEST = 0.12
_STEPS = (0.04, 0.02, 0.01, 0.005, 0.0025)
# Grey levels beyond which a pixel just differs: words must not pull the pictures apart.
_MOST_DIFFERENCE = 40.0
_TILES = 16
# Grey levels: a tile with less contrast says nothing, one that differs by less is the same.
_CONTRAST = 6.0
_SAME = 11.0

Grey = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle of a picture by its edges, in shares of it; it may reach beyond."""

    left: float = 0.0
    top: float = 0.0
    right: float = 1.0
    bottom: float = 1.0

    def showing(self, part: "Part") -> "Part":
        """What shows a part of another picture, if this shows all of that."""
        across, down = self.right - self.left, self.bottom - self.top
        return Part(
            self.left + part.left * across,
            self.top + part.top * down,
            self.left + part.right * across,
            self.top + part.bottom * down,
        )

    def seen_from(self, other: "Part") -> "Part":
        """This part in shares of another part of the same picture: `other.showing(…)` of it is this again."""
        across, down = other.right - other.left, other.bottom - other.top
        return Part(
            (self.left - other.left) / across,
            (self.top - other.top) / down,
            (self.right - other.left) / across,
            (self.bottom - other.top) / down,
        )


@dataclass(frozen=True, slots=True)
class View:
    """A picture in grey, `SIDE` × `SIDE` pixels whatever its form, a little blurred; and its form, width by height."""

    grey: Image.Image
    form: float

    @classmethod
    def of(cls, picture: Image.Image) -> "View":
        """The view of a picture."""
        grey = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
        return cls(grey.filter(ImageFilter.BoxBlur(1)), picture.width / picture.height)

    def part(self, part: Part) -> Grey:
        """What a part of it looks like, as large as all of it. (SIDE, SIDE)"""
        box = (part.left * SIDE, part.top * SIDE, part.right * SIDE, part.bottom * SIDE)
        whole = box == (0, 0, SIDE, SIDE)
        return np.asarray(self.grey if whole else _cut(self.grey, box, (SIDE, SIDE)), np.float32)


def cut(picture: Image.Image, part: Part, size: tuple[int, int]) -> Image.Image:
    """A part of a picture at another size; what lies beyond its edges is like its edges."""
    width, height = picture.size
    return _cut(picture.copy(), (part.left * width, part.top * height, part.right * width, part.bottom * height), size)


def _cut(picture: Image.Image, box: tuple[float, float, float, float], size: tuple[int, int]) -> Image.Image:
    inside = (max(0.0, box[0]), max(0.0, box[1]), min(float(picture.width), box[2]), min(float(picture.height), box[3]))
    if inside == box:
        return picture.resize(size, Image.Resampling.BILINEAR, box)
    # Pillow fills with black beyond the edges; what nobody saw is better guessed from what is next to it.
    pad = 1 + int(max(-box[0], -box[1], box[2] - picture.width, box[3] - picture.height))
    edged = Image.fromarray(
        np.pad(np.asarray(picture), ((pad, pad), (pad, pad), *((0, 0),) * (picture.mode != "L")), "edge")
    )
    moved = (box[0] + pad, box[1] + pad, box[2] + pad, box[3] + pad)
    return edged.resize(size, Image.Resampling.BILINEAR, moved)


def align(view: View, onto: View) -> Part:
    """Which part of `view` shows what all of `onto` shows, as well as it can be found by descending from the whole."""
    goal = onto.part(Part())
    best = Part()
    least = _cost(view, best, goal)
    for step in _STEPS:
        is_better = True
        while is_better:
            is_better = False
            for tried in _neighbours(best, step):
                cost = _cost(view, tried, goal)
                if cost < least - 1e-3:
                    best, least, is_better = tried, cost, True
    return best


def _neighbours(part: Part, step: float) -> list[Part]:
    edges = (part.left, part.top, part.right, part.bottom)
    # Each edge by itself, and both across or both down: the picture as it is, moved.
    moves = [(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1), (1, 0, 1, 0), (0, 1, 0, 1)]
    tried = [
        Part(*(edge + sign * step * move for edge, move in zip(edges, moved, strict=True)))
        for moved in moves
        for sign in (1, -1)
    ]
    return [
        each
        for each in tried
        if max(abs(each.left), abs(each.top), abs(each.right - 1), abs(each.bottom - 1)) <= _FARTHEST
    ]


def _cost(view: View, part: Part, goal: Grey) -> float:
    return float(np.minimum(np.abs(view.part(part) - goal), _MOST_DIFFERENCE).mean())


def likeness(view: View, part: Part, onto: View) -> float:
    """0 to 1: of the tiles in which either picture shows anything, how many show the same in both.

    Plain tiles count for nothing: half of all drawings have a white ground.
    """
    one, other = _tiles(view.part(part)), _tiles(onto.part(Part()))
    shows = np.maximum(one.std(axis=1), other.std(axis=1)) > _CONTRAST
    if not shows.any():
        return 0.0
    same = (np.abs(one - other).mean(axis=1) < _SAME) & (np.minimum(one.std(axis=1), other.std(axis=1)) > _CONTRAST / 2)
    return float(same[shows].mean())


def _tiles(grey: Grey) -> Grey:
    """(_TILES², pixels of a tile)"""
    side = SIDE // _TILES
    return grey.reshape(_TILES, side, _TILES, side).swapaxes(1, 2).reshape(_TILES**2, side**2)
