"""The wallflower: our mascot, a shy flower on two feet.

Its face is about (0, 0) with a radius of 74, its flower reaches to 150; `stem` draws what stands below.
"""

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import Point, ellipse, leaf, petal, turned
from bot.pictures.drawing.faces import Expression, Eyes, Mouth, face, sweat
from bot.pictures.drawing.palette import BARK, LEAF, ORANGE, PINE, SUN, Colour, lit, shaded

SHY = Expression(Eyes.OPEN, Mouth.SMILE, gaze=(0.7, 0.5), brow_tilt=-14, has_blush=True)
FACE = "#fff1c2"


def flower(canvas: Canvas, expression: Expression = SHY, *, petals: Colour = ORANGE) -> None:
    """The flower's head: four broad petals, four behind them, and a face."""
    behind = shaded(petals, 0.16)
    for angle in (0, 90, 180, 270):
        canvas.shape(petal(140, 96, angle=angle), behind)
    for angle in (225, 315, 45, 135):
        canvas.shape(petal(150, 122, angle=angle), petals, shade=(-10, -8))
    for angle in (225, 315, 45, 135):
        for side in (-11, 0, 11):
            start, end = turned([(92, 0), (122 - abs(side), 0)], angle + side)
            canvas.stroke([start, end], shaded(petals, 0.28), 4)
    canvas.ellipse(0, 0, 85, 81, SUN)
    canvas.ellipse(0, 0, 74, 70, FACE, shade=(-7, -6), width=canvas.line * 0.8)
    face(canvas.at(0, -3, 0.71), expression, hair=BARK, lid=FACE)
    sweat(canvas.at(0, 0, 0.8), expression)


def stem(
    canvas: Canvas, foot: Point, left: tuple[Point, Point], right: tuple[Point, Point], *, bend: float = 14.0
) -> None:
    """The stem from the flower down to `foot`, two small legs there, and the leaves it uses as arms.

    An arm is where its leaf begins, on the stem, and where it ends.
    """
    x, y = foot
    for side in (-1, 1):
        canvas.limb([(x, y - 70), (x + side * 14, y - 40), (x + side * 20, y - 14)], LEAF, (20, 17))
        boot = canvas.at(x + side * 24, y, mirrored=side < 0)
        boot.shape(ellipse(8, -6, 28, 17), PINE, shade=(-4, -4))
    canvas.limb([(0, 60), (bend, y * 0.5), (x, y - 66)], LEAF, (26, 24))
    for start, end in (left, right):
        arm(canvas, start, end)


def arm(canvas: Canvas, start: Point, end: Point, *, width: float = 62.0) -> None:
    """A leaf that is an arm."""
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    contour = leaf(length, width)
    across, down = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    placed = [(start[0] + x * across - y * down, start[1] + x * down + y * across) for x, y in contour]
    canvas.shape(placed, LEAF, shade=(-6, -7))
    vein = [(start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])) for share in (0.12, 0.72)]
    canvas.stroke(vein, lit(LEAF, 0.45), 5)
