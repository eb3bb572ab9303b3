"""When something last went well: a listening loop, a call."""

import time
from collections.abc import Callable


class Pulse:
    """Beats each time; knows by a clock that only goes forward how long ago that was."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._clock = clock
        self._at: float | None = None

    def beat(self) -> None:
        """It went well just now."""
        self._at = self._clock()

    @property
    def age_s(self) -> float | None:
        """Seconds since the last time; None if it never did."""
        return None if self._at is None else self._clock() - self._at
