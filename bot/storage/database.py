"""One database, SQLite or PostgreSQL, and its transactions.

A transaction on SQLite begins with BEGIN IMMEDIATE: one that reads first and writes later could otherwise fail at once
whatever the busy timeout says. Instants are stored in UTC.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import URL, DateTime, Dialect, event, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.exc import TimeoutError as QueueTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.types import TypeDecorator

from bot.errors import Misconfigured, Retryable
from bot.storage.sqlite_connection import BEGIN, SqliteConnection

# How long a writer waits for another one, in milliseconds. A scrape's page or an import's last commit is far below it.
BUSY_TIMEOUT_MS = 15_000

# How long a transaction of this process waits for its turn, in seconds. No transaction holds the connection for more
# than a moment, but the clock runs on while a busy machine keeps the whole process waiting.
_TURN_S = 60.0

_THREAD_ENDS_S = 0.05

_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, kept naive in UTC where the database knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes: they mean nothing here."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Make what the database gave aware again."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Database:
    """An engine and the way to open a transaction on it."""

    def __init__(self, url: str) -> None:
        """`url` is sqlite:///PATH or postgresql://…; raises Misconfigured when it is neither."""
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise Misconfigured(
                "database.url is no database address: write sqlite:///PATH or postgresql://…"
            ) from error
        backend = parsed.get_backend_name()
        if backend not in _DRIVERS:
            raise Misconfigured(f"database.url names {backend!r}: Wallflower knows sqlite and postgresql")
        self.is_sqlite = backend == "sqlite"
        # Shown to people: without the password.
        self.shown_url = parsed.render_as_string(hide_password=True)
        # hide_parameters: an error that is logged must not carry members' texts.
        address = parsed.set(drivername=_DRIVERS[backend])
        self.engine: AsyncEngine = create_async_engine(
            address,
            pool_pre_ping=not self.is_sqlite,
            hide_parameters=True,
            **(self._sqlite_pool(address) if self.is_sqlite else {}),
        )
        if self.is_sqlite:
            event.listen(self.engine.sync_engine, "connect", _prepare_sqlite)
            event.listen(self.engine.sync_engine, "begin", _begin_immediate)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """A transaction: committed at the end, rolled back on an error.

        Raises Retryable when the database is out of reach, or busy for longer than BUSY_TIMEOUT_MS (by this process
        alone: a minute): nothing of the transaction took effect.
        """
        try:
            async with self.engine.connect() as connection, connection.begin():
                yield connection
        except (OperationalError, QueueTimeout, OSError) as error:
            # After a connect that failed aiosqlite's thread tells the loop that it ends, and nobody waits for that: let
            # it, before the loop may be closed.
            await asyncio.sleep(_THREAD_ENDS_S)
            raise Retryable(
                f"the database {self.shown_url} can't be used ({_cause(error)}): "
                "check database.url, the folder, its rights and the disk"
            ) from error

    def _sqlite_pool(self, address: URL) -> dict[str, Any]:
        """One connection, for SQLite has one writer: transactions of this process queue for it in order.

        Of several connections all but one would poll for SQLite's lock with sleeps that grow, and starve by turns: of
        64 at a time the last waited ten times as long as in a queue.
        """
        connect = partial(self._connect_sqlite, address)
        return {"async_creator": connect, "pool_size": 1, "max_overflow": 0, "pool_timeout": _TURN_S}

    async def _connect_sqlite(self, address: URL) -> SqliteConnection:
        arguments, options = self.engine.dialect.create_connect_args(address)
        connection = SqliteConnection(partial(sqlite3.connect, *arguments, **options))
        await connection
        return connection

    async def close(self) -> None:
        """Give all connections back."""
        await self.engine.dispose()


def _cause(error: OperationalError | QueueTimeout | OSError) -> str:
    return str(error.orig if isinstance(error, OperationalError) else error).splitlines()[0][:200]


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event says BEGIN, not the driver
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    # Where another process is making this switch at this moment SQLite says "locked" whatever the timeout; the mode
    # stays with the file, so its work is ours.
    with contextlib.suppress(sqlite3.OperationalError):
        cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql(BEGIN)
