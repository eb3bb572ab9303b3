"""The posts that were read, and how far each reading has come."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Table, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import tables
from bot.storage.database import Database
from bot.storage.opt_outs import OptOuts, is_welcome, keep_opt_outs_still, opted_out_of
from corpus.post import Post

# SQLite takes at most 32,766 variables in a statement; a post has ten.
_ROWS_A_STATEMENT = 500

_CHANGES = ("text", "folded", "author_hash", "posted_at", "edited_at", "is_repost", "is_advertising")


@dataclass(frozen=True, slots=True)
class Pass:
    """One reading of a source from its newest post to its oldest (`is_full`) or to the first that is known.

    `next_offset` is where it goes on, `total` what the source last said it holds.
    """

    source: str
    number: int
    next_offset: int
    total: int
    is_full: bool
    started_at: datetime
    finished_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """How many of the posts handed over were new, how many differed from what was stored."""

    new: int = 0
    edited: int = 0

    def __add__(self, other: "Change") -> "Change":
        return Change(self.new + other.new, self.edited + other.edited)


class Posts:
    """Queries on posts and on the passes that read them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def current_pass(self, source: str) -> Pass | None:
        """The newest pass over `source`, finished or not."""
        async with self._database.begin() as connection:
            row = (
                await connection.execute(select(tables.scrapes).where(tables.scrapes.c.source == source))
            ).one_or_none()
        return None if row is None else _pass(row)

    async def passes(self) -> list[Pass]:
        """The newest pass over each source that was read page by page, the one that began last first."""
        query = select(tables.scrapes).order_by(tables.scrapes.c.started_at.desc())
        async with self._database.begin() as connection:
            return [_pass(row) for row in (await connection.execute(query)).all()]

    async def store_page(self, progress: Pass, posts: Iterable[Post]) -> Change:
        """Store a page and how far the pass has come with it, both or neither."""
        async with self._database.begin() as connection:
            change = await self._store(connection, progress.number, posts)
            await self._store_pass(connection, progress)
        return change

    async def finish(self, progress: Pass) -> int:
        """Close a pass. A full one forgets the posts that it has not seen; returns how many."""
        posts = tables.posts
        async with self._database.begin() as connection:
            forgotten = 0
            if progress.is_full:
                unseen = (posts.c.source == progress.source) & (posts.c.seen_pass < progress.number)
                forgotten = (await connection.execute(delete(posts).where(unseen))).rowcount
            await self._store_pass(connection, progress)
        return forgotten

    async def count_unseen(self, source: str, pass_number: int) -> int:
        """How many stored posts of `source` the pass has not seen."""
        posts = tables.posts
        query = select(func.count()).where(posts.c.source == source, posts.c.seen_pass < pass_number)
        async with self._database.begin() as connection:
            return (await connection.execute(query)).scalar_one()

    async def replace_all(self, batches: Iterable[list[Post]], *, keep_absent: bool) -> Change:
        """Store all batches in one transaction: an error in the middle leaves everything as it was.

        Posts of the same sources that are absent from the batches are forgotten unless `keep_absent`.
        """
        async with self._database.begin() as connection:
            numbers: dict[str, int] = {}
            change = Change()
            for batch in batches:
                # In the order of reading, so that the same file gives the same numbers each time.
                sources = list(dict.fromkeys(post.source for post in batch))
                for source in sources:
                    if source in numbers:
                        continue
                    newest = select(func.max(tables.posts.c.seen_pass)).where(tables.posts.c.source == source)
                    numbers[source] = ((await connection.execute(newest)).scalar_one() or 0) + 1
                for source in sources:
                    change += await self._store(connection, numbers[source], (p for p in batch if p.source == source))
            if not keep_absent:
                for source, number in numbers.items():
                    posts = tables.posts
                    unseen = (posts.c.source == source) & (posts.c.seen_pass < number)
                    await connection.execute(delete(posts).where(unseen))
        return change

    async def all(self) -> list[Post]:
        """Every stored post whose author has not said no, oldest first; those without a date in the order of reading.

        `author` is the keyed hash, never the name.
        """
        posts = tables.posts
        columns = [column for column in posts.c if column is not posts.c.folded]
        query = select(*columns).where(is_welcome()).order_by(posts.c.source, posts.c.posted_at, posts.c.id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [
            Post(
                row.text, row.source, row.remote_id, row.author_hash, row.posted_at, row.edited_at,
                row.is_repost, row.is_advertising,
            )
            for row in rows
        ]  # fmt: skip

    async def any_unwelcome(self, authors: Iterable[str]) -> bool:
        """Whether one of these authors, given as hashes, has said no."""
        return not (await OptOuts(self._database).authors()).isdisjoint(authors)

    async def count(self) -> int:
        """How many posts are stored."""
        async with self._database.begin() as connection:
            return (await connection.execute(select(func.count()).select_from(tables.posts))).scalar_one()

    async def _store(self, connection: AsyncConnection, pass_number: int, posts: Iterable[Post]) -> Change:
        """Insert or update; `author` must already be a keyed hash. The last of two posts with one id counts.

        Posts of those who said no are left out, and so count as posts that the source does not have.
        """
        await keep_opt_outs_still(connection)
        posts = list(posts)
        unwelcome = await opted_out_of(connection, {post.author for post in posts if post.author is not None})
        rows: dict[tuple[str, str], dict[str, object]] = {
            (post.source, post.remote_id): {
                "source": post.source,
                "remote_id": post.remote_id,
                "text": post.text,
                "author_hash": post.author,
                "posted_at": post.posted_at,
                "edited_at": post.edited_at,
                "is_repost": post.is_repost,
                "is_advertising": post.is_advertising,
                "seen_pass": pass_number,
            }
            for post in posts
            if post.author not in unwelcome
        }
        change = Change()
        async for chunk in _chunks(list(rows.values())):
            known = await self._known(connection, chunk)
            new = sum((row["source"], row["remote_id"]) not in known for row in chunk)
            edited = sum(known.get((row["source"], row["remote_id"]), row["text"]) != row["text"] for row in chunk)
            await connection.execute(_upsert(tables.posts, self._database.is_sqlite), chunk)
            change += Change(new, edited)
        return change

    async def _known(
        self, connection: AsyncConnection, rows: list[dict[str, object]]
    ) -> dict[tuple[object, object], str]:
        posts = tables.posts
        found = await connection.execute(
            select(posts.c.source, posts.c.remote_id, posts.c.text).where(
                posts.c.source == rows[0]["source"], posts.c.remote_id.in_([row["remote_id"] for row in rows])
            )
        )
        return {(row.source, row.remote_id): row.text for row in found}

    async def _store_pass(self, connection: AsyncConnection, progress: Pass) -> None:
        values = {
            "pass_number": progress.number,
            "next_offset": progress.next_offset,
            "total": progress.total,
            "is_full": progress.is_full,
            "started_at": progress.started_at,
            "finished_at": progress.finished_at,
        }
        scrapes = tables.scrapes
        changed = await connection.execute(update(scrapes).where(scrapes.c.source == progress.source).values(values))
        if changed.rowcount == 0:
            await connection.execute(scrapes.insert().values(source=progress.source, **values))


def _pass(row: Row[Any]) -> Pass:
    return Pass(row.source, row.pass_number, row.next_offset, row.total, row.is_full, row.started_at, row.finished_at)


async def _chunks(rows: list[dict[str, object]]) -> AsyncIterator[list[dict[str, object]]]:
    for begin in range(0, len(rows), _ROWS_A_STATEMENT):
        yield rows[begin : begin + _ROWS_A_STATEMENT]


def _upsert(table: Table, is_sqlite: bool) -> sqlite.Insert | postgresql.Insert:
    insert: sqlite.Insert | postgresql.Insert = sqlite.insert(table) if is_sqlite else postgresql.insert(table)
    changes = {name: insert.excluded[name] for name in (*_CHANGES, "seen_pass")}
    return insert.on_conflict_do_update(index_elements=["source", "remote_id"], set_=changes)
