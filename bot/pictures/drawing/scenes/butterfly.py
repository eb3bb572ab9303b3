"""butterfly: somebody in a garden sees a butterfly and takes it for something else."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import ellipse, petal, rounded_box, smooth
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.figures import Arm, Hair, Person, Pose, figure
from bot.pictures.drawing.hands import Hand
from bot.pictures.drawing.palette import (
    BLACK_HAIR,
    CORAL,
    CREAM,
    INK,
    LEAF,
    LILAC,
    MINT,
    ORANGE,
    PINE,
    ROSE,
    SEA,
    SKY,
    SUN,
    TAN,
    WHITE,
    lit,
    mixed,
    shaded,
)
from bot.pictures.drawing.things import cloud, tree, tuft

_GARDENER = Person(skin=TAN, hair=Hair.LONG, hair_colour=BLACK_HAIR, shirt=SEA, has_glasses=True)
_WONDERING = Expression(Eyes.OPEN, Mouth.SMALL_O, gaze=(0.9, -0.4), turn=(0.5, -0.15), brow_lift=12)


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(960, SKY)
    _garden(canvas)
    asking = Pose(
        left=Arm((-124, -336), (-104, -236)),
        right=Arm((168, -350), (246, -444), Hand.OPEN, turn=14),
        head=(0, -565),
        head_angle=3,
    )
    figure(canvas.at(262, 1100, 1.16), _GARDENER, asking, _WONDERING)
    _hat(canvas.at(262, 1100, 1.16))
    _butterfly(canvas.at(768, 350, 1.14, angle=14))
    return canvas.finish()


def _garden(canvas: Canvas) -> None:
    canvas.gradient(rounded_box(0, 0, 1000, 640), SKY, mixed(SKY, WHITE, 0.65), steps=7)
    cloud(canvas.at(160, 92, 0.8))
    cloud(canvas.at(436, 222, 0.5))
    canvas.blob([(-80, 1000), (-80, 520), (160, 470), (420, 540), (700, 500), (1080, 460), (1080, 1000)], MINT)
    tree(canvas.at(910, 640, 1.05), crown=PINE)
    tree(canvas.at(54, 650, 0.9))
    canvas.blob([(-80, 1100), (-80, 640), (240, 610), (560, 650), (820, 620), (1080, 650), (1080, 1100)], LEAF)
    for x, y, colour in ((566, 700, ROSE), (660, 746, SUN), (934, 706, LILAC), (838, 770, CORAL), (52, 740, SUN)):
        flower = canvas.at(x, y, 0.8)
        flower.stroke([(0, 0), (0, 66)], shaded(LEAF, 0.6), 9)
        for index in range(6):
            flower.shape(petal(34, 24, angle=index * 60 - 90), colour)
        flower.ellipse(0, 0, 12, fill=CREAM)
    for x, y in ((500, 690), (720, 690), (780, 720), (110, 700), (980, 800)):
        tuft(canvas.at(x, y))


def _hat(canvas: Canvas) -> None:
    """A straw hat, worn well back."""
    brim = canvas.at(-6, -636, angle=-8)
    brim.blob(
        [(-176, 16), (-90, -12), (0, -20), (90, -12), (176, 16), (100, 34), (0, 26), (-100, 34)], SUN, shade=(-8, -6)
    )
    crown = smooth(
        [(-98, 0), (-98, 0), (-90, -62), (-54, -98), (0, -104), (54, -98), (90, -62), (98, 0), (98, 0), (0, 8)]
    )
    brim.shape(crown, SUN, shade=(-14, -8))
    brim.wash([(-130, -40), (130, -40), (130, -6), (0, 4), (-130, -6)], CORAL, within=crown)
    brim.shape(crown, None)
    for x in (-48, 0, 48):
        brim.curve([(x - 14, -66), (x, -72), (x + 14, -66)], shaded(SUN, 0.35), 4.5)


def _butterfly(canvas: Canvas) -> None:
    for side in (-1, 1):
        half = canvas.at(0, 0, mirrored=side < 0)
        lower = smooth([(8, 6), (60, 20), (96, 62), (78, 108), (40, 100), (14, 54)])
        upper = smooth([(6, -4), (30, -70), (92, -114), (142, -92), (136, -34), (84, 10), (20, 14)])
        half.shape(lower, CORAL, shade=(-8, -8))
        half.shape(upper, ORANGE, shade=(-8, -8))
        half.wash(ellipse(98, -62, 27, 23), SUN, within=upper)
        half.wash(ellipse(60, 66, 18), SUN, within=lower)
        for x, y in ((126, -44), (70, -18), (50, -60)):
            half.ellipse(x, y, 7, fill=lit(SUN, 0.5), outline=None)
        half.curve([(5, -58), (16, -92), (36, -112)], INK, 5)
        half.ellipse(38, -114, 6.5, fill=INK, outline=None)
    canvas.limb([(0, -34), (0, 62)], SEA, 17, shade=False)
    for y in (0, 18, 36):
        canvas.stroke([(-8, y), (8, y)], INK, 4)
    canvas.ellipse(0, -50, 20, fill=SEA, shade=(-4, -4))
    for x in (-7, 7):
        canvas.ellipse(x, -53, 3.6, 5, INK, outline=None)
    canvas.curve([(-6, -44), (0, -41), (6, -44)], INK, 3.2)
