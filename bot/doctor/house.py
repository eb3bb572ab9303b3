"""The folder of the community: whether it is there, its settings, who may read its secrets, and room on the disk."""

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot import settings as settings_
from bot.doctor.case import Surroundings
from bot.doctor.finding import Ailment, Finding, Level, fine
from bot.errors import Misconfigured
from bot.settings import SECRETS_FILE, SETTINGS_FILE, Home, Settings

AREA = "home"

# Below the first a training or a migration may fail half-way (it loses nothing then); below the second it soon will.
LOW_BYTES, FULL_BYTES = 1_000_000_000, 100_000_000
_MOST_NAMED = 3

MISSING = Ailment(AREA, "home-missing", Level.BROKEN, "there is no folder {folder}", "name the home: --home FOLDER")
UNWRITABLE = Ailment(
    AREA, "home-unwritable", Level.BROKEN, "nothing can be written into {folder}", "sudo chown -R $USER {folder}"
)
SETTINGS_WRONG = Ailment(
    AREA, "settings-wrong", Level.BROKEN, "the settings can't be used: {problem}",
    "mend what it names; `wallflower settings` lists what there is",
)  # fmt: skip
SETTINGS_ABSENT = Ailment(
    AREA, "settings-absent", Level.NOTE, "there is no wallflower.toml: every setting has its default",
    "write {file}; `wallflower settings` lists what there is",
)  # fmt: skip
NO_PLATFORM = Ailment(
    AREA, "no-platform", Level.BROKEN, "no platform is on, so there is nothing that `wallflower run` could do",
    "set enabled = true under [vk] or [telegram] in {file}",
)  # fmt: skip
SECRETS_OPEN = Ailment(
    AREA, "secrets-open", Level.WARNING, "other users of this machine may read {file} (its mode is {mode})",
    "chmod 600 {file}",
)  # fmt: skip
DISK_LOW = Ailment(
    AREA, "disk-low", Level.WARNING, "{free} are left on the disk; in the home {takers} take the most",
    "free some: of checkpoints/ only the runs that `wallflower checkpoint list` shows as live and before are used",
)  # fmt: skip
DISK_FULL = Ailment(
    AREA, "disk-full", Level.BROKEN, "{free} are left on the disk, too little; in the home {takers} take the most",
    "free some: of checkpoints/ only the runs that `wallflower checkpoint list` shows as live and before are used",
)  # fmt: skip


def examine(
    home: Home, environment: Mapping[str, str] | None, surroundings: Surroundings
) -> tuple[list[Finding], Settings | None]:
    """The findings, and the settings where they can be used."""
    folder = home.folder
    if not folder.is_dir():
        return [MISSING.found(folder=folder)], None
    found = [*_folder(folder, surroundings), *_secrets(home)]
    try:
        settings = settings_.load(home, environment)
    except Misconfigured as error:
        return [*found, SETTINGS_WRONG.found(problem=error)], None
    file = folder / SETTINGS_FILE
    if not (settings.vk.enabled or settings.telegram.enabled):
        found.append(NO_PLATFORM.found(file=file))
    found.append(fine(AREA, "the settings can be read") if file.exists() else SETTINGS_ABSENT.found(file=file))
    return found, settings


def _folder(folder: Path, surroundings: Surroundings) -> Iterator[Finding]:
    if not surroundings.is_writable(folder):
        yield UNWRITABLE.found(folder=folder)
    free = surroundings.free_bytes(folder)
    if free >= LOW_BYTES:
        yield fine(AREA, f"{_size(free)} are free on the disk")
        return
    ailment = DISK_FULL if free < FULL_BYTES else DISK_LOW
    yield ailment.found(free=_size(free), takers=_takers(folder))


def _secrets(home: Home) -> Iterator[Finding]:
    files = [file for file in (home.folder / SECRETS_FILE, home.author_key_file) if file.exists()]
    open_ones = [(file, stat.S_IMODE(file.stat().st_mode)) for file in files if file.stat().st_mode & 0o077]
    for file, mode in open_ones:
        yield SECRETS_OPEN.found(file=file, mode=f"{mode:o}")
    if files and not open_ones:
        yield fine(AREA, "nobody else on this machine may read the keys")


def _takers(folder: Path) -> str:
    """What takes the most room: the runs one by one, of all else what lies in the home."""
    sizes = {path.name: _bytes_in(path) for path in folder.iterdir() if path.name != "checkpoints"}
    checkpoints = folder / "checkpoints"
    if checkpoints.is_dir():
        sizes |= {f"checkpoints/{path.name}": _bytes_in(path) for path in checkpoints.iterdir()}
    largest = sorted(sizes, key=lambda name: -sizes[name])[:_MOST_NAMED]
    return ", ".join(f"{name} ({_size(sizes[name])})" for name in largest) or "nothing"


def _bytes_in(path: Path) -> int:
    """Of a file, or of all files below a folder; what goes while it is counted is left out."""
    total = 0
    for each in [path, *path.rglob("*")] if path.is_dir() and not path.is_symlink() else [path]:
        try:
            status = each.lstat()
        except FileNotFoundError:
            continue
        total += status.st_size if stat.S_ISREG(status.st_mode) else 0
    return total


def _size(count: int) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"
