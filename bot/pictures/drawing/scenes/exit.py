"""A car leaves the motorway at the last moment: two road signs, and the car."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import bezier, ellipse, rounded_box, smooth
from bot.pictures.drawing.palette import CORAL, GREY, INK, LEAF, MIST, PAPER, PINE, SKY, SLATE, SUN, WHITE, lit, shaded
from bot.pictures.drawing.things import cloud, tree

ASPHALT = "#6a7088"


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(1000, SKY)
    cloud(canvas.at(120, 420, 0.7), outline=SKY)
    cloud(canvas.at(890, 400, 0.6), outline=SKY)
    canvas.shape([(-20, 500), (1020, 500), (1020, 1020), (-20, 1020)], LEAF)
    _roads(canvas)
    for x, y, size in ((150, 520, 0.4), (232, 516, 0.28), (845, 540, 0.36), (0, 730, 0.85), (958, 1010, 0.7)):
        tree(canvas.at(x, y, size), crown=PINE)
    _gantry(canvas)
    _skid(canvas)
    _car(canvas.at(560, 800, 1.05, angle=9))
    return canvas.finish()


def _roads(canvas: Canvas) -> None:
    ramp = [(470, 1010), (470, 800), *bezier((520, 720), (640, 640), (760, 585), (1020, 560))]
    ramp += [*bezier((1020, 660), (860, 690), (790, 760), (780, 1010))]
    canvas.shape(ramp, ASPHALT)
    road = [(418, 500), (482, 500), (640, 1020), (60, 1020)]
    canvas.shape(road, ASPHALT)
    canvas.wash([(470, 790), (590, 790), (664, 1020), (470, 1020)], ASPHALT)
    canvas.stroke([(413, 506), (74, 1020)], PAPER, (3, 12))
    canvas.stroke([(482, 506), (548, 715)], PAPER, (3, 8))
    for start, end in ((0.06, 0.14), (0.24, 0.36), (0.5, 0.66), (0.82, 1.0)):
        ends = [(450 - 108 * share, 500 + 520 * share) for share in (start, end)]
        canvas.stroke(ends, PAPER, (4 + 7 * start, 4 + 7 * end))
    canvas.curve([(560, 706), (640, 645), (780, 598), (1010, 572)], PAPER, (9, 5))


def _gantry(canvas: Canvas) -> None:
    for x in (66, 914):
        canvas.box(x, 90, 22, 470 if x < 500 else 480, GREY, shade=(-6, 0))
    canvas.box(40, 96, 920, 24, GREY, shade=(0, -8))
    canvas.box(40, 250, 920, 24, GREY, shade=(0, -8))
    for left, is_exit in ((56, False), (520, True)):
        canvas.box(left, 34, 424, 376, PINE, radius=26, shade=(-8, -8))
        canvas.shape(rounded_box(left + 14, 48, 396, 348, 16), None, outline=PAPER)
        arrow = canvas.at(left + 212, 346, 0.8, angle=42 if is_exit else 0)
        arrow.shape([(-11, 46), (-11, -8), (-40, -8), (0, -52), (40, -8), (11, -8), (11, 46)], PAPER, outline=None)


def _skid(canvas: Canvas) -> None:
    for shift in (0, 150):
        points = [(250 + shift, 1010), (330 + shift, 960), (410 + shift, 930), (480 + shift, 902)]
        canvas.curve(points, shaded(SLATE, 0.35), (22, 16))
    for x, y, size in ((352, 936, 0.5), (285, 968, 0.62), (412, 950, 0.36)):
        cloud(canvas.at(x, y, size), MIST)


def _car(canvas: Canvas) -> None:
    """A car seen from behind."""
    canvas.shadow(0, 128, 200, 26, strength=0.3)
    for side in (-1, 1):
        canvas.box(side * 124 - 34, 70, 68, 66, INK, radius=14)
    cabin = smooth([(-142, 4), (-104, -112), (-60, -128), (60, -128), (104, -112), (142, 4)])
    canvas.shape([*cabin, (142, 10), (-142, 10)], CORAL, shade=(-10, -8))
    glass = [(-112, 0), (-88, -88), (-60, -102), (60, -102), (88, -88), (112, 0)]
    canvas.shape(glass, lit(SKY, 0.3))
    canvas.wash([(-60, 0), (-20, -102), (16, -102), (-24, 0)], WHITE, 0.5, within=glass)
    for x in (-56, 56):
        canvas.wash(rounded_box(x - 24, -46, 48, 60, 14), INK, within=glass)
    canvas.shape(glass, None)
    canvas.shape(rounded_box(-176, -4, 352, 110, 34), CORAL, shade=(-10, -12))
    for side in (-1, 1):
        canvas.shape(rounded_box(side * 132 - 34, 18, 68, 34, 14), shaded(CORAL, 0.4))
        canvas.box(side * 132 - 24, 26, 22, 16, SUN, radius=6, outline=None)
        canvas.shape(ellipse(side * 168, -22, 20, 14), CORAL)
    canvas.box(-186, 84, 372, 30, GREY, radius=13, shade=(0, -8))
    canvas.box(-48, 50, 96, 34, PAPER, radius=6)
