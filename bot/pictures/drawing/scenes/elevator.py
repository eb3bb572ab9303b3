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

_GAP = 14.0
_SIDE = (1000 - 3 * _GAP) / 2
_LEFT = Person(skin=FAIR, hair=Hair.BUN, hair_colour=RED_HAIR, shirt=SUN, trousers=SEA, shoes=CORAL)
_RIGHT = Person(skin=TAN, hair=Hair.PARTED, hair_colour=GREY_HAIR, shirt=SLATE, trousers=NIGHT, has_beard=True)
_SIDEWAYS_RIGHT = Expression(Eyes.OPEN, Mouth.FLAT, gaze=(0.95, 0.1), brow_lift=6)
_SIDEWAYS_LEFT = Expression(Eyes.OPEN, Mouth.FLAT, gaze=(-0.95, 0.1), brow_lift=6)
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
    _panel(canvas, 0, 0, 1, (_PRESSING, CALM), (_STANDING, CALM))
    _panel(canvas, 1, 0, 3, (_STANDING, _SIDEWAYS_RIGHT), (_STANDING, _SIDEWAYS_LEFT))
    _panel(canvas, 0, 1, 6, (_STANDING, _UP), (_FISTS, NERVOUS))
    _panel(canvas, 1, 1, 8, (_WAVING, _BRIGHT), (_STANDING, _SIDEWAYS_LEFT))
    middle = 500 - _GAP / 2
    for edge in (0.0, middle, 1000 - _GAP):
        canvas.box(edge, 0, _GAP, 1000, PAPER, outline=None)
        canvas.box(0, edge, 1000, _GAP, PAPER, outline=None)
    for left in (_GAP, 500 + _GAP / 2):
        for top in (_GAP, 500 + _GAP / 2):
            canvas.box(left, top, _SIDE, _SIDE, None)
    return canvas.finish()


_Stance = tuple[Pose, Expression]


def _panel(canvas: Canvas, column: int, row: int, floor: int, left: _Stance, right: _Stance) -> None:
    panel = canvas.at(_GAP + column * (_SIDE + _GAP), _GAP + row * (_SIDE + _GAP))
    _cabin(panel, floor)
    for x, person, (pose, expression) in ((150, _LEFT, left), (332, _RIGHT, right)):
        panel.shadow(x, 446, 62, 9)
        figure(panel.at(x, 444, 0.44), person, pose, expression)


def _cabin(panel: Canvas, floor: int) -> None:
    """The lift from within, its doors shut; of nine lamps the floor's one is lit."""
    steel = mixed(MIST, GREY, 0.25)
    panel.box(0, 0, _SIDE, _SIDE, mixed(steel, SLATE, 0.35), outline=None)
    for x, width in ((36, 200), (240, 200)):
        panel.gradient(rounded_box(x, 112, width, 314), MIST, steel, steps=3, angle=0)
        panel.box(x, 112, width, 314, None)
    panel.box(-20, 426, _SIDE + 40, 90, shaded(SLATE, 0.1))
    panel.box(447, 150, 26, 242, NIGHT, radius=6)
    for index in range(9):
        lamp = SUN if index + 1 == floor else mixed(NIGHT, SLATE, 0.6)
        panel.ellipse(460, 379 - index * 27, 7, fill=lamp, width=3)
    panel.box(10, 240, 20, 60, GREY, radius=5)
    for y, colour in ((258, LEAF), (282, CORAL)):
        panel.ellipse(20, y, 5, fill=colour, width=2.5)
    panel.box(0, 0, _SIDE, 104, NIGHT)
    panel.stroke([(0, 104), (_SIDE, 104)], INK)
