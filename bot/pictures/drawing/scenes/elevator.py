"""elevator: two people in a lift and a silence that grows, in four panels."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import rounded_box
from bot.pictures.drawing.faces import CALM, NERVOUS, Expression, Eyes, Mouth
from bot.pictures.drawing.figures import Arm, Hair, Person, Pose, figure
from bot.pictures.drawing.hands import Hand
from bot.pictures.drawing.palette import (
    CORAL,
    FAIR,
    GREY,
    GREY_HAIR,
    INK,
    LEAF,
    MIST,
    NIGHT,
    PAPER,
    RED_HAIR,
    SEA,
    SLATE,
    SUN,
    TAN,
    mixed,
    shaded,
)
from bot.pictures.drawing.panels import SIDE, gutters, panel

_LEFT = Person(skin=FAIR, hair=Hair.BUN, hair_colour=RED_HAIR, shirt=SUN, trousers=SEA, shoes=CORAL)
_RIGHT = Person(skin=TAN, hair=Hair.PARTED, hair_colour=GREY_HAIR, shirt=SLATE, trousers=NIGHT, has_beard=True)
SIDEWAYS_RIGHT = Expression(Eyes.OPEN, Mouth.FLAT, gaze=(0.95, 0.1), brow_lift=6)
SIDEWAYS_LEFT = Expression(Eyes.OPEN, Mouth.FLAT, gaze=(-0.95, 0.1), brow_lift=6)
_UP = Expression(Eyes.OPEN, Mouth.SMALL_O, gaze=(0.3, -0.95), turn=(0.1, -0.25), brow_lift=10)
_BRIGHT = Expression(Eyes.HAPPY, Mouth.GRIN, turn=(0.35, 0), has_blush=True)

_STANDING = Pose()
_PRESSING = Pose(left=Arm((-116, -326), (-192, -362), Hand.POINTING, turn=-4, is_mirrored=True))
_WAVING = Pose(right=Arm((140, -344), (164, -436), Hand.OPEN, is_mirrored=True), head_angle=4)
_FISTS = Pose(
    left=Arm((-124, -330), (-60, -270), Hand.FIST, is_mirrored=True), right=Arm((124, -330), (60, -270), Hand.FIST)
)


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(1000, PAPER)
    _ride(canvas, 0, 1, (_PRESSING, CALM), (_STANDING, CALM))
    _ride(canvas, 1, 3, (_STANDING, SIDEWAYS_RIGHT), (_STANDING, SIDEWAYS_LEFT))
    _ride(canvas, 2, 6, (_STANDING, _UP), (_FISTS, NERVOUS))
    _ride(canvas, 3, 8, (_WAVING, _BRIGHT), (_STANDING, SIDEWAYS_LEFT))
    gutters(canvas)
    return canvas.finish()


_Stance = tuple[Pose, Expression]


def _ride(canvas: Canvas, index: int, floor: int, left: _Stance, right: _Stance) -> None:
    cabin = panel(canvas, index)
    _cabin(cabin, floor)
    for x, person, (pose, expression) in ((150, _LEFT, left), (332, _RIGHT, right)):
        cabin.shadow(x, 446, 62, 9)
        figure(cabin.at(x, 444, 0.44), person, pose, expression)


def _cabin(canvas: Canvas, floor: int) -> None:
    """The lift from within, its doors shut; of nine lamps the floor's one is lit."""
    steel = mixed(MIST, GREY, 0.25)
    canvas.box(0, 0, SIDE, SIDE, mixed(steel, SLATE, 0.35), outline=None)
    for x, width in ((36, 200), (240, 200)):
        canvas.gradient(rounded_box(x, 112, width, 314), MIST, steel, steps=3, angle=0)
        canvas.box(x, 112, width, 314, None)
    canvas.box(-20, 426, SIDE + 40, 90, shaded(SLATE, 0.1))
    canvas.box(447, 150, 26, 242, NIGHT, radius=6)
    for index in range(9):
        lamp = SUN if index + 1 == floor else mixed(NIGHT, SLATE, 0.6)
        canvas.ellipse(460, 379 - index * 27, 7, fill=lamp, width=3)
    canvas.box(10, 240, 20, 60, GREY, radius=5)
    for y, colour in ((258, LEAF), (282, CORAL)):
        canvas.ellipse(20, y, 5, fill=colour, width=2.5)
    canvas.box(0, 0, SIDE, 104, NIGHT)
    canvas.stroke([(0, 104), (SIDE, 104)], INK)
