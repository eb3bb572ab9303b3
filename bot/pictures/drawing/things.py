"""Things that several scenes have: trees, grass, clouds, cups, flames, glasses. Each is drawn about (0, 0)."""

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import Point, ellipse, rounded_box, smooth
from bot.pictures.drawing.palette import BARK, CORAL, INK, LEAF, ORANGE, SUN, WHITE, Colour, lit, shaded


def tree(canvas: Canvas, *, crown: Colour = LEAF) -> None:
    """A round tree, 300 high, its root at (0, 0)."""
    canvas.shape([(-16, 0), (-12, -120), (12, -120), (16, 0)], BARK, shade=(-7, 0))
    curls = [ellipse(-52, -150, 56), ellipse(50, -150, 58), ellipse(0, -216, 76), ellipse(0, -140, 60)]
    canvas.together(curls, crown, shade=(-12, -10))
    for x, y in ((-40, -190), (10, -250), (36, -170)):
        canvas.curve([(x - 14, y + 4), (x, y - 8), (x + 14, y + 4)], lit(crown, 0.4), 5)


def tuft(canvas: Canvas) -> None:
    """A tuft of grass, 22 high, its roots at (0, 0)."""
    for x, tilt in ((-10, -8), (0, 0), (10, 8)):
        canvas.stroke([(x, 0), (x + tilt, -22)], shaded(LEAF, 0.4), 5)


def cloud(canvas: Canvas, colour: Colour = WHITE, *, outline: Colour = INK) -> None:
    """A cloud, 260 wide."""
    puffs = [ellipse(-70, 10, 50, 42), ellipse(-10, -18, 66, 60), ellipse(66, 6, 54, 46)]
    canvas.together([*puffs, rounded_box(-110, 10, 222, 42, 21)], colour, outline=outline)


def cup(canvas: Canvas, colour: Colour = CORAL, *, steam: bool = True) -> None:
    """A cup, 84 wide, standing on (0, 0), with its handle on the right."""
    canvas.limb([(34, -62), (66, -58), (62, -26), (32, -22)], colour, 11, shade=False)
    canvas.shape(
        smooth([(-42, -84), (-42, -84), (42, -84), (42, -84), (36, -12), (26, 0), (-26, 0), (-36, -12)]),
        colour,
        shade=(-12, 0),
    )
    canvas.ellipse(0, -84, 42, 11, shaded(colour, 0.5))
    if steam:
        for x in (-16, 14):
            canvas.curve([(x, -108), (x + 9, -126), (x - 7, -144), (x + 4, -164)], WHITE, (7, 3))


def flame(canvas: Canvas) -> None:
    """A flame, 200 high, its foot at (0, 0)."""
    canvas.shape(smooth(_FLAME), CORAL)
    canvas.shape(smooth([(x * 0.68, y * 0.72) for x, y in _FLAME]), ORANGE, outline=None)
    canvas.shape(smooth([(x * 0.38, y * 0.42) for x, y in _FLAME]), SUN, outline=None)


_FLAME: tuple[Point, ...] = (
    (-64, 0), (-82, -48), (-58, -96), (-62, -134), (-62, -134), (-34, -112), (-22, -140), (4, -208), (4, -208),
    (18, -146), (38, -118), (52, -140), (52, -140), (66, -84), (80, -40), (62, 0),
)  # fmt: skip
