"""Looks at the posts that are stored: how many from when and from where, which hold a text, which are an author's.

A text is looked for in the form of `bot.storage.folding`, as it stands: `LIKE` would take % and _ for more than text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from bot.storage import tables
from bot.storage.database import Database
from bot.storage.folding import folded
from bot.storage.opt_outs import is_welcome

posts = tables.posts
_SHOWN = [column for column in posts.c if column is not posts.c.folded]


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post as it was read. `author` is a keyed hash, None where the source names nobody."""

    id: int
    text: str
    source: str
    remote_id: str
    author: str | None
    posted_at: datetime | None
    edited_at: datetime | None
    is_repost: bool
    is_advertising: bool


@dataclass(frozen=True, slots=True)
class FoundPosts:
    """One page of posts, newest first, of `total` that there are."""

    posts: Sequence[StoredPost]
    total: int


@dataclass(frozen=True, slots=True)
class Amount:
    """How many posts there are of one kind and how many characters they have; `first` and `last` by their dates."""

    posts: int
    characters: int
    first: datetime | None = None
    last: datetime | None = None


class StoredPosts:
    """Queries on stored posts. Posts of whoever said no are never shown, should one still be there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_month(self) -> dict[str, Amount]:
        """How much was posted in each month (UTC, `2026-03`), the oldest first; "" stands for posts without a date."""
        at = posts.c.posted_at
        month = (
            func.strftime("%Y-%m", at)
            if self._database.is_sqlite
            else func.to_char(func.timezone("UTC", at), "YYYY-MM")
        )
        query = select(func.coalesce(month, "").label("name"), func.count(), func.sum(func.length(posts.c.text)))
        async with self._database.begin() as connection:
            rows = (await connection.execute(query.where(is_welcome()).group_by("name").order_by("name"))).all()
        return {name: Amount(count, int(characters)) for name, count, characters in rows}

    async def by_source(self) -> dict[str, Amount]:
        """How much each source gave, the largest first."""
        count, at = func.count(), posts.c.posted_at
        query = select(posts.c.source, count, func.sum(func.length(posts.c.text)), func.min(at), func.max(at))
        query = query.where(is_welcome()).group_by(posts.c.source).order_by(count.desc(), posts.c.source)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return {source: Amount(posts_, int(chars), first, last) for source, posts_, chars, first, last in rows}

    async def of_author(self, author: str) -> Amount:
        """How much is stored of an author, by the hash."""
        at = posts.c.posted_at
        characters = func.coalesce(func.sum(func.length(posts.c.text)), 0)
        query = select(func.count(), characters, func.min(at), func.max(at)).where(posts.c.author_hash == author)
        async with self._database.begin() as connection:
            count, chars, first, last = (await connection.execute(query)).one()
        return Amount(count, int(chars), first, last)

    async def get(self, post_id: int) -> StoredPost | None:
        """One post, or None."""
        found = await self._posts([post_id])
        return found[0] if found else None

    async def search(self, wanted: str, page: int, size: int, author: str = "") -> FoundPosts:
        """A page (from 1) of the posts that hold a text in any case, "" for all of them; `author` is a hash.

        A page beyond the last is the last.
        """
        where = is_welcome()
        if author:
            where &= posts.c.author_hash == author
        looked_for = folded(wanted.strip())
        if "\0" in looked_for:  # no text holds it, and PostgreSQL does not take it
            return FoundPosts([], 0)
        if looked_for:
            where &= self._holds(looked_for)
        order = posts.c.posted_at.desc().nulls_last(), posts.c.id.desc()
        # Only numbers are put in order, not whole posts; and the posts are looked through once, for page and total.
        numbers = select(posts.c.id, func.count().over()).where(where).order_by(*order).limit(size)
        async with self._database.begin() as connection:
            found = (await connection.execute(numbers.offset(max(0, page - 1) * size))).all()
            if not found and page > 1:  # beyond the last, or there is none
                total = (await connection.execute(select(func.count()).select_from(posts).where(where))).scalar_one()
                found = (await connection.execute(numbers.offset(max(0, total - 1) // size * size))).all()
        return FoundPosts(await self._posts([number for number, _ in found]), found[0][1] if found else 0)

    def _holds(self, looked_for: str) -> ColumnElement[bool]:
        find = func.instr if self._database.is_sqlite else func.strpos
        return find(posts.c.folded, looked_for) > 0

    async def _posts(self, numbers: Sequence[int]) -> list[StoredPost]:
        """The posts of these numbers in this order; what was forgotten meanwhile is left out."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(select(*_SHOWN).where(posts.c.id.in_(numbers), is_welcome()))).all()
        found = {row.id: _post(row) for row in rows}
        return [found[number] for number in numbers if number in found]


def _post(row: Row[Any]) -> StoredPost:
    return StoredPost(
        row.id, row.text, row.source, row.remote_id, row.author_hash, row.posted_at, row.edited_at,
        row.is_repost, row.is_advertising,
    )  # fmt: skip
