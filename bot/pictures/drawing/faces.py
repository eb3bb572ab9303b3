"""Faces: eyes, brows and mouths that people, animals and flowers have in common.

A face is drawn about (0, 0) on a head of radius 100.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import bezier, ellipse, smooth
from bot.pictures.drawing.palette import CORAL, INK, PLUM, ROSE, SKY, WHITE, Colour


class Eyes(StrEnum):
    """How eyes look."""

    DOTS = "dots"
    OPEN = "open"
    WIDE = "wide"
    HAPPY = "happy"
    SHUT = "shut"
    TIRED = "tired"
    WINK = "wink"
    SQUEEZED = "squeezed"


class Mouth(StrEnum):
    """How a mouth looks."""

    SMILE = "smile"
    GRIN = "grin"
    LAUGH = "laugh"
    FLAT = "flat"
    FROWN = "frown"
    WAVY = "wavy"
    SMIRK = "smirk"
    SMALL_O = "small o"
    GASP = "gasp"
    SHOUT = "shout"
    GRITTED = "gritted"


@dataclass(frozen=True, slots=True)
class Expression:
    """What a face says.

    `gaze` is where the pupils go, `turn` where the whole face does: across and down, -1 … 1. `brow_tilt` is in degrees:
    above 0 angry, below 0 sad; `brow_lift` is in units, upwards; None for `brow_tilt` means no brows.
    """

    eyes: Eyes = Eyes.DOTS
    mouth: Mouth = Mouth.SMILE
    gaze: tuple[float, float] = (0.0, 0.0)
    turn: tuple[float, float] = (0.0, 0.0)
    brow_tilt: float | None = -6.0
    brow_lift: float = 0.0
    has_blush: bool = False
    has_sweat: bool = False
    has_tears: bool = False

    def turned(self, across: float, down: float = 0.0) -> "Expression":
        """The same expression on a head that looks elsewhere."""
        return replace(self, turn=(across, down))


CALM = Expression()
GLAD = Expression(Eyes.HAPPY, Mouth.GRIN, has_blush=True)
SHOCKED = Expression(Eyes.WIDE, Mouth.GASP, brow_lift=16)
ANGRY = Expression(Eyes.OPEN, Mouth.SHOUT, brow_tilt=22)
SAD = Expression(Eyes.OPEN, Mouth.FROWN, brow_tilt=-18)
SMUG = Expression(Eyes.TIRED, Mouth.SMIRK, brow_lift=4)
BORED = Expression(Eyes.TIRED, Mouth.FLAT)
NERVOUS = Expression(Eyes.WIDE, Mouth.WAVY, brow_tilt=-20, brow_lift=8, has_sweat=True)


def face(
    canvas: Canvas, expression: Expression, *, hair: Colour = INK, lid: Colour = WHITE, spread: float = 36
) -> None:
    """Eyes, brows, cheeks and mouth. `lid` is the skin's colour; `spread` how far the eyes stand from the middle."""
    across, down = expression.turn
    middle, level = across * 30, down * 22
    near = spread * (1 - 0.14 * abs(across))
    if expression.has_blush:
        for side in (-1, 1):
            canvas.wash(ellipse(middle + side * (near + 22), level + 32, 17, 11), CORAL, 0.45)
    for side in (-1, 1):
        eye = canvas.at(middle + side * near, level)
        _eye(eye, expression, side, lid)
        if expression.brow_tilt is not None:
            lift = expression.brow_lift + (10 if expression.eyes in {Eyes.OPEN, Eyes.WIDE, Eyes.TIRED} else 0)
            brow = eye.at(0, -27 - lift, angle=side * -expression.brow_tilt)
            brow.curve([(-17, 3), (0, -3), (17, 3)], hair, 8.5)
    _mouth(canvas.at(middle * 1.1, level + 50), expression.mouth)
    if expression.has_tears:
        for side in (-1, 1):
            drop(canvas.at(middle + side * (near + 8), level + 40, 0.95))


def sweat(canvas: Canvas, expression: Expression) -> None:
    """Drops on the brow of who sweats; drawn last, over the hair."""
    if expression.has_sweat:
        middle = expression.turn[0] * 12
        drop(canvas.at(middle + 84, -58))
        drop(canvas.at(middle - 94, -26, 0.75))


def drop(canvas: Canvas) -> None:
    """A drop of sweat, or a tear, about (0, 0)."""
    contour = smooth([(0, -30), (0, -30), (14, 2), (9, 18), (0, 22), (-9, 18), (-14, 2)])
    canvas.shape(contour, SKY, shade=(-5, -4))
    canvas.curve([(-6, 4), (-5, 11), (-1, 14)], WHITE, 4)


def nose(canvas: Canvas, expression: Expression, colour: Colour) -> None:
    """A small human nose that shows where the face is turned."""
    across, down = expression.turn
    x, y = across * 38, 22 + down * 24
    side = -1 if across < -0.15 else 1
    canvas.curve([(x - side * 2, y - 12), (x + side * 10, y + 3), (x - side * 3, y + 8)], colour, 5.5)


def _eye(canvas: Canvas, expression: Expression, side: int, lid: Colour) -> None:
    gaze_x, gaze_y = expression.gaze
    match expression.eyes:
        case Eyes.HAPPY:
            canvas.curve([(-15, 6), (0, -10), (15, 6)], INK, 7)
        case Eyes.SHUT:
            canvas.curve([(-15, -3), (0, 8), (15, -3)], INK, 7)
        case Eyes.SQUEEZED:
            canvas.stroke([(side * 13, -12), (-side * 12, 0), (side * 13, 12)], INK, 7)
        case Eyes.WINK if side > 0:
            canvas.curve([(-15, 4), (0, -8), (15, 4)], INK, 7)
        case Eyes.DOTS | Eyes.WINK:
            canvas.ellipse(gaze_x * 4, gaze_y * 4, 10, 14, INK, outline=None)
            canvas.ellipse(gaze_x * 4 - 3, gaze_y * 4 - 5, 3.6, fill=WHITE, outline=None)
        case Eyes.OPEN:
            _eyeball(canvas, 21, 25, 11, expression)
        case Eyes.WIDE:
            _eyeball(canvas, 25, 30, 7.5, expression)
        case Eyes.TIRED:
            _eyeball(canvas, 22, 22, 10, expression)
            canvas.shape(ellipse(0, 0, 23, 23, start=183, end=357), lid, width=canvas.line * 0.85)


def _eyeball(canvas: Canvas, across: float, down: float, pupil: float, expression: Expression) -> None:
    gaze_x, gaze_y = expression.gaze
    canvas.ellipse(0, 0, across, down, WHITE, width=canvas.line * 0.85)
    x, y = gaze_x * (across - pupil - 2), gaze_y * (down - pupil - 2)
    canvas.ellipse(x, y, pupil, pupil * 1.12, INK, outline=None)
    canvas.ellipse(x - pupil * 0.3, y - pupil * 0.4, pupil * 0.33, fill=WHITE, outline=None)


def _mouth(canvas: Canvas, mouth: Mouth) -> None:
    match mouth:
        case Mouth.SMILE:
            canvas.curve([(-24, -4), (0, 10), (24, -4)], INK, 6.5)
        case Mouth.FLAT:
            canvas.stroke([(-20, 4), (20, 4)], INK, 6.5)
        case Mouth.FROWN:
            canvas.curve([(-23, 14), (0, 0), (23, 14)], INK, 6.5)
        case Mouth.WAVY:
            canvas.curve([(-27, 8), (-15, -1), (-3, 8), (9, -1), (25, 8)], INK, 6.5)
        case Mouth.SMIRK:
            canvas.curve([(-18, 5), (4, 8), (24, -7)], INK, 6.5)
        case Mouth.SMALL_O:
            canvas.ellipse(0, 6, 10, 12, PLUM)
        case Mouth.GASP:
            _opened(canvas, ellipse(0, 16, 22, 30), tongue_y=40)
        case Mouth.GRIN:
            _opened(canvas, _bowl(36, 38), tongue_y=32, teeth=8)
        case Mouth.LAUGH:
            _opened(canvas, _bowl(44, 54), tongue_y=46, teeth=10)
        case Mouth.SHOUT:
            contour = smooth([(-30, -8), (0, -14), (30, -8), (38, 22), (26, 38), (-26, 38), (-38, 22)])
            _opened(canvas, contour, tongue_y=40, teeth=8)
        case Mouth.GRITTED:
            contour = smooth([(-34, -6), (0, -10), (34, -6), (34, 18), (0, 22), (-34, 18)])
            canvas.shape(contour, WHITE)
            canvas.stroke([(-36, 6), (36, 6)], INK, 4)
            for x in (-18, 0, 18):
                canvas.stroke([(x, -9), (x, 20)], INK, 4)


def _bowl(half: float, depth: float) -> list[tuple[float, float]]:
    lower = bezier((half, -10), (half * 0.95, depth * 1.15), (-half * 0.95, depth * 1.15), (-half, -10))
    return [*lower, *bezier((-half, -10), (-half * 0.4, -4), (half * 0.4, -4), (half, -10))[1:-1]]


def _opened(canvas: Canvas, contour: list[tuple[float, float]], *, tongue_y: float, teeth: float | None = None) -> None:
    canvas.shape(contour, PLUM, outline=None)
    canvas.wash(ellipse(0, tongue_y, 20, 15), ROSE, within=contour)
    if teeth is not None:
        canvas.wash([(-60, -30), (60, -30), (60, teeth), (-60, teeth)], WHITE, within=contour)
    canvas.shape(contour, None, width=canvas.line * 0.85)
