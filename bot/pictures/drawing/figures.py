"""People: how one looks, how one stands, and the drawing of both.

A head is drawn about (0, 0) with a radius of 100. A whole figure stands with its soles at (0, 0) and is about 700 high.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import Contour, Point, ellipse, smooth, towards
from bot.pictures.drawing.faces import CALM, Expression, face, nose, sweat
from bot.pictures.drawing.hands import Hand, hand
from bot.pictures.drawing.palette import BROWN_HAIR, FAIR, INK, NIGHT, TEAL, WHITE, Colour, mixed, shaded

LIGHT = (-11.0, -9.0)
"""Where what lies in the light is moved to: the light comes from the upper left in all our pictures."""


class Hair(StrEnum):
    """How hair is worn."""

    NONE = "none"
    SHORT = "short"
    PARTED = "parted"
    SPIKY = "spiky"
    CURLY = "curly"
    BOB = "bob"
    LONG = "long"
    BUN = "bun"
    TAIL = "tail"


@dataclass(frozen=True, slots=True)
class Person:
    """How somebody looks, whatever they do."""

    skin: Colour = FAIR
    hair: Hair = Hair.SHORT
    hair_colour: Colour = BROWN_HAIR
    shirt: Colour = TEAL
    trousers: Colour = NIGHT
    shoes: Colour = INK
    has_glasses: bool = False
    has_beard: bool = False
    has_long_sleeves: bool = True


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm from the shoulder over the elbow to the wrist; the hand goes on as the forearm does unless turned."""

    elbow: Point
    wrist: Point
    hand: Hand = Hand.RESTING
    turn: float = 0.0
    is_mirrored: bool = False
    """The thumb is on the other side."""


@dataclass(frozen=True, slots=True)
class Pose:
    """How somebody stands or sits: joints in a figure's units, the soles at y = 0, upwards negative."""

    left: Arm = field(default_factory=lambda: Arm((-112, -330), (-118, -230)))
    right: Arm = field(default_factory=lambda: Arm((112, -330), (118, -230), is_mirrored=True))
    head: Point = (0, -565)
    head_angle: float = 0.0
    hips: Point = (0, -230)
    left_leg: tuple[Point, Point] = ((-36, -120), (-38, -12))
    right_leg: tuple[Point, Point] = ((36, -120), (38, -12))
    lean: float = 0.0
    """How far the shoulders are to the right of the hips."""


def head(canvas: Canvas, person: Person, expression: Expression = CALM, *, is_hair_behind_drawn: bool = False) -> None:
    """A head with its hair and its face."""
    across = expression.turn[0]
    if not is_hair_behind_drawn:
        _hair_behind(canvas, person, across)
    ears = canvas.at(-across * 14, 0)
    for side in (-1, 1):
        ears.ellipse(side * 96, 14, 19, 25, person.skin, shade=(-5, -4))
        ears.curve([(side * 101, 4), (side * 95, 14), (side * 101, 22)], shaded(person.skin, 0.35), 5)
    skull = smooth(SKULL)
    canvas.shape(skull, person.skin, shade=LIGHT)
    if person.has_beard:
        _beard(canvas, person, across, skull)
    nose(canvas, expression, shaded(person.skin, 0.5))
    face(canvas, expression, hair=mixed(person.hair_colour, INK, 0.5), lid=person.skin)
    if person.has_glasses:
        _glasses(canvas, across, expression.turn[1])
    _hair_before(canvas, person, across)
    sweat(canvas, expression)


def figure(
    canvas: Canvas,
    person: Person,
    pose: Pose | None = None,
    expression: Expression = CALM,
    *,
    arms_behind: Sequence[str] = (),
    has_legs: bool = True,
) -> None:
    """A whole person. `arms_behind` names the arms ("left", "right", as we see them) that are behind the body."""
    pose = pose or Pose()
    chest = (pose.hips[0] + pose.lean, pose.hips[1] - 215)
    shoulders = {"left": (chest[0] - 74, chest[1] + 26), "right": (chest[0] + 74, chest[1] + 26)}
    arms = {"left": pose.left, "right": pose.right}
    if has_legs:
        legs(canvas, person, pose)
    for side in arms_behind:
        arm(canvas, person, shoulders[side], arms[side])
    tilted = canvas.at(pose.head[0] + pose.lean, pose.head[1], angle=pose.head_angle)
    _hair_behind(tilted, person, expression.turn[0])
    neck = canvas.at(chest[0], chest[1])
    neck.limb([(0, 12), (0, -40)], shaded(person.skin), 46, shade=False)
    torso(canvas, person, pose)
    head(tilted, person, expression, is_hair_behind_drawn=True)
    for side, before in arms.items():
        if side not in arms_behind:
            arm(canvas, person, shoulders[side], before)


def torso(canvas: Canvas, person: Person, pose: Pose) -> None:
    """The shirt, from the shoulders to the hips."""
    hips_x, hips_y = pose.hips
    x, y = hips_x + pose.lean, hips_y - 215
    points = [(x - 44, y - 6), (x, y + 4), (x + 44, y - 6), (x + 92, y + 22), (x + 88, y + 90)]
    points += [(hips_x + 80, hips_y + 4), (hips_x + 66, hips_y + 20), (hips_x, hips_y + 22), (hips_x - 66, hips_y + 20)]
    points += [(hips_x - 80, hips_y + 4), (x - 88, y + 90), (x - 92, y + 22)]
    canvas.shape(smooth(points), person.shirt, shade=(-16, -4))
    canvas.curve([(x - 36, y - 4), (x, y + 16), (x + 36, y - 4)], shaded(person.shirt, 0.35), 6)


def legs(canvas: Canvas, person: Person, pose: Pose) -> None:
    """Trousers and shoes."""
    hips_x, hips_y = pose.hips
    for side, (knee, ankle) in ((-1, pose.left_leg), (1, pose.right_leg)):
        toes = 1 if ankle[0] >= knee[0] - 4 and side > 0 else -1
        shoe = canvas.at(ankle[0], ankle[1], mirrored=toes < 0)
        shoe.shape(smooth([(-30, 10), (-28, -22), (4, -24), (34, -8), (46, 12), (0, 14)]), person.shoes)
        canvas.limb([(hips_x + side * 36, hips_y), knee, (ankle[0], ankle[1] - 18)], person.trousers, (70, 54))
    left, right = (hips_x - 68, hips_y - 20), (hips_x + 68, hips_y - 20)
    canvas.shape([left, right, (right[0], hips_y + 24), (left[0], hips_y + 24)], person.trousers, outline=None)


def arm(canvas: Canvas, person: Person, shoulder: Point, pose: Arm) -> None:
    """A sleeve, a forearm and a hand."""
    palm = canvas.at(*pose.wrist, 1.2, angle=towards(pose.elbow, pose.wrist) + pose.turn)
    if pose.is_mirrored:
        palm = palm.at(0, 0, angle=180, mirrored=True)
    if person.has_long_sleeves:
        hand(palm, pose.hand, person.skin)
        canvas.limb([shoulder, pose.elbow, pose.wrist], person.shirt, (60, 48))
        return
    canvas.limb([shoulder, pose.elbow, pose.wrist], person.skin, (48, 40))
    hand(palm, pose.hand, person.skin)
    cuff = (shoulder[0] * 0.45 + pose.elbow[0] * 0.55, shoulder[1] * 0.45 + pose.elbow[1] * 0.55)
    canvas.limb([shoulder, cuff], person.shirt, (60, 64))


def _hair_behind(canvas: Canvas, person: Person, across: float) -> None:
    back = canvas.at(-across * 12, 0)
    colour = shaded(person.hair_colour, 0.14)
    match person.hair:
        case Hair.LONG:
            points = [(0, -116), (78, -92), (116, -20), (120, 80), (134, 170), (96, 186), (0, 176), (-96, 186)]
            points += [(-134, 170), (-120, 80), (-116, -20), (-78, -92)]
            back.shape(smooth(points), colour)
        case Hair.BOB:
            points = [(0, -116), (82, -92), (120, -20), (128, 62), (112, 100), (60, 112), (-60, 112), (-112, 100)]
            points += [(-128, 62), (-120, -20), (-82, -92)]
            back.shape(smooth(points), colour)
        case Hair.BUN:
            back.ellipse(-across * 30, -128, 46, 42, person.hair_colour, shade=(-9, -8))
            back.curve([(-across * 30 - 20, -136), (-across * 30 + 6, -146), (-across * 30 + 24, -128)], colour, 6)
        case Hair.TAIL:
            side = -1 if across > 0 else 1
            points = [(side * 70, -92), (side * 140, -96), (side * 176, -30), (side * 150, 50), (side * 172, 96)]
            points += [(side * 122, 78), (side * 112, 20), (side * 118, -34), (side * 90, -50)]
            back.shape(smooth(points), person.hair_colour, shade=(-10, -8))
        case Hair.CURLY:
            curls = [ellipse(x, y, r) for x, y, r in _CURLS_BEHIND]
            back.together(curls, colour)


def _hair_before(canvas: Canvas, person: Person, across: float) -> None:
    front = canvas.at(across * 6, 0)
    colour, line = person.hair_colour, shaded(person.hair_colour, 0.4)
    part = across * 22
    match person.hair:
        case Hair.NONE:
            front.curve([(-52, -74), (-30, -86), (-8, -89)], WHITE, 8)
        case Hair.SHORT:
            contour = [*_CROWN, (88, -26), (80, -52), (44 + part, -60), (6 + part, -54), (-34 + part, -64)]
            front.shape(smooth([*contour, (-78, -46), (-90, -18)]), colour, shade=LIGHT)
            front.curve([(-30 + part, -92), (4 + part, -98), (36 + part, -90)], line, 5)
        case Hair.PARTED:
            contour = [*_CROWN, (90, -30), (84, -44), (40 + part, -48), (-20 + part, -74), (-44 + part, -92)]
            contour += [(-44 + part, -92), (-60 + part, -66), (-84, -44), (-91, -18)]
            front.shape(smooth(contour), colour, shade=LIGHT)
            front.curve([(-30 + part, -92), (20 + part, -76), (64, -66)], line, 5)
        case Hair.SPIKY:
            tips: Contour = [
                (-104, -8),
                (-128, -62),
                (-94, -66),
                (-102, -118),
                (-58, -98),
                (-40, -146),
                (-8, -108),
                (34, -150),
            ]
            tips += [(48, -104), (100, -122), (94, -68), (128, -60), (103, -6), (86, -34), (64, -48), (46 + part, -72)]
            tips += [(22 + part, -42), (-4 + part, -70), (-34 + part, -42), (-56, -68), (-82, -34)]
            front.shape(tips, colour, shade=LIGHT)
        case Hair.CURLY:
            front.together([ellipse(x + part * 0.4, y, r) for x, y, r in _CURLS_BEFORE], colour, shade=(-8, -7))
        case Hair.BOB | Hair.LONG:
            contour = [*_CROWN[1:-1], (110, 10), (106, 56), (88, 44), (86, -12), (58 + part, -58), (12 + part, -80)]
            contour += [(-14 + part, -52), (-60 + part, -34), (-86, -6), (-88, 44), (-106, 56), (-110, 10)]
            front.shape(smooth(contour), colour, shade=LIGHT)
            front.curve([(14 + part, -78), (2 + part, -96), (-24 + part, -104)], line, 5)
        case Hair.BUN | Hair.TAIL:
            contour = [*_CROWN, (90, -20), (76, -52), (30 + part, -74), (-10 + part, -74), (-60 + part, -60)]
            front.shape(smooth([*contour, (-84, -30), (-92, -14)]), colour, shade=LIGHT)
            for x in (-34, 6, 44):
                front.curve([(x + part, -76), (x * 0.8 + part * 0.6, -96), (x * 0.5, -108)], line, 5)


def _beard(canvas: Canvas, person: Person, across: float, skull: Contour) -> None:
    lift = across * 24
    points = [(-110, 6), (-84, 6), (-66 + lift, 34), (-34 + lift, 38), (lift, 32), (34 + lift, 38), (66 + lift, 34)]
    points += [(84, 6), (110, 6), (110, 120), (-110, 120)]
    canvas.wash(smooth(points), person.hair_colour, within=skull)
    canvas.wash(ellipse(lift * 1.2, 56, 34, 20), person.skin, within=skull)
    canvas.shape(skull, None)


def _glasses(canvas: Canvas, across: float, down: float) -> None:
    middle, level = across * 30, down * 22 + 2
    for side in (-1, 1):
        x = middle + side * 37
        canvas.wash(ellipse(x, level, 31, 29), WHITE, 0.22)
        canvas.ellipse(x, level, 31, 29)
        canvas.stroke([(x + side * 31, level - 4), (side * 96 - across * 14, level - 10)])
    canvas.curve([(middle - 7, level - 4), (middle, level - 9), (middle + 7, level - 4)])


SKULL: tuple[Point, ...] = (
    (0, -100), (52, -90), (88, -52), (98, 0), (92, 46), (66, 84), (24, 103), (-24, 103), (-66, 84), (-92, 46), (-98, 0),
    (-88, -52), (-52, -90),
)  # fmt: skip

_CROWN: tuple[Point, ...] = (
    (-103, -4), (-108, -44), (-84, -94), (-38, -121), (14, -125), (64, -110), (100, -66), (107, -30), (102, -2),
)  # fmt: skip
_CURLS_BEHIND = (
    (-92, -40, 40), (-104, 14, 36), (-96, 62, 34), (92, -40, 40), (104, 14, 36), (96, 62, 34), (0, -80, 60),
)  # fmt: skip
_CURLS_BEFORE = (
    (-84, -58, 32), (-52, -92, 36), (-6, -106, 38), (42, -98, 36), (80, -64, 32), (-30, -68, 26), (18, -70, 26),
    (56, -62, 22), (-66, -52, 22),
)  # fmt: skip
