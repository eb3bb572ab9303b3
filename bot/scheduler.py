"""Has jobs run again and again: publishing what is due, keeping the queue full, tidying.

APScheduler is the clock only, with its jobs in memory: what is due, and whether it was done, is in the database, so a
missed run costs nothing but time. Knows nothing of what the jobs do.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.errors import WallflowerError

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Job:
    """Something to run every `every_s` seconds, the first time at once. A run that is late follows when it can.

    What `may_be_cut` costs nothing when it ends half-way, and is not waited for at the end.
    """

    name: str
    every_s: float
    run: Callable[[], Awaitable[None]]
    may_be_cut: bool = False


class Scheduler:
    """Runs jobs side by side, each never twice at a time. One that fails is logged and runs again at its next time."""

    def __init__(self, jobs: Sequence[Job]) -> None:
        # misfire_grace_time=None: APScheduler's default drops, with a log line only, a run that is a second late.
        defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        self._clock = AsyncIOScheduler(timezone=UTC, job_defaults=defaults)
        self._jobs = jobs
        self._idle = {job.name: asyncio.Event() for job in jobs}
        self._failures: dict[str, str] = {}
        self._cuttable: set[asyncio.Task[Any]] = set()
        self._is_stopping = False

    def start(self) -> None:
        """Begin, inside a running loop."""
        for job in self._jobs:
            self._idle[job.name].set()
            self._clock.add_job(
                self._run, "interval", args=[job], id=job.name, seconds=job.every_s, next_run_time=datetime.now(UTC)
            )
        self._clock.start()

    async def stop(self, timeout_s: float = 10.0) -> None:
        """Start no more runs and let those under way end; cancel what takes longer than `timeout_s`.

        A publication that is cut off costs a question to the platform or to a person later; so it is let finish.
        """
        if self._is_stopping or not self._clock.running:
            return
        self._is_stopping = True
        self._clock.pause()
        for running in self._cuttable:
            running.cancel()
        await self._all_idle(timeout_s)
        self._clock.shutdown()
        # APScheduler cancels and ends in a callback of the loop: let that come before this call returns.
        await asyncio.sleep(0)
        await self._all_idle(timeout_s)

    async def _all_idle(self, timeout_s: float) -> None:
        try:
            async with asyncio.timeout(timeout_s):
                for idle in self._idle.values():
                    await idle.wait()
        except TimeoutError:
            late = [name for name, idle in self._idle.items() if not idle.is_set()]
            _log.warning("jobs take too long to stop", jobs=late)

    async def _run(self, job: Job) -> None:
        if self._is_stopping:
            return
        idle, task = self._idle[job.name], asyncio.current_task()
        idle.clear()
        if job.may_be_cut and task is not None:
            self._cuttable.add(task)
        try:
            await job.run()
            self._failures.pop(job.name, None)
        except asyncio.CancelledError:
            # APScheduler would tell of it as of a defect.
            if not self._is_stopping:
                raise
        except WallflowerError as error:
            # The same failure at every run is said once: what waits for a person may wait for days.
            is_news = self._failures.get(job.name) != str(error)
            self._failures[job.name] = str(error)
            tell = _log.warning if is_news else _log.debug
            tell("a job failed", job=job.name, kind=type(error).__name__, problem=str(error))
        except Exception:  # noqa: BLE001 - the root of a job: the next run may well succeed
            _log.exception("a job broke", job=job.name)
        finally:
            if task is not None:
                self._cuttable.discard(task)
            idle.set()
