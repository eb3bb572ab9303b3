"""template.toml: a template as its owner writes it. Everything in it is a stranger's until it is read here.

    layout = "two panels"                   # see `Layout`
    aliases = ["drake", "дрейк"]            # other names that people use, in any language
    # learned_from = ["9f86d0…"]            # by `template learn --wall`: of whose pictures it was made, as hashes

    [titles]                                # one at least
    ru = "Это нет, это да"
    en = "This no, that yes"

    [[boxes]]                               # 1 to 12 of them, in the order in which they are read
    name = "no"
    at = [0.75, 0.25]                       # the box's centre, in shares of the picture's width and height
    size = [0.46, 0.44]                     # its width and height, in the same shares
    # The rest may be left out; these are the defaults.
    angle = 0                               # degrees, counter-clockwise, about the centre: -180 to 180
    colour = "#ffffff"
    outline = "#000000"                     # or false: none
    face = "meme"                           # meme, plain, serif or mono
    across = "centre"                       # left, centre or right
    down = "middle"                         # top, middle or bottom
    capitals = false                        # whether words are written in capital letters
    largest = 0.14                          # the greatest letter size, as a share of the picture's height
    # appears = [1.0, 2.5]                  # only of an animated picture: from which second to which

    [[examples]]                            # captions that people could have written
    language = "en"                         # ru or en
    title = "mondays"                       # what it is about; may be left out
    boxes = ["Getting up", "Five more minutes"]   # a text for each box, in their order; "" leaves one empty
    # by = ["9f86d0…"]                      # by `template learn --wall`: from whose picture it was read, as hashes

Knows no pictures: where a turned box ends is seen by `bot.pictures.library`.
"""

import json
import math
import re
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from bot.domain.template import Across, Box, Down, Example, Face, Layout, Template
from bot.errors import Misconfigured

FILE = "template.toml"
MAX_BYTES = 256_000
MAX_BOXES = 12
MAX_EXAMPLES = 500
MAX_ALIASES = 50
MAX_NAME_CHARS = 60
MAX_EXAMPLE_CHARS = 500
# A picture has two authors at most, and a template is made of some dozens.
MAX_AUTHORS = 100
# Seconds; longer than any animated picture that platforms play.
MAX_SECONDS = 60
LANGUAGES = ("ru", "en")

_NAME = re.compile(r"[a-z0-9-]{1,32}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_AUTHOR = re.compile(r"[0-9a-f]{64}")
_Choice = TypeVar("_Choice", bound=StrEnum)


def is_name(text: str) -> bool:
    """Whether a template may be called so in commands, files and addresses."""
    return _NAME.fullmatch(text) is not None


def read(folder: Path, *, is_animated: bool, is_shipped: bool) -> Template:
    """The template of `folder`, called as the folder is. Raises Misconfigured: one sentence with file, key, remedy."""
    file = folder / FILE
    if not is_name(folder.name):
        raise Misconfigured(f"{folder} can't be a template's name: use 1 to 32 of a–z, 0–9 and -")
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise Misconfigured(f"{file} is larger than {MAX_BYTES // 1000} kB: no template needs that")
        values = tomllib.loads(raw.decode())
    except FileNotFoundError:
        raise Misconfigured(f"{file} is missing: docs/pictures.md shows what it holds") from None
    except OSError as error:
        raise Misconfigured(f"{file} can't be read ({error.strerror}): check its rights") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Misconfigured(f"{file} can't be read as TOML ({error}): mend that line") from error
    return parse(values, folder.name, file, is_animated=is_animated, is_shipped=is_shipped)


def parse(
    values: Mapping[str, object], name: str, file: Path | str, *, is_animated: bool = False, is_shipped: bool = False
) -> Template:
    """The template that `values` describe; `file` is what errors call it. Raises Misconfigured."""
    table = _Table(values, str(file))
    table.knows("layout", "aliases", "learned_from", "titles", "boxes", "examples")
    titles = table.table("titles")
    titles.knows(*LANGUAGES)
    by_language = {language: titles.text(language, MAX_NAME_CHARS) for language in LANGUAGES if language in titles}
    if not by_language:
        raise table.wrong("titles", 'must hold a title: write ru = "…" or en = "…"')
    boxes = tuple(_box(part, is_animated) for part in table.tables("boxes", 1, MAX_BOXES))
    names = [box.name for box in boxes]
    for box in names:
        if names.count(box) > 1:
            raise table.wrong("boxes", f"has two boxes called {box!r}: give each a name of its own")
    return Template(
        name=name,
        titles=by_language,
        layout=table.choice("layout", Layout),
        boxes=boxes,
        aliases=table.texts("aliases", 0, MAX_ALIASES, MAX_NAME_CHARS) if "aliases" in table else (),
        examples=tuple(_example(part, len(boxes)) for part in table.tables("examples", 0, MAX_EXAMPLES)),
        learned_from=table.authors("learned_from"),
        is_animated=is_animated,
        is_shipped=is_shipped,
    )


def written(template: Template) -> str:
    """A template.toml that `parse` reads as the same template; what is the default is left out."""
    lines = [f"layout = {_quoted(template.layout)}"]
    if template.aliases:
        lines.append(f"aliases = {_listed(template.aliases)}")
    if template.learned_from:
        lines.append(f"learned_from = {_listed(template.learned_from)}")
    lines += ["", "[titles]", *(f"{language} = {_quoted(title)}" for language, title in template.titles.items())]
    for box in template.boxes:
        lines += ["", "[[boxes]]", *_box_lines(box)]
    for example in template.examples:
        lines += ["", "[[examples]]", f"language = {_quoted(example.language)}"]
        if example.title:
            lines.append(f"title = {_quoted(example.title)}")
        lines.append(f"boxes = {_listed(example.boxes)}")
        if example.by:
            lines.append(f"by = {_listed(example.by)}")
    return "\n".join(lines) + "\n"


def _box(table: "_Table", is_animated: bool) -> Box:
    table.knows(
        "name", "at", "size", "angle", "colour", "outline", "face", "across", "down", "capitals", "largest", "appears"
    )
    name = table.text("name", MAX_NAME_CHARS)
    x, y = table.pair("at", 0, 1)
    width, height = table.pair("size", 0.02, 1)
    if "appears" in table and not is_animated:
        raise table.wrong("appears", "is for animated pictures: leave it out, or put picture.webp or picture.gif there")
    return Box(
        name=name,
        x=x,
        y=y,
        width=width,
        height=height,
        angle=table.number("angle", -180, 180) if "angle" in table else 0.0,
        colour=table.colour("colour") if "colour" in table else "#ffffff",
        outline=table.outline("outline") if "outline" in table else "#000000",
        face=table.choice("face", Face) if "face" in table else Face.MEME,
        across=table.choice("across", Across) if "across" in table else Across.CENTRE,
        down=table.choice("down", Down) if "down" in table else Down.MIDDLE,
        capitals=table.flag("capitals") if "capitals" in table else False,
        largest=table.number("largest", 0.02, 0.5) if "largest" in table else 0.14,
        appears=table.span("appears") if "appears" in table else None,
    )


def _box_lines(box: Box) -> list[str]:
    plain = Box(box.name, box.x, box.y, box.width, box.height)
    lines = [
        f"name = {_quoted(box.name)}",
        f"at = [{box.x!r}, {box.y!r}]",
        f"size = [{box.width!r}, {box.height!r}]",
    ]
    for key in ("angle", "colour", "outline", "face", "across", "down", "capitals", "largest", "appears"):
        value = getattr(box, key)
        if value != getattr(plain, key):
            lines.append(f"{key} = {_value(value)}")
    return lines


def _value(value: object) -> str:
    match value:
        case None | False:
            return "false"
        case True:
            return "true"
        case (start, end):
            return f"[{start!r}, {end!r}]"
        case str():
            return _quoted(value)
    return repr(value)


def _example(table: "_Table", boxes: int) -> Example:
    table.knows("language", "title", "boxes", "by")
    language = table.text("language", 2)
    if language not in LANGUAGES:
        raise table.wrong("language", "must be ru or en")
    return Example(
        language=language,
        boxes=table.texts("boxes", boxes, boxes, MAX_EXAMPLE_CHARS, may_be_empty=True),
        title=table.text("title", MAX_EXAMPLE_CHARS) if "title" in table else "",
        by=table.authors("by"),
    )


def _quoted(text: str) -> str:
    """A basic string of TOML; JSON's escapes are among its own, but for DEL, which it wants escaped."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _listed(texts: tuple[str, ...]) -> str:
    return "[" + ", ".join(map(_quoted, texts)) + "]"


class _Table:
    """A table of the file; each look at a key either gives a sound value or raises Misconfigured."""

    def __init__(self, values: Mapping[str, object], file: str, path: str = "") -> None:
        self._values = values
        self._file = file
        self._path = path

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def wrong(self, key: str, what: str) -> Misconfigured:
        """What is wrong with a key, as a sentence."""
        return Misconfigured(f"{self._file}: {self._path}{key} {what}")

    def knows(self, *keys: str) -> None:
        """Raise for a key that is none of these: mostly a slip of the pen."""
        for key in self._values:
            if key not in keys:
                raise self.wrong(_shown(key), f"is no key here: there are {', '.join(keys)}")

    def table(self, key: str) -> "_Table":
        """A table below this one."""
        value = self._values.get(key)
        if not isinstance(value, dict):
            raise self.wrong(key, f"must be a table: write [{key}] and its keys below")
        return _Table(value, self._file, f"{key}.")

    def tables(self, key: str, least: int, most: int) -> list["_Table"]:
        """The tables of a list."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            raise self.wrong(key, f"must be tables: write [[{key}]] above the keys of each")
        if not least <= len(value) <= most:
            raise self.wrong(key, f"must be {least} to {most} tables, each below a [[{key}]]")
        return [_Table(part, self._file, f"{key}[{index}].") for index, part in enumerate(value, 1)]

    def text(self, key: str, most: int) -> str:
        """A text that is not empty."""
        return self._text(self._values.get(key), key, most, may_be_empty=False)

    def texts(self, key: str, least: int, most: int, chars: int, *, may_be_empty: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self._values.get(key)
        count = str(least) if least == most else f"{least} to {most}"
        if not isinstance(value, list) or not least <= len(value) <= most:
            raise self.wrong(key, f"must be a list of {count} texts")
        return tuple(self._text(text, key, chars, may_be_empty=may_be_empty) for text in value)

    def authors(self, key: str) -> tuple[str, ...]:
        """Keyed hashes of authors; none where there is no such key."""
        value = self._values.get(key, [])
        if not isinstance(value, list) or len(value) > MAX_AUTHORS:
            raise self.wrong(key, f"must be a list of at most {MAX_AUTHORS} hashes: leave it as it was learned")
        if not all(isinstance(each, str) and _AUTHOR.fullmatch(each) for each in value):
            raise self.wrong(key, "must hold hashes of 64 hexadecimal digits: leave it as it was learned")
        return tuple(value)

    def number(self, key: str, least: float, most: float) -> float:
        """A number within limits, both included."""
        return self._number(self._values.get(key), key, least, most)

    def pair(self, key: str, least: float, most: float) -> tuple[float, float]:
        """Two numbers within limits."""
        match self._values.get(key):
            case [first, second]:
                return self._number(first, key, least, most), self._number(second, key, least, most)
        raise self.wrong(key, f"must be two numbers from {least} to {most}, for example [0.5, 0.25]")

    def span(self, key: str) -> tuple[float, float]:
        """From when to when, in seconds."""
        start, end = self.pair(key, 0, MAX_SECONDS)
        if start >= end:
            raise self.wrong(key, "must begin before it ends, for example [1.0, 2.5]")
        return start, end

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self._values.get(key)
        if not isinstance(value, bool):
            raise self.wrong(key, "must be true or false")
        return value

    def colour(self, key: str) -> str:
        """A colour as `#rrggbb`."""
        value = self._values.get(key)
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise self.wrong(key, 'must be a colour, for example "#ff8800"')
        return value.lower()

    def outline(self, key: str) -> str | None:
        """A colour, or None for false."""
        if self._values.get(key) is False:
            return None
        value = self._values.get(key)
        if not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise self.wrong(key, 'must be false or a colour, for example "#000000"')
        return value.lower()

    def choice(self, key: str, among: type[_Choice]) -> _Choice:
        """One of a list of words."""
        value = self._values.get(key)
        for choice in among:
            if value == choice.value:
                return choice
        raise self.wrong(key, f"must be one of {', '.join(choice.value for choice in among)}")

    def _text(self, value: object, key: str, most: int, *, may_be_empty: bool) -> str:
        least = 0 if may_be_empty else 1
        if not isinstance(value, str) or not least <= len(value.strip()) <= len(value) <= most:
            raise self.wrong(key, f"must be a text of {least} to {most} characters")
        return value.strip()

    def _number(self, value: object, key: str, least: float, most: float) -> float:
        # True is an int in Python; nan is a float in TOML.
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise self.wrong(key, f"must be a number from {least} to {most}")
        if not least <= value <= most:
            raise self.wrong(key, f"is {value}: it must be a number from {least} to {most}")
        return float(value)


def _shown(key: str) -> str:
    """A stranger's key in a sentence: not longer than a name, and on one line."""
    return repr(key[:MAX_NAME_CHARS])
