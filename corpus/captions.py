r"""A caption as a text to learn from, and back: which template, what was asked for, then the words of each box.

    \x01drake\x05mondays\x02getting up\x02staying in bed

One network then writes posts and captions, and both alike: what stands before the first box is the control line, with
which a text that is to be a caption begins. Its marks are control characters, which cleaning takes out of every post,
so no post is ever read as a caption. Knows no templates: whether there is such a one, and what fits it, others say.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.invisible import remove_invisible

HEADING = "\x01"
"""Begins a caption; the template's name follows. In ASCII: start of heading."""
ASKED = "\x05"
"""What was asked for follows, perhaps nothing. In ASCII: enquiry."""
BOX = "\x02"
"""The words of a box follow, perhaps none. In ASCII: start of text."""
MARKS = HEADING + ASKED + BOX
_BETWEEN_WORDS_OF_BOXES = "\n\n"


@dataclass(frozen=True, slots=True)
class CaptionText:
    """What the text of a caption says."""

    template: str
    title: str
    boxes: tuple[str, ...]


def control_line(template: str, title: str = "") -> str:
    """What the text of a caption begins with, up to its first box: to go on from here is to write the caption."""
    return f"{HEADING}{plain(template)}{ASKED}{' '.join(plain(title).split())}{BOX}"


def join(template: str, boxes: Iterable[str], title: str = "") -> str:
    """The text of a caption. A title is one line; characters that cleaning would remove are left out."""
    return control_line(template, title) + BOX.join(plain(box) for box in boxes)


def split(text: str) -> CaptionText:
    """The inverse of `join`. Raises ValueError for what is no caption, or one with marks in the wrong places."""
    heading, *boxes = text.split(BOX)
    template, *asked = heading.removeprefix(HEADING).split(ASKED)
    marks = heading.count(HEADING) + sum(box.count(HEADING) + box.count(ASKED) for box in boxes)
    if not heading.startswith(HEADING) or marks != 1 or len(asked) != 1 or not template or not boxes:
        raise ValueError("not the text of a caption")
    return CaptionText(template, asked[0], tuple(boxes))


def is_caption(text: str) -> bool:
    """Whether a text, or what it is to begin with, is a caption's and not a post's."""
    return text.startswith(HEADING)


def asked(begin: str) -> str:
    """What a member said of the words that a text is to begin with: of a control line the title, of a post all."""
    return begin.partition(ASKED)[2].partition(BOX)[0] if is_caption(begin) else begin


def words(text: str) -> str:
    """The words that a reader sees, a box a paragraph; a post as it is. Never raises."""
    if not is_caption(text):
        return text
    _, *boxes = text.split(BOX)
    return _BETWEEN_WORDS_OF_BOXES.join(box for box in boxes if box)


def plain(text: str) -> str:
    """`text` without the characters that cleaning would remove, marks among them."""
    return remove_invisible(text)
