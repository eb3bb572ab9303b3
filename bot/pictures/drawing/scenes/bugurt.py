"""bugurt: a sheet of paper on a cork board, pinned and scorched at a corner, for lines with an @ between them."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import Contour, rounded_box, smooth
from bot.pictures.drawing.palette import BARK, CORAL, CREAM, INK, SAND, SKY, SUN, WOOD, lit, mixed, shaded
from bot.pictures.drawing.things import flame

_CORK = mixed(WOOD, CREAM, 0.35)
_SHEET = "#fffdf6"


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(1200, WOOD)
    _board(canvas)
    sheet: Contour = [(108, 96), (892, 84), (900, 1104), (102, 1112)]
    canvas.wash([(x + 12, y + 16) for x, y in sheet], INK, 0.28)
    canvas.shape(sheet, _SHEET)
    squares = mixed(_SHEET, SKY, 0.34)
    for step in range(1, 19):
        canvas.stroke([(108 + step * 42, 100 - step * 0.64), (103 + step * 42, 1106 - step * 0.4)], squares, 2.2)
    for step in range(1, 24):
        canvas.stroke([(112, 96 + step * 42), (890, 84 + step * 42)], squares, 2.2)
    _scorch(canvas, sheet)
    canvas.shape(sheet, None)
    _pin(canvas.at(500, 98))
    for x, y, size in ((770, 1024, 8), (952, 984, 7), (888, 914, 9), (822, 944, 6)):
        canvas.ellipse(x, y, size, fill=SUN, width=3.5)
    flame(canvas.at(866, 1160, 0.98))
    return canvas.finish()


def _board(canvas: Canvas) -> None:
    for y in range(0, 1200, 150):
        canvas.stroke([(0, y), (44, y)], shaded(WOOD), 4)
        canvas.stroke([(956, y + 60), (1000, y + 60)], shaded(WOOD), 4)
    canvas.box(44, 40, 912, 1120, _CORK, radius=10, shade=(14, 14))
    for index in range(150):
        x, y = 60 + index * 397 % 880, 56 + index * 571 % 1090
        tone = (shaded(_CORK, 0.16), lit(_CORK, 0.4))[index % 2]
        canvas.ellipse(x, y, 5 + index % 4, 3.5, tone, outline=None, angle=index * 37)
    canvas.shape(rounded_box(44, 40, 912, 1120, 10), None)


def _scorch(canvas: Canvas, sheet: Contour) -> None:
    """How far the fire has come into the paper."""
    for size, tone in ((1.0, SAND), (0.84, WOOD), (0.68, BARK)):
        edge = [(748, 1130), (756, 1076), (786, 1034), (826, 1000), (858, 946), (920, 930), (960, 1130)]
        canvas.wash(smooth([(880 + (x - 880) * size, 1110 + (y - 1110) * size) for x, y in edge]), tone, within=sheet)


def _pin(canvas: Canvas) -> None:
    canvas.shadow(12, 18, 34, 14, strength=0.3)
    canvas.stroke([(0, -6), (0, 14)], INK, 7)
    canvas.ellipse(0, 2, 32, 15, shaded(CORAL))
    canvas.shape([(-15, -2), (-18, -38), (18, -38), (15, -2)], CORAL, shade=(-6, 0))
    canvas.ellipse(0, -42, 29, 14, CORAL, shade=(-5, -4))
    canvas.curve([(-16, -46), (-8, -50), (2, -51)], lit(CORAL, 0.7), 5)
