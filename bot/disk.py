"""The room that a home takes: what takes how much, what is deleted when that is too much, and whether more fits.

Never deleted: the live run and the one before it, the newest, one that is not finished, every run while a training
works, the newest backup, and whatever Wallflower did not put there itself.
"""

import re
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.domain.pruning import Thing, Worth, to_prune
from bot.errors import Refused
from bot.pictures.wall_pictures import FOLDER, WallPictures
from bot.settings import Home
from bot.storage import learned
from bot.storage.holding import held
from model.checkpoint import BEST, LAST, LIVE, LIVE_BEFORE, MANIFEST

# Below the first a training or a migration may fail half-way (it loses nothing then); below the second it soon will.
LOW_BYTES, FULL_BYTES = 1_000_000_000, 100_000_000

_UNFINISHED = "unfinished"
_BUNDLE = re.compile(r"wallflower-.+-\d{8}-\d{6}\.zip", re.DOTALL)

FreeBytes = Callable[[Path], int]


def free_bytes(folder: Path) -> int:
    """What is left on the disk of a folder. Raises OSError."""
    return shutil.disk_usage(folder).free


def refuse_when_low(home: Home, free: FreeBytes = free_bytes) -> None:
    """Raise Refused where a training might fail for want of room."""
    left = free(home.folder)
    if left < LOW_BYTES:
        raise Refused(f"only {size(left)} are left on the disk: free some, then train (`wallflower doctor` tells what)")


def usage(home: Home) -> dict[str, int]:
    """Bytes by what takes them, the most first: the parts of the home that Wallflower makes, and `other`."""
    named: dict[str, int] = {}
    for path in home.folder.iterdir():
        part = _PARTS.get(path.name, "other")
        if path.name.startswith("wallflower.db"):
            part = "database"
        named[part] = named.get(part, 0) + bytes_in(path)
    return dict(sorted(named.items(), key=lambda item: -item[1]))


_PARTS: Mapping[str, str] = {
    "checkpoints": "checkpoints",
    "pictures": "pictures put by",
    "templates": "templates",
    "backups": "backups",
    "corpus.txt": "corpus",
    "captions.txt": "corpus",
    "retrain.log": "logs",
    "read.log": "logs",
}


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was deleted, by name in the home, and how many bytes that freed; `over` is what is still too much."""

    names: tuple[str, ...]
    freed: int
    over: int


def prune(home: Home, most: int, keep_backups: int) -> Pruned:
    """Delete backups beyond the newest `keep_backups`, then the oldest of what may go until the home takes at most
    `most` bytes (0: however many). Raises OSError.

    While a training works its folder is left alone, all of it.
    """
    surplus = _backups(home)[keep_backups:]
    gone = {_name(home, path): bytes_in(path) for path in surplus}
    for path in surplus:
        path.unlink(missing_ok=True)
    if not most:
        return Pruned(tuple(gone), sum(gone.values()), 0)
    try:
        if home.checkpoints.is_dir():
            # Nobody begins a training, and so uses a run, while some are deleted.
            with held(home.checkpoints, alone=True):
                gone |= _prune(home, most, [*_runs(home), *_others(home)])
        else:
            gone |= _prune(home, most, list(_others(home)))
    except Refused:
        gone |= _prune(home, most, list(_others(home)))
    return Pruned(tuple(gone), sum(gone.values()), max(0, bytes_in(home.folder) - most))


def _prune(home: Home, most: int, things: list[Thing]) -> dict[str, int]:
    others = bytes_in(home.folder) - sum(thing.size for thing in things)
    gone: dict[str, int] = {}
    for thing in to_prune(things, most, others):
        path = home.folder / thing.name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        gone[thing.name] = thing.size
    return gone


def _runs(home: Home) -> Iterator[Thing]:
    """Each run that Wallflower made: what writes, and apart from it what only going on would need."""
    unfinished = _told(home.checkpoints / _UNFINISHED)
    used = {_told(home.checkpoints / LIVE), _told(home.checkpoints / LIVE_BEFORE), unfinished}
    folders = [path for path in home.checkpoints.iterdir() if path.is_dir() and not path.is_symlink()]
    runs = sorted((path for path in folders if _is_run(path)), key=lambda path: path.stat().st_mtime)
    # The newest may be about to be made live by hand.
    used |= {path.name for path in runs[-1:]}
    for path in runs:
        last = path / LAST
        left = bytes_in(last) if last.is_dir() and (path / BEST / MANIFEST).is_file() else 0
        at = path.stat().st_mtime
        if left:
            yield Thing(_name(home, last), left, at, Worth.LEFTOVER, in_use=path.name == unfinished)
        yield Thing(_name(home, path), bytes_in(path) - left, at, Worth.COPY, in_use=path.name in used)


def _others(home: Home) -> Iterator[Thing]:
    for age, path in enumerate(_backups(home)):
        yield Thing(_name(home, path), bytes_in(path), path.stat().st_mtime, Worth.COPY, in_use=age == 0)
    if home.pictures.is_dir():
        for path in home.pictures.iterdir():
            if path.is_file() and not path.is_symlink():
                yield Thing(_name(home, path), bytes_in(path), path.stat().st_mtime, Worth.GIVEN)
    for path in WallPictures(home.pictures / FOLDER).files():
        yield Thing(_name(home, path), bytes_in(path), path.stat().st_mtime, Worth.LEFTOVER)


def _backups(home: Home) -> list[Path]:
    """The bundles with dated names in the home's own folder for them, the newest first."""
    if not home.backups.is_dir():
        return []
    found = [path for path in home.backups.iterdir() if _BUNDLE.fullmatch(path.name) and path.is_file()]
    return sorted((path for path in found if not path.is_symlink()), key=lambda path: path.name[-19:], reverse=True)


def _is_run(folder: Path) -> bool:
    made = (folder / BEST / MANIFEST, folder / LAST / MANIFEST, folder / learned.FILE)
    return any(path.is_file() for path in made)


def _told(pointer: Path) -> str | None:
    """The run that a pointer names; None if there is none. Raises OSError for one that can't be read."""
    try:
        return pointer.read_text("utf-8", "replace").strip()
    except FileNotFoundError:
        return None


def _name(home: Home, path: Path) -> str:
    return path.relative_to(home.folder).as_posix()


def bytes_in(path: Path) -> int:
    """Of a file, or of all files below a folder; what goes while it is counted is left out."""
    total = 0
    for each in [path, *path.rglob("*")] if path.is_dir() and not path.is_symlink() else [path]:
        with suppress(FileNotFoundError):
            status = each.lstat()
            total += status.st_size if stat.S_ISREG(status.st_mode) else 0
    return total


def size(count: int) -> str:
    """Bytes, for a person."""
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"
