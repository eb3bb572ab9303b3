"""What a member wants of /meme: a template, what it is about, words of their own.

/meme                                  a template of the bot's choice
/meme drake                            this one
/meme drake about mondays              … about something; the word "about" may be left out
/meme about mondays
/meme 3, /meme drake 3, /meme 3 drake about mondays   so many of them as one album
/meme drake first line | second line   the member's own words, a box each; or each on a line of its own
/meme first line | second line
/meme On Monday                        names no template: a text that begins so
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from bot.domain.template import Template
from bot.ports import Painter

# Words that a template's title may have.
_MOST_NAME_WORDS = 8
# How alike a word and a template's name must be to take the one for a slip of the other; 1 is the same.
_ALIKE = 0.75
_MOST_NEAREST = 3

_WORD = re.compile(r"\S+")
_COUNT = re.compile(r"([0-9]{1,2})(?:\s+|$)", re.ASCII)
_ABOUT = re.compile(r"(?:about|про|о|об|обо)\s+(?=\S)", re.IGNORECASE)
# At the very beginning a single letter is more likely that of a post: «О, понедельник».
_ABOUT_ALONE = re.compile(r"(?:about|про)\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PictureWish:
    """A picture. No `template` means one of the bot's choice; `own` are the member's words, a text for each box.

    Without them the bot writes the caption, about `title` if there is one. `count` is how many pictures there are to
    be, any number of two digits: the reader must look whether so many may be asked for.
    """

    template: Template | None = None
    title: str = ""
    own: tuple[str, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True)
class TextWish:
    """A text that begins with `prime`."""

    prime: str


@dataclass(frozen=True, slots=True)
class UnknownTemplate:
    """A template was meant that does not exist; `nearest` are those whose names are most like it."""

    name: str
    nearest: tuple[Template, ...]


def read_wish(text: str, painter: Painter, *, is_on_photo: bool = False) -> PictureWish | TextWish | UnknownTemplate:
    """What `text`, the words after /meme, asks for. On a photo there is no text to begin and no template to miss."""
    text = text.strip()
    if not is_on_photo and not painter.templates():
        return TextWish(text)
    first, _, below = text.partition("\n")
    template, end = _named(first, painter)
    if template is not None:
        return _on_template(template, first[end:].strip(" ,:"), below)
    if is_on_photo:
        return _on_photo(text)
    album = _album(text, painter)
    if album is not None:
        return album
    about = _ABOUT_ALONE.match(text)
    if not text or about is not None:
        return PictureWish(title=_one_line(text[about.end() :]) if about else "")
    name = _meant_as_a_name(first, has_more=bool(below.strip()))
    nearest = nearest_templates(name, painter.templates()) if name else ()
    if nearest:
        return UnknownTemplate(name, nearest)
    return PictureWish(own=_parted(text)) if "|" in text else TextWish(text)


def nearest_templates(name: str, templates: Sequence[Template], alike: float = _ALIKE) -> tuple[Template, ...]:
    """Up to three templates that may have been meant, the likeliest first."""

    def likeness(template: Template) -> float:
        known = (template.name, *template.titles.values(), *template.aliases)
        return max(SequenceMatcher(None, name.casefold(), each.casefold()).ratio() for each in known)

    ranked = sorted(((likeness(template), template) for template in templates), key=lambda pair: -pair[0])
    return tuple(template for score, template in ranked[:_MOST_NEAREST] if score >= alike)


def _named(line: str, painter: Painter) -> tuple[Template | None, int]:
    """The template that the first words of a line name, the longest name first, and where the name ends."""
    ends = [match.end() for match in _WORD.finditer(line.partition("|")[0])]
    for end in reversed(ends[:_MOST_NAME_WORDS]):
        found = painter.find(line[:end].strip(" ,:"))
        if found is not None:
            return found, end
    return None, 0


def _album(text: str, painter: Painter) -> PictureWish | None:
    """Several pictures, where the first word is a number and a template or "about …" follows, or nothing."""
    number = _COUNT.match(text)
    if number is None:
        return None
    rest = text[number.end() :].strip()
    is_picture = not rest or _ABOUT_ALONE.match(rest) or _named(rest.partition("\n")[0], painter)[0] is not None
    wish = read_wish(rest, painter) if is_picture else None
    if not isinstance(wish, PictureWish) or wish.own or wish.count != 1:
        return None
    return replace(wish, count=int(number[1]))


def _on_template(template: Template, rest: str, below: str) -> PictureWish:
    number = _COUNT.match(rest)
    if number is not None and not below.strip():
        wanted = rest[number.end() :]
        about = _ABOUT.match(wanted)
        if not wanted or (about is not None and "|" not in wanted):
            return PictureWish(template, _one_line(wanted[about.end() :] if about else ""), count=int(number[1]))
    about = _ABOUT.match(rest)
    if about is not None:
        return PictureWish(template, _one_line(f"{rest[about.end() :]} {below}"))
    if "|" in rest or "|" in below:
        own = _parted(f"{rest}\n{below}".strip())
        # "drake | first | second": the first stroke parts the name from the words.
        return PictureWish(template, own=own[1:] if not own[0] and len(own) > len(template.boxes) else own)
    lines = _lines(below)
    if lines:
        return PictureWish(template, own=(*_lines(rest), *lines))
    return PictureWish(template, _one_line(rest))


def _on_photo(text: str) -> PictureWish:
    own = _parted(text) if "|" in text else _lines(text)
    if len(own) > 1:
        return PictureWish(own=(own[0], "\n".join(own[1:])))
    about = _ABOUT.match(text)
    return PictureWish(title=_one_line(text[about.end() :] if about else text))


def _meant_as_a_name(line: str, *, has_more: bool) -> str:
    """What must have been meant as a name: a word alone, or with lines or "about …" after it; "" for nothing."""
    words = line.split()
    if len(words) == 1 or (words and has_more):
        return line.strip()
    if len(words) > 2 and _ABOUT_ALONE.match(" ".join(words[1:])):
        return words[0]
    return ""


def _parted(text: str) -> tuple[str, ...]:
    return tuple(_one_line(part) for part in text.split("|"))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(_one_line(line) for line in text.split("\n") if line.strip())


def _one_line(text: str) -> str:
    return " ".join(text.split())
