"""Work in order within a lane, lanes side by side, never more than so many at once. Knows nothing of chats."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable

import structlog

Work = Callable[[], Awaitable[None]]

_log = structlog.get_logger()


class Lanes:
    """A lane lives as long as it has work; for each piece it queues anew for a place, so a long lane starves none."""

    def __init__(self, at_once: int, waiting: int) -> None:
        """`at_once` pieces run at a time; `waiting` may be handed over and not finished before `put` waits."""
        self._places = asyncio.Semaphore(at_once)
        self._room = asyncio.Semaphore(waiting)
        self._lanes: dict[Hashable, deque[Work]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._is_closing = False

    async def put(self, lane: Hashable, work: Work) -> bool:
        """Hand work over, waiting for room; False if the lanes are closing and it won't be done."""
        await self._room.acquire()
        if self._is_closing:
            self._room.release()
            return False
        waiting = self._lanes.get(lane)
        if waiting is not None:
            waiting.append(work)
            return True
        self._lanes[lane] = deque([work])
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

    async def _run(self, lane: Hashable) -> None:
        waiting = self._lanes[lane]
        try:
            while waiting:
                async with self._places:
                    if self._is_closing:
                        return
                    work = waiting.popleft()
                    try:
                        await work()
                    finally:
                        self._room.release()
        finally:
            del self._lanes[lane]
            for _ in waiting:
                self._room.release()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("a lane broke", lane=task.get_name(), exc_info=error)
