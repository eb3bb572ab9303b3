"""Four heads whose brains glow more and more: four rows, words on the left."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import Point, ellipse, rounded_box, smooth, star, turned
from bot.pictures.drawing.palette import (
    CORAL,
    INK,
    LILAC,
    NIGHT,
    ORANGE,
    PAPER,
    PLUM,
    ROSE,
    SEA,
    SKY,
    SUN,
    TEAL,
    WHITE,
    mixed,
    shaded,
)

ROW = 330.0


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(4 * ROW)
    for index, row in enumerate((_asleep, _awake, _shining, _cosmic)):
        canvas.box(
            500,
            index * ROW,
            520,
            ROW,
            (NIGHT, mixed(NIGHT, SEA, 0.5), mixed(NIGHT, PLUM, 0.6), INK)[index],
            outline=None,
        )
        row(canvas, 750, index * ROW)
    canvas.box(-20, -20, 520, 4 * ROW + 40, PAPER, outline=None)
    canvas.stroke([(500, 0), (500, 4 * ROW)], INK, 9)
    for index in (1, 2, 3):
        canvas.stroke([(0, index * ROW), (1000, index * ROW)], INK, 9)
    return canvas.finish()


def _asleep(canvas: Canvas, x: float, top: float) -> None:
    _head(canvas.at(x, top + 165), SLEEPY, ROSE, 0.62)


def _awake(canvas: Canvas, x: float, top: float) -> None:
    inside = rounded_box(500, top, 500, ROW)
    for radius, strength in ((150, 0.16), (112, 0.22)):
        canvas.wash(ellipse(x + 6, top + 122, radius), SKY, strength, within=inside)
    _head(canvas.at(x, top + 165), mixed(SEA, SKY, 0.3), ROSE, 0.8)


def _shining(canvas: Canvas, x: float, top: float) -> None:
    inside = rounded_box(500, top, 500, ROW)
    _rays(canvas, x + 6, top + 118, 14, 330, 11, mixed(LILAC, ROSE, 0.4), 0.35)
    for radius, strength in ((150, 0.5), (118, 0.6)):
        canvas.wash(ellipse(x + 6, top + 118, radius), mixed(ORANGE, ROSE, 0.3), strength, within=inside)
    _head(canvas.at(x, top + 165), mixed(PLUM, LILAC, 0.45), SUN, 0.92)
    for side in (-1, 1):
        for lift in (-40, 30):
            spark = canvas.at(x + side * (182 + lift * 0.4), top + 120 + lift * 1.6)
            spark.shape(star(0, 0, 20, 6, 4), SUN, width=spark.line * 0.7)


def _cosmic(canvas: Canvas, x: float, top: float) -> None:
    inside = rounded_box(500, top, 500, ROW)
    for spot_x, spot_y, size in _STARS:
        canvas.ellipse(500 + spot_x, top + spot_y, size, fill=PAPER, outline=None)
    _rays(canvas, x + 6, top + 112, 20, 420, 9, TEAL, 0.55)
    _rays(canvas, x + 6, top + 112, 20, 330, 9, SUN, 0.75, start=9)
    for radius, colour in ((142, CORAL), (120, SUN), (98, "#fff6cf")):
        canvas.wash(ellipse(x + 6, top + 112, radius), colour, 0.9, within=inside)
    _head(canvas.at(x, top + 165), mixed(TEAL, SKY, 0.5), WHITE, 1.0)
    for spot_x, spot_y in ((70, 70), (430, 90), (90, 230), (420, 250)):
        spark = canvas.at(500 + spot_x, top + spot_y)
        spark.shape(star(0, 0, 26, 7, 4), WHITE, width=spark.line * 0.7)


def _rays(
    canvas: Canvas,
    x: float,
    y: float,
    count: int,
    length: float,
    width: float,
    colour: str,
    strength: float,
    *,
    start: float = 0,
) -> None:
    top = (y // ROW) * ROW
    inside = rounded_box(500, top, 500, ROW)
    for index in range(count):
        tip = turned(
            [(length, -length * width / 160), (length, length * width / 160)], start + index * 360 / count, x, y
        )
        canvas.wash([(x, y), *tip], colour, strength, within=inside)


def _head(canvas: Canvas, skin: str, brain: str, size: float) -> None:
    """A head seen from its side, with the brain that shows through, `size` 0 … 1."""
    head = canvas.at(0, 0, 1.0)
    head.shape(smooth(_PROFILE), skin, shade=(-9, -5))
    head.wash(smooth([(x * 0.82 + 6, y * 0.7 - 34) for x, y in _BRAIN]), shaded(skin, 0.25), 0.8)
    inner = head.at(8, -48, 0.78 * size)
    inner.shape(smooth(_BRAIN), brain, shade=(-8, -7))
    fold = shaded(brain, 0.4) if brain != WHITE else TEAL
    for points in _FOLDS:
        inner.curve(points, fold, 6)
    head.curve([(-84, 2), (-72, 8), (-58, 4)], INK, 6)
    head.curve([(-92, -20), (-74, -26), (-54, -20)], INK, 6)
    head.curve([(-102, 66), (-84, 68), (-72, 62)], INK, 5)
    head.curve([(42, 20), (62, 8), (72, 30), (54, 46), (46, 58)], shaded(skin, 0.5), 6)


SLEEPY = "#8f93b8"
_PROFILE: tuple[Point, ...] = (
    (-92, -64), (-99, -26), (-100, -6), (-130, 34), (-124, 42), (-102, 44), (-110, 58), (-101, 66), (-106, 78),
    (-97, 88), (-98, 108), (-80, 122), (-36, 122), (-26, 150), (-36, 172), (-36, 172), (86, 172), (86, 172), (80, 128),
    (114, 62), (128, -10), (110, -84), (54, -130), (-14, -136), (-66, -110),
)  # fmt: skip
_BRAIN: tuple[Point, ...] = (
    (-92, 6), (-98, -30), (-74, -64), (-38, -82), (6, -88), (50, -78), (84, -50), (98, -10), (88, 28), (62, 44),
    (40, 62), (8, 54), (-24, 44), (-60, 40),
)  # fmt: skip
_FOLDS: tuple[tuple[Point, ...], ...] = (
    ((-78, -6), (-58, -18), (-54, -40), (-34, -46)),
    ((-44, 18), (-26, 4), (-34, -16), (-12, -26), (-8, -54)),
    ((4, 34), (14, 12), (2, -6), (22, -20), (20, -44), (40, -54)),
    ((44, 36), (42, 14), (62, 4), (58, -18), (74, -28)),
)
_STARS = (
    (30, 40, 3), (120, 24, 2.4), (380, 30, 3), (470, 60, 2.4), (24, 150, 2.6), (478, 170, 3), (40, 290, 3),
    (160, 310, 2.4), (360, 300, 2.6), (466, 300, 3), (60, 110, 2), (440, 130, 2.2),
)  # fmt: skip
