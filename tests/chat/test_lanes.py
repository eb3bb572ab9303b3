"""Lanes keep order, run side by side within bounds, and close without losing count."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.chat.lanes import Lanes


def _waiting_for(gate: asyncio.Event, log: list[str], name: str) -> Callable[[], Awaitable[None]]:
    async def work() -> None:
        log.append(name)
        await gate.wait()

    return work


async def _settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_never_more_than_so_many_run_at_once() -> None:
    """Three lanes, two places: the third waits until one is free."""
    lanes, gate, log = Lanes(at_once=2, waiting=10), asyncio.Event(), list[str]()
    for name in "abc":
        await lanes.put(name, _waiting_for(gate, log, name))
    await _settle()
    assert log == ["a", "b"]
    gate.set()
    await lanes.idle()
    assert log == ["a", "b", "c"]


async def test_a_long_lane_starves_no_other() -> None:
    """With one place, lanes take turns."""
    lanes, gate, log = Lanes(at_once=1, waiting=10), asyncio.Event(), list[str]()
    for name in ("a1", "a2", "a3", "b1", "b2"):
        await lanes.put(name[0], _waiting_for(gate, log, name))
    await _settle()
    gate.set()
    await lanes.idle()
    assert log == ["a1", "b1", "a2", "b2", "a3"]


async def test_in_a_lane_the_work_of_several_is_in_order() -> None:
    """Nobody is overtaken by who came later, as long as nobody brings more than three pieces."""
    lanes, log = Lanes(at_once=1, waiting=10), list[str]()
    gate = asyncio.Event()
    gate.set()
    for name in ("a1", "a2", "b1", "a3", "a4", "b2"):
        await lanes.put("lane", _waiting_for(gate, log, name), sharer=name[0])
    await lanes.idle()
    assert log == ["a1", "a2", "b1", "a3", "a4", "b2"]


async def test_in_a_lane_others_go_between_the_pieces_of_one_who_brings_many() -> None:
    """After three in a row; each one's own stay in order."""
    lanes, log = Lanes(at_once=1, waiting=20), list[str]()
    gate = asyncio.Event()
    gate.set()
    for name in (*(f"a{number}" for number in range(1, 9)), "b1", "c1", "b2"):
        await lanes.put("lane", _waiting_for(gate, log, name), sharer=name[0])
    await lanes.idle()
    assert log == ["a1", "a2", "a3", "b1", "a4", "a5", "a6", "c1", "a7", "a8", "b2"]


async def test_handing_over_waits_while_there_is_no_room() -> None:
    """Memory stays bounded: who brings more waits until something is done."""
    lanes, gate, log = Lanes(at_once=1, waiting=2), asyncio.Event(), list[str]()
    await lanes.put("a", _waiting_for(gate, log, "1"))
    await lanes.put("a", _waiting_for(gate, log, "2"))
    third = asyncio.ensure_future(lanes.put("a", _waiting_for(gate, log, "3")))
    await _settle()
    assert not third.done()
    gate.set()
    assert await asyncio.wait_for(third, 5)
    await lanes.idle()
    assert log == ["1", "2", "3"]


async def test_who_waits_for_room_is_told_when_the_lanes_close() -> None:
    """Closing frees whoever waits and takes nothing more."""
    lanes, gate, log = Lanes(at_once=1, waiting=2), asyncio.Event(), list[str]()
    await lanes.put("a", _waiting_for(gate, log, "1"))
    await lanes.put("a", _waiting_for(gate, log, "2"))
    third = asyncio.ensure_future(lanes.put("b", _waiting_for(gate, log, "3")))
    await _settle()
    closing = asyncio.ensure_future(lanes.close(5))
    await _settle()
    gate.set()
    await closing
    assert await asyncio.wait_for(third, 5) is False
    assert await lanes.put("c", _waiting_for(gate, log, "4")) is False
    assert log == ["1"]


async def test_work_that_breaks_frees_its_place() -> None:
    """The next lanes run as before."""
    lanes, gate, log = Lanes(at_once=1, waiting=1), asyncio.Event(), list[str]()
    gate.set()

    async def break_down() -> None:
        raise ZeroDivisionError

    await lanes.put("a", break_down)
    await lanes.idle()
    assert await asyncio.wait_for(lanes.put("a", _waiting_for(gate, log, "next")), 5)
    await lanes.idle()
    assert log == ["next"]


@pytest.mark.parametrize("timeout_s", [0.0, 0.01])
async def test_what_takes_too_long_is_cancelled_at_closing(timeout_s: float) -> None:
    """Closing returns and leaves no task behind."""
    lanes, gate, log = Lanes(at_once=1, waiting=3), asyncio.Event(), list[str]()
    await lanes.put("a", _waiting_for(gate, log, "hangs"))
    await lanes.put("b", _waiting_for(gate, log, "waits"))
    await _settle()
    before = asyncio.all_tasks()
    await asyncio.wait_for(lanes.close(timeout_s), 5)
    assert log == ["hangs"]
    assert asyncio.all_tasks() < before
