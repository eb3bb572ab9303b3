"""dogs: a mighty one and a small sad one beside it; what they are called above, what they say below."""

from PIL import Image

from bot.pictures.drawing.animals import dog_head, paw
from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import ellipse, smooth
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.palette import (
    BARK,
    CORAL,
    CREAM,
    INK,
    LILAC,
    ORANGE,
    PAPER,
    SAND,
    SKY,
    SNOW,
    SUN,
    WOOD,
    lit,
    mixed,
    shaded,
)

_MIGHTY = Expression(Eyes.OPEN, Mouth.SMIRK, gaze=(0.2, 0), brow_tilt=16, brow_lift=-2)
_SORRY = Expression(Eyes.OPEN, Mouth.FROWN, gaze=(-0.5, 0.4), brow_tilt=-22, brow_lift=4, has_tears=True)
_FLOOR = 800.0


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(1060, PAPER)
    _stage(canvas)
    canvas.shadow(285, _FLOOR, 200, 20)
    _strong(canvas.at(285, _FLOOR, 0.92))
    canvas.shadow(745, _FLOOR, 118, 15)
    _small(canvas.at(745, _FLOOR, 0.74))
    return canvas.finish()


def _stage(canvas: Canvas) -> None:
    left, right = mixed(SUN, PAPER, 0.45), mixed(LILAC, PAPER, 0.35)
    canvas.box(0, 0, 530, 1060, left, outline=None)
    canvas.box(530, 0, 470, 1060, right, outline=None)
    for index in range(18):
        middle = canvas.at(285, 480, angle=index * 20)
        middle.wash([(0, 0), (900, -70), (900, 70)], lit(SUN, 0.5), 0.5)
    canvas.box(530, 0, 470, 1060, right, outline=None)
    for x, y in ((566, 290), (640, 420), (906, 350), (960, 470), (590, 550), (930, 600), (870, 250)):
        canvas.stroke([(x, y), (x - 7, y + 30)], mixed(SKY, LILAC, 0.4), 7)
    canvas.box(-20, _FLOOR - 16, 1040, 400, SAND)
    canvas.stroke([(530, 0), (530, 1060)], INK, 9)


def _strong(canvas: Canvas) -> None:
    fur, dark = ORANGE, WOOD
    canvas.limb([(-120, -120), (-196, -170), (-206, -250), (-176, -280)], fur, (40, 26))
    for side in (-1, 1):
        leg = canvas.at(side * 74, 0)
        leg.limb([(0, -210), (side * 14, -120), (side * 6, -34)], fur, (118, 72))
        leg.shape(smooth([(-52, 4), (-54, -24), (-20, -44), (24, -44), (56, -24), (54, 4)]), fur, shade=(-8, -6))
        for x in (-14, 14):
            leg.curve([(x, -18), (x, 2)], INK, 4.5)
    chest = [(0, -500), (96, -506), (176, -470), (190, -400), (160, -320), (120, -240), (104, -160), (60, -140)]
    torso = smooth([*chest, *[(-x, y) for x, y in reversed(chest[1:])]])
    canvas.shape(torso, fur, shade=(-16, -8))
    belly = [(0, -470), (70, -450), (96, -380), (84, -280), (60, -190), (0, -160)]
    canvas.wash(smooth([*belly, *[(-x, y) for x, y in reversed(belly[1:-1])]]), CREAM, within=torso)
    canvas.shape(torso, None)
    line = shaded(CREAM, 0.45)
    canvas.curve([(-104, -350), (-60, -326), (-8, -350)], line, 6)
    canvas.curve([(104, -350), (60, -326), (8, -350)], line, 6)
    canvas.stroke([(0, -318), (0, -196)], line, 5)
    for y in (-290, -250, -212):
        for side in (-1, 1):
            canvas.curve([(side * 8, y), (side * 28, y + 5), (side * 46, y - 4)], line, 5)
    for side in (-1, 1):
        arm = canvas.at(side * 176, -440, mirrored=side < 0)
        arm.limb([(0, 0), (62, 96), (6, 186)], fur, (112, 66))
        arm.curve([(26, 46), (54, 62), (62, 92)], shaded(fur, 0.5), 5)
        fist = arm.at(-14, 206, angle=24)
        fist.ellipse(0, 0, 50, 44, fur, shade=(-7, -6))
        for x in (-16, 6):
            fist.curve([(x, 14), (x + 2, 36)], INK, 4.5)
    top = canvas.at(0, -580, 0.98)
    collar = [(-76, 84), (0, 108), (76, 84), (82, 112), (0, 140), (-82, 112)]
    top.shape(smooth(collar), CORAL, shade=(-6, -4))
    dog_head(top, _MIGHTY, fur=fur, ear=dark)
    top.ellipse(0, 142, 19, fill=SUN, shade=(-4, -4))


def _small(canvas: Canvas) -> None:
    fur = mixed(SAND, BARK, 0.12)
    canvas.limb([(104, -24), (146, -16), (170, -40)], fur, (28, 16))
    body = [(0, -250), (66, -230), (104, -150), (122, -70), (104, -6), (0, 4)]
    contour = smooth([*body, *[(-x, y) for x, y in reversed(body[1:-1])]])
    canvas.shape(contour, fur, shade=(-12, -6))
    canvas.wash(ellipse(0, -120, 56, 88), SNOW, within=contour)
    for side in (-1, 1):
        thigh = ellipse(side * 92, -50, 50, 56)
        canvas.shape(thigh, fur, shade=(-7, -6))
        paw(canvas.at(side * 104, -12), fur)
        canvas.limb([(side * 34, -150), (side * 32, -80), (side * 34, -24)], fur, (44, 38))
        paw(canvas.at(side * 36, -14), fur)
    top = canvas.at(0, -296, 1.16, angle=-6)
    dog_head(top, _SORRY, fur=fur, ear=BARK)
