"""Tells open pages what has changed on drafts, whoever changed it: this process in chat or here, or another one.

The database is asked once a second for all pages together, and not at all while none is open.
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

import structlog

from bot.domain.draft import DraftState
from bot.domain.member import Address
from bot.errors import Retryable
from bot.storage.shelves import Mark, Shelves

_EVERY_S = 1.0

# Pages of one person, and of all: each holds a connection of the two hundred that are served.
_MOST_OF_ONE = 4
_MOST = 60

_log = structlog.get_logger(__name__)


class Full(Exception):  # noqa: N818 - an answer, not a fault
    """So many pages are open already: another one has to be reloaded by hand."""


class Ear:
    """What one page has not been told yet. However slow it is, a draft takes one place in it."""

    def __init__(self) -> None:
        self._changes: dict[int, DraftState] = {}
        self._stirred = asyncio.Event()
        self.is_over = False

    async def next(self, timeout_s: float) -> Mapping[int, DraftState]:
        """The present states of drafts that have changed since the last call; none within `timeout_s`, none at the
        end."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._stirred.wait()
        if not self.is_over:
            self._stirred.clear()
        changes, self._changes = self._changes, {}
        return changes

    def tell(self, changes: Mapping[int, DraftState]) -> None:
        """Keep changes for the page."""
        self._changes |= changes
        self._stirred.set()

    def end(self) -> None:
        """There will be no others."""
        self.is_over = True
        self._stirred.set()


class Lookout:
    """Looks at the drafts while somebody listens."""

    def __init__(self, shelves: Shelves, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """`sleep` takes seconds."""
        self._shelves = shelves
        self._sleep = sleep
        self._ears: dict[Ear, Address] = {}
        self._looking: asyncio.Task[None] | None = None
        self._beginning = asyncio.Lock()
        self._has_ended = False

    @asynccontextmanager
    async def listen(self, person: Address) -> AsyncIterator[Ear]:
        """What changes from now on. Raises Full, and Retryable when the database is out of reach."""
        if not self.has_room_for(person):
            raise Full
        ear = Ear()
        if self._has_ended:
            ear.end()
        self._ears[ear] = person
        try:
            async with self._beginning:
                if self._looking is None:
                    # Before anybody is told that they are heard: what changes from then on is not missed.
                    self._looking = asyncio.create_task(self._look(await self._shelves.glimpse()))
            yield ear
        finally:
            del self._ears[ear]
            if not self._ears and self._looking is not None:
                self._looking.cancel()
                self._looking = None

    def has_room_for(self, person: Address) -> bool:
        """Whether one more page of this person can listen."""
        return len(self._ears) < _MOST and Counter(self._ears.values())[person] < _MOST_OF_ONE

    def end(self) -> None:
        """Let all pages go: the server stops, and would wait for them."""
        self._has_ended = True
        for ear in self._ears:
            ear.end()

    async def _look(self, before: Mapping[int, Mark]) -> None:
        while True:
            await self._sleep(_EVERY_S)
            try:
                now = await self._shelves.glimpse()
                if now != before:
                    changes = await self._changes(before, now)
                    for ear in self._ears:
                        ear.tell(changes)
                before = now
            except Retryable as error:
                _log.warning("open pages are not told what has changed", problem=str(error))
            except Exception:  # noqa: BLE001 - the root of a task that nobody waits for
                _log.exception("open pages are not told what has changed")

    async def _changes(self, before: Mapping[int, Mark], now: Mapping[int, Mark]) -> dict[int, DraftState]:
        changed = {draft_id: mark.state for draft_id, mark in now.items() if before.get(draft_id) != mark}
        gone = before.keys() - now.keys()
        return changed | dict(await self._shelves.states(gone)) if gone else changed
