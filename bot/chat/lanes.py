"""Work in order within a lane, lanes side by side, never more than so many at once. Knows nothing of chats."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field

import structlog

Work = Callable[[], Awaitable[None]]

# Pieces of one sharer in a row while others wait in the same lane.
_SHARE = 3

_log = structlog.get_logger()


@dataclass(slots=True)
class _Lane:
    """What waits in a lane, each with its sharer, and how much of one sharer's came last."""

    waiting: deque[tuple[Work, Hashable]] = field(default_factory=deque)
    last: Hashable = None
    in_a_row: int = 0

    def take(self) -> Work:
        """The piece that waits longest; after `_SHARE` of one sharer the one that waits longest of any other."""
        index = 0
        if self.in_a_row >= _SHARE:
            index = next((number for number, (_, sharer) in enumerate(self.waiting) if sharer != self.last), 0)
        work, sharer = self.waiting[index]
        del self.waiting[index]
        self.last, self.in_a_row = sharer, self.in_a_row + 1 if sharer == self.last else 1
        return work


class Lanes:
    """A lane lives as long as it has work; for each piece it queues anew for a place, so a long lane starves none.

    Within a lane each sharer's work is in order. Work of several is in order too, but for a sharer who brings more than
    three pieces at once: the others' go in between.
    """

    def __init__(self, at_once: int, waiting: int) -> None:
        """`at_once` pieces run at a time; `waiting` may be handed over and not finished before `put` waits."""
        self._places = asyncio.Semaphore(at_once)
        self._room = asyncio.Semaphore(waiting)
        self._lanes: dict[Hashable, _Lane] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._is_closing = False

    async def put(self, lane: Hashable, work: Work, sharer: Hashable = None) -> bool:
        """Hand work over, waiting for room; False if the lanes are closing and it won't be done."""
        await self._room.acquire()
        if self._is_closing:
            self._room.release()
            return False
        found = self._lanes.get(lane)
        if found is not None:
            found.waiting.append((work, sharer))
            return True
        self._lanes[lane] = _Lane(deque([(work, sharer)]))
        task = asyncio.create_task(self._run(lane), name=f"lane {lane}")
        self._running.add(task)
        task.add_done_callback(self._ended)
        return True

    async def idle(self) -> None:
        """Wait until all that was handed over is done."""
        while self._running:
            await asyncio.wait(self._running)

    async def close(self, timeout_s: float) -> None:
        """Begin nothing more, wait for what runs, cancel what takes longer than `timeout_s`."""
        self._is_closing = True
        if not self._running:
            return
        _, late = await asyncio.wait(self._running, timeout=timeout_s)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _run(self, key: Hashable) -> None:
        lane = self._lanes[key]
        try:
            while lane.waiting:
                async with self._places:
                    if self._is_closing:
                        return
                    work = lane.take()
                    try:
                        await work()
                    finally:
                        self._room.release()
        finally:
            del self._lanes[key]
            for _ in lane.waiting:
                self._room.release()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("a lane broke", lane=task.get_name(), exc_info=error)
