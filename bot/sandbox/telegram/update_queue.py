"""The updates that wait for one bot: numbered, confirmed by the next offset, gone when nobody fetches them in time."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.sandbox.telegram.errors import BotApiError, conflict

UPDATE_KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "message_reaction",
        "message_reaction_count",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "my_chat_member",
        "chat_member",
    }
)
ON_DEMAND_KINDS = frozenset({"message_reaction", "message_reaction_count", "chat_member"})
"""Kinds that come only when `allowed_updates` names them."""

LIFETIME_S = {"inline_query": 30.0, "callback_query": 150.0, "chosen_inline_result": 600.0}
DEFAULT_LIFETIME_S = 86_400.0


@dataclass(frozen=True, slots=True)
class PendingUpdate:
    update_id: int
    kind: str
    document: dict[str, object]
    expires_at: float

    def to_json(self) -> dict[str, object]:
        return {"update_id": self.update_id, self.kind: self.document}


class UpdateQueue:
    """`clock` gives seconds. All methods belong to the server's event loop."""

    def __init__(self, first_update_id: int, clock: Callable[[], float]) -> None:
        self._next_id = first_update_id
        self._clock = clock
        self._pending: deque[PendingUpdate] = deque()
        self._arrived = asyncio.Event()
        self._ended: asyncio.Future[BotApiError] | None = None
        self.allowed: frozenset[str] = UPDATE_KINDS - ON_DEMAND_KINDS
        self.allowed_as_named: list[str] | None = None

    @property
    def next_id(self) -> int:
        """The number that the next update will have."""
        return self._next_id

    def go_on_at(self, update_id: int) -> None:
        """Number what comes from here on, for servers that were restarted: a number that was there means a repeat."""
        self._next_id = update_id

    def allow(self, kinds: Sequence[str]) -> None:
        """Remember `allowed_updates`; an empty list means the default. Updates that wait already stay."""
        self.allowed_as_named = list(kinds) or None
        self.allowed = frozenset(kinds) if kinds else UPDATE_KINDS - ON_DEMAND_KINDS

    def push(self, kind: str, document: dict[str, object]) -> bool:
        """Number and keep an update. False when the bot doesn't want its kind."""
        if kind not in self.allowed:
            return False
        expires_at = self._clock() + LIFETIME_S.get(kind, DEFAULT_LIFETIME_S)
        self._pending.append(PendingUpdate(self._next_id, kind, document, expires_at))
        self._next_id += 1
        self._arrived.set()
        return True

    @property
    def pending_count(self) -> int:
        self._drop_expired()
        return len(self._pending)

    def clear(self) -> None:
        self._pending.clear()

    def confirm(self, offset: int) -> None:
        """Forget what lies before `offset`; a negative one keeps only so many of the newest."""
        if offset < 0:
            while len(self._pending) > -offset:
                self._pending.popleft()
        while offset > 0 and self._pending and self._pending[0].update_id < offset:
            self._pending.popleft()

    def peek(self, limit: int) -> list[PendingUpdate]:
        """The oldest updates, left where they are until an offset confirms them."""
        self._drop_expired()
        return [update for update, _ in zip(self._pending, range(limit), strict=False)]

    async def poll(self, offset: int, limit: int, timeout_s: float) -> list[PendingUpdate]:
        """Long polling. A poll that is open already ends with 409, as does this one when another begins."""
        self.end_poll(
            conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
        )
        self.confirm(offset)
        updates = self.peek(limit)
        if updates or timeout_s <= 0:
            return updates
        ended = self._ended = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout_s):
                while not updates:
                    self._arrived.clear()
                    arrived = asyncio.ensure_future(self._arrived.wait())
                    try:
                        await asyncio.wait({arrived, ended}, return_when=asyncio.FIRST_COMPLETED)
                    finally:
                        arrived.cancel()
                    if ended.done():
                        raise ended.result()
                    updates = self.peek(limit)
        except TimeoutError:
            return self.peek(limit)
        finally:
            if self._ended is ended:
                self._ended = None
        return updates

    def end_poll(self, error: BotApiError) -> None:
        """End the poll that is open, if any, with `error`."""
        if self._ended is not None and not self._ended.done():
            self._ended.set_result(error)

    async def wait_for_any(self) -> None:
        """Return when an update waits (for delivery by webhook)."""
        while not self.peek(1):
            self._arrived.clear()
            await self._arrived.wait()

    def _drop_expired(self) -> None:
        now = self._clock()
        if any(update.expires_at <= now for update in self._pending):
            self._pending = deque(update for update in self._pending if update.expires_at > now)
