"""aiosqlite with fewer errands: one trip to the connection's thread for a statement, its rows and the BEGIN before it.

aiosqlite makes a trip for each step: cursor, execute, fetch, close, and so on, a dozen for the smallest transaction;
and each trip wakes a thread and the loop, which costs more than what SQLite does there. Here it is two.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from types import TracebackType
from typing import Any, Self

import aiosqlite

BEGIN = "BEGIN IMMEDIATE"
# Rows that come along with the statement; what a stream reads beyond them it fetches as it goes.
_AHEAD = 200
_ROWS_OF_AN_ITERATION = 64  # aiosqlite's own


class SqliteConnection(aiosqlite.Connection):
    """A connection whose BEGIN waits for the first statement: nothing is locked before there is anything to do."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, _ROWS_OF_AN_ITERATION)
        # A program that ends by an error must not wait for its connections.
        self._thread.daemon = True
        self.is_to_begin = False
        self._is_busy = False

    def cursor(self) -> "SqliteCursor":  # type: ignore[override]  # aiosqlite's goes to the thread for it
        """A cursor; nothing happens before it executes."""
        return SqliteCursor(self)

    async def run(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """Do something in the connection's thread, after the BEGIN that waits."""
        begins, self.is_to_begin = self.is_to_begin, False

        def begin_and_work() -> Any:
            try:
                if begins:
                    self._conn.execute(BEGIN)
                return work(self._conn)
            finally:
                self._is_busy = False

        self._is_busy = True
        return await self._execute(begin_and_work)  # type: ignore[no-untyped-call]

    async def commit(self) -> None:
        """Commit what was begun."""
        if self.is_to_begin or not self.in_transaction:
            self.is_to_begin = False
            return
        await super().commit()

    async def rollback(self) -> None:
        """Roll back what was begun, also what the thread begins only now: whoever waited for it may be cancelled."""
        if self.is_to_begin or not (self._is_busy or self.in_transaction):
            self.is_to_begin = False
            return
        await super().rollback()


class SqliteCursor:
    """As much of a cursor as SQLAlchemy uses."""

    def __init__(self, connection: SqliteConnection) -> None:
        self._connection = connection
        self._cursor: sqlite3.Cursor | None = None
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    async def execute(self, operation: str, parameters: Sequence[Any] = ()) -> Self:
        """Run a statement and take its first rows along."""
        if operation == BEGIN:
            self._connection.is_to_begin = True
            return self
        return await self._start(lambda connection: connection.execute(operation, parameters))

    async def executemany(self, operation: str, sets: Iterable[Sequence[Any]]) -> Self:
        """Run a statement once for each set of parameters."""
        return await self._start(lambda connection: connection.executemany(operation, sets))

    async def fetchall(self) -> list[Any]:
        """The rows that are left."""
        rows, self._rows = self._rows, []
        if self._cursor is not None:
            rows += await self._connection.run(partial(_all_of, self._cursor))
            self._cursor = None
        return rows

    async def fetchmany(self, size: int | None = None) -> list[Any]:
        """The next rows, as many as there are up to `size`."""
        size = self.arraysize if size is None else size
        if len(self._rows) < size and self._cursor is not None:
            self._rows += await self._connection.run(partial(_some_of, self._cursor, max(size, _AHEAD)))
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    async def fetchone(self) -> Any:
        """The next row, or None."""
        rows = await self.fetchmany(1)
        return rows[0] if rows else None

    async def close(self) -> None:
        """Let go of the rows that were not read."""
        cursor, self._cursor = self._cursor, None
        self._rows = []
        if cursor is not None:
            await self._connection.run(lambda _connection: cursor.close())

    async def _start(self, statement: Callable[[sqlite3.Connection], sqlite3.Cursor]) -> Self:
        def work(connection: sqlite3.Connection) -> tuple[sqlite3.Cursor | None, list[Any]]:
            cursor = statement(connection)
            self.description, self.lastrowid = cursor.description, cursor.lastrowid
            rows = cursor.fetchmany(_AHEAD) if cursor.description else []
            self.rowcount = cursor.rowcount
            if len(rows) == _AHEAD:
                return cursor, rows
            cursor.close()
            return None, rows

        self._cursor, self._rows = await self._connection.run(work)
        return self


def _all_of(cursor: sqlite3.Cursor, _connection: sqlite3.Connection) -> list[Any]:
    rows = cursor.fetchall()
    cursor.close()
    return rows


def _some_of(cursor: sqlite3.Cursor, count: int, _connection: sqlite3.Connection) -> list[Any]:
    return cursor.fetchmany(count)
