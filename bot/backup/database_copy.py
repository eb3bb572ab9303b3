"""A copy of a SQLite database that others write to meanwhile, by SQLite's own backup API."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.errors import Misconfigured
from bot.storage.database import BUSY_TIMEOUT_MS

_FIRST_PROBLEMS = 200


def copy_database(source: Path, target: Path) -> str:
    """Copy `source` as it is at one moment into the new file `target`; returns its revision.

    The copy is one file, without a log beside it. Raises Misconfigured when the database is damaged, unreadable, or
    names no revision.
    """
    target.touch(mode=0o600)
    shown = f"the database {source}"
    with _readable(shown), closing(_connect(source)) as read, closing(_connect(target)) as copy:
        # All pages in one step: one that is interrupted by another process's write begins anew, and would never end on
        # a busy database. In WAL mode nobody waits for it.
        read.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE")
    return examine(target, shown)


def examine(file: Path, shown: str) -> str:
    """The revision of a database, checked from its first page to its last; people know it as `shown`.

    Raises Misconfigured.
    """
    with _readable(shown), closing(_connect(file)) as connection:
        # What its schema says is not to be trusted: the file may come from anywhere.
        connection.execute("PRAGMA trusted_schema = OFF")
        problems = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(3)")]
        if problems != ["ok"]:
            raise Misconfigured(
                f"{shown} is damaged ({'; '.join(problems)[:_FIRST_PROBLEMS]}): restore a bundle from before"
            )
        marked = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'")
        revision = connection.execute("SELECT version_num FROM alembic_version").fetchall() if marked.fetchone() else []
    if len(revision) != 1 or not isinstance(revision[0][0], str):
        raise Misconfigured(
            f"{shown} has no mark of the version that made it: a migration was left half-done, or it is "
            "another program's. Restore a bundle from before"
        )
    return str(revision[0][0])


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_TIMEOUT_MS / 1000)


@contextmanager
def _readable(shown: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise Misconfigured(f"{shown} can't be read or copied ({error}): check the file and the disk") from error
