"""A signal ends the demo in good order, whatever it is at."""

import asyncio
import os
import signal

import pytest

from bot.demo.ending import Ending, until_told


async def test_work_that_ends_by_itself_was_not_broken_off() -> None:
    async def work(_: Ending) -> None:
        await asyncio.sleep(0)

    assert await until_told(work)


@pytest.mark.parametrize("told_by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_breaks_work_off_after_it_has_tidied_up(told_by: signal.Signals) -> None:
    tidied: list[str] = []

    async def work(_: Ending) -> None:
        os.kill(os.getpid(), told_by)
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            tidied.append("yes")

    assert not await until_told(work)
    assert tidied == ["yes"]


async def test_a_signal_ends_waiting_without_breaking_off_what_comes_after() -> None:
    done: list[str] = []

    async def work(ending: Ending) -> None:
        await asyncio.gather(ending.wait(), asyncio.to_thread(os.kill, os.getpid(), signal.SIGINT))
        await asyncio.sleep(0)
        done.append("yes")

    assert await until_told(work)
    assert done == ["yes"]


async def test_a_second_signal_cuts_tidying_short() -> None:
    async def work(_: Ending) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        try:
            await asyncio.sleep(60)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            await asyncio.sleep(60)

    async with asyncio.timeout(10):
        assert not await until_told(work)
