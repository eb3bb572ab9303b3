"""Somebody turns away from one thing and points at another: two panels, words on the right."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import ellipse, rounded_box
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.figures import Arm, Hair, Person, Pose, figure
from bot.pictures.drawing.hands import Hand
from bot.pictures.drawing.palette import BLACK_HAIR, BROWN, INK, LILAC, ORANGE, PAPER, SUN, lit

HERO = Person(skin=BROWN, hair=Hair.SHORT, hair_colour=BLACK_HAIR, shirt=ORANGE, has_beard=True)
AWAY = Expression(Eyes.SHUT, Mouth.FROWN, turn=(-0.85, 0.1), brow_tilt=-10, brow_lift=6)
GLADLY = Expression(Eyes.HAPPY, Mouth.GRIN, turn=(0.55, -0.1), brow_lift=8)


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(1000)
    _panel(canvas, 0, SUN)
    refusing = Pose(
        left=Arm((-128, -330), (-112, -220)),
        right=Arm((168, -330), (176, -452), Hand.STOPPING, turn=-6),
        head=(-18, -568),
        head_angle=-9,
        lean=-14,
    )
    figure(canvas.at(225, 800, 1.06), HERO, refusing, AWAY)
    _panel(canvas, 500, LILAC)
    pointing = Pose(
        left=Arm((-142, -330), (-70, -262), Hand.FIST),
        right=Arm((136, -342), (164, -444), Hand.POINTING, turn=44),
        head=(6, -566),
        head_angle=5,
    )
    figure(canvas.at(205, 1300, 1.06), HERO, pointing, GLADLY)
    canvas.box(500, -20, 520, 1040, PAPER, outline=None)
    canvas.stroke([(500, 0), (500, 1000)], INK, 9)
    canvas.stroke([(0, 500), (1000, 500)], INK, 9)
    return canvas.finish()


def _panel(canvas: Canvas, top: float, colour: str) -> None:
    canvas.box(0, top, 500, 500, colour, outline=None)
    inside = rounded_box(0, top, 500, 500)
    canvas.wash(ellipse(235, top + 250, 222), lit(colour, 0.5), 0.55, within=inside)
