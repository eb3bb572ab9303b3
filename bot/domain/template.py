"""A template: what a meme's picture is called and where its words go. Knows no pixels.

Places are shares of the picture (0 … 1), so that the same template serves every size.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Face(StrEnum):
    """The lettering of a box."""

    MEME = "meme"
    PLAIN = "plain"
    SERIF = "serif"
    MONO = "mono"


class Across(StrEnum):
    """Where lines stand between the sides of a box."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Down(StrEnum):
    """Where the lines together stand between the top and the bottom of a box."""

    TOP = "top"
    MIDDLE = "middle"
    BOTTOM = "bottom"


@dataclass(frozen=True, slots=True)
class Box:
    """One place for words.

    `x`, `y` are the box's centre and `width`, `height` its size, as shares of the picture's width and height; it is
    turned by `angle` degrees counter-clockwise about its centre. `colour` and `outline` are `#rrggbb`; no `outline`
    means none. `largest` is the greatest letter size as a share of the picture's height. `appears` is from when to when
    the words are seen in an animated picture, in seconds; None: always.
    """

    name: str
    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0
    colour: str = "#ffffff"
    outline: str | None = "#000000"
    face: Face = Face.MEME
    across: Across = Across.CENTRE
    down: Down = Down.MIDDLE
    capitals: bool = False
    largest: float = 0.14
    appears: tuple[float, float] | None = None


class Layout(StrEnum):
    """How a template is built; members choose by it and the sheet groups by it."""

    TOP_BOTTOM = "top and bottom"
    TWO_PANELS = "two panels"
    FOUR_PANELS = "four panels"
    SIDE_BY_SIDE = "side by side"
    LABELS = "labels"
    DEMOTIVATOR = "demotivator"
    CHAT = "chat"
    QUOTE = "quote"
    BUGURT = "bugurt"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Example:
    """A caption that people wrote for a template: one text a box, in the boxes' order. `language` is `ru` or `en`.

    `by` are the authors, as keyed hashes, of the wall's picture that it was read from; none for any other caption.
    """

    language: str
    boxes: tuple[str, ...]
    title: str = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """What a meme is made on.

    `name` is what commands, files and addresses call it: 1 to 32 of a–z, 0–9 and -. `titles` are what people call it,
    by language; `aliases` are other names that they use, in any language. `learned_from` are the authors, as keyed
    hashes, of the wall's pictures that its own picture was made of; none for any other template.
    """

    name: str
    titles: Mapping[str, str]
    layout: Layout
    boxes: tuple[Box, ...]
    aliases: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    learned_from: tuple[str, ...] = ()
    is_animated: bool = False
    is_shipped: bool = field(default=True)
    """False for one that the community made itself."""

    def title(self, language: str) -> str:
        """What people call it in a language; in English, or by its name, where it has no title in that."""
        return self.titles.get(language) or self.titles.get("en") or self.name
