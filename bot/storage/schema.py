"""Brings a database to the tables that this version of Wallflower knows, and refuses one that it does not know.

`create_all` from two processes at once crashes, so tables come only from the migrations, and these run one at a time:
SQLite under BEGIN IMMEDIATE, PostgreSQL under an advisory lock. Each run is one transaction: a killed one leaves
nothing half-done.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

import migrations
from bot.errors import Misconfigured
from bot.storage.database import Database

# Any number will do as long as no other program on the same database uses it.
_LOCK = 4_711_2017


async def migrate(database: Database) -> tuple[str | None, str]:
    """Migrate to the newest tables; returns the revisions before and after.

    Raises Misconfigured for a database of a newer version.
    """
    async with database.begin() as connection:
        return await connection.run_sync(_upgrade)


async def check(database: Database) -> None:
    """Make the tables in an empty database; raise Misconfigured when they are older or newer than this version's."""
    async with database.begin() as connection:
        await connection.run_sync(_check)


def config() -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    return made


def _upgrade(connection: Connection) -> tuple[str | None, str]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    before = _revision(connection)
    head = _head()
    _refuse_unknown(before)
    if before != head:
        made = config()
        made.attributes["connection"] = connection
        command.upgrade(made, "head")
    return before, head


def _check(connection: Connection) -> None:
    revision = _revision(connection)
    if revision is None and not inspect(connection).get_table_names():
        _upgrade(connection)
        return
    _refuse_unknown(revision)
    if revision != _head():
        raise Misconfigured(
            "the database was made by an older version of Wallflower: make a copy of it, then run `wallflower migrate`"
        )


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _head() -> str:
    head = ScriptDirectory.from_config(config()).get_current_head()
    if head is None:
        raise Misconfigured("this installation has no migrations: install Wallflower again")
    return head


def _refuse_unknown(revision: str | None) -> None:
    known = {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise Misconfigured(
            f"the database was made by a newer version of Wallflower (its revision is {revision}): "
            "install that version, or restore a copy from before"
        )
