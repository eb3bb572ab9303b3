"""loading: the wallflower waits for a bar that never comes to its end. Moves."""

import math

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import ellipse, rounded_box, smooth
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.film import Film, filmed
from bot.pictures.drawing.mascot import flower, stem
from bot.pictures.drawing.palette import (
    CORAL,
    INK,
    LEAF,
    LILAC,
    MIST,
    NIGHT,
    PAPER,
    PLUM,
    SAND,
    SKY,
    SUN,
    WHITE,
    WOOD,
    lit,
    mixed,
    shaded,
)

FRAME_MS = 150
FRAMES = 20
PIXELS_WIDE = 600
_GROUND = mixed(LILAC, NIGHT, 0.42)
_BAR = (120.0, 556.0, 760.0, 62.0)
_FULL, _TIRED = 12, 16
"""From which frame the bar stands at its best, and from which it loses heart."""


def draw() -> Film:
    """The film of the template; its last frame goes over into the first."""
    return filmed([_frame(index) for index in range(FRAMES)], FRAME_MS)


def _frame(index: int) -> Image.Image:
    canvas = Canvas(840, _GROUND)
    _room(canvas, index)
    _hourglass(canvas.at(690, 360, angle=_eased(index, _TIRED, FRAMES - 1) * 180), index)
    _wallflower(canvas.at(340, 530, 0.72), index)
    _bar(canvas, _share(index))
    return canvas.scaled(PIXELS_WIDE)


def _eased(index: int, start: int, end: int) -> float:
    """0 before `start`, 1 from `end` on, and softly from one to the other between."""
    share = min(1.0, max(0.0, (index - start) / (end - start)))
    return share * share * (3 - 2 * share)


def _share(index: int) -> float:
    """How full the bar is: it starts well, comes as far as 0.97, thinks, and falls back."""
    if index < _FULL:
        return 0.06 + 0.91 * (1 - math.pow(1 - index / _FULL, 2.2))
    return 0.97 - 0.91 * _eased(index, _TIRED, FRAMES)


def _room(canvas: Canvas, index: int) -> None:
    canvas.wash(ellipse(500, 380, 420, 250), lit(_GROUND, 0.3), 0.5)
    canvas.box(-20, 522, 1040, 400, mixed(_GROUND, NIGHT, 0.35))
    web = canvas.at(1000, 0, mirrored=True)
    for x, y in ((150, 10), (118, 96), (20, 150)):
        web.stroke([(0, 0), (x, y)], lit(_GROUND, 0.5), 4)
    for size in (0.45, 0.75, 0.98):
        corners = [(150, 10), (118, 96), (20, 150)]
        web.curve([(x * size, y * size) for x, y in corners], lit(_GROUND, 0.5), 4)
    spider = web.at(84, 186 + (14 if index % 10 < 5 else 0))
    spider.stroke([(0, -140), (0, 0)], lit(_GROUND, 0.5), 3.5)
    for side in (-1, 1):
        for y in (-10, 0, 10):
            spider.curve([(side * 8, y), (side * 26, y - 10), (side * 34, y + 10)], INK, 4.5)
    spider.ellipse(0, 0, 18, fill=PLUM)
    for x in (-6, 6):
        spider.ellipse(x, -3, 4, fill=WHITE, outline=None)


def _wallflower(canvas: Canvas, index: int) -> None:
    canvas.shadow(0, 0, 110, 18)
    is_full = _FULL <= index < _TIRED
    glances = ((0.7, 0.3), (0.7, 0.3), (0.2, 0.8), (-0.6, 0.2))
    is_blinking = index in {4, 9}
    eyes = Eyes.SHUT if is_blinking else (Eyes.WIDE if is_full else Eyes.TIRED)
    gaze = (0.4, 0.9) if is_full else glances[index // 5]
    mood = Expression(eyes, Mouth.SMALL_O if is_full else Mouth.FLAT, gaze=gaze, brow_tilt=-10, has_blush=True)
    if index >= _TIRED:
        mood = Expression(Eyes.TIRED, Mouth.FROWN, gaze=(0.5, 0.8), brow_tilt=-18, has_blush=True)
    sway = (0, 3, 0, -3)[index // 2 % 4] if not is_full else 0
    blossom = canvas.at(0, -290, angle=sway)
    lift = 26 if is_full else 0
    stem(blossom, (0, 290), ((-6, 172), (-96, 150 - lift)), ((6, 172), (96, 150 - lift)))
    flower(blossom, mood)


def _hourglass(canvas: Canvas, index: int) -> None:
    run = min(1.0, index / _TIRED)
    for side in (-1, 1):
        canvas.limb([(side * 84, -118), (side * 84, 118)], WOOD, 13)
    glass = [
        (-66, -116),
        (-66, -116),
        (66, -116),
        (66, -116),
        (60, -64),
        (10, -8),
        (10, 8),
        (60, 64),
        (66, 116),
        (66, 116),
    ]
    glass += [(-66, 116), (-66, 116), (-60, 64), (-10, 8), (-10, -8), (-60, -64)]
    contour = smooth(glass)
    canvas.shape(contour, mixed(SKY, WHITE, 0.5))
    top = -84 + 72 * run
    canvas.wash([(-80, top), (80, top), (80, 0), (-80, 0)], SAND, within=contour)
    if run < 1:
        canvas.stroke([(0, -6), (0, 112)], SAND, 6)
    heap = 116 - 70 * run
    canvas.wash(smooth([(-80, 130), (-60, 112), (0, heap), (60, 112), (80, 130)]), SAND, within=contour)
    canvas.shape(contour, None)
    canvas.curve([(-46, -92), (-42, -66), (-26, -44)], WHITE, 7)
    for y in (-130, 130):
        canvas.box(-104, y - 16, 208, 32, WOOD, radius=10, shade=(-6, -5))


def _bar(canvas: Canvas, share: float) -> None:
    left, top, width, height = _BAR
    canvas.box(left, top, width, height, PAPER, radius=height / 2)
    inner = rounded_box(left + 9, top + 9, width - 18, height - 18, height / 2)
    filled = (width - 18) * share
    canvas.wash(rounded_box(left + 9, top, filled, height), CORAL if share > 0.96 else LEAF, within=inner)
    for index in range(int(filled // 44) + 1):
        x = left + 9 + index * 44
        stripe = [(x, top + height), (x + 16, top + height), (x + 40, top), (x + 24, top)]
        if x + 40 < left + 9 + filled:
            canvas.wash(stripe, WHITE, 0.28, within=inner)
    canvas.shape(inner, None, outline=shaded(MIST, 0.3), width=3)
    canvas.box(left, top, width, height, None, radius=height / 2)
    canvas.curve([(left + 40, top + 17), (left + 90, top + 15)], SUN if share > 0.96 else lit(LEAF, 0.6), 6)
