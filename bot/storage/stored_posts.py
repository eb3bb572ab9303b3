"""Looks at the posts that are stored: how many from when and from where, which hold a text, which are an author's.

A text is looked for here and not in the database: on SQLite `LIKE` knows the two cases of Latin letters only, on
PostgreSQL it depends on the server's locale, and both would take % and _ for more than text.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, String, func, select, true, type_coerce

from bot.storage import tables
from bot.storage.database import Database
from bot.storage.opt_outs import is_welcome

posts = tables.posts

# Read in short transactions: on SQLite nobody else reads or writes during one.
_AT_ONCE = 2_000


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
        where = is_welcome() & (posts.c.author_hash == author if author else true())
        looked_for = _plain(wanted.strip())
        if looked_for:
            found = await self._holding(looked_for, where)
            begin = _begin(page, size, len(found))
            return FoundPosts(await self._posts(found[begin : begin + size]), len(found))
        order = posts.c.posted_at.desc().nulls_last(), posts.c.id.desc()
        async with self._database.begin() as connection:
            total = (await connection.execute(select(func.count()).select_from(posts).where(where))).scalar_one()
            query = select(posts).where(where).order_by(*order).limit(size).offset(_begin(page, size, total))
            rows = (await connection.execute(query)).all()
        return FoundPosts(list(map(_post, rows)), total)

    async def _holding(self, looked_for: str, where: ColumnElement[bool]) -> list[int]:
        """The numbers of posts that hold a text, newest first; those without a date last."""
        # Dates are compared as the driver gives them: making instants of all takes as long as all the rest.
        at = type_coerce(posts.c.posted_at, String)
        query = select(posts.c.id, at, posts.c.text).where(where).order_by(posts.c.id).limit(_AT_ONCE)
        found: list[tuple[bool, Any, int]] = []
        after = 0
        while True:
            async with self._database.begin() as connection:
                rows = (await connection.execute(query.where(posts.c.id > after))).all()
            found += [
                (posted_at is not None, posted_at or 0, number)
                for number, posted_at, text in rows
                if looked_for in _plain(text)
            ]
            if len(rows) < _AT_ONCE:
                return [number for _, _, number in sorted(found, reverse=True)]
            after = rows[-1].id

    async def _posts(self, numbers: Sequence[int]) -> list[StoredPost]:
        """The posts of these numbers in this order; what was forgotten meanwhile is left out."""
        async with self._database.begin() as connection:
            rows = (await connection.execute(select(posts).where(posts.c.id.in_(numbers), is_welcome()))).all()
        found = {row.id: _post(row) for row in rows}
        return [found[number] for number in numbers if number in found]


def _plain(text: str) -> str:
    """What is compared: one case, accents joined to their letters, ё as е."""
    return unicodedata.normalize("NFC", text).casefold().replace("ё", "е")


def _begin(page: int, size: int, total: int) -> int:
    last = max(0, (total - 1) // size)
    return min(max(0, page - 1), last) * size


def _post(row: Row[Any]) -> StoredPost:
    return StoredPost(
        row.id, row.text, row.source, row.remote_id, row.author_hash, row.posted_at, row.edited_at,
        row.is_repost, row.is_advertising,
    )  # fmt: skip
