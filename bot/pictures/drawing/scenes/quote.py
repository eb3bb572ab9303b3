"""quote: a thinker who never lived, as a marble bust, and a page for what he is said to have said."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import bezier, ellipse, leaf, rounded_box, smooth
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.figures import Hair, Person, head
from bot.pictures.drawing.palette import CORAL, INK, MIST, NIGHT, PAPER, SUN, TEAL, lit, mixed, shaded

_MARBLE = "#e9e6ee"
_THINKER = Person(skin=_MARBLE, hair=Hair.CURLY, hair_colour="#c6c1d4", has_beard=True)
_THINKING = Expression(Eyes.TIRED, Mouth.SMIRK, gaze=(0.5, -0.9), turn=(0.35, -0.05), brow_tilt=-6, brow_lift=8)

_BEARD = ((-72, 58, 24), (-48, 88, 27), (-14, 106, 30), (22, 106, 30), (56, 86, 27), (78, 54, 24), (4, 84, 18))


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(680, PAPER)
    _niche(canvas)
    _bust(canvas.at(205, 650))
    canvas.box(-20, -20, 1040, 34, CORAL, outline=None)
    canvas.box(-20, 666, 1040, 34, CORAL, outline=None)
    _mark(canvas.at(452, 104))
    _mark(canvas.at(938, 548, angle=180))
    canvas.stroke([(452, 556), (560, 556)], CORAL, 8)
    return canvas.finish()


def _niche(canvas: Canvas) -> None:
    canvas.box(-20, -20, 428, 740, TEAL, outline=None)
    canvas.wash(rounded_box(0, 0, 28, 680), shaded(TEAL), 0.6)
    arch = [(38, 700), *ellipse(205, 215, 167, start=180, end=360), (372, 700)]
    canvas.gradient(arch, mixed(TEAL, NIGHT, 0.55), mixed(TEAL, NIGHT, 0.3), steps=6)
    canvas.glow(205, 260, 190, lit(TEAL, 0.5), strength=0.3)
    canvas.shape(arch, None)
    outer = [(14, 700), *ellipse(205, 215, 191, start=180, end=360), (396, 700)]
    canvas.shape(outer, None, outline=lit(TEAL, 0.35), width=6)
    canvas.stroke([(408, 0), (408, 680)], INK, 6)


def _bust(canvas: Canvas) -> None:
    canvas.box(-112, -66, 224, 90, MIST, shade=(-12, 0))
    canvas.box(-128, -86, 256, 32, MIST, radius=6, shade=(-10, -6))
    canvas.shape([(-34, -150), (34, -150), (52, -86), (-52, -86)], _MARBLE, shade=(-10, 0))
    canvas.limb([(0, -300), (0, -230)], shaded(_MARBLE), 66, shade=False)
    chest = [(-44, -276), (0, -256), (44, -276), (110, -250), (138, -196), (128, -150), (60, -128), (0, -112)]
    chest += [(-60, -128), (-128, -150), (-138, -196), (-110, -250)]
    canvas.shape(smooth(chest), _MARBLE, shade=(-14, -8))
    for fold in (
        [(-120, -196), (-50, -212), (30, -180), (104, -146)],
        [(-104, -160), (-40, -178), (20, -154), (64, -130)],
        [(-96, -234), (0, -232), (80, -196), (134, -176)],
    ):
        canvas.curve(fold, shaded(_MARBLE, 0.35), 5)
    top = canvas.at(0, -378, 1.04, angle=-4)
    head(top, _THINKER, _THINKING)
    curls = [ellipse(x, y, r) for x, y, r in _BEARD]
    top.together(curls, _THINKER.hair_colour, shade=(-6, -6))
    for side in (-1, 1):
        for x, y, angle in ((34, -112, -20), (66, -92, 10), (92, -62, 36), (106, -28, 60)):
            for fork in (-34, 30):
                direction = angle + fork + 180
                turn = direction if side > 0 else 180 - direction
                top.shape(leaf(50, 25, angle=turn, x=side * x + 4, y=y), SUN, shade=(-3, -3), width=top.line * 0.7)
    canvas.stroke([(66, -246), (76, -226), (70, -212)], shaded(_MARBLE, 0.6), 4)


def _mark(canvas: Canvas) -> None:
    """A quotation mark, 110 wide, its upper left corner at about (0, -50)."""
    for x in (0, 62):
        mark = [
            *bezier((x + 48, -50), (x + 14, -44), (x, -16), (x, 14)),
            (x, 40),
            (x + 44, 40),
            (x + 44, -2),
            (x + 24, -2),
        ]
        mark += bezier((x + 24, -2), (x + 24, -18), (x + 34, -30), (x + 48, -34))
        canvas.shape(mark, CORAL, width=4.5)
