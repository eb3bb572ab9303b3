"""What learning took where the budget is processor time: on a machine that others use, the fair measure."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

# The loss that is told is that of the last so many steps.
_TOLD_STEPS = 200


@contextmanager
def by_processor_time() -> Iterator[None]:
    """Within it `time.monotonic`, by which our training and every budget go, counts this process's processor time.

    For one thread: two would make it run twice as fast.
    """
    with patch.object(time, "monotonic", time.process_time):
        yield


class ProcessorTime:
    """Runs from its making; told of every step."""

    def __init__(self) -> None:
        self._begun, self._cpu_begun = time.monotonic(), time.process_time()
        self.symbols = self.steps = 0
        self._losses: list[float] = []

    @property
    def cpu_s(self) -> float:
        """Processor time so far."""
        return time.process_time() - self._cpu_begun

    @property
    def seconds(self) -> float:
        """Wall time so far."""
        return time.monotonic() - self._begun

    def made(self, symbols: int, loss: float) -> None:
        """A step over so many symbols, with this loss."""
        self.symbols += symbols
        self.steps += 1
        self._losses = [*self._losses[-_TOLD_STEPS:], loss]

    def __str__(self) -> str:
        return (
            f"{self.symbols:,} symbols in {self.steps:,} steps, {self.cpu_s:.0f} CPU-seconds, {self.seconds:.0f} s; "
            f"loss of late {sum(self._losses) / max(1, len(self._losses)):.3f} nats a symbol"
        )
