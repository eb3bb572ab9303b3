"""Keeps calls to so many a second, as the other side counts them. Knows nothing of VK's methods and limits."""

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType
from weakref import WeakValueDictionary

from bot.errors import Misconfigured


class Pace:
    """At most `per_s` calls in any second, evenly spaced: `async with pace: call()`.

    The server counts when a call arrives, which is some time between its start and its end here. So that no second of
    the server's ever sees one call too many, whatever the network delays, a call starts only a full window after the
    *end* of the call that is `calls` places before it; a call that is under way holds its place.
    """

    def __init__(self, per_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        if not per_s > 0:
            raise ValueError("a pace needs a positive number of calls a second")
        self.per_s = per_s
        self._calls = max(1, math.floor(per_s))
        self._window_s = self._calls / per_s
        self._spacing_s = 1 / per_s
        self._clock = clock
        self._turn = asyncio.Lock()
        self._ended = asyncio.Event()
        self._ends: deque[float] = deque()
        self._under_way = 0
        self._last_start = -math.inf

    async def __aenter__(self) -> None:
        async with self._turn:
            while (wait_s := self._wait_s()) > 0:
                if wait_s == math.inf:
                    self._ended.clear()
                    await self._ended.wait()
                else:
                    await asyncio.sleep(wait_s)
            self._under_way += 1
            self._last_start = self._clock()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._under_way -= 1
        self._ends.append(self._clock())
        self._ended.set()

    def _wait_s(self) -> float:
        """Seconds until the next call may start; infinite while only the end of another call can free a place."""
        now = self._clock()
        while self._ends and self._ends[0] <= now - self._window_s:
            self._ends.popleft()
        spacing_s = self._last_start + self._spacing_s - now
        taken = self._under_way + len(self._ends)
        if taken < self._calls:
            return spacing_s
        if self._under_way >= self._calls:
            return math.inf
        return max(spacing_s, self._ends[taken - self._calls] + self._window_s - now)


class Paces:
    """One pace for each key, whoever in this process calls with it. Belongs to one event loop."""

    def __init__(self) -> None:
        # A pace is forgotten with the last client that keeps it.
        self._paces: WeakValueDictionary[tuple[str, str], Pace] = WeakValueDictionary()

    def of(self, api_url: str, key: str, per_s: float) -> Pace:
        """The pace of a key at a server. Raises Misconfigured while others keep another one with it."""
        pace = self._paces.setdefault((api_url, key), Pace(per_s))
        if pace.per_s != per_s:
            raise Misconfigured(
                f"two homes use the same VK key with different vk.requests_per_s ({pace.per_s:g} and {per_s:g}): VK "
                "counts by key, so set the same in both"
            )
        return pace
