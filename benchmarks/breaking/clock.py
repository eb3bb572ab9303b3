"""One clock for several processes: it may run faster than the machine's, it may jump, it outlives every kill."""

import mmap
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path


class SharedClock:
    """Kept in a file of 24 bytes that all processes map: the instant of origin, the machine's time then, the speed.

    Speed 20 means that 20 simulated seconds pass in one of the machine's; 0 that the clock goes by `set` alone. Only
    one process sets it, and writes a single aligned number each time, so a reader never sees half of it.
    """

    def __init__(self, path: Path) -> None:
        with path.open("r+b") as file:
            self._kept = mmap.mmap(file.fileno(), 24)
        self._numbers = memoryview(self._kept).cast("d")

    @classmethod
    def start(cls, path: Path, at: datetime, speed: float) -> "SharedClock":
        """Make the file; the clock shows `at` now."""
        path.write_bytes(bytes(24))
        clock = cls(path)
        clock._numbers[1], clock._numbers[2] = time.monotonic(), speed
        clock._numbers[0] = at.timestamp()
        return clock

    def now(self) -> datetime:
        """The simulated instant, aware UTC (`ports.Clock`)."""
        return datetime.fromtimestamp(self.seconds(), UTC)

    def seconds(self) -> float:
        """The same in seconds since 1970."""
        return self._numbers[0] + (time.monotonic() - self._numbers[1]) * self._numbers[2]

    def jump(self, by: timedelta) -> None:
        """Go forward at once."""
        self._numbers[0] += by.total_seconds()


class SkewedClock:
    """A machine's clock that goes wrong by a fixed time; ahead if `by` is positive."""

    def __init__(self, clock: SharedClock, by: timedelta) -> None:
        self._clock = clock
        self._by = by

    def now(self) -> datetime:
        """The wrong instant, aware UTC (`ports.Clock`)."""
        return self._clock.now() + self._by

    def seconds(self) -> float:
        """The same in seconds since 1970."""
        return self._clock.seconds() + self._by.total_seconds()
