"""`wallflower backup`: a home becomes one file, while a bot may be running on it."""

import re
import shlex
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.backup.archive import BundleWriter, open_bundle
from bot.backup.contents import Contents
from bot.backup.database_copy import copy_database
from bot.backup.manifest import BundleManifest, DatabaseKind
from bot.backup.member_names import DATABASE, SETTINGS
from bot.backup.renaming import put
from bot.backup.work_folder import work_folder
from bot.errors import Misconfigured, Refused
from bot.settings import Home, Settings
from bot.storage import schema
from bot.storage.holding import held

# What says in an address where a PostgreSQL is; anything else may be a secret.
_WHERE = ("host", "port", "sslmode")
_DATED = re.compile(r"\d{8}-\d{6}")


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a backup. `dump` is the command that saves a PostgreSQL database, None for SQLite."""

    bundle: Path
    size: int
    manifest: BundleManifest
    left_out: tuple[str, ...]
    removed: tuple[Path, ...]
    dump: str | None


def save(
    home: Home,
    settings: Settings,
    wanted: Path | None,
    now: datetime,
    *,
    with_training: bool = False,
    with_secrets: bool = False,
    keep: int | None = None,
) -> Saved:
    """Write a bundle to the file `wanted`, or under a dated name into the folder `wanted` (None: the present one).

    `keep` leaves so many bundles of this home in that folder, the newest. Nothing is at the bundle's place until it is
    whole. Raises Refused, Misconfigured, OSError.
    """
    folder, name = _place(home, wanted, now)
    if keep is not None and name is not None:
        raise Refused("--keep counts the bundles of a folder: name the folder instead of a file")
    if not with_secrets:
        _refuse_password(home)
    target = folder / (name or _dated_name(home, now))
    _refuse_foreign(target)
    if not home.folder.is_dir():
        raise Refused(f"there is no home at {home.folder}: name it with --home")
    contents = Contents(home, with_training=with_training, with_secrets=with_secrets)
    with held(home.folder), work_folder(folder) as work:
        kind, address = _database(home, settings)
        revision: str | None = None
        with BundleWriter(work / "bundle") as bundle:
            if kind is DatabaseKind.SQLITE:
                revision = copy_database(Path(address.database or ""), work / DATABASE)
                schema.refuse_newer(revision)
                with (work / DATABASE).open("rb") as copy:
                    bundle.add(DATABASE, copy)
            for member, source in contents.files():
                bundle.add(member, source)
            if not bundle.members:
                raise Refused(f"there is nothing to save in {home.folder}: name the home with --home")
            manifest = BundleManifest(
                wallflower=version("wallflower"),
                created=now.astimezone(UTC).isoformat(timespec="seconds"),
                home=_label(home),
                community=f"vk:-{settings.vk.group_id}" if settings.vk.group_id else "",
                database=kind,
                revision=revision,
                members=tuple(bundle.members),
            )
            bundle.finish(manifest)
        put(work / "bundle", target)
    removed = () if keep is None else tuple(_remove_older(folder, manifest, keep))
    dump = _dump_command(address) if kind is DatabaseKind.POSTGRESQL else None
    return Saved(target, target.stat().st_size, manifest, tuple(contents.left_out), removed, dump)


def _place(home: Home, wanted: Path | None, now: datetime) -> tuple[Path, str | None]:
    """The folder, and the file's name where the person chose one."""
    place = (wanted or Path()).expanduser().absolute()
    if place.is_dir():
        return place, None
    if not place.parent.is_dir():
        raise Refused(f"there is no folder {place.parent}: make it first, or name another file")
    return place.parent, place.name


def _label(home: Home) -> str:
    """The folder's name, so that it can stand in a file's."""
    return re.sub(r"[^\w.-]+", "-", home.folder.name).strip("-.")[:50] or "home"


def _dated_name(home: Home, now: datetime) -> str:
    return f"wallflower-{_label(home)}-{now.astimezone(UTC):%Y%m%d-%H%M%S}.zip"


def _refuse_foreign(target: Path) -> None:
    """A bundle may be replaced by a newer one; anything else stays."""
    if target.exists():
        try:
            with open_bundle(target):
                pass
        except Refused as error:
            raise Refused(f"{target} is there already and is no bundle: name another file") from error


def _refuse_password(home: Home) -> None:
    """wallflower.toml goes into the bundle as it is."""
    with suppress(FileNotFoundError), (home.folder / SETTINGS).open("rb") as file:
        address = _parsed(str(tomllib.load(file).get("database", {}).get("url") or "sqlite://"))
        if not address.password and "password" not in address.query:
            return
        raise Refused(
            f"{SETTINGS} holds the database's password: move database.url to .env as WALLFLOWER_DATABASE_URL=…, "
            "or say --with-secrets"
        )


def _database(home: Home, settings: Settings) -> tuple[DatabaseKind, URL]:
    address = _parsed(home.database_url(settings))
    if address.get_backend_name() in ("postgresql", "postgres"):
        return DatabaseKind.POSTGRESQL, address
    is_there = bool(address.database) and Path(address.database or "").is_file()
    return DatabaseKind.SQLITE if is_there else DatabaseKind.NONE, address


def _parsed(address: str) -> URL:
    try:
        return make_url(address)
    except ArgumentError as error:
        raise Misconfigured("database.url is no database address: write sqlite:///PATH or postgresql://…") from error


def _dump_command(address: URL) -> str:
    """pg_dump for this database, without the password: PGPASSWORD or ~/.pgpass gives that."""
    query = {name: value for name, value in address.query.items() if name in _WHERE}
    shown = URL.create(
        "postgresql",
        username=address.username,
        host=address.host,
        port=address.port,
        database=address.database,
        query=query,
    )
    return f"pg_dump --format=custom --file=wallflower.dump {shlex.quote(shown.render_as_string())}"


def _remove_older(folder: Path, newest: BundleManifest, keep: int) -> Iterator[Path]:
    """Remove all but `keep` bundles that this command named and made of this home; the names' order is that of time."""
    stem = f"wallflower-{newest.home}-"
    named = [
        path
        for path in sorted(folder.glob("wallflower-*.zip"), reverse=True)
        if path.stem.startswith(stem) and _DATED.fullmatch(path.stem.removeprefix(stem)) and _is_of(path, newest)
    ]
    for path in named[max(keep, 1) :]:
        path.unlink(missing_ok=True)
        yield path


def _is_of(path: Path, newest: BundleManifest) -> bool:
    with suppress(Refused), open_bundle(path) as bundle:
        return (bundle.manifest.home, bundle.manifest.community) == (newest.home, newest.community)
    return False
