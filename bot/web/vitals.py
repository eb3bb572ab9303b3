"""How the bot's process and its work fare just now, for the health page."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.domain.checkpoint_run import KnownRun
from bot.domain.chore import Chore
from bot.domain.trouble import Trouble
from bot.storage.census import Census, Counts
from bot.storage.chores import Chores, LastTime
from bot.web.readiness import Part, Readiness

_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Signs:
    """`memory_bytes` is what the process holds, None where the system doesn't say; `parts` are those of readiness.

    `weekly` is how the training by the clock went the last time that it came due.
    """

    up_s: float
    memory_bytes: int | None
    counts: Counts
    live: KnownRun | None
    last_made_at: datetime | None
    weekly: LastTime | None
    parts: Mapping[str, Part]
    troubles: Sequence[Trouble]


class Vitals:
    """Takes the signs. Knows since when the process works by when it was made."""

    def __init__(
        self,
        readiness: Readiness,
        census: Census,
        chores: Chores,
        runs: Callable[[], Awaitable[Sequence[KnownRun]]],
        troubles: Callable[[], Sequence[Trouble]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._readiness = readiness
        self._census = census
        self._chores = chores
        self._runs = runs
        self._troubles = troubles
        self._clock = clock
        self._since = clock()

    async def signs(self) -> Signs:
        """Of this moment. Raises Retryable."""
        runs = await self._runs()
        return Signs(
            up_s=self._clock() - self._since,
            memory_bytes=_memory(),
            counts=await self._census.take(),
            live=next((run for run in runs if run.is_live), None),
            last_made_at=max((run.made_at for run in runs if run.made_at is not None), default=None),
            weekly=(await self._chores.last_times()).get(Chore.TRAIN),
            parts=await self._readiness.parts(),
            troubles=self._troubles(),
        )


def _memory() -> int | None:
    try:
        lines = _STATUS.read_text("ascii").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), None)
