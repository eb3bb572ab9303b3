"""A limit of calls within a sliding window, by key. It knows neither what a key stands for nor what time it is."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `calls` in any `window_s` seconds."""

    calls: int
    window_s: float


class SlidingWindow:
    """Remembers the instants of admitted calls. Refused calls don't count.

    A sliding window is the strictest reading of "n a second": a caller who keeps to it keeps to fixed windows and to
    token buckets too. `clock` gives seconds and may only go forward.
    """

    def __init__(self, rate: Rate, clock: Callable[[], float]) -> None:
        self.rate = rate
        self._clock = clock
        self._admitted: defaultdict[Hashable, deque[float]] = defaultdict(deque)

    def wait_s(self, key: Hashable) -> float:
        """Seconds until a call under `key` would be admitted; 0.0 when it would be now. Counts nothing."""
        now = self._clock()
        admitted = self._admitted[key]
        while admitted and admitted[0] <= now - self.rate.window_s:
            admitted.popleft()
        if len(admitted) < self.rate.calls:
            return 0.0
        if self.rate.calls == 0:
            return self.rate.window_s
        return admitted[-self.rate.calls] + self.rate.window_s - now

    def record(self, key: Hashable) -> None:
        """Count one call under `key` at this instant."""
        self._admitted[key].append(self._clock())

    def take(self, key: Hashable) -> float:
        """Count a call if it is admitted. Returns 0.0 when it is, else the seconds to wait."""
        wait = self.wait_s(key)
        if wait == 0.0:
            self.record(key)
        return wait
