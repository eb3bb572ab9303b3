"""An update belongs to one process, and to another only when that one is dead."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.domain.member import Address, Platform
from bot.domain.message import Incoming
from bot.errors import Retryable
from bot.storage.database import Database
from bot.storage.inbox import Inbox
from bot.storage.processes import DEAD_AFTER_S, Processes

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BOTH = set(Platform)


def message(key: str, platform: Platform = Platform.VK) -> Incoming:
    person = Address(platform, 7)
    return Incoming(key, person, person, 1, "/meme", True, NOW)


class Seconds:
    """A clock that only goes when it is told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_an_update_that_reaches_every_process_is_taken_by_one(database: Database) -> None:
    """VK's long poll brings it to all that listen: the unique key decides."""
    inboxes = [Inbox(database, name) for name in "abc"]
    for key in ("1", "2"):
        taken = await asyncio.gather(*(inbox.receive(message(key), NOW) for inbox in inboxes))
        assert sorted(taken) == [False, False, True]


async def test_updates_that_come_together_are_stored_together_without_repeats(database: Database) -> None:
    """What is new among them is given back in order, once."""
    inbox = Inbox(database, "a")
    await inbox.receive(message("2"), NOW)
    new = await inbox.receive_all([message(key) for key in ("3", "2", "1", "3")], NOW)
    assert [update.key for update in new] == ["3", "1"]
    assert sorted(update.key for update, _ in await inbox.unanswered()) == ["1", "2", "3"]


async def test_what_a_living_process_works_on_is_left_to_it(database: Database) -> None:
    """Only what the dead left is taken over, and by one of those who look."""
    dead, living = Inbox(database, "dead"), [Inbox(database, "b"), Inbox(database, "c")]
    await dead.receive(message("left"), NOW)
    await living[0].receive(message("under way"), NOW)
    found = await asyncio.gather(*(inbox.take_over({"b", "c"}, BOTH) for inbox in living))
    assert [update.key for updates in found for update, _ in updates] == ["left"]
    assert await living[1].take_over({"b", "c"}, BOTH) == []


async def test_what_was_taken_over_is_not_answered_by_its_first_owner(database: Database) -> None:
    """A process that was only asleep finds out before it sends."""
    asleep, awake = Inbox(database, "asleep"), Inbox(database, "awake")
    await asleep.receive(message("1", Platform.TELEGRAM), NOW)
    await awake.take_over({"awake"}, BOTH)
    assert not await asleep.begin_answer(Platform.TELEGRAM, "1")
    assert await awake.begin_answer(Platform.TELEGRAM, "1")
    assert [is_answering for _, is_answering in await awake.unanswered()] == [True]


async def test_updates_of_a_platform_that_is_off_stay_where_they_are(database: Database) -> None:
    """They are taken over when it is on again."""
    inbox = Inbox(database, "a")
    await Inbox(database, "dead").receive(message("1"), NOW)
    assert await inbox.take_over({"a"}, {Platform.TELEGRAM}) == []
    assert len(await inbox.take_over({"a"}, BOTH)) == 1


async def test_many_marks_at_once_are_all_kept(database: Database) -> None:
    """However they share their transactions."""
    inbox = Inbox(database, "a")
    keys = [str(number) for number in range(120)]
    for key in keys:
        await inbox.receive(message(key), NOW)
    begun = await asyncio.gather(*(inbox.begin_answer(Platform.VK, key) for key in [*keys, "unknown"]))
    assert begun == [True] * 120 + [False]
    await asyncio.gather(*(inbox.done(Platform.VK, key) for key in keys[:100]))
    assert [update.key for update, _ in await inbox.unanswered()] == keys[100:]


async def test_a_mark_that_cannot_be_made_is_heard_of(tmp_path_factory: pytest.TempPathFactory) -> None:
    """By everybody who waits for it."""
    nowhere = Database(f"sqlite:///{tmp_path_factory.mktemp('no')}/missing/wallflower.db")
    inbox = Inbox(nowhere, "a")
    outcomes = await asyncio.gather(*(inbox.done(Platform.VK, key) for key in "123"), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [Retryable] * 3
    await nowhere.close()


async def test_a_process_that_stands_still_is_dead_and_one_that_beats_is_not(database: Database) -> None:
    """Whatever their clocks say: each watches the other's number on its own."""
    mine, theirs = Seconds(), Seconds()
    theirs.now = 300.0
    a, b = Processes(database, "a", mine), Processes(database, "b", theirs)
    assert await b.beat() == {"b"}
    assert await a.beat() == {"a", "b"}
    mine.now = DEAD_AFTER_S - 1
    await b.beat()
    assert await a.beat() == {"a", "b"}
    mine.now += DEAD_AFTER_S - 1
    assert await a.beat() == {"a", "b"}
    mine.now += 1
    assert await a.beat() == {"a"}
    async with database.begin() as connection:
        assert (await connection.execute(text("SELECT process FROM processes"))).scalars().all() == ["a"]


async def test_a_process_that_was_taken_for_dead_comes_back(database: Database) -> None:
    """It beats again and is one of the living."""
    clock = Seconds()
    a, b = Processes(database, "a", clock), Processes(database, "b", clock)
    await b.beat()
    await a.beat()
    clock.now = DEAD_AFTER_S
    assert await a.beat() == {"a"}
    assert await b.beat() == {"a", "b"}
    assert await a.beat() == {"a", "b"}


async def test_a_process_that_leaves_in_good_order_is_gone_at_once(database: Database) -> None:
    """What it had not begun is free for the others."""
    a, b = Processes(database, "a"), Processes(database, "b")
    await b.beat()
    await b.leave()
    assert await a.beat() == {"a"}


async def test_a_photo_that_came_or_was_answered_is_kept_by_its_reference(database: Database) -> None:
    """What it refers to stays with the platform."""
    inbox = Inbox(database, "a")
    kept = replace(message("1"), photo="https://sun1.userapi.com/w.jpg", reply_photo="AgACAgIAAxkB")
    await inbox.receive(kept, NOW)
    assert [update for update, _ in await inbox.unanswered()] == [kept]
