"""handshake: two strong arms clasp over what both of them have in common."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import Contour, rounded_box, smooth
from bot.pictures.drawing.hands import finger
from bot.pictures.drawing.palette import BROWN, CORAL, FAIR, INK, PINE, SUN, TEAL, Colour, lit, mixed, shaded

_CENTRE = (500.0, 390.0)


def draw() -> Image.Image:
    """The picture of the template."""
    canvas = Canvas(900, TEAL)
    _sky(canvas)
    _forearm(canvas, BROWN, PINE, is_right=True)
    _forearm(canvas, FAIR, CORAL, is_right=False)
    _clasp(canvas.at(*_CENTRE))
    return canvas.finish()


def _sky(canvas: Canvas) -> None:
    canvas.gradient(rounded_box(0, 0, 1000, 900), TEAL, mixed(TEAL, SUN, 0.35), steps=6)
    x, y = _CENTRE
    for index in range(24):
        canvas.at(x, y, angle=index * 15).wash([(0, 0), (1000, -56), (1000, 56)], lit(SUN, 0.3), 0.28)


def _forearm(canvas: Canvas, skin: Colour, sleeve: Colour, *, is_right: bool) -> None:
    side = canvas.at(1000, 60, mirrored=True) if is_right else canvas.at(0, 60)
    light = (-14, -10) if not is_right else (14, -10)
    upper = [(-80, 500), (60, 470), (190, 410), (300, 360), (400, 286)]
    lower = [(486, 392), (420, 480), (330, 590), (220, 700), (80, 800), (-80, 880)]
    arm: Contour = smooth([*upper, *lower])
    side.shape(arm, skin, shade=light)
    line = shaded(skin, 0.5)
    side.curve([(250, 432), (304, 420), (352, 388)], line, 6)
    side.curve([(232, 640), (290, 560), (316, 500)], line, 6)
    rolled = smooth(
        [(-60, 420), (-60, 420), (60, 404), (96, 420), (150, 560), (196, 716), (170, 748), (40, 940), (-60, 940)]
    )
    side.shape(rolled, sleeve, shade=light)
    cuff = smooth([(70, 396), (104, 392), (134, 408), (226, 700), (216, 736), (176, 752), (146, 740), (60, 430)])
    side.shape(cuff, lit(sleeve, 0.2), shade=light)


def _clasp(canvas: Canvas) -> None:
    """The right hand behind, the left one over it, and the right one's fingers about the left one's back."""
    back = smooth([(96, 40), (70, -40), (20, -92), (-40, -104), (-80, -60), (-60, 40), (0, 90), (60, 96)])
    canvas.shape(back, BROWN, shade=(10, -8))
    palm = smooth(
        [(-104, 50), (-88, -30), (-40, -86), (28, -104), (84, -74), (96, -10), (70, 56), (10, 100), (-60, 104)]
    )
    canvas.shape(palm, FAIR, shade=(-10, -10))
    canvas.together([finger((-40, -78), 108, 46, -20)], FAIR, shade=(-5, -6))
    canvas.together([finger((92, -44), 104, 46, 205)], BROWN, shade=(5, -6))
    for index, length in enumerate((92, 104, 100, 84)):
        start = (82 - index * 16, 10 + index * 36)
        canvas.together([finger(start, length, 40, 196)], BROWN, shade=(4, -5))
    for shift in (0, 1, 2):
        canvas.curve([(-44 + shift * 26, -40 - shift * 8), (-38 + shift * 26, -28 - shift * 8)], shaded(FAIR, 0.4), 5)
    for angle in (-150, -120, -90, -60, -30):
        canvas.at(0, -16, angle=angle).stroke([(168, 0), (214, 0)], INK, 9)
