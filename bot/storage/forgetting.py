"""Removes what is stored of one person, all of it or nothing, and says what is stored.

The audit log is append-only and chained: it must never hold more of a forgotten person than a keyed hash, so the
signature that is recorded here is the caller's care (`bot.flow.forget`).
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Delete, Table, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.audit import Signature
from bot.domain.caption import captions_from_json, captions_to_json
from bot.domain.draft import DraftState
from bot.domain.forgotten import BLANKED, Forgotten, Stored
from bot.domain.member import Address, Role
from bot.storage import tables
from bot.storage.audit import record
from bot.storage.database import Database
from bot.storage.opt_outs import numbers, opt_out

_WAITING = (DraftState.PENDING.value, DraftState.APPROVED.value)
# Once these are on a wall, only a person can take them down.
_OUT = (DraftState.PUBLISHING.value, DraftState.PUBLISHED.value, DraftState.UNSURE.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What to remove.

    `author_hashes` are of all names of the person; `person` is None where only an author's name is known; `holds` tells
    whether a text holds a phrase of theirs; `merged` adds what is kept to recognise those to what was kept before, and
    `posts` is from how many posts. `lays_down_role`: the person asked themselves. `shown` is the person in the log.
    """

    person_hash: str
    author_hashes: frozenset[str]
    person: Address | None
    holds: Callable[[str], bool]
    merged: Callable[[bytes, bytes], tuple[bytes, bytes]]
    posts: int
    lays_down_role: bool
    shown: str


class Forgetting:
    """Queries that look for one person everywhere."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def texts(self, author_hashes: frozenset[str], captions: Sequence[str] = ()) -> tuple[list[str], list[str]]:
        """The texts of the person's posts with their `captions` and, if there are any, those of everybody else's."""
        posts = tables.posts
        mine = posts.c.author_hash.in_(author_hashes)
        async with self._database.begin() as connection:
            theirs = (await connection.execute(select(posts.c.text).where(mine))).scalars().all()
            if not theirs and not captions:
                return [], []
            rest = select(posts.c.text).where(or_(posts.c.author_hash.is_(None), ~mine))
            others = (await connection.execute(rest)).scalars().all()
        return [*theirs, *captions], list(others)

    async def carry_out(self, removal: Removal, by: Signature) -> Forgotten:
        """Remove, remember the opt-out, and record both in the audit log where anything has changed."""
        async with self._database.begin() as connection:
            if self._database.is_sqlite:
                # What is deleted is overwritten, not only left out of the table.
                await connection.execute(text("PRAGMA secure_delete = ON"))
            is_news = await opt_out(
                connection, removal.person_hash, removal.author_hashes, by.at, is_sqlite=self._database.is_sqlite
            )
            posts = await _count_deleted(
                connection, delete(tables.posts).where(tables.posts.c.author_hash.in_(removal.author_hashes))
            )
            traces = 0 if removal.person is None else await _remove_traces(connection, removal.person)
            if removal.person is not None and removal.lays_down_role:
                # A ban stays: who is banned could otherwise have it lifted by being forgotten.
                roles = tables.roles
                of_person = roles.c.person == str(removal.person)
                laid_down = delete(roles).where(of_person, roles.c.role != Role.BANNED.name)
                traces += await _count_deleted(connection, laid_down)
            drafts, published = await _remove_phrases(connection, removal.holds)
            kept = await _keep_phrases(connection, removal, published)
            is_news = is_news or bool(posts or traces or drafts)
            if is_news:
                out = " ".join(map(str, kept))
                await record(
                    connection, by, "author.forget", removal.shown, posts=posts, drafts=len(drafts), published=out
                )
        return Forgotten(removal.person_hash, posts, drafts, kept, traces, is_news)

    async def erase_leftovers(self) -> None:
        """On SQLite: let nothing of what was deleted stay in the write-ahead log, as far as readers allow it."""
        if not self._database.is_sqlite:
            return
        async with self._database.engine.connect() as connection:
            raw = await connection.get_raw_connection()
            driver = raw.driver_connection
            if driver is not None:
                await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    async def has_posts(self, author_hashes: frozenset[str]) -> bool:
        """Whether any post is theirs."""
        query = select(tables.posts.c.id).where(tables.posts.c.author_hash.in_(author_hashes)).limit(1)
        async with self._database.begin() as connection:
            return (await connection.execute(query)).first() is not None

    async def stored(self, author_hashes: frozenset[str], person_hash: str, person: Address) -> Stored:
        """How much is kept of a person."""
        posts, who = tables.posts, str(person)
        mine = posts.c.author_hash.in_(author_hashes)
        async with self._database.begin() as connection:
            count, first, last = (
                await connection.execute(
                    select(func.count(), func.min(posts.c.posted_at), func.max(posts.c.posted_at)).where(mine)
                )
            ).one()
            kept = [condition for _, condition in _traces(who)]
            kept += [tables.replies.c.chat == who, tables.requests.c.member == who]
            traces = sum([await _count(connection, condition) for condition in kept])
            deeds = sum([await _count(connection, query) for query in _deeds(who)])
            role = (
                await connection.execute(select(tables.roles.c.role).where(tables.roles.c.person == who))
            ).scalar_one_or_none()
            since = select(func.min(tables.opt_outs.c.opted_out_at)).where(tables.opt_outs.c.person_hash == person_hash)
            opted_out_at = (await connection.execute(since)).scalar_one()
        return Stored(count, first, last, traces, deeds, None if role is None else role.lower(), opted_out_at)


def _traces(person: str) -> list[tuple[Table, ColumnElement[bool]]]:
    """Rows of the person's talk with the bot, in each table that holds any.

    Not what counts against a limit: that goes by itself within the hour, and a flooder would begin anew.
    """
    return [
        (tables.questions, or_(tables.questions.c.person == person, tables.questions.c.chat == person)),
        (tables.reactions, tables.reactions.c.person == person),
        (tables.chats, tables.chats.c.chat == person),
        (tables.cards, tables.cards.c.chat == person),
        (tables.console_sessions, tables.console_sessions.c.person == person),
        (tables.console_links, tables.console_links.c.person == person),
        (tables.console_passwords, tables.console_passwords.c.person == person),
    ]


def _deeds(person: str) -> list[ColumnElement[bool]]:
    """Rows that tell of acts of office. They stay: what was done in a community's name must be answered for."""
    return [
        tables.decisions.c.moderator == person,
        tables.roles.c.granted_by == person,
        tables.banned_words.c.banned_by == person,
        tables.audit.c.actor == person,
    ]


async def _count(connection: AsyncConnection, condition: ColumnElement[bool]) -> int:
    return (await connection.execute(select(func.count()).where(condition))).scalar_one()


async def _count_deleted(connection: AsyncConnection, query: Delete) -> int:
    return (await connection.execute(query)).rowcount


async def _remove_traces(connection: AsyncConnection, person: Address) -> int:
    who = str(person)
    removed = 0
    for table, condition in _traces(who):
        removed += await _count_deleted(connection, delete(table).where(condition))
    # Replies in a private chat are to that person.
    removed += await _remove_replies(connection, tables.replies.c.chat == who)
    inbox = tables.inbox
    # Not counted: what asks for this stands there as well.
    for key in await _inbox_keys(connection, person):
        of_update = (inbox.c.platform == person.platform.value) & (inbox.c.key == key)
        await connection.execute(update(inbox).where(of_update).values(contents=None))
    return removed


async def _inbox_keys(connection: AsyncConnection, person: Address) -> list[str]:
    """Updates of the person that are still kept with what they say."""
    inbox = tables.inbox
    query = select(inbox.c.key, inbox.c.contents).where(
        inbox.c.platform == person.platform.value, inbox.c.contents.is_not(None)
    )
    rows = (await connection.execute(query)).all()
    return [row.key for row in rows if json.loads(row.contents).get("sender") == str(person)]


async def _remove_phrases(
    connection: AsyncConnection, holds: Callable[[str], bool]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Reject drafts that wait and hold a phrase, and blank what nobody can see any more; which, and which are out."""
    drafts, decisions = tables.drafts, tables.decisions
    rejected, published = [], []
    for row in (await connection.execute(select(drafts.c.id, drafts.c.text, drafts.c.captions, drafts.c.state))).all():
        if not holds(row.text):
            continue
        if row.state in _OUT:
            published.append(row.id)
            continue
        state = DraftState.REJECTED.value if row.state in _WAITING else row.state
        still = drafts.c.id == row.id, drafts.c.state == row.state
        blank = {"text": BLANKED, "captions": _blanked(row.captions), "state": state}
        await connection.execute(update(drafts).where(*still).values(blank))
        if row.state in _WAITING:
            rejected.append(row.id)
    edits = select(decisions).where(decisions.c.text_after.is_not(None))
    for edit in (await connection.execute(edits)).mappings().all():
        for text_column, its_captions in (("text_before", "captions_before"), ("text_after", "captions_after")):
            value = edit[text_column]
            if value is not None and holds(value):
                blank = {text_column: BLANKED, its_captions: _blanked(edit[its_captions])}
                await connection.execute(update(decisions).where(decisions.c.id == edit["id"]).values(blank))
    replies = (await connection.execute(select(tables.replies.c.id, tables.replies.c.text))).all()
    copying = [row.id for row in replies if holds(row.text)]
    if copying:
        await _remove_replies(connection, tables.replies.c.id.in_(copying))
    return tuple(rejected), tuple(published)


def _blanked(captions: str | None) -> str | None:
    """Stored captions without their words; the templates stay, so that what was a picture can still be drawn."""
    return captions_to_json([caption.blanked(BLANKED) for caption in captions_from_json(captions)])


async def _remove_replies(connection: AsyncConnection, condition: ColumnElement[bool]) -> int:
    of_replies = tables.reactions.c.reply_id.in_(select(tables.replies.c.id).where(condition))
    await connection.execute(delete(tables.reactions).where(of_replies))
    return await _count_deleted(connection, delete(tables.replies).where(condition))


async def _keep_phrases(connection: AsyncConnection, removal: Removal, published: Sequence[int]) -> tuple[int, ...]:
    """Keep what is needed to recognise the phrases, beside what was kept before; the drafts that must be taken down."""
    table = tables.forgotten_phrases
    of_person = table.c.person_hash == removal.person_hash
    before = (await connection.execute(select(table).where(of_person))).one_or_none()
    windows, openings = removal.merged(*((b"", b"") if before is None else (before.windows, before.openings)))
    down = tuple(sorted({*published, *(() if before is None else numbers(before.published))}))
    values = {
        "posts": removal.posts + (0 if before is None else before.posts),
        "windows": windows,
        "openings": openings,
        "published": " ".join(map(str, down)),
    }
    if before is not None:
        await connection.execute(update(table).where(of_person).values(values))
    elif removal.posts or down:
        await connection.execute(table.insert().values(person_hash=removal.person_hash, **values))
    return down
