"""The port `Writer` as it is watched: how long texts take, and whether it answers at all."""

import asyncio
from collections.abc import Callable
from enum import StrEnum

from bot.domain.pulse import Pulse
from bot.errors import Misconfigured, Refused, Retryable, WallflowerError, outcome_of
from bot.ports import Meter, Writer, WritingRequest, WrittenText

# Who wrote something so recently is not asked whether they can.
_WELL_FOR_S = 30.0
# Of a writer that has many others to serve; beyond this it counts as silent.
_BUSY_FOR_S = 120.0
_ANSWER_WITHIN_S = 3.0


class WriterState(StrEnum):
    """What becomes of a small request."""

    ANSWERS = "answers"
    BUSY = "busy"  # has written a moment ago, and has no time now
    WITHOUT_CHECKPOINT = "no usable checkpoint"
    SILENT = "does not answer"


class WatchedWriter:
    """Stands before the writer process and behind the guards, so that it sees every text that is written."""

    def __init__(self, meter: Meter | None = None, pulse: Pulse | None = None) -> None:
        self._meter = meter
        self._pulse = pulse or Pulse()
        self._writer: Writer | None = None
        self._waiting = 0

    def over(self, writer: Writer, pid: Callable[[], int | None] = lambda: None) -> Writer:
        """Watch this one from now on; `pid` gives its process's id while that runs."""
        self._writer = writer
        if self._meter is not None:
            self._meter.keeps("writer", pid, lambda: self._waiting)
        return self

    def started(self) -> None:
        """Its process was started, or started again."""
        if self._meter is not None:
            self._meter.started("writer")

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        """As the port says."""
        if self._writer is None:
            raise Retryable("The writer is not running.")
        loop = asyncio.get_running_loop()
        began, outcome = loop.time(), "cancelled"
        self._waiting += 1
        try:
            texts = await self._writer.write(request)
            outcome = "ok"
        except WallflowerError as error:
            outcome = outcome_of(error)
            raise
        finally:
            self._waiting -= 1
            if self._meter is not None:
                self._meter.asked("writer", outcome, loop.time() - began)
        self._pulse.beat()
        if self._meter is not None:
            self._meter.wrote(len(texts))
        return texts

    async def state(self) -> WriterState:
        """Whether it would write now."""
        age_s = self._pulse.age_s
        if age_s is not None and age_s < _WELL_FOR_S:
            return WriterState.ANSWERS
        if self._writer is None:
            return WriterState.SILENT
        try:
            await self._writer.write(WritingRequest(temperature=0, max_chars=1, within_s=_ANSWER_WITHIN_S))
        except Misconfigured:
            return WriterState.WITHOUT_CHECKPOINT
        except Retryable:
            return WriterState.BUSY if age_s is not None and age_s < _BUSY_FOR_S else WriterState.SILENT
        except Refused:  # an answer all the same
            pass
        self._pulse.beat()
        return WriterState.ANSWERS
