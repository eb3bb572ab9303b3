"""Limits hold for members and groups, in all processes on one database and over a restart."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.limits import Kind, Limits
from bot.domain.member import Address, Platform
from bot.storage.database import Database
from bot.storage.requests import Requests

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ANNA, BORIS = Address(Platform.VK, 1), Address(Platform.VK, 2)
GROUP = Address(Platform.VK, 2_000_000_001)
LIMITS = Limits(memes=2, commands=3, group=4)


@pytest.fixture
def requests(database: Database) -> Requests:
    return Requests(database, LIMITS)


async def taken(requests: Requests, who: Address, kind: Kind, times: int, now: datetime = NOW) -> int:
    """How many of so many requests were allowed."""
    return sum([await requests.take([(who, kind)], now) is None for _ in range(times)])


async def test_each_has_a_limit_of_their_own_for_each_kind(requests: Requests) -> None:
    """Memes don't use up commands, and Anna uses up nothing of Boris's."""
    assert await taken(requests, ANNA, Kind.MEME, 5) == 2
    assert await taken(requests, ANNA, Kind.COMMAND, 5) == 3
    assert await taken(requests, BORIS, Kind.MEME, 5) == 2


async def test_what_is_refused_by_one_limit_counts_against_none(requests: Requests) -> None:
    """A member at the limit uses up nothing of the group's."""
    outcomes = [await requests.take([(ANNA, Kind.MEME), (GROUP, Kind.GROUP)], NOW) for _ in range(9)]
    assert [refusal is None for refusal in outcomes] == [True] * 2 + [False] * 7
    assert await taken(requests, GROUP, Kind.GROUP, 9) == 2


async def test_a_group_is_shared_by_its_members(requests: Requests) -> None:
    """The refusal says that it is the group's limit, and for how long."""
    for person in range(4):
        member = Address(Platform.VK, 10 + person)
        assert await requests.take([(member, Kind.COMMAND), (GROUP, Kind.GROUP)], NOW) is None
    refusal = await requests.take([(BORIS, Kind.COMMAND), (GROUP, Kind.GROUP)], NOW + timedelta(seconds=20))
    assert refusal is not None
    assert (refusal.who, refusal.kind, refusal.wait) == (GROUP, Kind.GROUP, timedelta(seconds=40))


async def test_a_refusal_is_told_once_in_a_window(requests: Requests) -> None:
    """Then the flooder is refused in silence, and told again in the next window."""
    await taken(requests, ANNA, Kind.MEME, 2)
    told = [await requests.take([(ANNA, Kind.MEME)], NOW + timedelta(seconds=second)) for second in range(5)]
    assert [refusal and refusal.is_told for refusal in told] == [False, True, True, True, True]
    later = NOW + timedelta(minutes=2)
    await taken(requests, ANNA, Kind.MEME, 2, later)
    refusal = await requests.take([(ANNA, Kind.MEME)], later)
    assert refusal is not None
    assert not refusal.is_told


async def test_each_limit_is_told_of_by_itself(requests: Requests) -> None:
    """Who has heard that memes must wait still hears why commands are not answered."""
    await taken(requests, ANNA, Kind.MEME, 2)
    await taken(requests, ANNA, Kind.COMMAND, 3)
    for kind in (Kind.MEME, Kind.COMMAND):
        refusals = [await requests.take([(ANNA, kind)], NOW) for _ in range(2)]
        assert [refusal and (refusal.kind, refusal.is_told) for refusal in refusals] == [(kind, False), (kind, True)]


async def test_a_refusal_that_nobody_hears_is_not_told(requests: Requests) -> None:
    """What the bot wanted to say by itself leaves the group's one refusal to its members."""
    await taken(requests, GROUP, Kind.GROUP, 4)
    unheard = [await requests.take([(GROUP, Kind.GROUP)], NOW, is_told_of=False) for _ in range(3)]
    assert [refusal and refusal.is_told for refusal in unheard] == [False] * 3


async def test_two_processes_share_a_limit_and_a_restart_forgets_nothing(database: Database) -> None:
    """Twenty requests at once through two: as many are allowed as through one, and none after a restart."""
    both = [Requests(database, LIMITS), Requests(database, LIMITS)]
    outcomes = await asyncio.gather(*(both[number % 2].take([(ANNA, Kind.MEME)], NOW) for number in range(20)))
    assert sum(refusal is None for refusal in outcomes) == 2
    assert sum(refusal is not None and not refusal.is_told for refusal in outcomes) == 1
    assert await taken(Requests(database, LIMITS), ANNA, Kind.MEME, 3) == 0


async def test_members_of_one_group_at_once_do_not_wait_for_each_other_for_ever(requests: Requests) -> None:
    """Whoever is counted with the group is counted in one order."""
    charges = [[(Address(Platform.VK, person), Kind.COMMAND), (GROUP, Kind.GROUP)] for person in range(1, 30)]
    async with asyncio.timeout(20):
        outcomes = await asyncio.gather(
            *(requests.take(charge[:: (-1) ** number], NOW) for number, charge in enumerate(charges))
        )
    assert sum(refusal is None for refusal in outcomes) == 4


async def test_what_counts_no_more_is_dropped(requests: Requests) -> None:
    """The time that is named ends a wait; the tidying changes no answer."""
    await taken(requests, ANNA, Kind.MEME, 2)
    assert await requests.wait(ANNA, Kind.MEME, NOW + timedelta(seconds=15)) == timedelta(seconds=45)
    await requests.forget_before(NOW)
    assert await requests.wait(ANNA, Kind.MEME, NOW) == timedelta(minutes=1)
    await requests.forget_before(NOW + timedelta(seconds=1))
    assert await requests.wait(ANNA, Kind.MEME, NOW) == timedelta(0)


async def test_a_process_whose_clock_is_fast_makes_nobody_wait_longer_than_a_window(requests: Requests) -> None:
    """Five minutes ahead: what it counted is taken for a request of this instant."""
    await taken(requests, ANNA, Kind.MEME, 2, NOW + timedelta(minutes=5))
    assert await requests.wait(ANNA, Kind.MEME, NOW) == LIMITS.window


async def test_what_counts_as_several_is_counted_as_several_or_not_at_all(requests: Requests) -> None:
    album = [(ANNA, Kind.MEME), (GROUP, Kind.GROUP)] * 2
    assert await requests.take(album, NOW) is None
    refusal = await requests.take([(ANNA, Kind.MEME)], NOW)
    assert refusal is not None
    album = [(BORIS, Kind.COMMAND), (GROUP, Kind.GROUP)] * 3
    refusal = await requests.take(album, NOW)
    assert refusal is not None
    assert (refusal.who, refusal.kind) == (GROUP, Kind.GROUP)
    assert await taken(requests, GROUP, Kind.GROUP, 9) == 2
