r"""A caption as a text to learn from, and back: which template, what was asked for, then the words of each box.

    HEADING + sigil + title + BOX + first box + BOX + second box

The sigil is the template's own character. A network is told it, and which box it is in, at every symbol (`model.told`).
What begins a box is the same for all templates, so that it is learned from all of them together. One network then
writes posts and captions, and both alike. What stands before the first box's words is the control line, with which a
text that is to be a caption begins.

Heading and box are control characters and sigils are for private use (Unicode's planes 15 and 16): cleaning takes them
out of every post, so no post is ever read as a caption. Knows no templates: whether there is such a one, and what fits
it, others say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from corpus.invisible import remove_invisible

HEADING = "\x01"
"""Begins a caption. In ASCII: start of heading."""
BOX = "\x02"
"""A box follows. In ASCII: start of text."""
_PLANES = (0xF0000, 0x100000)
_SIGILS_A_PLANE = 0xFFFE  # the last two of a plane are no characters
_BETWEEN_WORDS_OF_BOXES = "\n\n"


@dataclass(frozen=True, slots=True)
class CaptionText:
    """What the text of a caption says."""

    title: str
    boxes: tuple[str, ...]


def sigil_of(template: str) -> str:
    """The template's own character, by its name: that of two templates is the same once in 131,000 times."""
    number = int.from_bytes(blake2b(template.encode(), digest_size=8).digest())
    plane = _PLANES[number % len(_PLANES)]
    return chr(plane + number // len(_PLANES) % _SIGILS_A_PLANE)


def control_line(template: str, title: str = "") -> str:
    """What the text of a caption begins with, up to its first box: to go on from here is to write the caption."""
    return f"{HEADING}{sigil_of(template)}{' '.join(plain(title).split())}{BOX}"


def parts(boxes: int) -> int:
    """How many parts the text of a caption of so many boxes has; a mark begins each, and the title is the first."""
    return 1 + boxes


def join(template: str, boxes: Iterable[str], title: str = "") -> str:
    """The text of a caption. A title is one line; characters that cleaning would remove are left out."""
    return control_line(template, title) + BOX.join(plain(box) for box in boxes)


def split(template: str, text: str) -> CaptionText:
    """The inverse of `join`. Raises ValueError for what is no caption of this template."""
    begin = HEADING + sigil_of(template)
    heading, *boxes = text.split(BOX)
    title = heading.removeprefix(begin)
    if not heading.startswith(begin) or not boxes or any(map(is_sigil, title + "".join(boxes))):
        raise ValueError(f"not the text of a caption for {template}")
    return CaptionText(title, tuple(boxes))


def is_caption(text: str) -> bool:
    """Whether a text, or what it is to begin with, is a caption's and not a post's."""
    return text.startswith(HEADING)


def is_sigil(character: str) -> bool:
    """Whether a character may be a template's sigil, or is one of the other two."""
    return character in {HEADING, BOX} or ord(character) >= _PLANES[0]


def asked(begin: str) -> str:
    """What a member said of the words that a text is to begin with: of a control line the title, of a post all."""
    return _parts(begin)[0] if is_caption(begin) else begin


def words(text: str) -> str:
    """The words that a reader sees, a box a paragraph; a post as it is. Never raises."""
    if not is_caption(text):
        return text
    return _BETWEEN_WORDS_OF_BOXES.join(box for box in _parts(text)[1:] if box)


def plain(text: str) -> str:
    """`text` without the characters that cleaning would remove, sigils among them."""
    return remove_invisible(text)


def _parts(text: str) -> list[str]:
    """Title and boxes of a caption, whatever its template and however it is spoilt."""
    return ["".join(character for character in part if not is_sigil(character)) for part in text.split(BOX)]
