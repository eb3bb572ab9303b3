"""Our way of speaking to SQLite gives what aiosqlite gives, and begins when there is something to do."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import Retryable
from bot.storage.database import Database


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[Database]:
    """A file with one table."""
    made = Database(f"sqlite:///{tmp_path / 'some.db'}")
    async with made.begin() as connection:
        await connection.execute(text("CREATE TABLE numbers (n INTEGER PRIMARY KEY, square INTEGER NOT NULL)"))
    yield made
    await made.close()


async def fill(connection: AsyncConnection, count: int) -> None:
    rows = [{"n": number, "square": number * number} for number in range(count)]
    await connection.execute(text("INSERT INTO numbers VALUES (:n, :square)"), rows)


async def how_many(database: Database) -> int:
    async with database.begin() as connection:
        found: int = (await connection.execute(text("SELECT count(*) FROM numbers"))).scalar_one()
    return found


@pytest.mark.parametrize("count", [0, 1, 199, 200, 201, 1_000])
async def test_all_rows_come_however_many_there_are(sqlite: Database, count: int) -> None:
    """Those that came along and those that were fetched later, in one piece and in a stream."""
    async with sqlite.begin() as connection:
        if count:
            await fill(connection, count)
        query = text("SELECT n, square FROM numbers ORDER BY n")
        expected = [(number, number * number) for number in range(count)]
        assert [tuple(row) for row in await connection.execute(query)] == expected
        async with connection.stream(query, execution_options={"yield_per": 70}) as result:
            assert [tuple(row) async for row in result] == expected
        assert (await connection.execute(query)).first() == (expected[0] if expected else None)


async def test_what_was_changed_is_counted_and_returned(sqlite: Database) -> None:
    """Row counts, RETURNING."""
    async with sqlite.begin() as connection:
        await fill(connection, 10)
        assert (await connection.execute(text("UPDATE numbers SET square = 0 WHERE n > 6"))).rowcount == 3
        gone = await connection.execute(text("DELETE FROM numbers WHERE n < 2 RETURNING n"))
        assert sorted(gone.scalars()) == [0, 1]


async def test_an_error_rolls_back_all_of_it(sqlite: Database) -> None:
    """One of SQLite's and one of ours; the connection goes on."""

    async def fail(error: type[Exception]) -> None:
        async with sqlite.begin() as connection:
            await fill(connection, 5)
            if error is ZeroDivisionError:
                raise ZeroDivisionError
            await fill(connection, 5)

    for error in (IntegrityError, ZeroDivisionError):
        with pytest.raises(error):
            await fail(error)
        assert await how_many(sqlite) == 0


async def test_a_transaction_without_a_statement_is_none(sqlite: Database) -> None:
    """It locks nothing, and the next one on this connection begins as it should."""
    neighbour = Database(sqlite.shown_url)
    async with sqlite.begin(), neighbour.begin() as other:
        await fill(other, 2)
    await neighbour.close()
    with pytest.raises(ZeroDivisionError):
        async with sqlite.begin():
            raise ZeroDivisionError
    assert await how_many(sqlite) == 2


async def test_writers_wait_for_each_other_from_their_first_statement(sqlite: Database) -> None:
    """Who reads first and writes later has the lock from the beginning: no count is lost."""

    async def count_up() -> None:
        async with sqlite.begin() as connection:
            most = (await connection.execute(text("SELECT coalesce(max(n), 0) FROM numbers"))).scalar_one()
            await asyncio.sleep(0)
            await connection.execute(text("INSERT INTO numbers VALUES (:n, 0)"), {"n": most + 1})

    await asyncio.gather(*(count_up() for _ in range(20)))
    assert await how_many(sqlite) == 20


async def test_who_is_cancelled_leaves_nothing_behind(sqlite: Database) -> None:
    """Wherever it happens, the lock is free again and what was not committed is not there."""

    async def write() -> None:
        async with sqlite.begin() as connection:
            await fill(connection, 5)
            await asyncio.sleep(30)

    for steps in range(1, 25):
        task = asyncio.ensure_future(write())
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await how_many(sqlite) == 0


async def test_a_file_that_cannot_be_opened_is_said_so(tmp_path: Path) -> None:
    """In our words, and no thread stays."""
    nowhere = Database(f"sqlite:///{tmp_path / 'missing' / 'some.db'}")
    with pytest.raises(Retryable, match="can't be used"):
        await how_many(nowhere)
    await nowhere.close()
