"""The cat and the dog. A head is drawn about (0, 0) with a radius of 100, as people's heads are."""

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import Point, ellipse, mirrored, smooth
from bot.pictures.drawing.faces import CALM, Expression, Eyes, Mouth, face, sweat
from bot.pictures.drawing.figures import LIGHT
from bot.pictures.drawing.palette import (
    CORAL,
    CREAM,
    INK,
    ORANGE,
    PLUM,
    ROSE,
    SNOW,
    SUN,
    WHITE,
    WOOD,
    Colour,
    lit,
    mixed,
    shaded,
)


def cat_head(canvas: Canvas, expression: Expression = CALM, *, fur: Colour = SNOW, patch: Colour | None = None) -> None:
    """A cat's head; `patch` colours one ear and the brow beneath it."""
    across, down = expression.turn
    left_ear = smooth([(-92, -20), (-98, -64), (-96, -126), (-96, -126), (-62, -108), (-22, -78)])
    ears = (left_ear, mirrored(left_ear))
    skull = smooth(_CAT_SKULL)
    for ear in ears:
        canvas.shape(ear, fur, shade=LIGHT)
    inner = smooth([(-84, -46), (-84, -100), (-84, -100), (-44, -76)])
    for ear in (inner, mirrored(inner)):
        canvas.shape(ear, ROSE, outline=None)
    if patch is not None:
        canvas.shape(ears[1], patch, shade=LIGHT)
    canvas.shape(skull, fur, shade=LIGHT)
    if patch is not None:
        canvas.wash(smooth([(4, -100), (30, -40), (70, -8), (130, -10), (110, -110)]), patch, within=skull)
        canvas.shape(skull, None)
    x, y = across * 30, down * 22
    canvas.wash(ellipse(x, y + 46, 44, 32), mixed(fur, WHITE, 0.7), within=skull)
    face(canvas, expression, lid=fur, spread=44)
    canvas.shape(smooth([(x - 14, y + 22), (x + 14, y + 22), (x + 14, y + 22), (x, y + 36)]), CORAL)
    for side in (-1, 1):
        for lift in (-8, 10):
            start = (x + side * 62, y + 42 + lift * 0.5)
            canvas.curve([start, (x + side * 96, y + 38 + lift), (x + side * 132, y + 42 + lift * 2)], INK, (4.5, 2.5))
    sweat(canvas, expression)


def dog_head(canvas: Canvas, expression: Expression = CALM, *, fur: Colour = ORANGE, ear: Colour = WOOD) -> None:
    """A dog's head with hanging ears and a light muzzle."""
    across, down = expression.turn
    skull = smooth(_DOG_SKULL)
    canvas.shape(skull, fur, shade=LIGHT)
    x, y = across * 30, down * 22
    blaze = [(x - 12, -110), (x - 16, -50), (x - 30, y + 6), (x - 62, y + 44), (x - 50, 120), (x + 50, 120)]
    canvas.wash(smooth([*blaze, (x + 62, y + 44), (x + 30, y + 6), (x + 16, -50), (x + 12, -110)]), SNOW, within=skull)
    canvas.shape(skull, None)
    flap = smooth([(-58, -92), (-58, -92), (-104, -92), (-136, -30), (-132, 44), (-104, 58), (-84, 20), (-78, -34)])
    for contour in (flap, mirrored(flap)):
        canvas.shape(contour, ear, shade=LIGHT)
    face(canvas, expression, lid=fur, spread=42)
    contour = smooth([(x - 24, y + 20), (x, y + 14), (x + 24, y + 20), (x + 14, y + 36), (x, y + 42), (x - 14, y + 36)])
    canvas.shape(contour, INK)
    canvas.ellipse(x - 8, y + 22, 7, 4, WHITE, outline=None)
    if expression.mouth in {Mouth.SMILE, Mouth.FLAT, Mouth.FROWN}:
        canvas.stroke([(x, y + 38), (x, y + 52)], INK, 5)
    sweat(canvas, expression)


def paw(canvas: Canvas, fur: Colour) -> None:
    """A round paw about (0, 0), toes downwards."""
    canvas.shape(ellipse(0, 0, 36, 28), fur, shade=(-6, -5))
    for x in (-12, 12):
        canvas.curve([(x, 8), (x * 1.1, 22)], INK, 4.5)


_CAT_SKULL: tuple[Point, ...] = (
    (0, -88), (58, -80), (98, -36), (112, 20), (92, 66), (48, 90), (0, 96), (-48, 90), (-92, 66), (-112, 20),
    (-98, -36), (-58, -80),
)  # fmt: skip
_DOG_SKULL: tuple[Point, ...] = (
    (0, -104), (56, -94), (88, -48), (92, 10), (84, 60), (48, 98), (0, 108), (-48, 98), (-84, 60), (-92, 10),
    (-88, -48), (-56, -94),
)  # fmt: skip


def owl(canvas: Canvas, expression: Expression, *, feathers: Colour = WOOD) -> None:
    """A whole owl, about 300 high with its middle at (0, 0); its beak says what a mouth does."""
    body = smooth(_OWL)
    canvas.shape(body, feathers, shade=LIGHT)
    belly = smooth([(-62, 56), (0, 34), (62, 56), (74, 110), (40, 150), (-40, 150), (-74, 110)])
    canvas.wash(belly, CREAM, within=body)
    for y, row in ((78, (-36, 0, 36)), (104, (-20, 20)), (126, (-34, 0, 34))):
        for x in row:
            canvas.curve([(x - 11, y), (x, y + 9), (x + 11, y)], shaded(CREAM, 0.3), 5)
    canvas.shape(body, None)
    wing = smooth([(-112, 10), (-142, 70), (-118, 136), (-118, 136), (-92, 96), (-90, 40)])
    for contour in (wing, mirrored(wing)):
        canvas.shape(contour, shaded(feathers, 0.12), shade=LIGHT)
    for side in (-1, 1):
        for x in (22, 44):
            canvas.limb([(side * x, 154), (side * (x + 4), 176)], SUN, 14, shade=False)
    for side in (-1, 1):
        canvas.ellipse(side * 48, -36, 56, fill=lit(CREAM, 0.2), shade=(-5, -5))
        canvas.ellipse(side * 48, -36, 44, fill=ORANGE, outline=None)
    for side in (-1, 1):
        _owl_eye(canvas.at(side * 48, -36), expression, feathers)
    if expression.mouth is Mouth.GASP:
        canvas.shape(smooth([(-20, -4), (0, -18), (20, -4), (20, -4), (22, 40), (0, 62), (-22, 40), (-20, -4)]), PLUM)
        canvas.shape(smooth([(-24, 2), (-24, 2), (0, -26), (24, 2), (24, 2), (0, 12)]), SUN)
        canvas.shape(smooth([(-21, 46), (-21, 46), (21, 46), (21, 46), (0, 68)]), SUN)
        return
    canvas.shape(smooth([(-18, -14), (0, -24), (18, -14), (0, 26), (0, 26)]), SUN, shade=(-4, -4))


def _owl_eye(canvas: Canvas, expression: Expression, feathers: Colour) -> None:
    x, y = expression.gaze[0] * 14, expression.gaze[1] * 14
    if expression.eyes is Eyes.WIDE:
        canvas.ellipse(0, 0, 44, fill=SNOW)
        canvas.ellipse(x, y, 11, fill=INK, outline=None)
        canvas.ellipse(x - 4, y - 5, 4, fill=SNOW, outline=None)
        return
    canvas.ellipse(x, y + 4, 26, fill=INK, outline=None)
    canvas.ellipse(x - 9, y - 2, 8, fill=SNOW, outline=None)
    if expression.eyes is Eyes.TIRED:
        canvas.shape(ellipse(0, 0, 45, start=190, end=350), feathers)


_OWL: tuple[Point, ...] = (
    (-112, -140), (-112, -140), (-60, -118), (0, -112), (60, -118), (112, -140), (112, -140), (116, -70), (108, -20),
    (122, 50), (108, 120), (56, 156), (0, 162), (-56, 156), (-108, 120), (-122, 50), (-108, -20), (-116, -70),
)  # fmt: skip
