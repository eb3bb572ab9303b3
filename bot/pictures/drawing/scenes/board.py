"""board: a child at a flip chart says what had to be said, pointer in hand."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import rounded_box, star
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.figures import Arm, Hair, Person, Pose, figure
from bot.pictures.drawing.hands import Hand
from bot.pictures.drawing.palette import (
    BARK,
    CORAL,
    CREAM,
    FAIR,
    GREY,
    INK,
    LEAF,
    LILAC,
    RED_HAIR,
    SEA,
    SKY,
    SLATE,
    SUN,
    WHITE,
    WOOD,
    mixed,
    shaded,
)

_CHILD = Person(skin=FAIR, hair=Hair.BUN, hair_colour=RED_HAIR, shirt=SUN, trousers=SEA, shoes=CORAL)
_SURE = Expression(Eyes.HAPPY, Mouth.GRIN, turn=(-0.3, 0), brow_lift=6, has_blush=True)
_FLOOR = 830.0


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(960, CREAM)
    _classroom(canvas)
    _chart(canvas)
    canvas.shadow(838, 908, 112, 16)
    presenting = Pose(
        left=Arm((-118, -352), (-136, -440), Hand.POINTING, turn=-24),
        right=Arm((118, -326), (76, -240), Hand.FIST),
        head=(0, -556),
        head_angle=-5,
        lean=-4,
    )
    figure(canvas.at(838, 906, 0.74), _CHILD, presenting, _SURE)
    return canvas.finish()


def _classroom(canvas: Canvas) -> None:
    canvas.gradient(rounded_box(0, 0, 1000, _FLOOR), mixed(SKY, CREAM, 0.35), mixed(SKY, CREAM, 0.7), steps=5)
    canvas.box(-20, _FLOOR, 1040, 200, WOOD)
    canvas.box(-20, _FLOOR - 24, 1040, 24, WHITE)
    for x, y, length in ((30, 870, 120), (420, 880, 160), (640, 860, 90), (180, 930, 140), (560, 936, 150)):
        canvas.stroke([(x, y), (x + length, y)], shaded(WOOD), 4)
    for x, y, colour in ((800, 96, CORAL), (906, 150, LEAF), (800, 226, LILAC)):
        note = canvas.at(x, y, angle=(x % 7) - 3)
        note.box(-42, -42, 84, 84, colour, radius=4, shade=(-6, -5))
        note.ellipse(0, -36, 6, fill=INK, outline=None)
    canvas.shape(star(800, 102, 26, 12, 5), SUN, width=4)
    canvas.stroke([(886, 140), (900, 168), (930, 128)], WHITE, 9)
    canvas.curve([(776, 232), (788, 244), (802, 246), (816, 240), (824, 228)], INK, 5)
    for x in (788, 812):
        canvas.ellipse(x, 214, 5, fill=INK, outline=None)


def _chart(canvas: Canvas) -> None:
    canvas.shadow(360, 908, 300, 18)
    for x, foot in ((180, 110), (560, 630)):
        canvas.limb([(x, 700), (foot, 906)], BARK, 20)
    canvas.limb([(370, 700), (370, 890)], shaded(BARK), 18)
    canvas.box(36, 66, 668, 668, SLATE, radius=18, shade=(-8, -8))
    canvas.box(62, 92, 616, 606, WHITE)
    canvas.shape([(678, 640), (678, 698), (616, 698)], mixed(SLATE, WHITE, 0.35))
    canvas.shape([(678, 640), (616, 698), (622, 646)], mixed(GREY, WHITE, 0.6))
    canvas.box(226, 44, 288, 56, GREY, radius=14, shade=(-6, -6))
    for x in (266, 474):
        canvas.ellipse(x, 72, 9, fill=SLATE, width=4)
    canvas.box(150, 716, 440, 30, GREY, radius=8)
    for x, colour in ((206, CORAL), (300, SEA), (394, LEAF)):
        canvas.box(x, 698, 72, 22, colour, radius=8, shade=(-4, -4))
        canvas.box(x + 54, 698, 20, 22, WHITE, radius=4)
