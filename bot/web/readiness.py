"""Whether the bot can do its work now: for who starts it, restarts it, or sends people to it.

What it says is for strangers' eyes: fixed words, nothing of the community's, no address and no key.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from bot.domain.pulse import Pulse
from bot.errors import Retryable
from bot.flow.watched_writer import WatchedWriter, WriterState
from bot.storage import schema
from bot.storage.database import Database

# A poll takes up to a minute, and one that failed is made again after at most another.
LISTENED_WITHIN_S = 180.0
_DATABASE_WITHIN_S = 3.0
# Whoever asks more often gets the same answer again: a stranger's questions cost nothing.
_KEPT_S = 1.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that the bot needs."""

    is_well: bool
    state: str


class Readiness:
    """Looks at the database, the writer, and what listens to the platforms."""

    def __init__(
        self,
        database: Database,
        writer: WatchedWriter,
        pulses: Mapping[str, Pulse],
        has_checkpoint: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`pulses` beat whenever a platform was asked with success; `has_checkpoint`: one was made live."""
        self._database = database
        self._writer = writer
        self._pulses = pulses
        self._has_checkpoint = has_checkpoint
        self._clock = clock
        self._head = ""
        self._asking: asyncio.Task[Part] | None = None
        self._looking = asyncio.Lock()
        self._found: dict[str, Part] = {}
        self._found_at: float | None = None

    async def parts(self) -> Mapping[str, Part]:
        """All parts by name, at most a second old."""
        async with self._looking:
            now = self._clock()
            if self._found_at is None or now - self._found_at >= _KEPT_S:
                before = {name for name, part in self._found.items() if not part.is_well}
                database, writer = await asyncio.gather(self._of_database(), self._of_writer())
                self._found = {"database": database, "writer": writer, **self._of_platforms()}
                self._found_at = self._clock()
                unwell = {name: part.state for name, part in self._found.items() if not part.is_well}
                if unwell.keys() != before:
                    _log.info("readiness changed", unwell=", ".join(f"{n}: {s}" for n, s in unwell.items()) or None)
            return self._found

    async def _of_database(self) -> Part:
        # A question that hangs is not cut off, which would cost the connection; nobody asks another beside it.
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_database(), name="readiness")
        await asyncio.wait({self._asking}, timeout=_DATABASE_WITHIN_S)
        return self._asking.result() if self._asking.done() else Part(False, "slow")

    async def _ask_database(self) -> Part:
        try:
            self._head = self._head or await asyncio.to_thread(schema.head)
            revision = await schema.revision(self._database)
        except Retryable:
            return Part(False, "out of reach")
        except Exception:  # noqa: BLE001 - whatever the driver says of a database that is gone
            _log.exception("the database could not be asked")
            return Part(False, "broken")
        return Part(True, "answers") if revision == self._head else Part(False, "not migrated")

    async def _of_writer(self) -> Part:
        state = await self._writer.state()
        if state is WriterState.WITHOUT_CHECKPOINT and not self._has_checkpoint():
            return Part(True, "no checkpoint yet")
        return Part(state in (WriterState.ANSWERS, WriterState.BUSY), state.value)

    def _of_platforms(self) -> dict[str, Part]:
        found: dict[str, Part] = {}
        for name, pulse in self._pulses.items():
            age_s = pulse.age_s
            if age_s is None:
                found[name] = Part(False, "not heard yet")
            else:
                found[name] = Part(age_s < LISTENED_WITHIN_S, "heard" if age_s < LISTENED_WITHIN_S else "silent")
        return found
