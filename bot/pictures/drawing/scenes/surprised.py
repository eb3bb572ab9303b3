"""An owl that is calm, then shocked by what had to come: two panels, words on the right."""

from PIL import Image

from bot.pictures.drawing.animals import owl
from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import leaf, turned
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.palette import BARK, CORAL, INK, LEAF, PAPER, SKY, SUN, lit, mixed

CALM_OWL = Expression(Eyes.TIRED, Mouth.SMILE, gaze=(0.2, 0), brow_tilt=None)
SHOCKED_OWL = Expression(Eyes.WIDE, Mouth.GASP, brow_tilt=None)


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(1040)
    canvas.box(-20, -20, 1040, 540, SKY, outline=None)
    _branch(canvas)
    owl(canvas.at(245, 270, 1.12), CALM_OWL)
    canvas.box(-20, 520, 1040, 540, CORAL, outline=None)
    for index in range(24):
        ray = [(245.0, 800.0), *turned([(430, -28), (430, 28)], index * 15, 245, 800)]
        canvas.wash(ray, mixed(CORAL, SUN, 0.5), within=[(0, 520), (500, 520), (500, 1040), (0, 1040)])
    owl(canvas.at(245, 800, 1.5), SHOCKED_OWL)
    canvas.box(490, -20, 530, 1080, PAPER, outline=None)
    canvas.stroke([(490, 0), (490, 1040)], INK, 9)
    canvas.stroke([(0, 520), (1000, 520)], INK, 9)
    return canvas.finish()


def _branch(canvas: Canvas) -> None:
    canvas.ellipse(90, 100, 46, fill=lit(SUN, 0.5), outline=None)
    canvas.limb([(-30, 452), (180, 440), (340, 452), (540, 430)], BARK, (40, 30))
    for x, y, angle in ((60, 440, -60), (110, 446, -100), (430, 432, -50), (400, 448, 60), (30, 460, 70)):
        canvas.shape(leaf(66, 40, angle=angle, x=x, y=y), LEAF, shade=(-4, -5))
