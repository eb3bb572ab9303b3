"""A community's event log as the Bots Long Poll server shows it: `ts`, `key`, and its three ways to fail.

Knows nothing of what an event holds. Calls come from the server's event loop only.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    ts: int
    envelope: dict[str, object]


class EventLog:
    """Keeps the last `history` events; `new_secret` gives keys, which live for `key_s` seconds of `clock`."""

    def __init__(
        self, *, history: int, key_s: float, clock: Callable[[], float], new_secret: Callable[[], str]
    ) -> None:
        self._events: deque[LoggedEvent] = deque(maxlen=history)
        self._key_s = key_s
        self._clock = clock
        self._new_secret = new_secret
        self._waiters: set[asyncio.Event] = set()
        self._ts = 1
        self._key = ""
        self._key_made_at = 0.0
        self._information_is_lost = False

    @property
    def ts(self) -> str:
        return str(self._ts)

    @property
    def events(self) -> tuple[dict[str, object], ...]:
        """The envelopes that are still kept, the oldest first."""
        return tuple(logged.envelope for logged in self._events)

    def append(self, envelope: dict[str, object]) -> None:
        self._events.append(LoggedEvent(self._ts, envelope))
        self._ts += 1
        self._wake()

    def issue_key(self) -> str:
        """The key that groups.getLongPollServer hands out: the living one, or a new one."""
        self._information_is_lost = False
        if not self._key_lives():
            self._key = self._new_secret()
            self._key_made_at = self._clock()
        return self._key

    def expire_key(self) -> None:
        """From now on `failed: 2` until a new key is asked for."""
        self._key = ""
        self._wake()

    def forget_history(self) -> None:
        """The oldest events are gone: a client that stands behind gets `failed: 1` with the new ts."""
        self._events.clear()

    def lose_information(self) -> None:
        """From now on `failed: 3` until a new key is asked for."""
        self._information_is_lost = True
        self._key = ""
        self._wake()

    async def check(self, key: str, ts: str, wait_s: float) -> dict[str, object]:
        """One `a_check`: the answer's body, at once where there is something to say, else after `wait_s` at most."""
        answer = self._answer(key, ts)
        if answer is not None:
            return answer
        woken = asyncio.Event()
        self._waiters.add(woken)
        try:
            async with asyncio.timeout(wait_s):
                await woken.wait()
        except TimeoutError:
            pass
        finally:
            self._waiters.discard(woken)
        return self._answer(key, ts) or {"ts": ts, "updates": []}

    def _answer(self, key: str, ts: str) -> dict[str, object] | None:
        if self._information_is_lost:
            return {"failed": 3}
        if not self._key_lives() or key != self._key:
            return {"failed": 2}
        at = int(ts) if ts.isascii() and ts.isdecimal() and len(ts) < 19 else -1
        oldest = self._events[0].ts if self._events else self._ts
        if not oldest <= at <= self._ts:
            return {"failed": 1, "ts": self.ts}
        updates = [logged.envelope for logged in islice(self._events, at - oldest, None)]
        return {"ts": self.ts, "updates": updates} if updates else None

    def _key_lives(self) -> bool:
        return self._key != "" and self._clock() < self._key_made_at + self._key_s

    def _wake(self) -> None:
        for waiter in self._waiters:
            waiter.set()
