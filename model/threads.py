"""How many threads to train with, found out again and again by timing real training steps. Knows no torch.

On two idle cores two threads train 1.9 times as fast as one; beside a busy neighbour they train at a quarter of one
thread's rate, because each waits for the other at every layer. Neighbours come and go, so no fixed number is right.
"""

from collections.abc import Sequence
from statistics import median

# Steps timed with each number of threads; the first one pays for the change and does not count.
TRIAL_STEPS = 4
SETTLED_S = 20.0


class ThreadCount:
    """`count` is the number to make the next step with; tell `took` how long it was."""

    def __init__(self, candidates: Sequence[int]) -> None:
        self._candidates = list(dict.fromkeys(candidates))
        self.count = self._candidates[0]
        self._settled_until = 0.0
        self._trial: dict[int, list[float]] = {count: [] for count in self._candidates}

    def took(self, seconds: float, now: float) -> None:
        """The last step took so many seconds; `now` is any clock that runs on, in seconds."""
        if len(self._candidates) == 1 or now < self._settled_until:
            return
        self._trial[self.count].append(seconds)
        for count, times in self._trial.items():
            if len(times) < TRIAL_STEPS:
                self.count = count
                return
        self.count = min(self._candidates, key=lambda count: median(self._trial[count][1:]))
        self._settled_until = now + SETTLED_S
        self._trial = {count: [] for count in self._candidates}
