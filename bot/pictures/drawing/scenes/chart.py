"""chart: a proud man of business before a curve that knows only one direction, more or less."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import rounded_box, smooth
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.figures import Arm, Hair, Person, Pose, figure
from bot.pictures.drawing.hands import Hand
from bot.pictures.drawing.palette import (
    BLACK_HAIR,
    CORAL,
    FAIR,
    INK,
    LEAF,
    NIGHT,
    SEA,
    SLATE,
    SUN,
    TEAL,
    WHITE,
    lit,
    mixed,
    shaded,
)

_PROUD = Expression(Eyes.TIRED, Mouth.SMIRK, gaze=(0.6, -0.2), turn=(0.25, 0), brow_lift=6)
_CURVE = ((40, 640), (120, 560), (190, 606), (270, 470), (350, 540), (450, 420), (520, 486), (640, 350), (700, 410))


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(940, NIGHT)
    _screen(canvas)
    _arrow(canvas)
    _businessman(canvas.at(300, 1010, 1.02))
    return canvas.finish()


def _screen(canvas: Canvas) -> None:
    canvas.gradient(rounded_box(0, 0, 1000, 940), mixed(NIGHT, SEA, 0.75), NIGHT, steps=8)
    grid = mixed(NIGHT, TEAL, 0.45)
    for x in range(0, 1001, 100):
        canvas.stroke([(x, 0), (x, 940)], grid, 2.5)
    for y in range(40, 941, 100):
        canvas.stroke([(0, y), (1000, y)], grid, 2.5)
    bars = ((520, 90), (600, 150), (680, 120), (760, 220), (840, 190), (920, 300))
    for index, (x, height) in enumerate(bars):
        colour = mixed((TEAL, LEAF)[index % 2], NIGHT, 0.35)
        canvas.box(x, 790 - height, 56, height + 200, colour, radius=6, shade=(-10, 0))
    for x, y, is_up in ((70, 210, True), (190, 150, False), (860, 480, True), (96, 420, False)):
        triangle = [(x - 16, y + 14), (x + 16, y + 14), (x, y - 16)] if is_up else [(x - 16, y - 14), (x + 16, y - 14)]
        if not is_up:
            triangle.append((x, y + 16))
        canvas.shape(triangle, mixed(LEAF if is_up else CORAL, NIGHT, 0.25), width=4)
        for row in range(2):
            canvas.stroke(
                [(x + 30, y - 7 + row * 15), (x + 74 - row * 16, y - 7 + row * 15)], mixed(TEAL, NIGHT, 0.3), 6
            )


def _arrow(canvas: Canvas) -> None:
    line = [*_CURVE, (868, 248)]
    canvas.stroke([(x + 8, y + 12) for x, y in line], shaded(NIGHT, 0.4), 46)
    canvas.stroke(line, INK, 46)
    head = [(966, 128), (806, 190), (852, 232), (884, 264), (926, 306)]
    canvas.shape(head, SUN)
    canvas.stroke(line, SUN, 33)
    canvas.shape([(966, 128), (806, 190), (926, 306)], SUN)
    canvas.stroke(line, SUN, 33)
    canvas.stroke([(x - 4, y - 8) for x, y in line], lit(SUN, 0.6), 6)


def _businessman(canvas: Canvas) -> None:
    suit = mixed(SLATE, NIGHT, 0.3)
    person = Person(FAIR, Hair.PARTED, BLACK_HAIR, shirt=suit, trousers=NIGHT)
    pose = Pose(
        left=Arm((-150, -336), (-84, -296), Hand.FIST, is_mirrored=True),
        right=Arm((150, -336), (84, -296), Hand.FIST),
    )
    figure(canvas, person, pose, _PROUD, arms_behind=("left", "right"))
    collar = [(-42, -452), (0, -430), (42, -452), (30, -330), (0, -280), (-30, -330)]
    canvas.shape(collar, WHITE, shade=(-5, -3))
    tie = [(-13, -428), (13, -428), (20, -330), (0, -296), (-20, -330)]
    canvas.shape(tie, CORAL, shade=(-5, 0))
    canvas.shape([(-17, -440), (17, -440), (11, -416), (-11, -416)], CORAL)
    for side in (-1, 1):
        lapel = [(side * 44, -454), (side * 66, -398), (side * 46, -380), (side * 52, -362), (side * 2, -272)]
        canvas.shape([*lapel, (side * 28, -340)], suit)
    canvas.shape(smooth([(-3, -262), (3, -262), (3, -256), (-3, -256)]), INK)
