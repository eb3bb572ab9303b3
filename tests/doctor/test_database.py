"""The database is looked at on both kinds, and nothing is migrated."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, text

from bot.doctor import database as checks
from bot.doctor.finding import Level
from bot.settings import Home
from bot.storage import schema, tables
from bot.storage.database import Database
from tests.doctor.conftest import trouble


async def codes(database: Database, **more: int) -> list[str]:
    found, is_sound = await checks.examine(database, **more)
    assert is_sound is all(one.level < Level.BROKEN and one.code != "database-empty" for one in found)
    return [one.code for one in found]


async def test_a_sound_database_is_fine(database: Database) -> None:
    assert await codes(database) in (["database-whole"], ["database-server"])


async def test_a_server_without_repairs_is_told(postgres_url: str) -> None:
    server = Database(postgres_url)
    await schema.check(server)
    assert await codes(server, oldest_postgres=99) == ["database-server", "postgres-old"]
    await server.close()


def to(revision: str) -> Callable[[Connection], None]:
    def work(connection: Connection) -> None:
        config = schema.config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)

    return work


async def test_older_tables_are_told_and_left_as_they_are(database: Database) -> None:
    async with database.begin() as connection:
        await connection.run_sync(to("0003"))
    assert await codes(database) == ["database-older"]
    assert await codes(database) == ["database-older"]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "database-newer"),
        ("DROP TABLE controls", "database-half-done"),
        ("DROP TABLE alembic_version", "database-half-done"),
    ],
)
async def test_tables_that_cant_be_worked_with_are_told(database: Database, spoil: str, code: str) -> None:
    async with database.begin() as connection:
        await connection.execute(text(spoil))
    assert await codes(database) == [code]


async def test_an_empty_database_stays_empty(home: Home) -> None:
    file = home.folder / "wallflower.db"
    file.touch()
    assert "database-empty" in await trouble(home)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


async def test_a_database_out_of_reach_is_told_without_its_password(home: Home) -> None:
    secret = "hunter2hunter2"
    (home.folder / ".env").write_text(f"WALLFLOWER_DATABASE_URL=postgresql://me:{secret}@127.0.0.1:1/db\n")
    found = await trouble(home)
    assert found["database-unreachable"].level is Level.BROKEN
    assert secret not in str(found)


async def test_what_is_no_address_of_a_database_is_told(home: Home) -> None:
    (home.folder / ".env").write_text("WALLFLOWER_DATABASE_URL=mysql://me@localhost/db\n")
    found = await trouble(home)
    assert "sqlite and postgresql" in found["check-failed"].sentence


async def test_a_damaged_file_is_told(home: Home, tmp_path: Path) -> None:
    file = home.folder / "wallflower.db"
    made = Database(f"sqlite:///{file}")
    await schema.check(made)
    async with made.begin() as connection:
        await connection.execute(tables.chats.insert(), [{"chat": f"vk:{n}", "language": "ru"} for n in range(300)])
    await made.close()
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'chats'").fetchone()[0]
    data = bytearray(file.read_bytes())
    data[(page - 1) * 4096 + 8 : page * 4096] = b"\xff" * 4088
    file.write_bytes(data)
    for beside in (".db-wal", ".db-shm"):
        file.with_suffix(beside).unlink(missing_ok=True)
    assert (await trouble(home))["database-damaged"].level is Level.BROKEN


async def test_a_file_that_is_no_database_is_told(home: Home) -> None:
    (home.folder / "wallflower.db").write_bytes(b"something else entirely" * 100)
    assert "not a database" in (await trouble(home))["database-damaged"].sentence
