"""What of a home belongs into a bundle, apart from its database."""

import io
import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from bot.backup.member_names import AUTHOR_KEY, CHECKPOINTS, CORPUS, SECRETS, SETTINGS, most_bytes
from bot.settings import Home
from model import checkpoint
from model.checkpoint import BEST, LAST, LIVE, LIVE_BEFORE, MANIFEST
from model.errors import BadOption, UnusableCheckpoint

_UNFINISHED = "unfinished"
_MOST_FILE_BYTES = 2**32
# What is being written at this moment; it gets another name when it is whole.
_HALF = (".new", ".part")


class Contents:
    """The files of a home, read while others may replace them. `left_out` says afterwards what could not be read."""

    def __init__(self, home: Home, *, with_training: bool, with_secrets: bool) -> None:
        self._home = home
        self._with_training = with_training
        self._with_secrets = with_secrets
        self.left_out: list[str] = []

    def files(self) -> Iterator[tuple[str, BinaryIO]]:
        """Every member's name and what stands in it, in a fixed order. Raises OSError."""
        for name in (SETTINGS, AUTHOR_KEY, *((SECRETS,) if self._with_secrets else ()), CORPUS):
            with suppress(FileNotFoundError), (self._home.folder / name).open("rb") as source:
                yield name, source
        yield from self._checkpoints()
        yield from self._templates()

    def _checkpoints(self) -> Iterator[tuple[str, BinaryIO]]:
        folder = self._home.checkpoints
        # Before the runs are listed: one that goes live later is not in this bundle, nor is its name.
        pointers = {LIVE: BEST, LIVE_BEFORE: BEST, **({_UNFINISHED: LAST} if self._with_training else {})}
        pointing = {name: data for name in pointers if (data := _small(folder / name)) is not None}
        saved: set[str] = set()
        for run in self._runs():
            for part in (BEST, LAST) if self._with_training else (BEST,):
                for name, data in self._checkpoint(folder / run / part):
                    saved.add(f"{run}/{part}")
                    yield f"{CHECKPOINTS}/{run}/{part}/{name}", io.BytesIO(data)
            yield from self._beside(run)
        for name, data in pointing.items():
            if f"{data.decode(errors='replace').strip()}/{pointers[name]}" in saved:
                yield f"{CHECKPOINTS}/{name}", io.BytesIO(data)

    def _runs(self) -> Iterator[str]:
        folder = self._home.checkpoints
        for path in sorted(folder.iterdir()) if folder.is_dir() else ():
            with suppress(BadOption):
                if path.is_dir():
                    yield checkpoint.check_run_name(path.name)

    def _checkpoint(self, folder: Path) -> list[tuple[str, bytes]]:
        """The files of a checkpoint, whole and of one moment; none when they can't be used."""
        if not folder.is_dir():
            return []
        try:
            return _consistent(folder)
        except UnusableCheckpoint as error:
            self.left_out.append(f"{folder.relative_to(self._home.folder)}: {error.why}")
            return []

    def _beside(self, run: str) -> Iterator[tuple[str, BinaryIO]]:
        """What stands beside a run's checkpoints: a picture of its evaluation, and the like."""
        for path in sorted((self._home.checkpoints / run).iterdir()):
            name = f"{CHECKPOINTS}/{run}/{path.name}"
            most = most_bytes(name)
            if most is None or path.suffix in _HALF or path.is_symlink() or not path.is_file():
                continue
            yield from self._unless_too_big(name, path, most)

    def _templates(self) -> Iterator[tuple[str, BinaryIO]]:
        """What the community made itself, and what it put by to learn from; what is removed meanwhile is left out."""
        for path in (*sorted(self._home.templates.glob("*/*")), *sorted(self._home.pictures.glob("*.jpg"))):
            name = path.relative_to(self._home.folder).as_posix()
            most = most_bytes(name)
            if most is None or path.is_symlink() or path.parent.is_symlink() or not path.is_file():
                continue
            yield from self._unless_too_big(name, path, most)

    def _unless_too_big(self, name: str, path: Path, most: int) -> Iterator[tuple[str, BinaryIO]]:
        with suppress(FileNotFoundError), path.open("rb") as source:
            if path.stat().st_size <= most:
                yield name, source
            else:
                self.left_out.append(f"{name}: too big")


def _consistent(folder: Path) -> list[tuple[str, bytes]]:
    """A checkpoint's files by name. Raises UnusableCheckpoint."""
    manifest = checkpoint.read_manifest(folder)
    while True:
        try:
            files = [
                (name, checkpoint.read_file(folder, manifest, role, _MOST_FILE_BYTES))
                for role, name in manifest.files.items()
            ]
            said = json.dumps(manifest.to_json(), ensure_ascii=False, indent=1).encode()
            return [(MANIFEST, said), *sorted(files)]
        except UnusableCheckpoint:
            # Training may have put a newer checkpoint here meanwhile and removed the files of the old one.
            newer = checkpoint.read_manifest(folder)
            if newer.files == manifest.files:
                raise
            manifest = newer


def _small(path: Path) -> bytes | None:
    with suppress(OSError), path.open("rb") as source:
        return source.read(1_000)
    return None
