"""The audit log: only added to, never forked by two processes, and every forgery but a cut-off end is found."""

import asyncio
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from bot.domain.audit import BEFORE_THE_FIRST, Entry, Signature
from bot.storage import tables
from bot.storage.audit import AuditLog, record
from bot.storage.database import Database

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANNA = Signature("telegram:1", NOON)
audit = tables.audit

# A process that says "ready", waits for a line, and adds entries, each in a transaction of its own.
ADDING = """
import asyncio, sys
from datetime import UTC, datetime
from bot.domain.audit import Signature
from bot.storage.audit import record
from bot.storage.database import Database

async def add(url, name, count):
    database = Database(url)
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range(count):
        async with database.begin() as connection:
            await record(connection, Signature(name, datetime.now(UTC)), "count", f"number:{number}")
    await database.close()

asyncio.run(add(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


async def add(database: Database, count: int) -> list[Entry]:
    """Entries, a second apart."""
    for number in range(count):
        async with database.begin() as connection:
            by = Signature(ANNA.actor, NOON + timedelta(seconds=number))
            await record(connection, by, "draft.approve", f"draft:{number}", characters=number)
    return await AuditLog(database).last(count)


async def disarm(database: Database) -> None:
    """What somebody with all rights on the database can do."""
    sqlite = ("audit_no_update", "audit_no_delete", "audit_no_insert")
    names = [f"TRIGGER {name}" for name in sqlite]
    if not database.is_sqlite:
        names = [f"TRIGGER {name} ON audit" for name in ("audit_is_append_only", "audit_is_not_truncated")]
    async with database.begin() as connection:
        for name in names:
            await connection.execute(text(f"DROP {name}"))


def values(entry: Entry, **changed: object) -> dict[str, object]:
    return asdict(entry) | changed


async def test_entries_are_counted_chained_and_kept_as_they_were_said(database: Database) -> None:
    """The first one follows 64 zeros; the last ones come oldest first."""
    entries = await add(database, 3)
    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert entries[0].previous == BEFORE_THE_FIRST
    assert all(after.previous == before.hash for before, after in pairwise(entries))
    last = entries[-1]
    assert (last.at, last.actor) == ("2026-11-21T12:00:02.000000+00:00", "telegram:1")
    assert (last.action, last.object, last.details) == ("draft.approve", "draft:2", '{"characters":2}')
    log = AuditLog(database)
    assert await log.last(2) == entries[1:]
    assert await log.verify() == (last, None)
    assert await log.holds(entries[1].hash)
    assert not await log.holds("f" * 64)


def test_the_hash_is_what_the_docs_say() -> None:
    """SHA-256 over one line of JSON: a log can be checked without this program."""
    entry = Entry.following(None, ANNA, "role.change", "vk:5", {"before": "member", "after": "модератор"})
    assert entry.hash == "27b77a116a736482099a4765a611825e7b240d01831049b980e795a63e17f3a9"


async def test_an_empty_log_is_whole(database: Database) -> None:
    """Nothing happened, nothing is broken."""
    assert await AuditLog(database).verify() == (None, None)


async def test_an_action_that_fails_leaves_no_entry(database: Database) -> None:
    """The entry is in the transaction of the action."""

    async def fail() -> None:
        async with database.begin() as connection:
            await record(connection, ANNA, "draft.approve", "draft:1")
            raise RuntimeError("the action went wrong")

    with pytest.raises(RuntimeError):
        await fail()
    assert await AuditLog(database).last(1) == []


async def test_the_database_refuses_to_change_the_log(database: Database) -> None:
    """UPDATE, DELETE, an entry in the middle, REPLACE and TRUNCATE."""
    first, *_ = await add(database, 3)
    statements = [
        update(audit).values(actor="telegram:2"),
        delete(audit).where(audit.c.sequence == 3),
        insert(audit).values(values(first, sequence=0, hash="0", previous="1")),
        insert(audit).prefix_with("OR REPLACE").values(values(first, actor="x"))
        if database.is_sqlite
        else text("TRUNCATE audit"),
    ]
    for statement in statements:
        with pytest.raises(IntegrityError, match="append-only"):
            async with database.begin() as connection:
                await connection.execute(statement)
    assert (await AuditLog(database).verify())[1] is None


@pytest.mark.parametrize("column", ["at", "actor", "action", "object", "details", "hash"])
async def test_a_changed_entry_is_found(database: Database, column: str) -> None:
    """Whatever of it was changed."""
    await add(database, 5)
    await disarm(database)
    async with database.begin() as connection:
        await connection.execute(update(audit).where(audit.c.sequence == 3).values({column: "x"}))
    whole, broken = await AuditLog(database).verify()
    assert whole is not None
    assert broken is not None
    assert (whole.sequence, broken.sequence) == (2, 3)
    assert "was changed" in broken.why


async def test_a_changed_entry_with_a_new_hash_breaks_the_next(database: Database) -> None:
    """Who forges one must forge all that follow."""
    entries = await add(database, 5)
    await disarm(database)
    forged = Entry.following(entries[1], Signature("telegram:666", NOON), "draft.approve", "draft:2", {})
    async with database.begin() as connection:
        await connection.execute(update(audit).where(audit.c.sequence == 3).values(values(forged)))
    _, broken = await AuditLog(database).verify()
    assert broken is not None
    assert broken.sequence == 4


@pytest.mark.parametrize("removed", [1, 3])
async def test_a_removed_entry_is_found(database: Database, removed: int) -> None:
    """At the beginning and in the middle."""
    await add(database, 5)
    await disarm(database)
    async with database.begin() as connection:
        await connection.execute(delete(audit).where(audit.c.sequence == removed))
    _, broken = await AuditLog(database).verify()
    assert broken is not None
    assert broken.sequence == removed
    assert "missing" in broken.why


async def test_a_removed_entry_is_found_though_the_others_moved_up(database: Database) -> None:
    """The numbers of the rest are made to look whole."""
    await add(database, 5)
    await disarm(database)
    async with database.begin() as connection:
        await connection.execute(delete(audit).where(audit.c.sequence == 3))
        for number in (4, 5):
            await connection.execute(update(audit).where(audit.c.sequence == number).values(sequence=number - 1))
    _, broken = await AuditLog(database).verify()
    assert broken is not None
    assert broken.sequence == 3


async def test_two_entries_that_changed_places_are_found(database: Database) -> None:
    """Each keeps its hash and takes the other's number."""
    await add(database, 5)
    await disarm(database)
    async with database.begin() as connection:
        for before, after in ((2, 99), (4, 2), (99, 4)):
            await connection.execute(update(audit).where(audit.c.sequence == before).values(sequence=after))
    _, broken = await AuditLog(database).verify()
    assert broken is not None
    assert broken.sequence == 2


async def test_an_inserted_entry_is_found(database: Database) -> None:
    """It follows the one before as it should; the one after it does not follow it."""
    entries = await add(database, 5)
    await disarm(database)
    inserted = Entry.following(entries[1], ANNA, "role.change", "telegram:666", {"after": "owner"})
    async with database.begin() as connection:
        for number in (5, 4, 3):
            moved = update(audit).where(audit.c.sequence == number).values(sequence=number + 1)
            await connection.execute(moved)
        await connection.execute(
            update(audit).where(audit.c.sequence == 4).values(previous="what the database lets nobody have twice")
        )
        await connection.execute(insert(audit).values(values(inserted)))
    _, broken = await AuditLog(database).verify()
    assert broken is not None
    assert broken.sequence == 4


async def test_a_cut_off_end_is_found_by_a_head_that_was_kept(database: Database) -> None:
    """And by nothing else: what is left is a whole chain."""
    entries = await add(database, 5)
    await disarm(database)
    async with database.begin() as connection:
        await connection.execute(delete(audit).where(audit.c.sequence > 3))
    log = AuditLog(database)
    assert await log.verify() == (entries[2], None)
    assert not await log.holds(entries[4].hash)


async def test_two_processes_that_add_at_once_never_fork_the_chain(database: Database) -> None:
    """200 entries each, begun at the same moment: 400 in one chain, and each process's own in their order."""
    url = database.engine.url.render_as_string(hide_password=False)
    adding = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            ADDING,
            url,
            name,
            "200",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for name in ("terminal:1", "terminal:2")
    ]
    for process in adding:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    await asyncio.gather(*(process.communicate(b"go\n") for process in adding))
    assert [process.returncode for process in adding] == [0, 0]
    whole, broken = await AuditLog(database).verify()
    assert broken is None
    assert whole is not None
    assert whole.sequence == 400
    async with database.begin() as connection:
        rows = (await connection.execute(select(audit).order_by(audit.c.sequence))).all()
    for name in ("terminal:1", "terminal:2"):
        assert [row.object for row in rows if row.actor == name] == [f"number:{number}" for number in range(200)]
    assert len({row.actor for row in rows[:300]}) == 2, "they ran one after the other and prove nothing"


async def test_a_page_is_newest_first_and_of_one_actor_and_action(database: Database) -> None:
    """The last page stands for those beyond it; what is asked for is text."""
    log = AuditLog(database)
    assert await log.page(1, 3) == ([], 0)
    entries = await add(database, 7)
    await log.add(Signature("telegram:2", NOON), "word.ban", "words", word="%")
    page, total = await log.page(2, 3)
    assert (total, list(page)) == (8, [entries[4], entries[3], entries[2]])
    assert [entry.sequence for entry in (await log.page(99, 3))[0]] == [2, 1]
    assert [entry.sequence for entry in (await log.page(1, 9, actor="telegram:2"))[0]] == [8]
    assert (await log.page(1, 9, actor="telegram:1", action="word.ban"))[1] == 0
    assert (await log.page(1, 9, actor="%", action="' or 1=1 --"))[1] == 0
    assert await log.actions() == ["draft.approve", "word.ban"]
