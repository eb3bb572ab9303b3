"""An old balance on which one thing outweighs another: two weights, and what it all rests on."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import Point, bezier, ellipse, smooth, turned
from bot.pictures.drawing.palette import BARK, CREAM, GREY, INK, MINT, PAPER, STONE, SUN, TEAL, WOOD, lit, mixed, shaded

BRASS = "#e0a93b"
TILT = -7.0
PIVOT: Point = (500, 190)


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(1000, MINT)
    for index in range(9):
        canvas.box(index * 120 - 20, -20, 60, 860, lit(MINT, 0.35), outline=None)
    canvas.box(-20, 820, 1040, 200, WOOD)
    canvas.box(-20, 820, 1040, 26, lit(WOOD, 0.35), outline=None)
    canvas.stroke([(-20, 846), (1020, 846)], shaded(WOOD, 0.3), 4)
    for y in (890, 950):
        canvas.curve([(-10, y), (300, y + 14), (640, y - 8), (1010, y + 8)], shaded(WOOD, 0.25), 4)
    _stand(canvas)
    left, right = (turned([(across, 0)], TILT, *PIVOT)[0] for across in (-290, 290))
    _pan(canvas, left, PAPER)
    _pan(canvas, right, PAPER)
    return canvas.finish()


def _stand(canvas: Canvas) -> None:
    canvas.shadow(510, 902, 300, 24)
    column = [(474, 800), (484, 230), (516, 230), (526, 800)]
    canvas.shape(column, BRASS, shade=(-10, 0))
    for y in (300, 640):
        canvas.box(468, y, 64, 26, BRASS, radius=12, shade=(-8, -6))
    foot = smooth(
        [
            (440, 690),
            (440, 690),
            (560, 690),
            (560, 690),
            (600, 740),
            (740, 770),
            (770, 890),
            (230, 890),
            (260, 770),
            (400, 740),
        ]
    )
    canvas.shape(foot, BARK, shade=(-16, -10))
    canvas.box(270, 772, 460, 104, CREAM, radius=12, shade=(-6, -6))
    beam = canvas.at(*PIVOT, angle=TILT)
    for side in (-1, 1):
        upper = bezier((0, -26), (side * 90, -40), (side * 180, -10), (side * 300, -12))
        lower = bezier((side * 300, 8), (side * 180, 18), (side * 90, 30), (0, 28))
        beam.shape(upper + lower, BRASS, shade=(-4, -8))
        beam.curve([(side * 60, 2), (side * 90, -14), (side * 120, 2), (side * 150, -8)], shaded(BRASS, 0.35), 5)
        beam.ellipse(side * 292, -2, 20, fill=BRASS, shade=(-5, -4))
    canvas.ellipse(*PIVOT, 44, fill=BRASS, shade=(-8, -7))
    canvas.ellipse(*PIVOT, 22, fill=TEAL, shade=(-5, -4))
    canvas.shape(smooth([(486, 148), (492, 106), (500, 92), (508, 106), (514, 148)]), BRASS)
    canvas.ellipse(500, 84, 17, fill=SUN, shade=(-5, -4))


def _pan(canvas: Canvas, hook: Point, card: str) -> None:
    pan = canvas.at(*hook)
    bottom = 400.0
    for side in (-1, 0, 1):
        _chain(pan, (0, 14), (side * 196, bottom))
    pan.ellipse(0, bottom, 210, 26, shaded(BRASS, 0.25))
    pan.box(-172, bottom - 216, 344, 216, card, radius=16, shade=(-8, -8))
    pan.box(-156, bottom - 200, 312, 184, None, radius=10, outline=mixed(STONE, GREY, 0.3))
    bowl = [
        *ellipse(0, bottom, 210, 26, start=0, end=180),
        *bezier((-210, bottom), (-150, bottom + 104), (150, bottom + 104), (210, bottom)),
    ]
    pan.shape(bowl, BRASS, shade=(-12, -12))
    pan.curve([(-150, bottom + 44), (-90, bottom + 62), (-40, bottom + 68)], lit(BRASS, 0.55), 7)


def _chain(canvas: Canvas, start: Point, end: Point) -> None:
    canvas.stroke([start, end], INK, 9)
    links = 26
    for index in range(links):
        share = (index + 0.5) / links
        x, y = start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
        canvas.ellipse(x, y, 5, fill=BRASS, outline=None)
