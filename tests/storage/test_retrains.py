"""Of all who want to begin a training by themselves one may, and not too soon after the last."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.storage.database import Database
from bot.storage.retrains import Retrains

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)


async def test_one_of_several_begins(database: Database) -> None:
    """Each process asks by itself."""
    answers = await asyncio.gather(*(Retrains(database).claim(NOW, DAY) for _ in range(5)))
    assert sorted(answers) == [False] * 4 + [True]
    again = await asyncio.gather(*(Retrains(database).claim(NOW + DAY, DAY) for _ in range(5)))
    assert sorted(again) == [False] * 4 + [True]


async def test_the_next_begins_when_the_time_is_over(database: Database) -> None:
    """Also where the instants have no microseconds, or another number of them."""
    retrains = Retrains(database)
    assert await retrains.claim(NOW, DAY)
    assert not await retrains.claim(NOW + DAY - timedelta(microseconds=1), DAY)
    assert await retrains.claim(NOW + DAY, DAY)
    assert await retrains.claim(NOW + DAY, timedelta())
