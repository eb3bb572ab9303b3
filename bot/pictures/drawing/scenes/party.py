"""The wallflower at a party: everybody dances, it stands at the wall and thinks. One thought bubble."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import ellipse, rounded_box, smooth
from bot.pictures.drawing.faces import GLAD, Expression, Eyes, Mouth
from bot.pictures.drawing.figures import Arm, Hair, Person, Pose, figure
from bot.pictures.drawing.hands import Hand
from bot.pictures.drawing.mascot import arm, flower, stem
from bot.pictures.drawing.palette import (
    BLACK_HAIR,
    BROWN,
    CORAL,
    DARK,
    FAIR,
    INK,
    LILAC,
    MIST,
    NIGHT,
    PAPER,
    PLUM,
    RED_HAIR,
    ROSE,
    SKY,
    SUN,
    TEAL,
    lit,
    mixed,
    shaded,
)

WALL = mixed(PLUM, LILAC, 0.35)
FLOOR = mixed(NIGHT, PLUM, 0.55)
SHY = Expression(Eyes.OPEN, Mouth.SMILE, gaze=(-0.8, 0.35), turn=(-0.12, 0.05), brow_tilt=-16, has_blush=True)


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(940, WALL)
    _room(canvas)
    _dancers(canvas)
    _bubble(canvas)
    canvas.shadow(812, 902, 92, 13, strength=0.3)
    shy = canvas.at(810, 590)
    stem(shy, (8, 308), ((8, 190), (98, 132)), ((0, 182), (-98, 200)), bend=-12)
    _drink(shy.at(-112, 216))
    arm(shy, (0, 182), (-98, 200))
    flower(shy, SHY)
    _hat(shy.at(58, -138, 0.9, angle=22))
    return canvas.finish()


def _room(canvas: Canvas) -> None:
    for index in range(7):
        canvas.box(index * 160 - 20, 0, 80, 760, mixed(WALL, PAPER, 0.07), outline=None)
    canvas.box(-20, 760, 1040, 200, FLOOR)
    canvas.box(-20, 742, 1040, 26, lit(WALL, 0.4))
    for x, y, size, colour in ((110, 862, 120, SUN), (318, 838, 104, TEAL), (500, 884, 124, CORAL)):
        canvas.ellipse(x, y, size, size * 0.24, mixed(FLOOR, colour, 0.35), outline=None)
    for x, y, size, colour in _LIGHTS:
        canvas.ellipse(x, y, size, fill=mixed(WALL, colour, 0.4), outline=None)
    _ball(canvas.at(270, 130))
    _bunting(canvas)
    for x, y, tilt in ((66, 310, -10), (352, 322, 12)):
        _note(canvas.at(x, y, angle=tilt))


def _ball(canvas: Canvas) -> None:
    """A ball of mirrors on its cord."""
    radius, seam = 70.0, shaded(MIST, 0.4)
    canvas.stroke([(0, -140), (0, -60)], INK, 6)
    canvas.ellipse(0, 0, radius, fill=MIST, shade=(-10, -9))
    for y in (-52, -26, 0, 26, 52):
        half = (radius**2 - y**2) ** 0.5
        canvas.stroke([(-half, y), (half, y)], seam, 3.5)
    for across in (16, 44):
        canvas.ellipse(0, 0, across, radius, outline=seam, width=3.5)
    for x, y, colour in ((-30, -26, SUN), (20, 0, SKY), (-14, 26, ROSE), (36, -32, PAPER)):
        canvas.box(x - 9, y - 9, 18, 18, colour, outline=None)
    canvas.ellipse(0, 0, radius)


def _note(canvas: Canvas) -> None:
    for x in (-18, 20):
        canvas.ellipse(x - 9, 26, 13, 10, PAPER, angle=-18, outline=None)
        canvas.stroke([(x, 24), (x, -26)], PAPER, 6)
    canvas.stroke([(-18, -26), (20, -32)], PAPER, 11)


def _bunting(canvas: Canvas) -> None:
    wire = smooth([(-20, 20), (120, 66), (270, 40)], closed=False)
    for index, colour in ((3, CORAL), (7, SUN), (11, TEAL)):
        x, y = wire[index]
        canvas.shape([(x - 20, y), (x + 20, y + 6), (x - 4, y + 44)], colour)
    canvas.stroke(wire, INK, 5)


def _dancers(canvas: Canvas) -> None:
    canvas.shadow(122, 868, 96, 15, strength=0.3)
    canvas.shadow(314, 828, 86, 13, strength=0.3)
    canvas.shadow(492, 884, 96, 15, strength=0.3)
    up = Pose(
        left=Arm((-138, -452), (-120, -560), Hand.OPEN),
        right=Arm((138, -462), (172, -570), Hand.OPEN, is_mirrored=True),
        head_angle=6,
        left_leg=((-52, -120), (-60, -12)),
        right_leg=((66, -130), (84, -12)),
    )
    figure(
        canvas.at(312, 830, 0.66),
        Person(skin=FAIR, hair=Hair.SPIKY, hair_colour=RED_HAIR, shirt=TEAL, trousers=NIGHT),
        up,
        GLAD.turned(0.3),
        arms_behind=("left", "right"),
    )
    swing = Pose(
        left=Arm((-150, -340), (-218, -410), Hand.FIST),
        right=Arm((140, -330), (196, -420), Hand.FIST, is_mirrored=True),
        head=(10, -565),
        head_angle=10,
        lean=16,
        left_leg=((-66, -130), (-92, -12)),
        right_leg=((50, -124), (56, -12)),
    )
    figure(
        canvas.at(128, 870, 0.7),
        Person(skin=BROWN, hair=Hair.CURLY, hair_colour=BLACK_HAIR, shirt=SUN, trousers=PLUM, has_long_sleeves=False),
        swing,
        GLAD.turned(0.4),
    )
    disco = Pose(
        left=Arm((-136, -340), (-66, -268), Hand.FIST),
        right=Arm((146, -462), (184, -556), Hand.POINTING),
        head=(-6, -565),
        head_angle=-8,
        lean=-10,
        left_leg=((-60, -126), (-70, -12)),
        right_leg=((74, -126), (92, -12)),
    )
    figure(
        canvas.at(486, 886, 0.7),
        Person(skin=DARK, hair=Hair.BUN, hair_colour=BLACK_HAIR, shirt=CORAL, trousers=INK),
        disco,
        Expression(Eyes.SHUT, Mouth.LAUGH, turn=(-0.4, -0.1), has_blush=True),
    )


def _bubble(canvas: Canvas) -> None:
    puffs = [ellipse(x, y, rx, ry) for x, y, rx, ry in _PUFFS]
    canvas.together([*puffs, rounded_box(450, 50, 500, 250, 60)], PAPER)
    for x, y, size in ((716, 386, 21), (740, 424, 13)):
        canvas.ellipse(x, y, size, size * 0.85, PAPER)


def _drink(canvas: Canvas) -> None:
    canvas.stroke([(6, -40), (20, -92)], CORAL, 8)
    canvas.shape([(-26, -52), (26, -52), (19, 14), (-19, 14)], lit(SKY, 0.5), outline=None)
    canvas.shape([(-24, -30), (24, -30), (19, 14), (-19, 14)], SUN, outline=None)
    canvas.shape([(-26, -52), (26, -52), (19, 14), (-19, 14)], None)


def _hat(canvas: Canvas) -> None:
    cone = [(-46, 20), (46, 20), (0, -92)]
    canvas.shape(cone, TEAL, shade=(-12, 0))
    for y in (-46, -8):
        canvas.wash([(-60, y), (60, y - 18), (60, y), (-60, y + 18)], SUN, within=cone)
    canvas.shape(cone, None)
    canvas.ellipse(0, -94, 16, fill=CORAL, shade=(-4, -4))


_LIGHTS = (
    (60, 250, 20, SUN), (150, 190, 14, ROSE), (380, 250, 18, SKY), (200, 320, 12, SKY), (420, 360, 16, SUN),
    (30, 380, 14, ROSE), (600, 440, 14, ROSE), (560, 380, 10, SKY), (960, 420, 14, SUN), (930, 520, 10, SKY),
    (640, 640, 12, SUN),
)  # fmt: skip
_PUFFS = (
    (490, 86, 74, 58), (610, 66, 90, 52), (745, 64, 98, 52), (880, 82, 84, 62), (932, 172, 54, 68), (898, 266, 76, 54),
    (770, 292, 96, 46), (620, 294, 96, 44), (496, 268, 78, 54), (454, 178, 56, 68),
)  # fmt: skip
