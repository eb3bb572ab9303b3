"""What a system may spend on learning, and on how many threads it spends it."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch

from model.threads import ThreadCount


@dataclass(frozen=True, slots=True)
class Spent:
    """What learning took. `cpu_s` beside `seconds` shows what else the machine was doing."""

    seconds: float
    cpu_s: float
    symbols: int
    steps: int


class Clock:
    """Runs from its making; `spent` reads it."""

    def __init__(self) -> None:
        self._begun, self._cpu_begun = time.monotonic(), time.process_time()

    @property
    def seconds(self) -> float:
        """Wall time so far."""
        return time.monotonic() - self._begun

    def spent(self, symbols: int, steps: int) -> Spent:
        """What it shows now."""
        return Spent(self.seconds, time.process_time() - self._cpu_begun, symbols, steps)


@dataclass(frozen=True, slots=True)
class Budget:
    """What a system may spend: seconds of wall time or, where learning must be repeatable, so many steps."""

    seconds: float
    steps: int | None = None

    def spend(self, step: Callable[[float], int]) -> Spent:
        """Call `step` with the share that is spent, 0 to 1, until all is; it returns the symbols that it learned.

        One thread or all of torch's, whichever steps turn out faster, as our own training chooses them; for a budget
        of steps one thread.
        """
        all_threads = torch.get_num_threads()
        threads = ThreadCount([1] if self.steps else [1, all_threads])
        clock = Clock()
        symbols = steps = 0
        try:
            while (share := self._share(clock.seconds, steps)) < 1:
                torch.set_num_threads(threads.count)
                begun = clock.seconds
                symbols += step(share)
                steps += 1
                threads.took(clock.seconds - begun, clock.seconds)
        finally:
            torch.set_num_threads(all_threads)
        return clock.spent(symbols, steps)

    def _share(self, seconds: float, steps: int) -> float:
        return steps / self.steps if self.steps else seconds / self.seconds


@contextmanager
def one_thread() -> Iterator[None]:
    """For work that is not compared, or too little to share: beside a busy neighbour two threads are far slower."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def cosine(share: float, highest: float, lowest: float, warm_up: float) -> float:
    """A straight rise over the share `warm_up` of the budget, then half a cosine from `highest` down to `lowest`."""
    if share < warm_up:
        return highest * (share + 1e-3) / (warm_up + 1e-3)
    falling = (share - warm_up) / (1 - warm_up)
    return lowest + (highest - lowest) * 0.5 * (1 + math.cos(math.pi * falling))
