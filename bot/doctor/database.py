"""The database: whether it answers, whether its tables are this version's, how large it is. Migrates nothing."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import func, make_url, select, text
from sqlalchemy.exc import DBAPIError

from bot.doctor.finding import Ailment, Finding, Level, Soundness
from bot.domain.fact import Size
from bot.errors import Misconfigured, Retryable
from bot.storage import schema
from bot.storage.database import Database

AREA = "database"

# Older ones get no repairs from their makers any more.
OLDEST_POSTGRES = 15

ANSWERS = Soundness(AREA, "database-answers", "it answers, with this version's tables")
SOUND_FILE = Soundness(AREA, "database-whole", "SQLite, {size}, whole, with this version's tables")
SOUND_SERVER = Soundness(AREA, "database-server", "PostgreSQL {version}, {size}, with this version's tables")
ABSENT = Ailment(AREA, "database-absent", Level.NOTE, "there is no database yet", "wallflower import FILE, or scrape")
EMPTY = Ailment(AREA, "database-empty", Level.NOTE, "the database has no tables yet", "wallflower migrate")
UNREACHABLE = Ailment(AREA, "database-unreachable", Level.BROKEN, "{problem}", "see database.url in the settings",
    meaning="the database does not answer",
)  # fmt: skip
OLDER = Ailment(AREA, "database-older", Level.BROKEN, "{problem}", "wallflower backup, then wallflower migrate",
    meaning="its tables are an older version's",
)  # fmt: skip
NEWER = Ailment(AREA, "database-newer", Level.BROKEN, "{problem}", "install the newer version again",
    meaning="its tables are a newer version's",
)  # fmt: skip
HALF_DONE = Ailment(AREA, "database-half-done", Level.BROKEN, "{problem}", "wallflower restore BUNDLE --replace",
    meaning="a migration was left half-done, or it is another program's database",
)  # fmt: skip
DAMAGED = Ailment(
    AREA, "database-damaged", Level.BROKEN, "SQLite finds the database damaged: {problem}",
    "wallflower restore BUNDLE --replace",
)  # fmt: skip
OLD_SERVER = Ailment(
    AREA, "postgres-old", Level.WARNING, "PostgreSQL {version} gets no repairs any more",
    "bring the server to PostgreSQL {oldest} or newer",
)  # fmt: skip


def is_there(url: str) -> bool:
    """Whether there is something to open: SQLite would make the file. Raises Misconfigured as `Database`."""
    if not Database(url).is_sqlite:
        return True
    name = make_url(url).database or ""
    return Path(name).exists()


async def examine(database: Database, oldest_postgres: int = OLDEST_POSTGRES) -> tuple[list[Finding], bool]:
    """The findings, and whether the database can be worked with."""
    try:
        if await schema.is_empty(database):
            return [EMPTY.found()], False
    except Retryable as error:
        return [UNREACHABLE.found(problem=error)], False
    except schema.Older as error:
        return [OLDER.found(problem=error)], False
    except schema.Newer as error:
        return [NEWER.found(problem=error)], False
    except Misconfigured as error:
        return [HALF_DONE.found(problem=error)], False
    except DBAPIError as error:
        if not database.is_sqlite:
            raise
        return [DAMAGED.found(problem=error.orig)], False
    return await _inside(database, oldest_postgres), True


async def _inside(database: Database, oldest_postgres: int) -> list[Finding]:
    if database.is_sqlite:
        async with database.begin() as connection:
            pages, size = [
                (await connection.execute(text(f"PRAGMA {name}"))).scalar_one() for name in ("page_count", "page_size")
            ]
        verdict = await asyncio.to_thread(_verdict, database.engine.url.database or "")
        if verdict != "ok":
            return [DAMAGED.found(problem=verdict)]
        return [SOUND_FILE.found(size=Size(pages * size))]
    async with database.begin() as connection:
        size_of = select(func.pg_database_size(func.current_database()))
        bytes_ = (await connection.execute(size_of)).scalar_one()
        major, *rest = connection.dialect.server_version_info or (0,)
    shown = ".".join(map(str, (major, *rest)))
    found = [SOUND_SERVER.found(version=shown, size=Size(bytes_))]
    if int(major) < oldest_postgres:
        found.append(OLD_SERVER.found(version=shown, oldest=oldest_postgres))
    return found


def _verdict(path: str) -> str:
    """What SQLite says of the file as a whole: a second for 100 MB, up to the first fault. No writer waits for it."""
    address = f"file:{quote(str(Path(path).absolute()))}?mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        return str(error)
