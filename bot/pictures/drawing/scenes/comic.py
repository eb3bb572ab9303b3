"""comic: two people talk through four panels, a bubble in each; the last one is the answer."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import rounded_box
from bot.pictures.drawing.faces import BORED, CALM, Expression, Eyes, Mouth
from bot.pictures.drawing.figures import Arm, Hair, Person, Pose, figure
from bot.pictures.drawing.hands import Hand
from bot.pictures.drawing.palette import (
    BLACK_HAIR,
    BLOND_HAIR,
    BROWN,
    CORAL,
    FAIR,
    LILAC,
    MINT,
    PAPER,
    PINE,
    SKY,
    SUN,
    WHITE,
)
from bot.pictures.drawing.panels import SIDE, gutters, panel

_LEFT = Person(skin=FAIR, hair=Hair.TAIL, hair_colour=BLOND_HAIR, shirt=CORAL)
_RIGHT = Person(skin=BROWN, hair=Hair.SHORT, hair_colour=BLACK_HAIR, shirt=PINE, has_glasses=True)
_EAGER = Expression(Eyes.OPEN, Mouth.GRIN, gaze=(0.8, 0), turn=(0.5, 0), brow_lift=8, has_blush=True)
_ASKS = Expression(Eyes.OPEN, Mouth.SMALL_O, gaze=(-0.8, 0), turn=(-0.5, 0), brow_lift=8)
_LISTENS = CALM.turned(0.5)
_SILENT = Expression(Eyes.WIDE, Mouth.FLAT, brow_lift=12)
_DRY = Expression(Eyes.TIRED, Mouth.SMIRK, gaze=(-0.6, 0.1), turn=(-0.45, 0), brow_lift=4)
_RESTING = Pose()
_OPEN_RIGHT = Pose(right=Arm((142, -330), (176, -420), Hand.OPEN, is_mirrored=True), lean=6, head_angle=4)
_OPEN_LEFT = Pose(left=Arm((-142, -330), (-176, -420), Hand.OPEN), lean=-6, head_angle=-4)
_INSISTING = Pose(
    left=Arm((-142, -330), (-150, -410), Hand.OPEN),
    right=Arm((146, -318), (158, -392), Hand.OPEN, is_mirrored=True),
    head_angle=5,
)
_AMUSED = Pose(right=Arm((128, -330), (70, -420), Hand.HOLDING), head_angle=-7)

_Stance = tuple[Pose, Expression]


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(1000, PAPER)
    _talk(canvas, 0, SKY, (_OPEN_RIGHT, _EAGER), (_RESTING, CALM.turned(-0.5)))
    _talk(canvas, 1, MINT, (_RESTING, _LISTENS), (_OPEN_LEFT, _ASKS))
    _talk(canvas, 2, LILAC, (_INSISTING, _EAGER), (_RESTING, BORED.turned(-0.5)))
    _talk(canvas, 3, SUN, (_RESTING, _SILENT), (_AMUSED, _DRY))
    gutters(canvas)
    return canvas.finish()


def _talk(canvas: Canvas, index: int, colour: str, left: _Stance, right: _Stance) -> None:
    """One panel; in the left column it is the left one who speaks, in the right column the right one."""
    field = panel(canvas, index)
    field.box(0, 0, SIDE, SIDE, colour, outline=None)
    for x, person, (pose, expression) in ((128, _LEFT, left), (352, _RIGHT, right)):
        figure(field.at(x, 684, 0.64), person, pose, expression, has_legs=False)
    speaker, aside = (128, 1) if index % 2 == 0 else (352, -1)
    tip = speaker + aside * 54
    tail = [(tip - 26, 190), (tip + 26, 190), (speaker + aside * 24, 238)]
    field.together([rounded_box(16, 14, SIDE - 32, 192, 40), tail], WHITE)
