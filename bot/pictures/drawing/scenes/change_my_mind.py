"""Somebody behind a table with a sign and a cup waits for whoever disagrees."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import smooth
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.figures import Arm, Hair, Person, Pose, arm, figure
from bot.pictures.drawing.hands import Hand
from bot.pictures.drawing.palette import (
    BARK,
    BROWN_HAIR,
    CORAL,
    FAIR,
    LEAF,
    PAPER,
    PINE,
    PLUM,
    SKY,
    STONE,
    WOOD,
    lit,
    shaded,
)
from bot.pictures.drawing.things import cloud, cup, tree

SITTER = Person(skin=FAIR, hair=Hair.PARTED, hair_colour=BROWN_HAIR, shirt=PLUM, has_glasses=True, has_beard=True)
SURE = Expression(Eyes.DOTS, Mouth.SMIRK, turn=(0.25, 0.05), brow_tilt=0, brow_lift=6)


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(820, SKY)
    cloud(canvas.at(130, 120, 0.8), outline=SKY)
    cloud(canvas.at(860, 90, 0.9), outline=SKY)
    canvas.shape(smooth([(-60, 430), (240, 370), (560, 400), (860, 360), (1060, 410), (1060, 900), (-60, 900)]), LEAF)
    tree(canvas.at(100, 450, 1.0), crown=PINE)
    tree(canvas.at(915, 440, 1.15), crown=PINE)
    tree(canvas.at(770, 410, 0.7), crown=lit(PINE, 0.3))
    canvas.shape([(-40, 640), (1040, 640), (1040, 860), (-40, 860)], STONE, outline=shaded(STONE, 0.4))
    sitting = Pose(
        left=Arm((-162, -330), (-70, -304), Hand.RESTING),
        right=Arm((162, -330), (80, -300), Hand.RESTING, is_mirrored=True),
        head=(4, -562),
        head_angle=3,
    )
    person = canvas.at(400, 690, 0.85)
    figure(person, SITTER, sitting, SURE, has_legs=False)
    _table(canvas)
    for shoulder, resting in (((74, -419), sitting.right), ((-74, -419), sitting.left)):
        arm(person, SITTER, shoulder, resting)
    cup(canvas.at(170, 440, 0.95), CORAL)
    return canvas.finish()


def _table(canvas: Canvas) -> None:
    canvas.shadow(520, 776, 500, 26)
    for x in (86, 900):
        canvas.box(x, 440, 26, 330, BARK)
    canvas.shape([(70, 410), (940, 410), (985, 452), (25, 452)], lit(WOOD, 0.25), shade=(0, -14))
    canvas.box(25, 452, 960, 26, WOOD)
    canvas.box(290, 470, 640, 282, PAPER, radius=8, shade=(-9, -9))
    for x in (330, 890):
        canvas.box(x - 22, 452, 44, 40, CORAL, radius=5)
