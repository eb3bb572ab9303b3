"""The cat and the dog. A head is drawn about (0, 0) with a radius of 100, as people's heads are."""

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import Point, ellipse, mirrored, smooth
from bot.pictures.drawing.faces import CALM, Expression, Mouth, face, sweat
from bot.pictures.drawing.figures import LIGHT
from bot.pictures.drawing.palette import CORAL, INK, ORANGE, ROSE, WOOD, Colour, mixed

WHITE = "#fffdf8"


def cat_head(
    canvas: Canvas, expression: Expression = CALM, *, fur: Colour = WHITE, patch: Colour | None = None
) -> None:
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
    canvas.wash(ellipse(x, y + 46, 44, 32), mixed(fur, "#ffffff", 0.7), within=skull)
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
    canvas.wash(smooth([*blaze, (x + 62, y + 44), (x + 30, y + 6), (x + 16, -50), (x + 12, -110)]), WHITE, within=skull)
    canvas.shape(skull, None)
    flap = smooth([(-58, -92), (-58, -92), (-104, -92), (-136, -30), (-132, 44), (-104, 58), (-84, 20), (-78, -34)])
    for contour in (flap, mirrored(flap)):
        canvas.shape(contour, ear, shade=LIGHT)
    face(canvas, expression, lid=fur, spread=42)
    contour = smooth([(x - 26, y + 14), (x, y + 8), (x + 26, y + 14), (x + 14, y + 34), (x, y + 40), (x - 14, y + 34)])
    canvas.shape(contour, INK)
    canvas.ellipse(x - 8, y + 17, 7, 4, "#ffffff", outline=None)
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
