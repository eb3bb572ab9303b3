"""chat: a messenger on a telephone; a name above, and four bubbles in turn."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import bezier, ellipse, leaf, petal, rounded_box
from bot.pictures.drawing.faces import CALM
from bot.pictures.drawing.mascot import flower
from bot.pictures.drawing.palette import INK, LEAF, MINT, MIST, SUN, TEAL, WHITE, mixed

_GROUND = mixed(MINT, WHITE, 0.35)
_OWN = "#fff0c2"
_BUBBLES = ((False, 176.0), (True, 392.0), (False, 608.0), (True, 824.0))
_BUBBLE_WIDTH, _BUBBLE_HEIGHT = 640.0, 190.0


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(1160, _GROUND)
    _wallpaper(canvas)
    for is_own, top in _BUBBLES:
        _bubble(canvas, top, is_own=is_own)
    _header(canvas)
    _typing(canvas)
    return canvas.finish()


def _wallpaper(canvas: Canvas) -> None:
    """Small flowers and leaves, hardly darker than their ground."""
    tone = mixed(_GROUND, TEAL, 0.16)
    for row in range(8):
        for column in range(7):
            x, y = 70 + column * 150 + (75 if row % 2 else 0), 190 + row * 130
            spot = canvas.at(x, y, 0.8, angle=(row * 3 + column * 5) * 29)
            if (row + column) % 2:
                for index in range(5):
                    spot.shape(petal(26, 17, angle=index * 72), tone, outline=None)
                spot.ellipse(0, 0, 7, fill=_GROUND, outline=None)
            else:
                spot.shape(leaf(44, 24, x=-22), tone, outline=None)


def _header(canvas: Canvas) -> None:
    canvas.box(-20, -20, 1040, 160, TEAL)
    canvas.stroke([(70, 42), (44, 70), (70, 98)], WHITE, 9)
    photo = ellipse(160, 70, 50)
    canvas.shape(photo, mixed(SUN, WHITE, 0.5))
    flower(canvas.at(160, 70, 0.3), CALM)
    canvas.shape(photo, None)
    canvas.ellipse(198, 106, 13, fill=LEAF, width=4)
    for y in (48, 70, 92):
        canvas.ellipse(940, y, 6.5, fill=WHITE, outline=None)


def _bubble(canvas: Canvas, top: float, *, is_own: bool) -> None:
    side = canvas.at(1000, top, mirrored=True) if is_own else canvas.at(0, top)
    fill = _OWN if is_own else WHITE
    height = _BUBBLE_HEIGHT
    tail = [*bezier((60, height - 78), (60, height - 30), (44, height - 6), (20, height)), (110, height)]
    side.shape(rounded_box(54, 0, _BUBBLE_WIDTH + 12, height + 13, 42), mixed(_GROUND, INK, 0.3), outline=None)
    side.together([rounded_box(60, 0, _BUBBLE_WIDTH, height, 36), tail], fill)
    if is_own:
        for shift in (0, 16):
            side.stroke(
                [(x - shift, y) for x, y in ((122, height - 26), (112, height - 16), (90, height - 40))], TEAL, 5
            )


def _typing(canvas: Canvas) -> None:
    """Where one would write: a line, a plus and a paper plane."""
    top = 1058
    canvas.box(-20, top, 1040, 140, MIST)
    canvas.box(110, top + 16, 760, 68, WHITE, radius=34)
    canvas.stroke([(144, top + 34), (144, top + 66)], TEAL, 5)
    for line in ([(36, top + 50), (76, top + 50)], [(56, top + 30), (56, top + 70)]):
        canvas.stroke(line, INK, 7)
    plane = [(904, top + 24), (966, top + 50), (904, top + 76), (914, top + 50)]
    canvas.shape(plane, TEAL)
    canvas.stroke([(914, top + 50), (940, top + 50)], INK, 4.5)
