"""Somebody in evening dress raises a glass to us: words above and below."""

from PIL import Image

from bot.pictures.drawing.canvas import Canvas
from bot.pictures.drawing.curves import Point, ellipse, smooth, star, towards, turned
from bot.pictures.drawing.faces import Expression, Eyes, Mouth
from bot.pictures.drawing.figures import Arm, Hair, Person, Pose, figure
from bot.pictures.drawing.hands import Hand, hand
from bot.pictures.drawing.palette import (
    BLOND_HAIR,
    CORAL,
    FAIR,
    INK,
    NIGHT,
    PAPER,
    PLUM,
    ROSE,
    SKY,
    SUN,
    TEAL,
    WHITE,
    lit,
    mixed,
    shaded,
)

HOST = Person(skin=FAIR, hair=Hair.PARTED, hair_colour=BLOND_HAIR, shirt="#3d4470", trousers=NIGHT)
KNOWING = Expression(Eyes.WINK, Mouth.SMIRK, turn=(-0.2, 0.05), brow_lift=8)


RAISED: tuple[Point, Point] = ((150, -296), (178, -386))


def draw() -> Image.Image:
    """The picture."""
    canvas = Canvas(1000, mixed(NIGHT, PLUM, 0.35))
    canvas.box(-20, 620, 1040, 400, mixed(NIGHT, PLUM, 0.6), outline=None)
    _fireworks(canvas)
    _lamps(canvas)
    pose = Pose(left=Arm((-126, -300), (-122, -180)), right=Arm(*RAISED, Hand.HOLDING), head=(-4, -566), head_angle=-5)
    host = canvas.at(410, 1330, 1.5)
    figure(host, HOST, pose, KNOWING, has_legs=False)
    _jacket(host)
    _glass(host.at(186, -462, angle=7))
    hand(host.at(*RAISED[1], 1.2, angle=towards(*RAISED)), Hand.HOLDING, FAIR)
    return canvas.finish()


def _jacket(canvas: Canvas) -> None:
    shirt = smooth([(-30, -448), (0, -440), (30, -448), (18, -330), (0, -262), (-18, -330)])
    canvas.shape(shirt, PAPER)
    for side in (-1, 1):
        lapel = canvas.at(0, 0, mirrored=side < 0)
        lapel.shape([(30, -450), (74, -398), (50, -380), (62, -362), (2, -256), (18, -350)], shaded("#3d4470", 0.25))
    for y in (-352, -312):
        canvas.ellipse(0, y, 4.5, fill=INK, outline=None)
    for side in (-1, 1):
        canvas.at(0, -432, mirrored=side < 0).shape(
            smooth([(4, -4), (40, -20), (46, 0), (40, 20), (4, 6)]), CORAL, shade=(-4, -4)
        )
    canvas.box(-11, -445, 22, 26, CORAL, radius=8)


def _glass(canvas: Canvas) -> None:
    canvas.stroke([(0, 0), (0, 110)], INK, 18)
    canvas.stroke([(0, 0), (0, 108)], lit(SKY, 0.5), 8)
    canvas.ellipse(0, 116, 50, 12, lit(SKY, 0.4))
    bowl = smooth([(-62, -110), (-62, -110), (62, -110), (62, -110), (50, -36), (0, 4), (-50, -36)])
    canvas.shape(bowl, lit(SKY, 0.6), outline=None)
    canvas.wash([(-80, -66), (80, -76), (80, 40), (-80, 40)], SUN, within=bowl)
    canvas.wash(ellipse(0, -71, 60, 11), lit(SUN, 0.5), within=bowl)
    for x, y, size in ((-16, -40, 6), (10, -54, 5), (18, -26, 4.5), (-4, -16, 4)):
        canvas.ellipse(x, y, size, fill="#fff8d8", outline=None)
    canvas.shape(bowl, None)
    canvas.ellipse(0, -110, 62, 12)
    canvas.curve([(-44, -88), (-42, -60), (-34, -40)], WHITE, 7)


def _fireworks(canvas: Canvas) -> None:
    for x, y, radius, colour in _BURSTS:
        for index in range(12):
            start, end = turned([(radius * 0.36, 0), (radius, 0)], index * 30 + x, x, y)
            canvas.stroke([start, end], colour, (4, 9))
        canvas.ellipse(x, y, radius * 0.12, fill=lit(colour, 0.6), outline=None)
    for x, y in ((60, 420), (330, 90), (690, 60), (945, 470), (80, 720), (930, 760)):
        canvas.shape(star(x, y, 16, 5, 4), lit(SUN, 0.5), outline=None)


def _lamps(canvas: Canvas) -> None:
    wire = smooth([(-20, 250), (240, 330), (500, 300), (760, 330), (1020, 250)], closed=False)
    canvas.stroke(wire, INK, 5)
    for index in range(2, len(wire), 4):
        x, y = wire[index]
        canvas.glow(x, y + 22, 44, SUN, strength=0.45, steps=2)
        canvas.ellipse(x, y + 22, 14, 18, lit(SUN, 0.4), width=4)


_BURSTS: tuple[tuple[float, float, float, str], ...] = (
    (150, 170, 120, ROSE), (850, 190, 130, TEAL), (60, 540, 70, TEAL), (930, 590, 76, ROSE),
)  # fmt: skip
