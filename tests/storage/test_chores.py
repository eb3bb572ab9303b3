"""A chore is done once for each occurrence, whoever asks; what was left is taken up; news is told once."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.domain.chore import Chore, News, Outcome
from bot.storage.chores import LEASE, Chores
from bot.storage.database import Database

MONDAY = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


async def known(database: Database) -> Chores:
    """Of a home that has run since Monday."""
    chores = Chores(database)
    assert not await chores.claim(Chore.READ, MONDAY, MONDAY)
    return chores


async def test_what_came_due_before_anybody_ever_asked_is_not_made_up_for(database: Database) -> None:
    chores = await known(database)
    assert not await chores.claim(Chore.READ, MONDAY, MONDAY + MINUTE)
    assert await chores.claim(Chore.READ, MONDAY + DAY, MONDAY + DAY)


async def test_of_many_that_ask_one_does_it(database: Database) -> None:
    await known(database)
    now = MONDAY + DAY
    asked = await asyncio.gather(*(Chores(database).claim(Chore.READ, now, now) for _ in range(8)))
    assert sorted(asked) == [False] * 7 + [True]
    chores = Chores(database)
    await chores.end(Chore.READ, Outcome.DONE, "", now + MINUTE)
    assert not await chores.claim(Chore.READ, now, now + LEASE + MINUTE)


async def test_after_days_without_a_process_it_is_done_once(database: Database) -> None:
    chores = await known(database)
    now = MONDAY + 5 * DAY
    assert await chores.claim(Chore.READ, now, now)
    await chores.end(Chore.READ, Outcome.DONE, "", now)
    assert not await chores.claim(Chore.READ, now, now + MINUTE)


async def test_what_a_dead_process_left_is_taken_up_when_its_lease_is_over(database: Database) -> None:
    """And at once, if it ended in good order."""
    chores, now = await known(database), MONDAY + DAY
    assert await chores.claim(Chore.READ, now, now)
    await chores.renew(Chore.READ, now + MINUTE)
    assert not await chores.claim(Chore.READ, now, now + LEASE)
    assert await chores.claim(Chore.READ, now, now + LEASE + MINUTE)
    await chores.leave(Chore.READ, now + 2 * LEASE)
    assert await chores.claim(Chore.READ, now, now + 2 * LEASE)


async def test_the_next_occurrence_waits_while_somebody_is_at_the_one_before(database: Database) -> None:
    chores, now = await known(database), MONDAY + DAY
    assert await chores.claim(Chore.READ, now, now)
    for hours in range(24):
        await chores.renew(Chore.READ, now + timedelta(hours=hours))
    await chores.renew(Chore.READ, now + DAY)
    assert not await chores.claim(Chore.READ, now + DAY, now + DAY)


async def test_news_is_given_once_and_only_where_there_is_any(database: Database) -> None:
    chores, now = await known(database), MONDAY + DAY
    await chores.claim(Chore.READ, now, now)
    await chores.end(Chore.READ, Outcome.DONE, "", now)
    assert await chores.take_news() == []
    await chores.claim(Chore.READ, now + DAY, now + DAY)
    await chores.end(Chore.READ, Outcome.FAILED, "VK can't be reached", now + DAY)
    taken = await asyncio.gather(*(Chores(database).take_news() for _ in range(5)))
    assert [news for each in taken for news in each] == [News(Chore.READ, Outcome.FAILED, "VK can't be reached")]
    assert (await chores.last_times())[Chore.READ].details == "VK can't be reached"


async def test_what_is_looked_at_all_the_time_is_news_when_it_changes(database: Database) -> None:
    chores = Chores(database)
    looks = [Outcome.DONE, Outcome.CROWDED, Outcome.CROWDED, Outcome.DONE, Outcome.CROWDED]
    changed = [await chores.change(Chore.DISK, outcome, str(number), MONDAY) for number, outcome in enumerate(looks)]
    assert changed == [True, True, False, True, True]
    assert await chores.take_news() == [News(Chore.DISK, Outcome.CROWDED, "4")]
