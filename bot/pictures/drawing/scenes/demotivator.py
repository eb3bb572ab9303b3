"""demotivator: a black card, and in its frame our wallflower at a party, beside the chair that nobody took."""

import math

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import rounded_box
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.mascot import flower, stem
from bot.pictures.drawing.palette import (
    BARK,
    CORAL,
    CREAM,
    INK,
    LILAC,
    MIST,
    ORANGE,
    PINE,
    SKY,
    SUN,
    TEAL,
    WHITE,
    WOOD,
    lit,
    mixed,
    shaded,
)

BLACK = "#0b0b10"
_LEFT, _TOP, _WIDTH, _HEIGHT = 92.0, 62.0, 816.0, 560.0
_FLOOR = 500.0
_HAT = ((-40.0, 10.0), (0.0, -92.0), (40.0, 10.0))
_SHY = Expression(Eyes.OPEN, Mouth.WAVY, gaze=(-0.9, 0.5), brow_tilt=-16, has_blush=True)


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(900, BLACK)
    _hall(canvas)
    _chair(canvas.at(330, 566))
    _wallflower(canvas.at(640, 584))
    _frame(canvas)
    return canvas.finish()


def _hall(canvas: Canvas) -> None:
    field = rounded_box(_LEFT, _TOP, _WIDTH, _HEIGHT)
    wall = mixed(LILAC, CREAM, 0.35)
    canvas.shape(field, wall, outline=None)
    for x in range(int(_LEFT), int(_LEFT + _WIDTH), 96):
        canvas.wash(rounded_box(x, _TOP, 48, _HEIGHT), LILAC, 0.35, within=field)
    canvas.wash(rounded_box(_LEFT, _FLOOR, _WIDTH, 200), WOOD, within=field)
    canvas.wash(rounded_box(_LEFT, _FLOOR - 26, _WIDTH, 26), CREAM, within=field)
    for y in (_FLOOR - 26, _FLOOR):
        canvas.stroke([(_LEFT, y), (_LEFT + _WIDTH, y)], INK, 4.5)
    for x, y, length in ((150, 540, 120), (430, 530, 90), (700, 548, 150), (300, 596, 160), (620, 600, 110)):
        canvas.stroke([(x, y), (x + length, y)], shaded(WOOD), 4)
    _garland(canvas)
    _balloon(canvas.at(196, 432), CORAL, 84)
    _balloon(canvas.at(812, 318), TEAL, 250)
    confetti = ((236, 586), (430, 600), (505, 548), (560, 604), (770, 556), (850, 598), (140, 604), (470, 578))
    for index, (x, y) in enumerate(confetti):
        colour = (CORAL, SUN, MIST, TEAL)[index % 4]
        canvas.at(x, y, angle=index * 47).box(-8, -4, 16, 8, colour, radius=2, outline=None)


def _garland(canvas: Canvas) -> None:
    start, end, sag = _LEFT, _LEFT + _WIDTH, 88.0
    line = [(start + (end - start) * step / 24, _TOP + 16 + sag * math.sin(math.pi * step / 24)) for step in range(25)]
    for index in range(2, 24, 2):
        x, y = line[index]
        colour = (CORAL, SUN, PINE, ORANGE)[index // 2 % 4]
        canvas.shape([(x - 24, y), (x + 24, y), (x + 2, y + 48)], colour, shade=(-8, -4))
    canvas.stroke(line, INK, 5)


def _balloon(canvas: Canvas, colour: str, height: float) -> None:
    canvas.curve([(0, 40), (10, 40 + height * 0.35), (-8, 40 + height * 0.7), (4, 40 + height)], INK, 4)
    canvas.shape([(0, 34), (-11, 52), (11, 52)], colour)
    canvas.blob([(0, -52), (40, -30), (38, 12), (0, 40), (-38, 12), (-40, -30)], colour, shade=(-12, -10))
    canvas.curve([(-24, -14), (-20, -28), (-10, -36)], lit(colour, 0.6), 7)


def _chair(canvas: Canvas) -> None:
    canvas.shadow(0, 0, 96, 15)
    for x, top, bottom in ((-58, -120, -14), (50, -120, -14)):
        canvas.limb([(x, top), (x, bottom)], shaded(BARK), 12, shade=False)
    for x in (-58, 50):
        canvas.limb([(x, -290), (x, -120)], BARK, 14)
    for y in (-272, -226, -180):
        canvas.box(-62, y, 116, 24, WOOD, radius=8, shade=(-4, -5))
    canvas.shape([(-66, -136), (58, -136), (80, -104), (-88, -104)], ORANGE, shade=(-6, -6))
    canvas.box(-90, -106, 172, 20, WOOD, radius=8)
    for x in (-78, 70):
        canvas.limb([(x, -82), (x, 0)], BARK, 14)


def _wallflower(canvas: Canvas) -> None:
    canvas.shadow(4, 0, 84, 15)
    blossom = canvas.at(0, -268, 0.92, angle=-5)
    stem(blossom, (8, 284), ((8, 168), (-78, 128)), ((12, 172), (92, 152)))
    flower(blossom, _SHY)
    hat = blossom.at(4, -112, angle=4)
    hat.shape(_HAT, SKY, shade=(-10, -2))
    for y in (-14, -46):
        half = 40 * (92 + y) / 102
        hat.wash([(-half, y - 6), (half, y - 14), (half, y), (-half, y + 8)], CORAL, within=_HAT)
    hat.shape(_HAT, None)
    hat.ellipse(0, -96, 16, fill=SUN)


def _frame(canvas: Canvas) -> None:
    """The white line about the field; what stood out of the field is covered with black again."""
    right, bottom = _LEFT + _WIDTH, _TOP + _HEIGHT
    for left, top, width, height in (
        (0, 0, 1000, _TOP),
        (0, bottom, 1000, 900 - bottom),
        (0, 0, _LEFT, 900),
        (right, 0, 1000 - right, 900),
    ):
        canvas.box(left, top, width, height, BLACK, outline=None)
    margin = 13
    outer = rounded_box(_LEFT - margin, _TOP - margin, _WIDTH + 2 * margin, _HEIGHT + 2 * margin)
    canvas.shape(outer, None, outline=WHITE, width=5)
