"""A small child on a beach clenches a fist: something has worked out. Words above and below."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import Point, ellipse, rounded_box, smooth, star, turned
from bot.pictures.drawing.faces import Expression, Eyes, Mouth, face, nose
from bot.pictures.drawing.figures import LIGHT
from bot.pictures.drawing.hands import Hand, hand
from bot.pictures.drawing.palette import (
    BLOND_HAIR,
    CORAL,
    FAIR,
    LEAF,
    PAPER,
    SAND,
    SKY,
    SUN,
    TEAL,
    WOOD,
    lit,
    mixed,
    shaded,
)
from bot.pictures.drawing.things import cloud

RESOLVED = Expression(Eyes.DOTS, Mouth.SMIRK, turn=(-0.1, 0.1), brow_tilt=20, brow_lift=-2, has_blush=True)


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(980, SKY)
    _beach(canvas)
    canvas.shadow(490, 838, 250, 22, strength=0.18)
    _child(canvas.at(490, 530, 1.2))
    _bucket(canvas.at(840, 800))
    return canvas.finish()


def _beach(canvas: Canvas) -> None:
    cloud(canvas.at(140, 190, 0.8), outline=SKY)
    cloud(canvas.at(560, 150, 0.7), outline=SKY)
    canvas.ellipse(850, 180, 96, fill=mixed(SKY, PAPER, 0.5), outline=None)
    canvas.ellipse(850, 180, 62, fill=SUN, outline=None)
    canvas.box(-20, 380, 1040, 240, TEAL, outline=None)
    canvas.stroke([(-20, 380), (1020, 380)], shaded(TEAL, 0.3))
    for x, y in ((70, 430), (300, 462), (640, 424), (880, 458), (160, 510), (760, 512)):
        canvas.curve([(x - 44, y), (x - 22, y - 9), (x, y), (x + 22, y - 9), (x + 44, y)], lit(TEAL, 0.5), 5)
    foam = [(-40, 580), (120, 560), (300, 590), (520, 562), (740, 592), (1060, 560)]
    canvas.shape([*smooth(foam, closed=False), (1060, 1040), (-40, 1040)], PAPER, outline=None)
    shore = [(x, y + 24) for x, y in foam]
    canvas.shape([*smooth(shore, closed=False), (1060, 1040), (-40, 1040)], SAND, outline=shaded(SAND, 0.35))
    for x, y in (
        (60, 690),
        (210, 810),
        (720, 690),
        (930, 660),
        (700, 900),
        (90, 880),
        (290, 700),
        (930, 930),
        (400, 940),
    ):
        canvas.ellipse(x, y, 5, 3.5, shaded(SAND, 0.25), outline=None)
    canvas.shape(smooth(star(130, 740, 40, 19, 5, angle=-70)), CORAL, shade=(-5, -5))


def _child(canvas: Canvas) -> None:
    for side in (-1, 1):
        canvas.limb([(side * 40, 150), (side * 62, 205), (side * 60, 240)], FAIR, (58, 50))
        canvas.shape(ellipse(side * 76, 250, 44, 22), FAIR, shade=(-6, -6))
    canvas.shape(smooth(_PANTS), mixed(TEAL, "#2f6fae", 0.6), shade=(-10, -4))
    canvas.limb([(70, 26), (124, 70), (142, 120)], FAIR, (44, 38))
    hand(canvas.at(144, 122, 0.9, angle=70), Hand.RESTING, FAIR)
    canvas.limb([(66, 22), (98, 48)], LEAF, (58, 58))
    shirt = smooth(_SHIRT)
    canvas.shape(shirt, LEAF, shade=(-12, -6))
    for y in (36, 82, 128):
        band = [(-120, y - 10), (120, y - 6), (120, y + 12), (-120, y + 8)]
        canvas.wash(band, PAPER, within=shirt)
    canvas.shape(shirt, None)
    _head(canvas.at(12, -106, 1.18))
    canvas.limb([(-70, 34), (-150, 74), (-168, 2)], FAIR, (48, 44))
    canvas.limb([(-64, 28), (-114, 56)], LEAF, (60, 62))
    _fist(canvas.at(-172, -40, 1.12, angle=-6))


def _fist(canvas: Canvas) -> None:
    """A fist seen from the front, and the force that goes out from it."""
    for angle in (-172, -146, -120, -94, -68):
        canvas.at(0, -4, angle=angle).stroke([(64, 0), (92, 0)], PAPER, 9)
    knuckles = [rounded_box(-44 + index * 22, -40, 24, 56, 12) for index in range(4)]
    canvas.together([rounded_box(-44, -24, 88, 68, 28), *knuckles], FAIR, shade=(-5, -5))
    for x in (-21, 1, 23):
        canvas.curve([(x, -32), (x, -14), (x, 4)], width=4.5)
    canvas.shape(turned(rounded_box(-12, -12, 62, 25, 12), -8, -22, 20), FAIR, width=4.5)
    for x, y in ((-28, 36), (6, 38), (30, 20), (-34, -26), (12, -28)):
        canvas.ellipse(x, y, 3.2, fill=WOOD, outline=None)


def _head(canvas: Canvas) -> None:
    for side in (-1, 1):
        canvas.ellipse(side * 106, 26, 20, 26, FAIR, shade=(-5, -4))
    skull = smooth(_SKULL)
    canvas.shape(skull, FAIR, shade=LIGHT)
    nose(canvas.at(0, 10), RESOLVED, shaded(FAIR, 0.5))
    face(canvas.at(0, 18, 1.12), RESOLVED, hair=shaded(BLOND_HAIR, 0.5), lid=FAIR, spread=40)
    canvas.shape(smooth(_HAIR), BLOND_HAIR, shade=LIGHT)
    for points in (((-40, -92), (-8, -106), (30, -98)), ((10, -74), (44, -84), (70, -70))):
        canvas.curve(points, shaded(BLOND_HAIR, 0.4), 5)


def _bucket(canvas: Canvas) -> None:
    canvas.shadow(0, 0, 84, 12)
    canvas.curve([(-56, -96), (-40, -150), (40, -150), (56, -96)], shaded(CORAL, 0.3), 8)
    canvas.shape([(-62, -98), (62, -98), (44, 0), (-44, 0)], CORAL, shade=(-14, -4))
    canvas.ellipse(0, -98, 62, 14, SAND)
    canvas.shape(star(0, -46, 26, 12, 5), SUN, width=4)


_SKULL: tuple[Point, ...] = (
    (0, -96), (58, -88), (96, -48), (108, 10), (106, 60), (74, 98), (28, 108), (-28, 108), (-74, 98), (-106, 60),
    (-108, 10), (-96, -48), (-58, -88),
)  # fmt: skip
_HAIR: tuple[Point, ...] = (
    (-104, -8), (-110, -56), (-78, -104), (-28, -124), (-22, -150), (-22, -150), (4, -128), (30, -144), (30, -144),
    (36, -120), (84, -96), (110, -50), (104, -6), (92, -40), (70, -58), (70, -58), (60, -42), (24, -58), (-16, -66),
    (-16, -66), (-30, -46), (-66, -56), (-66, -56), (-88, -36),
)  # fmt: skip
_SHIRT: tuple[Point, ...] = (
    (-44, -4), (44, -4), (78, 12), (90, 80), (94, 158), (0, 168), (-94, 158), (-90, 80), (-78, 12),
)  # fmt: skip
_PANTS: tuple[Point, ...] = ((-92, 140), (0, 130), (92, 140), (94, 206), (12, 208), (0, 190), (-12, 208), (-94, 206))
