"""A dog at a table smiles in a burning room: words above and below."""

from PIL import Image

from bot.pictures.drawing.animals import dog_head, paw
from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import ellipse, smooth
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.figures import LIGHT
from bot.pictures.drawing.palette import BARK, CORAL, INK, ORANGE, PLUM, SAND, SNOW, SUN, TEAL, WOOD, lit, mixed, shaded
from bot.pictures.drawing.things import cup, flame

COPING = Expression(Eyes.OPEN, Mouth.SMILE, gaze=(0.5, 0.1), turn=(0.15, 0.1), brow_tilt=-12, brow_lift=2)
WALL = "#f9b25c"


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(900, WALL)
    canvas.box(-20, 700, 1040, 240, mixed(BARK, ORANGE, 0.35), outline=None)
    canvas.stroke([(-20, 700), (1020, 700)], INK)
    _window(canvas.at(790, 330))
    for x, y, size in ((40, 720, 1.75), (240, 708, 1.0), (660, 706, 0.95), (845, 716, 1.4), (990, 730, 1.9)):
        flame(canvas.at(x, y, size))
    _smoke(canvas)
    _dog(canvas.at(420, 536, 1.16))
    _table(canvas)
    for x, y, size in ((-20, 930, 1.4), (985, 940, 1.5)):
        flame(canvas.at(x, y, size))
    return canvas.finish()


def _smoke(canvas: Canvas) -> None:
    for colour, drop in ((PLUM, 34), (mixed(PLUM, INK, 0.5), 0)):
        puffs = [ellipse(x, y + drop, r) for x, y, r in _PUFFS]
        for puff in puffs:
            canvas.shape(puff, colour, outline=None)
        canvas.box(-20, -20, 1040, 130 + drop, colour, outline=None)


def _window(canvas: Canvas) -> None:
    canvas.box(-80, -100, 160, 190, CORAL, outline=INK)
    canvas.box(-66, -86, 132, 162, SUN)
    canvas.stroke([(0, -86), (0, 76)])
    canvas.stroke([(-66, -6), (66, -6)])


def _dog(canvas: Canvas) -> None:
    chair = lit(TEAL, 0.1)
    canvas.box(-132, -70, 264, 340, chair, radius=40, shade=(-9, -9))
    canvas.box(-100, -38, 200, 300, shaded(chair, 0.2), radius=24)
    canvas.limb([(-90, 200), (-160, 190), (-176, 130), (-206, 116)], ORANGE, (28, 16))
    body = smooth([(-66, -40), (0, -64), (66, -40), (96, 90), (92, 230), (0, 252), (-92, 230), (-96, 90)])
    canvas.shape(body, ORANGE, shade=LIGHT)
    canvas.wash(smooth([(-30, -60), (34, -60), (52, 80), (40, 220), (-20, 220), (-40, 80)]), SNOW, within=body)
    canvas.shape(body, None)
    canvas.shape(smooth([(-66, -34), (0, -12), (66, -34), (70, -8), (0, 18), (-70, -8)]), TEAL)
    dog_head(canvas.at(4, -120, 1.12), COPING)
    hat = canvas.at(10, -236, angle=4)
    hat.shape(smooth([(-54, 0), (-48, -46), (-10, -62), (34, -58), (52, -30), (56, 0)]), BARK, shade=(-8, -4))
    hat.curve([(-50, -14), (0, -4), (54, -14)], SUN, 16)
    hat.shape(
        smooth([(-92, 2), (-56, -8), (0, 2), (56, -8), (92, 2), (50, 18), (0, 22), (-50, 18)]), BARK, shade=(-8, -4)
    )


def _table(canvas: Canvas) -> None:
    canvas.shadow(520, 868, 360, 22)
    for x in (270, 740):
        canvas.box(x, 740, 30, 130, BARK)
    canvas.box(180, 706, 690, 44, WOOD, radius=16, shade=(0, -10))
    cup(canvas.at(650, 706, 1.15), SAND)
    for x in (330, 512):
        paw(canvas.at(x, 700), ORANGE)
    canvas.stroke([(230, 722), (560, 722)], shaded(WOOD, 0.3), 4)


_PUFFS = (
    (30, 100, 90), (150, 128, 70), (262, 104, 84), (386, 116, 62), (500, 96, 76), (622, 118, 74), (742, 100, 76),
    (866, 124, 84), (980, 104, 92),
)  # fmt: skip
