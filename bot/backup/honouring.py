"""Whoever said no to a home stays forgotten when an older bundle takes its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, inspect, select, text

from bot.backup.member_names import AUTHOR_KEY, CORPUS, DATABASE
from bot.flow.cleaning import remake_corpus
from bot.pictures.own import OwnTemplates
from bot.settings import Home, Settings
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.posts import Posts

_ROWS_AT_ONCE = 500
_CARRIED = (tables.opt_outs, tables.forgotten_phrases)

Rows = dict[str, Sequence[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class SaidNo:
    """The opt-outs of a home, as rows, and the key that their hashes were made with."""

    rows: Rows
    key: bytes

    @property
    def authors(self) -> list[str]:
        """The hashes of all who said no."""
        return [row["author_hash"] for row in self.rows[tables.opt_outs.name]]


async def said_no(home: Path) -> SaidNo | None:
    """Who said no to the home in this folder; None if nobody did, or it has no SQLite database of its own.

    Raises Retryable when the database can't be read.
    """
    if not (home / DATABASE).is_file() or not (home / AUTHOR_KEY).is_file():
        return None
    database = Database(f"sqlite:///{home / DATABASE}")
    try:
        async with database.begin() as connection:
            if not await connection.run_sync(_has_opt_outs):
                return None
            rows: Rows = {
                table.name: [dict(row) for row in (await connection.execute(select(table))).mappings()]
                for table in _CARRIED
            }
    finally:
        await database.close()
    return SaidNo(rows, (home / AUTHOR_KEY).read_bytes()) if rows[tables.opt_outs.name] else None


async def honour(made: Path, settings: Settings | None, who: SaidNo) -> str | None:
    """Forget in a home that is being made whoever said no; returns what the operator must know, if anything.

    Without `settings` (they must be mended first) the corpus goes instead of being made anew. Raises Retryable.
    """
    if not (made / AUTHOR_KEY).is_file() or (made / AUTHOR_KEY).read_bytes() != who.key:
        return (
            f"{len(who.authors)} opt-outs of the home that was there can't be honoured: the bundle is of a home with "
            "another key. Forget those people again with `wallflower forget`"
        )
    database = Database(f"sqlite:///{made / DATABASE}")
    try:
        async with database.begin() as connection:
            await connection.execute(text("PRAGMA secure_delete = ON"))
            removed = 0
            authors = who.authors
            for begin in range(0, len(authors), _ROWS_AT_ONCE):
                theirs = tables.posts.c.author_hash.in_(authors[begin : begin + _ROWS_AT_ONCE])
                removed += (await connection.execute(delete(tables.posts).where(theirs))).rowcount
            captions = OwnTemplates(Home(made).templates).forget(authors)
            is_known = await connection.run_sync(_has_opt_outs)
            if is_known:
                for table in _CARRIED:
                    await connection.execute(delete(table))
                    if who.rows[table.name]:
                        await connection.execute(table.insert(), who.rows[table.name])
        if not is_known:
            (made / CORPUS).unlink(missing_ok=True)
            return (
                f"{_removed(removed, captions)} of people who said no were removed, but the bundle is too old to "
                "remember that they did: after `wallflower migrate` forget them again"
            )
        await _corpus_without_them(made, settings, database)
    finally:
        await database.close()
    if not removed and not captions:
        return None
    return f"{_removed(removed, captions)} of people who said no since the bundle was made were removed"


def _removed(posts: int, captions: int) -> str:
    return f"{posts} posts and {captions} captions" if captions else f"{posts} posts"


async def _corpus_without_them(made: Path, settings: Settings | None, database: Database) -> None:
    if settings is None:
        (made / CORPUS).unlink(missing_ok=True)
        return
    await remake_corpus(Posts(database), settings.corpus.rules(), Home(made).corpus_file, settings.corpus.empty_lines)


def _has_opt_outs(connection: Connection) -> bool:
    columns = {table.name: {column.name for column in table.columns} for table in _CARRIED}
    found = inspect(connection)
    return all(
        found.has_table(name) and {column["name"] for column in found.get_columns(name)} == expected
        for name, expected in columns.items()
    )
