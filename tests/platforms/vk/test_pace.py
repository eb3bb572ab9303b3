"""Calls keep to so many a second whatever the delay between here and the server."""

import asyncio
import itertools
import random

import pytest

from bot.errors import Misconfigured
from bot.platforms.vk.pace import Pace, Paces


async def test_no_window_at_the_server_holds_more_arrivals_than_allowed() -> None:
    """Each call arrives at some moment between its start and its end."""
    loop, chance = asyncio.get_running_loop(), random.Random(0)
    pace, arrivals = Pace(300), list[float]()
    window_s = 300 / 300

    async def call() -> None:
        async with pace:
            await asyncio.sleep(chance.uniform(0, 0.01))
            arrivals.append(loop.time())
            await asyncio.sleep(chance.uniform(0, 0.01))

    await asyncio.gather(*(call() for _ in range(330)))

    arrivals.sort()
    assert all(later - earlier >= window_s for earlier, later in zip(arrivals, arrivals[300:], strict=False))


async def test_a_full_window_lies_between_the_end_of_a_call_and_the_start_of_the_one_that_takes_its_place() -> None:
    loop, pace = asyncio.get_running_loop(), Pace(1.9)  # one call in any 1/1.9 s
    async with pace:
        await asyncio.sleep(0.2)  # the call may have arrived as late as now
        ended = loop.time()

    async with pace:
        assert loop.time() - ended >= 1 / 1.9 - 0.001


async def test_calls_are_spaced_evenly_and_not_sent_in_a_burst() -> None:
    loop, pace, starts = asyncio.get_running_loop(), Pace(50), list[float]()

    for _ in range(6):
        async with pace:
            starts.append(loop.time())

    assert all(later - earlier >= 0.019 for earlier, later in itertools.pairwise(starts))


async def test_a_call_waits_while_as_many_as_allowed_are_under_way() -> None:
    pace, order = Pace(1.5), list[str]()
    entered = asyncio.Event()

    async def second() -> None:
        async with pace:
            order.append("second")

    async with pace:
        waiting = asyncio.create_task(second())
        asyncio.get_running_loop().call_later(0.01, entered.set)
        await entered.wait()
        order.append("first")
    await waiting

    assert order == ["first", "second"]


async def test_a_cancelled_wait_leaves_the_pace_usable() -> None:
    pace = Pace(20)
    async with pace:
        pass
    waiting = asyncio.create_task(pace.__aenter__())
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    async with asyncio.timeout(5), pace:
        pass


@pytest.mark.parametrize("per_s", [0, -1, float("nan")])
def test_a_pace_needs_a_positive_figure(per_s: float) -> None:
    with pytest.raises(ValueError, match="positive"):
        Pace(per_s)


async def test_who_calls_with_the_same_key_at_the_same_server_keeps_one_pace() -> None:
    paces = Paces()
    pace = paces.of("https://api.vk.ru", "key", 3)
    assert paces.of("https://api.vk.ru", "key", 3) is pace
    assert paces.of("https://api.vk.ru", "another", 3) is not pace
    assert paces.of("http://127.0.0.1", "key", 3) is not pace


async def test_two_figures_for_one_key_are_refused_for_as_long_as_the_first_is_kept() -> None:
    paces = Paces()
    pace: Pace | None = paces.of("https://api.vk.ru", "key", 3)
    with pytest.raises(Misconfigured, match=r"requests_per_s \(3 and 5\)"):
        paces.of("https://api.vk.ru", "key", 5)
    del pace
    assert paces.of("https://api.vk.ru", "key", 5).per_s == 5
