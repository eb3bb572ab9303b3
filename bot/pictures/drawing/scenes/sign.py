"""sign: where one land ends and another begins; the lower name is crossed out, as road signs do it."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import rounded_box, smooth
from bot.pictures.drawing.palette import (
    BARK,
    CORAL,
    CREAM,
    GREY,
    INK,
    LEAF,
    MINT,
    MIST,
    PAPER,
    PINE,
    SKY,
    SLATE,
    SUN,
    WHITE,
    mixed,
    shaded,
)
from bot.pictures.drawing.things import cloud, tree, tuft

_LEFT, _WIDTH = 110.0, 780.0
_UPPER, _LOWER = (96.0, 236.0), (332.0, 176.0)


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(780, SKY)
    _land(canvas)
    for x in (250, 750):
        canvas.shadow(x + 6, 716, 44, 9)
        canvas.limb([(x, 74), (x, 712)], GREY, 24)
    top, height = _UPPER
    _plate(canvas, top, height, WHITE)
    top, height = _LOWER
    _plate(canvas, top, height, WHITE)
    field = rounded_box(_LEFT + 18, top + 18, _WIDTH - 36, height - 36, 14)
    stripe = [(_LEFT, top + height - 8), (_LEFT + _WIDTH - 30, top - 12), (_LEFT + _WIDTH, top + 12)]
    stripe += [(_LEFT + 30, top + height + 12)]
    canvas.wash(stripe, mixed(CORAL, WHITE, 0.28), within=field)
    canvas.shape(field, None, width=4.5)
    _bird(canvas.at(700, 88))
    return canvas.finish()


def _plate(canvas: Canvas, top: float, height: float, colour: str) -> None:
    canvas.wash(rounded_box(_LEFT + 10, top + 12, _WIDTH, height, 24), INK, 0.2)
    canvas.box(_LEFT, top, _WIDTH, height, colour, radius=24, shade=(-7, -7))
    canvas.shape(rounded_box(_LEFT + 18, top + 18, _WIDTH - 36, height - 36, 14), colour, width=4.5)
    for x in (250, 750):
        for y in (top + 9.5, top + height - 9.5):
            canvas.ellipse(x, y, 4.5, fill=SLATE, outline=None)


def _land(canvas: Canvas) -> None:
    canvas.gradient(rounded_box(0, 0, 1000, 560), SKY, mixed(SKY, PAPER, 0.7), steps=7)
    canvas.ellipse(86, 92, 52, fill=SUN)
    for x, y, size in ((930, 208, 1.0), (44, 300, 0.8)):
        cloud(canvas.at(x, y, size))
    canvas.blob([(-60, 800), (-60, 520), (120, 462), (330, 520), (520, 560), (520, 800)], mixed(MINT, LEAF, 0.35))
    canvas.blob([(420, 800), (460, 560), (640, 500), (860, 462), (1080, 520), (1080, 800)], mixed(MINT, PINE, 0.35))
    canvas.blob([(-60, 900), (-60, 584), (260, 560), (520, 586), (800, 560), (1060, 590), (1060, 900)], LEAF)
    road = smooth([(440, 586), (560, 586), (610, 640), (700, 700), (800, 800), (200, 800), (300, 700), (390, 640)])
    canvas.shape(road, SLATE)
    for y, length, width in ((598, 14, 6), (634, 24, 9), (686, 40, 13), (750, 44, 17)):
        canvas.stroke([(500, y), (500, y + length)], CREAM, width)
    for x, y, size in ((70, 618, 1.0), (164, 654, 0.7), (930, 624, 1.1), (850, 648, 0.7)):
        canvas.shadow(x, y + 34 * size, 66 * size, 9)
        tree(canvas.at(x, y + 34 * size, 0.46 * size), crown=PINE)
    for x, y in ((60, 716), (190, 736), (840, 706), (950, 730), (310, 640), (690, 640)):
        tuft(canvas.at(x, y))


def _bird(canvas: Canvas) -> None:
    """A sparrow that sits on the upper plate, for whoever waits there."""
    for x in (-6, 8):
        canvas.stroke([(x, -8), (x, 8)], INK, 4.5)
    canvas.shape([(26, -26), (68, -42), (62, -24), (30, -12)], shaded(BARK))
    canvas.blob([(-36, -44), (-14, -64), (20, -44), (36, -22), (14, -4), (-16, -6), (-34, -22)], BARK, shade=(-5, -4))
    canvas.ellipse(-24, -50, 23, fill=BARK, shade=(-4, -4))
    canvas.blob([(0, -38), (26, -30), (34, -16), (8, -16)], shaded(BARK, 0.3))
    canvas.blob([(-34, -26), (-14, -30), (-2, -12), (-18, -6)], MIST, outline=None)
    canvas.shape([(-44, -54), (-66, -46), (-44, -42)], SUN)
    canvas.ellipse(-30, -56, 4.5, 6, INK, outline=None)
