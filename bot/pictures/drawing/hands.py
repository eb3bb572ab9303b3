"""Hands. Each is drawn with its wrist at (0, 0) and its fingers to the right; a palm is about 60 units wide."""

from enum import StrEnum

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import Contour, Point, ellipse, rounded_box, turned
from bot.pictures.drawing.palette import Colour


class Hand(StrEnum):
    """What a hand does."""

    RESTING = "resting"
    FIST = "fist"
    POINTING = "pointing"
    OPEN = "open"
    STOPPING = "stopping"
    THUMB_UP = "thumb up"
    HOLDING = "holding"


def finger(start: Point, length: float, width: float, angle: float) -> Contour:
    """A finger that grows from a point at an angle, clockwise from three o'clock."""
    return turned(rounded_box(-width / 2, -width / 2, length + width / 2, width, width / 2), angle, *start)


def hand(canvas: Canvas, kind: Hand, skin: Colour) -> None:
    """A hand with its thumb above; mirror the canvas for the other one."""
    light = (-5.0, -5.0)
    match kind:
        case Hand.RESTING:
            canvas.together([ellipse(26, 0, 32, 25), finger((18, -12), 26, 17, -38)], skin, shade=light)
            canvas.curve([(40, 6), (50, 5), (56, 2)], width=4)
        case Hand.FIST:
            canvas.together([rounded_box(-2, -30, 60, 60, 25), finger((14, -14), 30, 20, -14)], skin, shade=light)
            canvas.curve([(14, -3), (30, -5), (47, -8)], width=4)
            for y in (6, 17):
                canvas.curve([(38, y), (48, y), (55, y - 2)], width=4)
        case Hand.POINTING:
            canvas.together(
                [rounded_box(-2, -26, 54, 54, 23), finger((36, -14), 56, 20, 0), finger((12, -18), 22, 18, -60)],
                skin,
                shade=light,
            )
            for y in (3, 14):
                canvas.curve([(34, y), (44, y), (51, y - 2)], width=4)
        case Hand.OPEN:
            fingers = [finger((36, y), length, 17, angle) for y, length, angle in _FAN]
            canvas.together([ellipse(24, 0, 31, 29), *fingers, finger((12, -18), 32, 18, -74)], skin, shade=light)
        case Hand.STOPPING:
            fingers = [finger((34, y), length, 18, angle) for y, length, angle in _CLOSED_FAN]
            canvas.together(
                [rounded_box(-4, -30, 58, 60, 24), *fingers, finger((10, -18), 32, 19, -62)], skin, shade=light
            )
            for between in (-8.5, 8.5):
                canvas.curve([(46, between), (62, between * 1.1)], width=4)
        case Hand.THUMB_UP:
            canvas.together([rounded_box(-2, -26, 58, 56, 22), finger((16, -18), 44, 22, -84)], skin, shade=light)
            for y in (-9, 4, 16):
                canvas.curve([(32, y), (44, y), (53, y - 1)], width=4)
        case Hand.HOLDING:
            canvas.together([rounded_box(-4, -29, 66, 58, 22), finger((12, 22), 34, 19, -24)], skin, shade=light)
            for x in (15, 30, 45):
                canvas.curve([(x, -28), (x + 1, -14), (x, -2)], width=4)
            canvas.curve([(22, 6), (36, 0), (48, 2)], width=4)


_FAN = ((-17.0, 34.0, -30.0), (-6.0, 40.0, -9.0), (6.0, 40.0, 11.0), (17.0, 32.0, 32.0))
_CLOSED_FAN = ((-17.0, 36.0, -6.0), (0.0, 42.0, 0.0), (17.0, 36.0, 6.0))
