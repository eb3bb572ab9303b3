"""`wallflower delete`: a community's home goes, with everything in the database, here or on a PostgreSQL server.

Only what Wallflower made is removed, by name: a home that is a folder with other things in it keeps those.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import OperationalError

from bot.backup.member_names import (
    AUTHOR_KEY,
    CHECKPOINTS,
    CORPUS,
    DATABASE,
    PICTURES,
    SECRETS,
    SETTINGS,
    TEMPLATES,
    most_bytes,
)
from bot.errors import Refused
from bot.flow.cleaning_report import report_file
from bot.pictures.wall_pictures import FOLDER, WallPictures
from bot.settings import Home, Settings
from bot.storage.database import Database
from bot.storage.holding import held
from bot.storage.tables import metadata

_LOCK_TIMEOUT = "5s"


@dataclass(frozen=True, slots=True)
class Deleted:
    """`left` is what else was in the folder and still is; nothing if the folder is gone."""

    home: Path
    database: str
    left: tuple[str, ...]


async def delete(home: Home, settings: Settings, name: str) -> Deleted:
    """Remove the home called `name`, which must be the folder's own name.

    The database goes first: killed at any moment, the same command goes on. Raises Refused when the name is another, or
    a bot or another command works here or in the database; Retryable, OSError.
    """
    folder = home.folder
    if name != folder.resolve().name:
        raise Refused(f"this home is called {folder.resolve().name}, not {name[:100]!r}: nothing was deleted")
    if not folder.is_dir():
        raise Refused(f"there is no folder {folder}: nothing was deleted")
    with held(folder, alone=True):
        address = home.database_url(settings)
        database = Database(address)
        try:
            if database.is_sqlite:
                shown = _remove_sqlite(Path(make_url(address).database or ""))
            else:
                shown = database.shown_url
                async with database.begin() as connection:
                    await connection.run_sync(_empty_postgresql)
        finally:
            await database.close()
        _remove_files(home)
        left = tuple(sorted(path.name for path in folder.iterdir()))
        if not left:
            folder.rmdir()
    return Deleted(folder, shown, left)


def _remove_sqlite(file: Path) -> str:
    for suffix in ("", "-wal", "-shm", "-journal"):
        file.with_name(file.name + suffix).unlink(missing_ok=True)
    return str(file)


def _empty_postgresql(connection: Connection) -> None:
    others = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    if connection.execute(others).scalar_one():
        raise Refused("somebody else is connected to the database: stop the bot, and whatever else uses it, first")
    if MigrationContext.configure(connection).get_current_revision() is None:
        return
    connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'"))
    try:
        metadata.drop_all(connection)
        connection.execute(text("DROP FUNCTION IF EXISTS audit_is_append_only()"))
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    except OperationalError as error:
        raise Refused("somebody else uses the tables in the database: stop that first") from error


def _remove_files(home: Home) -> None:
    folder = home.folder
    report, captions = report_file(home.corpus_file).name, home.captions_file.name
    said = (home.retrain_log.name, home.read_log.name)
    for name in (SECRETS, AUTHOR_KEY, CORPUS, report, DATABASE, SETTINGS, *said, captions):
        (folder / name).unlink(missing_ok=True)
    halves = (f".{CORPUS}.*.part", f".{report}.*.part", f".{captions}.*.part", f"{AUTHOR_KEY}.*")
    for half in (path for pattern in halves for path in folder.glob(pattern)):
        half.unlink(missing_ok=True)
    for name in (CHECKPOINTS, TEMPLATES):
        if (folder / name).exists():
            shutil.rmtree(folder / name)
    WallPictures(home.pictures / FOLDER).clear()
    # People may have pictures of their own in a folder of that name.
    for picture in home.pictures.glob("*.jpg"):
        if most_bytes(f"{PICTURES}/{picture.name}") is not None:
            picture.unlink()
    if home.pictures.is_dir() and not any(home.pictures.iterdir()):
        home.pictures.rmdir()
