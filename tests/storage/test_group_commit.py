"""Writes that come together share a transaction; each hears what became of it."""

import asyncio

import pytest

from bot.storage.group_commit import GroupCommit


class Store:
    """Keeps groups as they are written; each waits for the gate."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.begun: list[list[int]] = []
        self.gate = asyncio.Event()
        self.fault: Exception | None = None

    async def write(self, items: list[int]) -> list[int]:
        self.begun.append(items)
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        self.groups.append(items)
        return [item * 10 for item in items]


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_what_comes_while_one_is_written_is_written_together() -> None:
    """Everybody gets their own outcome."""
    store = Store()
    commit = GroupCommit(store.write)
    waiting = [asyncio.ensure_future(commit.add(item)) for item in range(5)]
    await _settle()
    assert store.begun == [[0]]
    store.gate.set()
    assert await asyncio.gather(*waiting) == [0, 10, 20, 30, 40]
    assert store.groups == [[0], [1, 2, 3, 4]]


async def test_a_failure_is_everybodys_whose_item_it_was() -> None:
    """The next group is written as if nothing had been."""
    store = Store()
    store.gate.set()
    store.fault = OSError("disk full")
    commit = GroupCommit(store.write)
    outcomes = await asyncio.gather(*(commit.add(item) for item in range(3)), return_exceptions=True)
    assert [str(outcome) for outcome in outcomes] == ["disk full"] * 3
    store.fault = None
    assert await commit.add(7) == 70


async def test_who_is_cancelled_takes_nobody_along() -> None:
    """The others' items are written by the next of them."""
    store = Store()
    commit = GroupCommit(store.write)
    tasks = [asyncio.ensure_future(commit.add(item)) for item in range(3)]
    await _settle()
    tasks[0].cancel()
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]
    store.gate.set()
    assert await asyncio.gather(*tasks[1:]) == [10, 20]
