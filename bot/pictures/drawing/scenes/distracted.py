"""Somebody looks back after who passes, and who walks beside him sees it: three labels."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import ellipse, rounded_box
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.figures import Arm, Hair, Person, Pose, figure
from bot.pictures.drawing.hands import Hand
from bot.pictures.drawing.palette import (
    BLACK_HAIR,
    BLOND_HAIR,
    BROWN,
    BROWN_HAIR,
    CORAL,
    FAIR,
    INK,
    MIST,
    ROSE,
    SAND,
    SEA,
    SKY,
    STONE,
    SUN,
    TAN,
    TEAL,
    lit,
    shaded,
)
from bot.pictures.drawing.things import tree

HE = Person(skin=TAN, hair=Hair.PARTED, hair_colour=BROWN_HAIR, shirt=SEA)
PASSER = Person(skin=BROWN, hair=Hair.LONG, hair_colour=BLACK_HAIR, shirt=CORAL, has_long_sleeves=False)
FRIEND = Person(skin=FAIR, hair=Hair.TAIL, hair_colour=BLOND_HAIR, shirt=TEAL, has_long_sleeves=False)

WALKING_OFF = Expression(Eyes.HAPPY, Mouth.SMILE, turn=(-0.6, 0), has_blush=True)
STARING = Expression(Eyes.OPEN, Mouth.SMALL_O, gaze=(-1.0, 0.1), turn=(-0.72, 0.0), brow_tilt=-8, brow_lift=10)
INDIGNANT = Expression(Eyes.OPEN, Mouth.SHOUT, gaze=(-0.9, 0), turn=(-0.5, 0), brow_tilt=20)


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(720, SKY)
    _street(canvas)
    passing = Pose(
        left=Arm((-128, -330), (-170, -260)), right=Arm((116, -320), (62, -240), is_mirrored=True), head=(-6, -565)
    )
    friend = Pose(
        left=Arm((-128, -352), (-168, -286), Hand.RESTING),
        right=Arm((140, -330), (78, -262), Hand.FIST, is_mirrored=True),
        head_angle=-4,
    )
    turning = Pose(
        left=Arm((-122, -330), (-128, -222)),
        right=Arm((124, -336), (152, -240), is_mirrored=True),
        head=(-26, -566),
        head_angle=-8,
        lean=6,
    )
    figure(canvas.at(512, 850, 1.06), HE, turning, STARING)
    figure(canvas.at(806, 870, 1.02), FRIEND, friend, INDIGNANT)
    figure(canvas.at(172, 900, 1.12), PASSER, passing, WALKING_OFF)
    for x, y, angle in ((362, 150, -156), (380, 116, -134), (410, 92, -112)):
        canvas.at(x, y, angle=angle).stroke([(0, 0), (34, 0)], INK, 7)
    return canvas.finish()


def _street(canvas: Canvas) -> None:
    for left, top, width, colour in (
        (-30, 120, 250, SAND),
        (250, 60, 240, ROSE),
        (520, 150, 230, MIST),
        (780, 90, 260, SUN),
    ):
        wall = lit(colour, 0.45)
        canvas.box(left, top, width, 460, wall, outline=shaded(wall, 0.35))
        for row in range(3):
            for column in range(3):
                x, y = left + 28 + column * (width - 40) / 3, top + 34 + row * 120
                canvas.box(x, y, width / 3 - 34, 66, lit(SKY, 0.5), outline=shaded(wall, 0.35))
    canvas.box(-20, 540, 1040, 240, STONE, outline=shaded(STONE, 0.4))
    for x in (360, 660):
        tree(canvas.at(x, 552, 0.9))
    canvas.wash(ellipse(500, 760, 620, 60), shaded(STONE, 0.4), 0.5, within=rounded_box(0, 540, 1000, 240))
