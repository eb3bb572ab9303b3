"""An iceberg: its tip, what is just beneath, the depths, and what lies at the bottom of all: four labels."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import Point, ellipse, smooth
from bot.pictures.drawing.palette import (
    CORAL,
    INK,
    NIGHT,
    ORANGE,
    PAPER,
    SEA,
    SKY,
    SUN,
    TEAL,
    WHITE,
    lit,
    mixed,
    shaded,
)
from bot.pictures.drawing.things import cloud

LEVEL = 330.0
ICE = ("#f7fcff", "#c9eaf5", "#8cc6e4", "#5b93c4")


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(1300, SKY)
    canvas.ellipse(850, 110, 54, fill=SUN, outline=None)
    cloud(canvas.at(150, 120, 0.8), outline=SKY)
    cloud(canvas.at(830, 210, 0.6), outline=SKY)
    for index in range(6):
        top = LEVEL + index * 165
        canvas.box(
            -20,
            top,
            1040,
            1320 - top,
            mixed(mixed(TEAL, SEA, min(1, index / 2.5)), NIGHT, max(0, (index - 2) / 3)),
            outline=None,
        )
    for x, width in ((60, 50), (190, 90), (760, 70), (900, 110)):
        canvas.wash([(x, LEVEL), (x + width, LEVEL), (x + width - 90, 800), (x - 130, 800)], WHITE, 0.08)
    _berg(canvas)
    canvas.wash([(-20, LEVEL - 4), (1020, LEVEL - 4), (1020, LEVEL + 14), (-20, LEVEL + 14)], WHITE, 0.55)
    wave = [(float(x), LEVEL + (7 if index % 2 else -7)) for index, x in enumerate(range(-40, 1080, 56))]
    canvas.curve(wave, INK, 5.5)
    _swimmers(canvas)
    return canvas.finish()


def _berg(canvas: Canvas) -> None:
    canvas.shape(_TIP, ICE[0], shade=(-16, -8))
    canvas.shape(
        [(500, 40), (540, 150), (508, 220), (586, LEVEL + 6), (780, LEVEL + 6), (716, 246), (652, 220), (590, 96)],
        shaded(ICE[0], 0.16),
        outline=None,
    )
    canvas.shape(_TIP, None)
    for points in (((360, 210), (400, 250), (384, 300)), ((450, 120), (470, 170))):
        canvas.stroke(points, mixed(ICE[1], SKY, 0.4), 6)
    canvas.shape(_DEPTHS, ICE[1])
    for top, colour in ((610.0, ICE[2]), (920.0, ICE[3])):
        edge = [
            (-20.0, top),
            (180.0, top + 26),
            (340.0, top - 20),
            (520.0, top + 24),
            (700.0, top - 16),
            (860.0, top + 20),
            (1020.0, top),
        ]
        canvas.wash([*edge, (1020, 1320), (-20, 1320)], colour, within=_DEPTHS)
    shade = [(560, LEVEL), (640, 560), (590, 800), (640, 1000), (500, 1260), (1020, 1260), (1020, LEVEL)]
    canvas.wash([(x + 130, y) for x, y in shade], INK, 0.1, within=_DEPTHS)
    canvas.shape(_DEPTHS, None)


def _swimmers(canvas: Canvas) -> None:
    for x, y, size, flip, colour in (
        (95, 520, 0.8, False, CORAL),
        (60, 590, 0.55, False, ORANGE),
        (930, 660, 0.8, True, SUN),
    ):
        _fish(canvas.at(x, y, size, mirrored=flip), colour)
    _angler(canvas.at(905, 1120))
    for x, y, size in ((130, 800, 9), (150, 770, 6), (118, 742, 7), (880, 900, 7), (900, 866, 10)):
        canvas.ellipse(x, y, size, outline=lit(SKY, 0.3), width=3.5)


def _fish(canvas: Canvas, colour: str) -> None:
    canvas.shape(smooth([(-40, 0), (-40, 0), (-78, -30), (-70, 0), (-78, 30)]), colour)
    canvas.shape(ellipse(0, 0, 50, 30), colour, shade=(-5, -6))
    canvas.ellipse(24, -7, 8, fill=WHITE, width=3.5)
    canvas.ellipse(26, -7, 3.5, fill=INK, outline=None)
    canvas.curve([(40, 10), (30, 12), (24, 9)], INK, 4)


def _angler(canvas: Canvas) -> None:
    """A fish of the deep with a lamp."""
    body = mixed(NIGHT, SEA, 0.35)
    canvas.glow(-92, -70, 62, SUN, strength=0.6, steps=3)
    canvas.curve([(-10, -50), (-40, -108), (-88, -104), (-92, -78)], INK, 6)
    canvas.ellipse(-92, -70, 13, fill=lit(SUN, 0.4))
    canvas.shape(smooth([(62, 0), (62, 0), (104, -36), (96, 0), (104, 40)]), body)
    canvas.shape(ellipse(0, 0, 76, 62), body, shade=(-8, -8))
    jaw = smooth([(-76, 4), (-40, -4), (0, 14), (-16, 44), (-58, 40)])
    canvas.shape(jaw, INK, outline=None)
    for x, y in ((-66, 6), (-46, 2), (-26, 6), (-8, 14)):
        canvas.shape([(x - 7, y), (x + 7, y), (x, y + 18)], PAPER, outline=None)
    canvas.ellipse(-34, -26, 14, fill=PAPER, width=4)
    canvas.ellipse(-38, -26, 5.5, fill=INK, outline=None)


_TIP: list[Point] = [
    (212, LEVEL + 6), (262, 250), (322, 226), (376, 130), (430, 112), (500, 40), (590, 96), (652, 220), (716, 246),
    (780, LEVEL + 6),
]  # fmt: skip
_DEPTHS: list[Point] = [
    (150, LEVEL + 6), (120, 420), (150, 520), (128, 640), (180, 760), (170, 860), (236, 960), (262, 1080), (360, 1170),
    (430, 1262), (540, 1270), (640, 1180), (720, 1090), (752, 980), (826, 870), (818, 760), (868, 640), (850, 520),
    (880, 420), (846, LEVEL + 6),
]  # fmt: skip
