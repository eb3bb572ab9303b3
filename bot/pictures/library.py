"""All templates: those that come with Wallflower and the community's own, and which of them a person means.

A shipped template is a folder in `bot/pictures/templates`, a community's own one in `templates` of its home; a name of
its own takes the place of a shipped one. What a template.toml may hold is said in `bot.pictures.template_file`.
"""

import math
import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from bot.domain.template import Box, Template
from bot.errors import Misconfigured
from bot.pictures import template_file
from bot.pictures.plates import facts, picture_file

SHIPPED = Path(__file__).parent / "templates"
# How like what was typed a name must be, 0 to 1: one slip in five letters.
_LIKENESS = 0.8
_SHORTEST_MISSPELLED = 4
# No name is longer; difflib's time grows with the square.
_LONGEST_WISH = 80
# Shares of the picture: a box may end half a per cent outside, by rounding.
_TOLERANCE = 0.005

_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A template and its picture."""

    template: Template
    picture: Path


def read_entry(folder: Path, *, is_shipped: bool) -> Entry:
    """The template of a folder. Raises Misconfigured: one sentence that says what to mend."""
    picture = picture_file(folder)
    seen = facts(picture)
    template = template_file.read(folder, is_animated=seen.is_animated, is_shipped=is_shipped)
    for index, box in enumerate(template.boxes, 1):
        if not _is_inside(box, seen.size):
            raise Misconfigured(
                f"{folder / template_file.FILE}: boxes[{index}] ({box.name}) leaves the picture: "
                "`at` is its centre; move it or make `size` smaller"
            )
    return Entry(template, picture)


class Library:
    """The templates of one community. `own` is its folder of templates, which need not exist and may change."""

    def __init__(self, own: Path | None = None, shipped: Path = SHIPPED) -> None:
        self._own_folder = own
        self._shipped_folder = shipped
        # With what its files were like when they were read; None: it is left out.
        self._own: dict[Path, tuple[_Stamp, Entry | None]] = {}

    def templates(self) -> tuple[Template, ...]:
        """All of them, the community's own first, each by name."""
        return tuple(entry.template for entry in self._entries().values())

    def entry(self, name: str) -> Entry | None:
        """The template of exactly this name. Reads no other one: the first meme of a process is quick."""
        if not template_file.is_name(name):
            return None
        own = None if self._own_folder is None else self._own_entry(self._own_folder / name)
        if own is not None:
            return own
        shipped = self._shipped_folder / name
        return _shipped(shipped) if shipped.is_dir() else None

    def find(self, wish: str) -> Template | None:
        """Whom a person means by a name, a title or an alias, slips of the pen included."""
        key = _key(wish[:_LONGEST_WISH])
        if not key:
            return None
        known: dict[str, Template] = {}
        for entry in self._entries().values():
            for called in _called(entry.template):
                known.setdefault(_key(called), entry.template)
        if key in known:
            return known[key]
        if len(key) < _SHORTEST_MISSPELLED:
            return None
        close = get_close_matches(key, known, n=1, cutoff=_LIKENESS)
        return known[close[0]] if close else None

    def _entries(self) -> dict[str, Entry]:
        folders = [] if self._own_folder is None else list(_folders(self._own_folder))
        for gone in self._own.keys() - set(folders):
            del self._own[gone]
        own = {folder.name: entry for folder in folders if (entry := self._own_entry(folder)) is not None}
        shipped = (folder for folder in _folders(self._shipped_folder) if folder.name not in own)
        return {**own, **{folder.name: _shipped(folder) for folder in shipped}}

    def _own_entry(self, folder: Path) -> Entry | None:
        """Read anew when a file of it has changed. One with a mistake is left out, and the log says why."""
        stamp = _stamp(folder)
        if stamp is None:
            return None
        known = self._own.get(folder)
        if known is None or known[0] != stamp:
            try:
                entry: Entry | None = read_entry(folder, is_shipped=False)
            except Misconfigured as error:
                entry = None
                _warn(folder, error)
            known = self._own[folder] = (stamp, entry)
        return known[1]


def _warn(folder: Path, error: Misconfigured) -> None:
    # Imported where it is needed: it would take a third of the first meme's time.
    import structlog  # noqa: PLC0415

    structlog.get_logger(__name__).warning("template left out", template=folder.name, why=str(error))


@cache
def _shipped(folder: Path) -> Entry:
    return read_entry(folder, is_shipped=True)


def _folders(parent: Path) -> Iterator[Path]:
    try:
        found = sorted(path for path in parent.iterdir() if not path.name.startswith((".", "_")))
    except OSError:
        return
    yield from (path for path in found if path.is_dir())


def _stamp(folder: Path) -> _Stamp | None:
    """What changes when one of a template's files does; None if there is no such folder."""
    try:
        with os.scandir(folder) as files:
            return tuple(sorted((file.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files))
    except OSError:
        return None


def _called(template: Template) -> tuple[str, ...]:
    return (template.name, *template.titles.values(), *template.aliases)


def _key(text: str) -> str:
    """Letters and digits alone, in one case: `Да/нет`, `да-нет` and `ДА НЕТ` are the same; so are ё and е."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    return "".join(character for character in folded if character.isalnum())


def _is_inside(box: Box, size: tuple[int, int]) -> bool:
    """Whether all corners of a box, turned, are in the picture."""
    turn = math.radians(box.angle)
    width, height = box.width * size[0], box.height * size[1]
    half_x = (abs(width * math.cos(turn)) + abs(height * math.sin(turn))) / 2 / size[0]
    half_y = (abs(width * math.sin(turn)) + abs(height * math.cos(turn))) / 2 / size[1]
    return all(
        half - _TOLERANCE <= centre <= 1 - half + _TOLERANCE for centre, half in ((box.x, half_x), (box.y, half_y))
    )
