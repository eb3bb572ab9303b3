"""news: the evening news; a newsreader at the desk, a bar for what happened and a ticker for the rest."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import ellipse, rounded_box, smooth
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.figures import Arm, Hair, Person, Pose, figure
from bot.pictures.drawing.hands import Hand
from bot.pictures.drawing.palette import (
    CORAL,
    GREY,
    INK,
    LEAF,
    MIST,
    NIGHT,
    PLUM,
    RED_HAIR,
    SEA,
    SKY,
    SUN,
    TAN,
    TEAL,
    WHITE,
    lit,
    mixed,
    shaded,
)

_READER = Person(skin=TAN, hair=Hair.BOB, hair_colour=RED_HAIR, shirt=PLUM)
_GRAVE = Expression(Eyes.OPEN, Mouth.SMALL_O, brow_tilt=-6, brow_lift=8)


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(760, NIGHT)
    _studio(canvas)
    _globe(canvas.at(812, 190))
    _statistics(canvas.at(176, 196))
    reading = Pose(
        left=Arm((-136, -318), (-62, -262), Hand.HOLDING, is_mirrored=True),
        right=Arm((136, -318), (70, -262), Hand.HOLDING, is_mirrored=False),
    )
    figure(canvas.at(500, 684, 0.8), _READER, reading, _GRAVE, arms_behind=("left", "right"), has_legs=False)
    _jacket(canvas.at(500, 684, 0.8))
    _desk(canvas)
    _bars(canvas)
    return canvas.finish()


def _studio(canvas: Canvas) -> None:
    canvas.gradient(rounded_box(0, 0, 1000, 560), mixed(SEA, NIGHT, 0.5), mixed(SEA, TEAL, 0.5), steps=8)
    for x in range(-40, 1040, 120):
        canvas.wash([(x, 0), (x + 46, 0), (x - 60, 560), (x - 106, 560)], SKY, 0.09)
    for x in (260, 500, 740):
        lamp = canvas.at(x, 0)
        lamp.wash([(-24, 36), (24, 36), (122, 470), (-122, 470)], SUN, 0.07)
        lamp.stroke([(0, -10), (0, 16)], INK, 8)
        lamp.shape([(-20, 12), (20, 12), (30, 40), (-30, 40)], GREY, shade=(-8, 0))
        lamp.ellipse(0, 40, 28, 8, SUN)


def _screen(canvas: Canvas, colour: str) -> None:
    canvas.box(-140, -120, 280, 236, NIGHT, radius=14)
    canvas.box(-124, -104, 248, 204, colour, radius=6)


def _globe(canvas: Canvas) -> None:
    _screen(canvas, mixed(SEA, NIGHT, 0.3))
    ball = ellipse(0, -4, 84)
    canvas.shape(ball, SKY)
    for land in (
        [(-70, -50), (-30, -76), (-8, -50), (-26, -22), (-34, 12), (-52, 0), (-82, -20)],
        [(6, -70), (50, -64), (84, -30), (66, 2), (34, -4), (26, 34), (8, 14), (-2, -26)],
        [(-36, 30), (-8, 38), (-18, 70), (-40, 64), (-50, 44)],
        [(46, 26), (70, 22), (62, 48), (44, 52)],
    ):
        canvas.wash(smooth(land), LEAF, within=ball)
    canvas.shape(ball, None)
    canvas.curve([(-60, -34), (-48, -54), (-28, -68)], WHITE, 7)


def _statistics(canvas: Canvas) -> None:
    """Figures of the day: five bars, one of them red."""
    _screen(canvas, mixed(TEAL, NIGHT, 0.35))
    for y in (-60, -16, 28):
        canvas.stroke([(-104, y), (104, y)], mixed(TEAL, NIGHT, 0.1), 3)
    for index, height in enumerate((70, 96, 52, 128, 84)):
        canvas.box(-100 + index * 42, 84 - height, 30, height, (SUN, CORAL)[index == 3], radius=4, shade=(-6, 0))
    canvas.stroke([(-110, 86), (110, 86)], INK)


def _jacket(canvas: Canvas) -> None:
    canvas.shape([(-40, -450), (0, -424), (40, -450), (14, -330), (-14, -330)], WHITE, shade=(-4, -3))
    for side in (-1, 1):
        lapel = [(side * 42, -456), (side * 64, -404), (side * 42, -392), (side * 46, -376), (side * 4, -300)]
        canvas.shape([*lapel, (side * 20, -380)], lit(PLUM, 0.12))
    canvas.ellipse(46, -344, 8, 13, INK, outline=None)


def _desk(canvas: Canvas) -> None:
    canvas.shape([(380, 436), (620, 436), (636, 474), (364, 474)], WHITE, shade=(-6, -4))
    for y, left, right in ((446, 404, 560), (456, 400, 590), (466, 396, 540)):
        canvas.stroke([(left, y), (right, y)], GREY, 3.5)
    canvas.shape([(150, 470), (850, 470), (940, 500), (60, 500)], MIST, shade=(-8, -6))
    canvas.shape([(60, 500), (940, 500), (900, 700), (100, 700)], mixed(SEA, NIGHT, 0.35), shade=(-20, 0))
    canvas.shape([(760, 412), (812, 412), (806, 480), (766, 480)], mixed(SKY, WHITE, 0.4), shade=(-8, 0))
    canvas.ellipse(786, 412, 26, 7, WHITE)


def _bars(canvas: Canvas) -> None:
    canvas.box(-20, 534, 1040, 250, NIGHT)
    canvas.box(-20, 534, 1040, 138, WHITE)
    canvas.shape([(-20, 534), (116, 534), (92, 672), (-20, 672)], CORAL, shade=(-12, 0))
    canvas.shape([(40, 562), (62, 562), (57, 614), (45, 614)], WHITE, width=4)
    canvas.ellipse(51, 638, 10, fill=WHITE, width=4)
    canvas.box(-20, 672, 1040, 100, SUN)
    canvas.shape([(-20, 672), (92, 672), (76, 780), (-20, 780)], NIGHT)
    for x in (22, 46):
        canvas.stroke([(x - 8, 700), (x + 8, 718), (x - 8, 736)], shaded(SUN, 0.02), 8)
