"""door: somebody rests at home, there is a knock, and somebody looks in: two panels, one below the other."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import rounded_box, smooth
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.figures import Arm, Hair, Person, Pose, figure, head
from bot.pictures.drawing.hands import Hand, hand
from bot.pictures.drawing.palette import (
    BARK,
    BLOND_HAIR,
    CORAL,
    CREAM,
    DARK,
    FAIR,
    INK,
    LILAC,
    MINT,
    NIGHT,
    PAPER,
    PINE,
    PLUM,
    SAND,
    SEA,
    SKY,
    SUN,
    TEAL,
    WOOD,
    lit,
    mixed,
    shaded,
)
from bot.pictures.drawing.things import cup

_HOST = Person(skin=FAIR, hair=Hair.SPIKY, hair_colour=BLOND_HAIR, shirt=PINE)
_GUEST = Person(skin=DARK, hair=Hair.CURLY, hair_colour=INK, shirt=CORAL)
_CONTENT = Expression(Eyes.HAPPY, Mouth.SMILE, turn=(-0.2, 0))
_PEEKING = Expression(Eyes.WIDE, Mouth.GRIN, gaze=(-0.8, 0.1), turn=(-0.35, 0), brow_lift=14)


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(1100, PAPER)
    _room(canvas)
    _corridor(canvas.at(0, 550))
    canvas.box(0, 542, 1000, 16, PAPER, outline=None)
    canvas.stroke([(0, 542), (1000, 542)], INK)
    canvas.stroke([(0, 558), (1000, 558)], INK)
    return canvas.finish()


def _room(canvas: Canvas) -> None:
    """The evening at home: an armchair, a lamp, a cup of tea."""
    canvas.box(0, 0, 1000, 550, mixed(TEAL, NIGHT, 0.35), outline=None)
    canvas.glow(920, 170, 330, SUN, strength=0.4)
    canvas.box(-20, 470, 1040, 200, mixed(BARK, NIGHT, 0.2))
    canvas.shadow(715, 530, 300, 24)
    for side in (-1, 1):
        canvas.limb([(690 + side * 150, 480), (690 + side * 160, 540)], BARK, 20)
    canvas.box(530, 190, 320, 320, PLUM, radius=90, shade=(-14, -10))
    sitting = Pose(
        left=Arm((-128, -330), (-70, -266), Hand.HOLDING, is_mirrored=True),
        right=Arm((128, -330), (112, -250)),
        head=(-4, -560),
        head_angle=-4,
    )
    figure(canvas.at(690, 634, 0.72), _HOST, sitting, _CONTENT, has_legs=False)
    cup(canvas.at(640, 452, 0.62), SUN)
    canvas.box(540, 452, 300, 72, lit(PLUM, 0.1), radius=26, shade=(-10, -8))
    for x in (492, 806):
        canvas.box(x, 346, 84, 182, PLUM, radius=38, shade=(-10, -8))
    _lamp(canvas.at(920, 520))


def _lamp(canvas: Canvas) -> None:
    canvas.box(-40, -8, 80, 16, WOOD, radius=8)
    canvas.limb([(0, -8), (0, -330)], WOOD, 9, shade=False)
    canvas.shape([(-62, -300), (-34, -404), (34, -404), (62, -300)], SUN, shade=(-9, 0))


def _corridor(canvas: Canvas) -> None:
    """The wall across from the chair: the door is open a little, and a head looks in."""
    canvas.box(0, 0, 1000, 560, mixed(MINT, TEAL, 0.35), outline=None)
    for x in range(20, 1000, 90):
        canvas.stroke([(x, 0), (x, 470)], mixed(MINT, TEAL, 0.5), 8)
    canvas.box(-20, 470, 1040, 200, WOOD)
    canvas.box(-20, 446, 1040, 26, CREAM)
    canvas.box(540, 40, 420, 460, SAND, shade=(-8, -8))
    inside = rounded_box(572, 72, 356, 428)
    canvas.shape(inside, NIGHT)
    canvas.wash([(572, 72), (760, 72), (700, 500), (572, 500)], SKY, 0.12, within=inside)
    neighbour = canvas.at(676, 250, angle=-14)
    neighbour.limb([(70, 300), (40, 110)], _GUEST.shirt, 190)
    head(neighbour.at(0, 0, 1.1), _GUEST, _PEEKING)
    _leaf_of_door(canvas)
    hand(canvas.at(772, 408, 0.9, angle=184), Hand.STOPPING, _GUEST.skin)
    canvas.shape(smooth([(560, 508), (560, 508), (930, 508), (930, 508), (906, 548), (584, 548)]), LILAC)
    canvas.stroke([(600, 528), (890, 528)], PAPER, 5)


def _leaf_of_door(canvas: Canvas) -> None:
    """The door itself, ajar: nearer edge on the left."""
    contour = [(752, 52), (932, 72), (932, 500), (752, 536)]
    canvas.shape(contour, SEA, shade=(0, -10))
    for top, bottom in ((92, 262), (312, 482)):
        canvas.shape([(782, top + 4), (906, top + 14), (906, bottom - 8), (782, bottom)], shaded(SEA, 0.2))
    canvas.ellipse(772, 290, 13, fill=SUN)
