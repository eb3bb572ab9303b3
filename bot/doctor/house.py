"""The folder of the community: whether it is there, its settings, who may read its secrets, and room on the disk."""

import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot import settings as settings_
from bot.disk import FULL_BYTES, LOW_BYTES, bytes_in, usage
from bot.doctor.case import Surroundings
from bot.doctor.finding import Ailment, Finding, Level, Soundness
from bot.domain.fact import Share, Size
from bot.errors import Misconfigured
from bot.settings import SECRETS_FILE, SETTINGS_FILE, Home, Settings

AREA = "home"

_MOST_NAMED = 3

READABLE = Soundness(AREA, "settings-read", "the settings can be read")
SECRETS_CLOSED = Soundness(AREA, "secrets-closed", "nobody else on this machine may read the keys")
ROOMY = Soundness(AREA, "disk-free", "{free} are free on the disk; the home takes {taken}: {parts}")
MISSING = Ailment(
    AREA, "home-missing", Level.BROKEN, "there is no folder {folder}",
    "name the home: --home FOLDER; or make one: wallflower init",
)  # fmt: skip
UNWRITABLE = Ailment(
    AREA, "home-unwritable", Level.BROKEN, "nothing can be written into {folder}", "sudo chown -R $USER {folder}"
)
SETTINGS_WRONG = Ailment(
    AREA, "settings-wrong", Level.BROKEN, "the settings can't be used: {problem}",
    "mend what it names; `wallflower settings` lists what there is",
)  # fmt: skip
SETTINGS_ABSENT = Ailment(
    AREA, "settings-absent", Level.NOTE, "there is no wallflower.toml: every setting has its default",
    "wallflower init, or write {file}; `wallflower settings` lists what there is",
)  # fmt: skip
NO_PLATFORM = Ailment(
    AREA, "no-platform", Level.BROKEN, "no platform is on, so there is nothing that `wallflower run` could do",
    "wallflower init, or set enabled = true under [vk] or [telegram] in {file}",
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
DISK_OVER = Ailment(
    AREA, "disk-over", Level.WARNING,
    "the home takes {taken}, more than the {most} of disk.most_gb; in it {takers} take the most",
    "nothing where `wallflower run` is running: it deletes what may go every hour; what is in use stays: raise "
    "disk.most_gb",
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
    most = settings.disk.most_bytes
    taken = bytes_in(folder)
    if most and taken > most:
        found.append(DISK_OVER.found(taken=Size(taken), most=Size(most), takers=_takers(folder)))
    found.append(READABLE.found() if file.exists() else SETTINGS_ABSENT.found(file=file))
    return found, settings


def _folder(folder: Path, surroundings: Surroundings) -> Iterator[Finding]:
    if not surroundings.is_writable(folder):
        yield UNWRITABLE.found(folder=folder)
    free = surroundings.free_bytes(folder)
    if free >= LOW_BYTES:
        parts = tuple(Share(part, Size(count)) for part, count in usage(Home(folder)).items() if count)
        yield ROOMY.found(free=Size(free), taken=Size(sum(share.size.in_bytes for share in parts)), parts=parts)
        return
    ailment = DISK_FULL if free < FULL_BYTES else DISK_LOW
    yield ailment.found(free=Size(free), takers=_takers(folder))


def _secrets(home: Home) -> Iterator[Finding]:
    files = [file for file in (home.folder / SECRETS_FILE, home.author_key_file) if file.exists()]
    open_ones = [(file, stat.S_IMODE(file.stat().st_mode)) for file in files if file.stat().st_mode & 0o077]
    for file, mode in open_ones:
        yield SECRETS_OPEN.found(file=file, mode=f"{mode:o}")
    if files and not open_ones:
        yield SECRETS_CLOSED.found()


def _takers(folder: Path) -> tuple[Share, ...]:
    """What takes the most room: the runs one by one, of all else what lies in the home."""
    sizes = {path.name: bytes_in(path) for path in folder.iterdir() if path.name != "checkpoints"}
    checkpoints = folder / "checkpoints"
    if checkpoints.is_dir():
        sizes |= {f"checkpoints/{path.name}": bytes_in(path) for path in checkpoints.iterdir()}
    largest = sorted(sizes, key=lambda name: -sizes[name])[:_MOST_NAMED]
    return tuple(Share(name, Size(sizes[name])) for name in largest)
