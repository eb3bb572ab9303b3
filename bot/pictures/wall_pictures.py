"""The wall's pictures that wait to be learned from: `pictures/wall/` of a home.

They are there from when they are fetched until templates were made of them. A file's name says which photo it is and,
as keyed hashes, whose: `photo-1_2.9f86d0….jpg`. So whoever is forgotten takes theirs along, whatever else is damaged.
"""

import re
import secrets
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from bot.errors import Refused

# In the folder of pictures that were put by.
FOLDER = "wall"

# Pixels a picture is kept with: what the words of a box can be read from.
_KEPT_PIXELS = 1_000_000
_QUALITY = 92
_HASH = r"[0-9a-f]{64}"
_FILE = re.compile(rf"(photo-?[0-9]{{1,18}}_[0-9]{{1,18}})((?:\.{_HASH}){{0,2}})\.jpg")

_HALF = re.compile(r"\.[0-9a-f]{16}")


def authors_of(file: Path) -> tuple[str, ...]:
    """Whose picture a file of this folder is, as hashes; nobody's if it is none of these."""
    found = _FILE.fullmatch(file.name)
    return () if found is None else tuple(found[2].split(".")[1:])


class WallPictures:
    """The pictures in one folder, which need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def files(self) -> list[Path]:
        """What is there, by name. Raises OSError."""
        if not self._folder.is_dir():
            return []
        return sorted(path for path in self._folder.iterdir() if _FILE.fullmatch(path.name))

    def names(self) -> frozenset[str]:
        """Which photos are there: `photo-1_2`. Raises OSError."""
        return frozenset(map(_photo, self.files()))

    def keep(self, name: str, authors: Collection[str], photo: bytes) -> None:
        """Keep the pixels of a stranger's photo. Raises Refused: no picture (UnreadablePicture), no such name. OSError.

        `authors` are one hash or two.
        """
        from bot.pictures.opening import open_picture  # noqa: PLC0415 - numpy, which nothing else here needs

        file = ".".join([name, *authors, "jpg"])
        if _FILE.fullmatch(file) is None:
            raise Refused(f"{name[:40]!r} is no name of a wall's photo")
        picture = open_picture(photo, most_pixels=_KEPT_PIXELS)
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / f".{secrets.token_hex(8)}"
        try:
            picture.save(half, "JPEG", quality=_QUALITY)
            half.replace(self._folder / file)
        finally:
            half.unlink(missing_ok=True)

    def of(self, authors: Collection[str]) -> list[Path]:
        """Which of them are these authors', given as hashes. Raises OSError."""
        return [file for file in self.files() if not set(authors_of(file)).isdisjoint(authors)]

    def keep_only(self, names: Collection[str]) -> None:
        """Delete the photos that have none of these names. Raises OSError."""
        for file in self.files():
            if _photo(file) not in names:
                file.unlink(missing_ok=True)

    def drop_before(self, instant: datetime) -> None:
        """Delete what was fetched earlier. Raises OSError."""
        for file in self.files():
            if file.stat().st_mtime < instant.timestamp():
                file.unlink(missing_ok=True)

    def forget(self, authors: Collection[str]) -> int:
        """Delete what is these authors', given as hashes; how many pictures that were. Raises OSError."""
        theirs = self.of(authors)
        for file in theirs:
            file.unlink(missing_ok=True)
        return len(theirs)

    def clear(self) -> None:
        """Delete all of them, and what a killed process left half made. Raises OSError."""
        if not self._folder.is_dir():
            return
        for file in self._folder.iterdir():
            if _FILE.fullmatch(file.name) or _HALF.fullmatch(file.name):
                file.unlink(missing_ok=True)
        if not any(self._folder.iterdir()):
            self._folder.rmdir()


def _photo(file: Path) -> str:
    return file.name.partition(".")[0]
