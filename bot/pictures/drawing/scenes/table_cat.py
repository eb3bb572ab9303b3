"""On the left people shout and point, on the right a cat at dinner doesn't see why: side by side, words above."""

from PIL import Image

from bot.pictures.drawing.animals import cat_head, paw
from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import ellipse, leaf, smooth
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.figures import LIGHT, Arm, Hair, Person, Pose, figure
from bot.pictures.drawing.hands import Hand
from bot.pictures.drawing.palette import (
    BLOND_HAIR,
    BROWN_HAIR,
    CORAL,
    FAIR,
    INK,
    LEAF,
    LILAC,
    MINT,
    MIST,
    PAPER,
    PINE,
    PLUM,
    SNOW,
    SUN,
    TAN,
    TEAL,
    WHITE,
    WOOD,
    lit,
    shaded,
)

SHOUTER = Person(skin=FAIR, hair=Hair.LONG, hair_colour=BLOND_HAIR, shirt=CORAL, has_long_sleeves=False)
SOOTHER = Person(skin=TAN, hair=Hair.BUN, hair_colour=BROWN_HAIR, shirt=PLUM)
CRYING = Expression(Eyes.SQUEEZED, Mouth.SHOUT, turn=(0.55, 0), brow_tilt=14, has_tears=True)
WORRIED = Expression(Eyes.OPEN, Mouth.FROWN, gaze=(0.9, 0.1), turn=(0.55, 0.1), brow_tilt=-20)
PUZZLED = Expression(Eyes.OPEN, Mouth.FROWN, gaze=(-0.9, -0.1), turn=(-0.1, 0.1), brow_tilt=8, brow_lift=2)


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(760)
    canvas.box(0, 160, 500, 620, LILAC, outline=None)
    canvas.wash(ellipse(250, 520, 240), WHITE, 0.25)
    holding = Pose(
        left=Arm((-130, -330), (-120, -220)),
        right=Arm((124, -320), (180, -392), Hand.RESTING),
        head=(8, -560),
        head_angle=6,
    )
    shouting = Pose(
        left=Arm((-122, -320), (-90, -230)),
        right=Arm((118, -372), (186, -438), Hand.POINTING, turn=30),
        head=(14, -560),
        head_angle=5,
        lean=16,
    )
    figure(canvas.at(92, 850, 0.8), SOOTHER, holding, WORRIED)
    figure(canvas.at(236, 876, 0.84), SHOUTER, shouting, CRYING)
    _dinner(canvas)
    canvas.box(-20, -20, 1040, 180, PAPER, outline=None)
    canvas.stroke([(0, 160), (1000, 160)], INK, 9)
    canvas.stroke([(500, 0), (500, 760)], INK, 9)
    return canvas.finish()


def _dinner(canvas: Canvas) -> None:
    canvas.box(500, 160, 520, 620, lit(TEAL, 0.55), outline=None)
    for x in range(530, 1000, 80):
        for y in range(200, 560, 80):
            canvas.ellipse(x + (y // 80 % 2) * 40, y, 9, fill=lit(TEAL, 0.75), outline=None)
    canvas.box(596, 330, 314, 330, WOOD, radius=40, shade=(-10, -8))
    canvas.box(636, 372, 234, 288, shaded(WOOD, 0.2), radius=24)
    cat = canvas.at(752, 420, 1.28)
    body = smooth([(-58, 60), (0, 50), (58, 60), (92, 150), (96, 260), (-96, 260), (-92, 150)])
    cat.shape(body, SNOW, shade=LIGHT)
    cat_head(cat, PUZZLED, fur=SNOW)
    canvas.shape([(500, 640), (1040, 640), (1040, 800), (500, 800)], MIST, shade=(0, -14))
    for x in range(500, 1010, 56):
        canvas.shape(smooth([(x, 700), (x + 28, 730), (x + 56, 700)], closed=False), None, outline=shaded(MIST, 0.2))
    canvas.ellipse(752, 668, 150, 34, PAPER, shade=(-4, -6))
    canvas.ellipse(752, 664, 112, 22, MINT, width=4)
    for x, y, angle, colour in _SALAD:
        canvas.shape(leaf(62, 40, angle=angle, x=x, y=y), colour, shade=(-3, -4))
    for x, y in ((722, 648), (788, 652)):
        canvas.ellipse(x, y, 16, 14, CORAL, shade=(-3, -3))
    canvas.ellipse(756, 656, 14, 8, SUN, width=4)
    for x in (600, 900):
        paw(canvas.at(x, 650), SNOW)


_SALAD = (
    (700, 664, -150, LEAF), (722, 660, -115, PINE), (752, 656, -80, LEAF), (786, 660, -50, PINE), (802, 668, -20, LEAF),
    (694, 668, 178, PINE),
)  # fmt: skip
