"""Brings a database to the tables that this version of Wallflower knows, and refuses one that it does not know.

`create_all` from two processes at once crashes, so tables come only from the migrations, and these run one at a time:
SQLite under BEGIN IMMEDIATE, PostgreSQL under an advisory lock. Each run is one transaction: a killed one leaves
nothing half-done.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError, ProgrammingError

import migrations
from bot.errors import Misconfigured
from bot.storage.database import Database
from bot.storage.tables import metadata

if TYPE_CHECKING:
    from alembic.config import Config

# Any number will do as long as no other program on the same database uses it.
_LOCK = 4_711_2017
_MARK = "alembic_version"  # its table, with the revision that the tables are at

# Alembic keeps the migration that runs in variables of its modules: of two at once in a process, for two communities,
# one would make the other's tables.
_one_at_a_time: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


class Older(Misconfigured):
    """The tables are an older version's."""


class Newer(Misconfigured):
    """The tables are a newer version's."""


async def migrate(database: Database) -> tuple[str | None, str]:
    """Migrate to the newest tables; returns the revisions before and after.

    Raises Misconfigured for a database of a newer version, and for one that a migration left half-done: nothing is
    changed then.
    """
    lock = _one_at_a_time.setdefault(asyncio.get_running_loop(), asyncio.Lock())
    async with lock, database.begin() as connection:
        return await connection.run_sync(_upgrade)


async def check(database: Database) -> None:
    """Make the tables in an empty database; raise Misconfigured when they are older or newer than this version's, or
    half-migrated."""
    if await is_empty(database):
        await migrate(database)


async def is_empty(database: Database) -> bool:
    """Whether there are no tables yet; makes none. Raises Older, Newer, and Misconfigured for what is half-done."""
    async with database.begin() as connection:
        return await connection.run_sync(_check)


async def revision(database: Database) -> str | None:
    """Which version's tables there are, by their mark; None without one. Raises Retryable."""
    async with database.begin() as connection:
        return await connection.run_sync(_revision)


def config() -> "Config":
    """Alembic's configuration, without a file."""
    # Only what migrates needs Alembic, and it takes half a second to import.
    from alembic.config import Config  # noqa: PLC0415

    made = Config()
    made.set_main_option("script_location", str(_migrations()).replace("%", "%%"))
    return made


def _upgrade(connection: Connection) -> tuple[str | None, str]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    before, newest = _revision(connection), head()
    _refuse_unusable(connection, before)
    if before != newest:
        from alembic import command  # noqa: PLC0415 - as in `config`

        made = config()
        made.attributes["connection"] = connection
        try:
            command.upgrade(made, "head")
        except (OperationalError, ProgrammingError) as error:
            raise Misconfigured(
                f"the database could not be brought from {before} to {newest} ({str(error.orig).splitlines()[0]}): "
                "nothing was changed. If somebody has migrated half of it by hand, restore a copy from before"
            ) from error
    return before, newest


def _check(connection: Connection) -> bool:
    """Whether the database is empty; raises Misconfigured as `check`."""
    revision = _revision(connection)
    if revision is None and not _tables(connection):
        return True
    _refuse_unusable(connection, revision)
    if revision != head():
        raise Older(
            "the database was made by an older version of Wallflower: make a copy of it (`wallflower backup`), then "
            "run `wallflower migrate`"
        )
    missing = sorted(metadata.tables.keys() - _tables(connection))
    if missing:
        raise Misconfigured(
            f"the database says that it is at {revision}, but has no {', '.join(missing)}: a migration was left "
            "half-done. Restore a copy from before it"
        )
    return False


def head() -> str:
    """The newest revision that this version knows: what it makes and works with."""
    known = revisions()
    if not known:
        raise Misconfigured("this installation has no migrations: install Wallflower again")
    return known[-1]


def revisions() -> list[str]:
    """All that this version knows, in order: what the migrations' files begin with. A test holds Alembic to it."""
    return sorted(path.name.partition("_")[0] for path in (_migrations() / "versions").glob("[0-9]*_*.py"))


def refuse_newer(revision: str, whose: str = "the database") -> None:
    """Raise Misconfigured for a revision that this version does not know."""
    if revision not in revisions():
        raise Newer(
            f"{whose} was made by a newer version of Wallflower (its revision is {revision[:40]}): "
            "install that version, or restore a copy from before"
        )


def _refuse_unusable(connection: Connection, revision: str | None) -> None:
    if revision is not None:
        refuse_newer(revision)
    elif tables := _tables(connection):
        raise Misconfigured(
            f"the database holds tables ({', '.join(sorted(tables)[:3])}, …) and no mark of the version that made "
            "them: a migration was left half-done, or it is another program's. Restore a copy from before, or name "
            "another database"
        )


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(_MARK):
        return None
    found: str | None = connection.execute(text(f"SELECT version_num FROM {_MARK}")).scalar_one_or_none()  # noqa: S608 - ours
    return found


def _migrations() -> Path:
    return Path(migrations.__file__).parent


def _tables(connection: Connection) -> set[str]:
    return {name for name in inspect(connection).get_table_names() if name != _MARK}
