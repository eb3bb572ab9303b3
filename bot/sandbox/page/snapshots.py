"""A few pictures that somebody without a photo at hand may send. Drawn by code, as a camera could have taken them."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 640, 480
# Drawn so much larger: shrinking makes the edges smooth.
_FINER = 2
_JPEG_QUALITY = 88

_Colour: TypeAlias = tuple[int, int, int]
_INK: _Colour = (43, 36, 33)


@cache
def taken(name: str) -> bytes:
    """One of SNAPSHOTS as a JPEG. Takes CPU time: call it off the loop. Raises KeyError."""
    image = Image.new("RGB", (WIDTH * _FINER, HEIGHT * _FINER))
    SNAPSHOTS[name](_Pen(image))
    buffer = io.BytesIO()
    image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS).save(buffer, "JPEG", quality=_JPEG_QUALITY)
    return buffer.getvalue()


class _Pen:
    """Draws in pixels of the picture that comes out."""

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self._draw = ImageDraw.Draw(image)

    def fade(self, box: tuple[float, ...], above: _Colour, below: _Colour) -> None:
        """A rectangle whose colour goes over from the one above to the one below."""
        left, top, right, bottom = (round(side * _FINER) for side in box)
        for y in range(top, bottom):
            share = (y - top) / (bottom - top)
            mixed = tuple(round(a + (b - a) * share) for a, b in zip(above, below, strict=True))
            self._draw.line((left, y, right, y), fill=mixed)

    def box(self, box: tuple[float, ...], fill: _Colour, round_px: float = 0) -> None:
        self._draw.rounded_rectangle([side * _FINER for side in box], round_px * _FINER, fill)

    def oval(self, x: float, y: float, across: float, down: float, fill: _Colour) -> None:
        """Its middle, and how far it goes from there."""
        self._draw.ellipse([side * _FINER for side in (x - across, y - down, x + across, y + down)], fill)

    def shape(self, points: list[tuple[float, float]], fill: _Colour) -> None:
        self._draw.polygon([(x * _FINER, y * _FINER) for x, y in points], fill)

    def line(self, points: list[tuple[float, float]], fill: _Colour, width: float) -> None:
        self._draw.line([(x * _FINER, y * _FINER) for x, y in points], fill, round(width * _FINER), joint="curve")
        for x, y in (points[0], points[-1]):
            self.oval(x, y, width / 2, width / 2, fill)

    def glow(self, x: float, y: float, radius: float, colour: _Colour) -> None:
        """Light around a point."""
        mask = Image.new("L", self._image.size)
        middle = [side * _FINER for side in (x - radius / 2, y - radius / 2, x + radius / 2, y + radius / 2)]
        ImageDraw.Draw(mask).ellipse(middle, 150)
        self._image.paste(colour, mask=mask.filter(ImageFilter.GaussianBlur(radius * _FINER / 3)))


def _arc(x: float, y: float, radius: float, begin: float, end: float, flat: float = 1) -> list[tuple[float, float]]:
    """Points of a circle between two angles in degrees, clockwise from the right; `flat` below 1 presses it down."""
    angles = [math.radians(begin + (end - begin) * step / 32) for step in range(33)]
    return [(x + radius * math.cos(angle), y + radius * flat * math.sin(angle)) for angle in angles]


def _cat(pen: _Pen) -> None:
    """A cat on a windowsill has turned its back on the room; it is getting dark."""
    pen.fade((0, 0, 640, 480), (201, 188, 166), (176, 158, 133))
    pen.fade((70, 0, 570, 330), (52, 71, 120), (232, 150, 112))
    for left, top in ((90, 190), (230, 160), (430, 200)):
        pen.box((left, top, left + 110, 330), (48, 46, 72))
        for at in range(9):
            if (at * 7 + left) % 4:
                x, y = left + 14 + at % 3 * 32, top + 16 + at // 3 * 36
                pen.box((x, y, x + 18, y + 20), (250, 206, 110))
    for bar in ((70, 0, 82, 330), (314, 0, 328, 330), (558, 0, 570, 330), (70, 70, 570, 80)):
        pen.box(bar, (240, 234, 222))
    pen.box((30, 326, 610, 352), (248, 243, 233), 6)
    pen.box((30, 346, 610, 356), (206, 196, 178), 4)
    for rib in range(9):
        pen.box((105 + rib * 50, 380, 140 + rib * 50, 480), (232, 226, 214), 14)
    ginger, stripe = (206, 118, 52), (168, 86, 32)
    pen.line([(480, 316), *_arc(490, 366, 50, -70, 80)], ginger, 22)
    pen.shape([(352, 328), *_arc(430, 250, 70, 180, 360), (508, 328)], ginger)
    pen.oval(430, 296, 76, 34, ginger)
    for at in range(3):
        pen.line(_arc(430, 232 + at * 30, 60, 240, 300), stripe, 7)
    pen.oval(430, 158, 50, 44, ginger)
    for side in (-1, 1):
        pen.shape([(430 + side * 12, 124), (430 + side * 44, 88), (430 + side * 50, 150)], ginger)
    for at in (-18, 0, 18):
        pen.line([(430 + at, 122), (430 + at * 0.8, 140)], stripe, 6)


def _soup(pen: _Pen) -> None:
    """A plate of borscht on a checked cloth."""
    pen.box((0, 0, 640, 480), (245, 240, 230))
    for at in range(0, 640, 80):
        pen.box((at, 0, at + 40, 480), (214, 226, 214))
    for row in range(0, 480, 80):
        pen.box((0, row, 640, row + 40), (190, 214, 196))
        for column in range(0, 640, 80):
            pen.box((column, row, column + 40, row + 40), (138, 176, 152))
    pen.oval(318, 262, 214, 200, (150, 160, 150))
    pen.oval(310, 246, 214, 200, (252, 250, 246))
    pen.oval(310, 246, 170, 158, (226, 220, 210))
    pen.oval(310, 246, 164, 152, (150, 26, 44))
    for at in range(14):
        angle, reach = at * 2.4, 40 + at * 37 % 90
        x, y = 310 + reach * math.cos(angle), 246 + reach * math.sin(angle)
        pen.line([(x, y), (x + 22 * math.cos(at), y + 22 * math.sin(at))], (196, 58, 60), 8)
        pen.oval(x + 12, y - 16, 4, 4, (232, 120, 60))
    pen.oval(292, 230, 54, 46, (250, 244, 236))
    pen.oval(280, 222, 30, 22, (255, 252, 248))
    for x, y in ((352, 190), (366, 300), (250, 322), (214, 200), (330, 236), (268, 250)):
        for leaf in range(3):
            pen.line([(x, y), (x + 16 * math.cos(leaf + x), y + 16 * math.sin(leaf + x))], (64, 122, 62), 5)
    pen.shape([(556, 300), (576, 300), (584, 480), (552, 480)], (176, 178, 184))
    pen.oval(566, 238, 34, 66, (196, 198, 204))
    pen.oval(566, 234, 24, 52, (168, 170, 178))


def _yard(pen: _Pen) -> None:
    """A house of panels at night, a lamp over a bench, the moon."""
    pen.fade((0, 0, 640, 480), (18, 24, 52), (60, 66, 104))
    for at in range(40):
        pen.oval(at * 97 % 640, at * 53 % 200, 1.4, 1.4, (226, 228, 240))
    pen.glow(540, 80, 90, (150, 150, 160))
    pen.oval(540, 80, 34, 34, (246, 240, 214))
    pen.oval(528, 70, 7, 6, (226, 218, 190))
    pen.box((40, 90, 430, 400), (86, 88, 110))
    for floor in range(7):
        pen.box((40, 90 + floor * 44, 430, 92 + floor * 44), (70, 72, 94))
        for window in range(9):
            is_lit = (floor * 5 + window * 3 + floor * window) % 4 == 0
            x, y = 54 + window * 42, 102 + floor * 44
            pen.box((x, y, x + 26, y + 24), (250, 210, 118) if is_lit else (42, 46, 74))
            pen.box((x + 12, y, x + 14, y + 24), (96, 98, 120))
    pen.fade((0, 400, 640, 480), (46, 52, 60), (30, 34, 42))
    pen.glow(520, 260, 190, (250, 222, 150))
    pen.oval(516, 424, 110, 16, (96, 92, 76))
    pen.line([(560, 430), (560, 236), *_arc(540, 236, 20, 0, -150)], (24, 26, 34), 7)
    pen.shape([(498, 246), (544, 246), (532, 226), (510, 226)], (24, 26, 34))
    pen.oval(521, 248, 17, 8, (255, 244, 200))
    for height in (368, 384, 400):
        pen.box((440, height, 530, height + 9), (146, 96, 58), 3)
    for leg in (452, 512):
        pen.box((leg, 366, leg + 7, 426), (40, 34, 34))


def _umbrella(pen: _Pen) -> None:
    """An umbrella that somebody has put up to dry at the entrance of a house, and forgotten."""
    pen.fade((0, 0, 640, 480), (196, 178, 152), (172, 150, 124))
    for row in range(10):
        for brick in range(-1, 9):
            x, y = brick * 80 + row % 2 * 40, row * 40
            pen.box((x + 2, y + 2, x + 78, y + 38), (178, 106, 82) if (brick + row * 3) % 4 else (164, 94, 72), 2)
    pen.box((60, 40, 290, 420), (70, 74, 82))
    pen.box((76, 56, 274, 420), (58, 96, 92))
    for panel in ((96, 80, 254, 210), (96, 240, 254, 390)):
        pen.box(panel, (48, 82, 80), 4)
    pen.oval(256, 236, 8, 8, (214, 190, 120))
    pen.box((130, 8, 220, 34), (44, 62, 120), 4)
    for at in range(3):
        pen.box((150 + at * 20, 15, 160 + at * 20, 27), (240, 240, 240), 3)
    pen.fade((0, 400, 640, 480), (150, 146, 140), (112, 108, 104))
    pen.oval(440, 446, 150, 18, (92, 96, 108))
    pen.line([(430, 250), (372, 440), *_arc(356, 436, 16, 0, 170)], (92, 58, 38), 9)
    canopy = _arc(440, 360, 150, 160, 380)
    pen.shape([*canopy, (440, 410)], (212, 60, 60))
    for begin in (196, 268, 340):
        pen.shape([(440, 410), *_arc(440, 360, 150, begin, begin + 36)], (238, 188, 72))
    pen.line([(440, 214), (440, 202)], _INK, 5)
    for at in (160, 196, 232, 268, 304, 340, 376):
        pen.line([(440, 410), _arc(440, 360, 150, at, at)[0]], (140, 40, 44), 3)
    for x, y in ((330, 456), (520, 462), (560, 440), (450, 470)):
        pen.oval(x, y, 14, 4, (150, 170, 190))


SNAPSHOTS: Mapping[str, Callable[[_Pen], None]] = MappingProxyType(
    {"cat": _cat, "soup": _soup, "yard": _yard, "umbrella": _umbrella}
)
"""What there is, by name."""
