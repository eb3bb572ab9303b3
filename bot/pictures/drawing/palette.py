"""The few colours that all our pictures share, and how to make shadows of them."""

Colour = str
"""`#rrggbb`."""

INK = "#2b2340"
WHITE = "#ffffff"
SNOW = "#fffdf8"
PAPER = "#fffaf0"
CREAM = "#fdeccb"
SAND = "#f3d9a4"

CORAL = "#f26b5e"
ROSE = "#f7a8a0"
PLUM = "#8c4a7c"
SUN = "#ffc845"
ORANGE = "#f7944a"
LEAF = "#6dbb63"
PINE = "#2f7d6b"
MINT = "#bfe5cf"
SKY = "#a9dcf0"
TEAL = "#3fa7b5"
SEA = "#2f6fae"
NIGHT = "#27365f"
LILAC = "#b9a6e0"
GREY = "#9aa0b4"
MIST = "#dfe3ee"
SLATE = "#565d78"
WOOD = "#c98850"
BARK = "#8a5636"
STONE = "#c5c2cc"

FAIR = "#ffd9b8"
TAN = "#eeb58a"
BROWN = "#b57a52"
DARK = "#7d5138"

BLACK_HAIR = "#37304d"
BROWN_HAIR = "#7a4b32"
RED_HAIR = "#d9683c"
BLOND_HAIR = "#f2c762"
GREY_HAIR = "#c9cbd8"


def channels(colour: Colour) -> tuple[int, int, int]:
    """Red, green and blue, 0 … 255."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(first: Colour, second: Colour, share: float) -> Colour:
    """`share` (0 … 1) of the second colour in the first."""
    parts = zip(channels(first), channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def shaded(colour: Colour, depth: float = 0.2) -> Colour:
    """The colour in shadow: towards a violet dusk, never towards grey."""
    red, green, blue = channels(colour)
    dusk = (red * 0.52, green * 0.42, blue * 0.68)
    parts = zip((red, green, blue), dusk, strict=True)
    return "#" + "".join(f"{round(a + (b - a) * depth * 1.6):02x}" for a, b in parts)


def lit(colour: Colour, height: float = 0.25) -> Colour:
    """The colour in light."""
    return mixed(colour, "#fffbe8", height)
