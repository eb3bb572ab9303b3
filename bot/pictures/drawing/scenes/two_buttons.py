"""A finger over two buttons, and below it whoever can't decide."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import ellipse, rounded_box, smooth, turned
from bot.pictures.drawing.faces import NERVOUS, drop
from bot.pictures.drawing.figures import Arm, Hair, Person, Pose, figure
from bot.pictures.drawing.hands import Hand, finger
from bot.pictures.drawing.palette import (
    BROWN_HAIR,
    CORAL,
    FAIR,
    GREY,
    INK,
    LILAC,
    MIST,
    PAPER,
    SEA,
    SLATE,
    WHITE,
    lit,
    shaded,
)

WORRIER = Person(skin=FAIR, hair=Hair.PARTED, hair_colour=BROWN_HAIR, shirt=SEA)


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(1200)
    canvas.box(-20, -20, 1040, 640, MIST, outline=None)
    _console(canvas)
    below = rounded_box(0, 600, 1000, 600)
    canvas.shape(below, LILAC, outline=None)
    for index in range(10):
        ray = [(500.0, 960.0), *turned([(700, -54), (700, 54)], 189 + index * 18, 500, 960)]
        canvas.wash(ray, lit(LILAC, 0.3), within=below)
    wiping = Pose(
        left=Arm((-214, -420), (-128, -586), Hand.RESTING, turn=20),
        right=Arm((132, -320), (150, -200)),
        head=(0, -562),
        head_angle=5,
    )
    figure(canvas.at(500, 1500, 1.16), WORRIER, wiping, NERVOUS)
    _handkerchief(canvas.at(414, 766, 1.1, angle=20))
    for x, y, size in ((306, 720, 1.0), (690, 760, 1.2), (722, 868, 0.9)):
        drop(canvas.at(x, y, size))
    canvas.stroke([(0, 600), (1000, 600)], INK, 9)
    return canvas.finish()


def _handkerchief(canvas: Canvas) -> None:
    cloth = [(-34, -18), (-8, -34), (30, -26), (44, 4), (34, 44), (12, 34), (-6, 62), (-22, 34), (-44, 46), (-40, 10)]
    canvas.shape(smooth(cloth), PAPER, shade=(-8, -6))
    canvas.curve([(-10, -4), (-4, 16), (-6, 36)], GREY, 4)


def _console(canvas: Canvas) -> None:
    canvas.shape([(40, 380), (960, 380), (1060, 640), (-60, 640)], SLATE, shade=(0, -20))
    canvas.box(24, 40, 952, 352, GREY, radius=26, shade=(-10, -10))
    for left in (62, 518):
        canvas.box(left, 74, 420, 284, PAPER, radius=14)
        for x in (left + 18, left + 402):
            for y in (92, 340):
                canvas.ellipse(x, y, 5, fill=GREY, width=3)
    for x in (272, 728):
        canvas.shadow(x + 8, 500, 112, 44)
        canvas.ellipse(x, 488, 112, 46, MIST, shade=(-10, -5))
        front = ellipse(x, 470, 82, 30, start=0, end=180)
        canvas.shape([*front, *reversed(ellipse(x, 432, 82, 30, start=0, end=180))], shaded(CORAL, 0.3))
        canvas.ellipse(x, 432, 82, 30, CORAL, shade=(-10, -5))
        canvas.curve([(x - 50, 428), (x - 30, 416), (x - 4, 412)], WHITE, 7)
    wrist = canvas.at(578, 598, 1.3, angle=-122)
    wrist.together(
        [rounded_box(-2, -34, 74, 68, 28), finger((56, -18), 78, 25, -3), finger((18, -22), 36, 23, -52)],
        FAIR,
        shade=(5, -4),
    )
    for y in (2, 17):
        wrist.curve([(44, y), (58, y), (69, y - 2)], width=4)
    wrist.limb([(-160, 10), (-8, 0)], SEA, 66)
