"""Brings events to callback servers on this machine: asks for the confirmation first, and again until "ok" comes back.

What an event's server does not answer comes again with `X-Retry-Counter`, later and later, or when its `Retry-After`
says (with 410, 429 and 503). After too many tries the event is lost and the server counts as failed: nothing more is
brought until it is edited. How often the original tries is nowhere written down; it is surely more patient.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.vk.state import CallbackServer, Group

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_ANSWER_TIMEOUT_S = 10.0
_TRIES = 5
_LONGEST_RETRY_AFTER_S = 3 * 3600.0
_MAY_NAME_A_TIME = frozenset({410, 429, 503})
_MOST_ANSWER_BYTES = 1_024


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str
    retry_after_s: float | None = None


class Couriers:
    """One task for each server. `retry_s` is the first pause before a repeat; it doubles each time."""

    def __init__(self, new_id: Callable[[], str], retry_s: Callable[[], float]) -> None:
        self._new_id = new_id
        self._retry_s = retry_s
        self._tasks: dict[tuple[int, int], asyncio.Task[None]] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def changed(self, group: Group, server: CallbackServer) -> None:
        """The server was added, edited or deleted."""
        task = self._tasks.pop((group.id, server.id), None)
        if task is not None:
            task.cancel()
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
        if server.id in group.callback_servers:
            server.waiting = asyncio.Queue()
            self._tasks[group.id, server.id] = asyncio.create_task(
                self._serve(group, server), name=f"callback server {server.id} of {group.id}"
            )

    async def stop(self) -> None:
        """End all tasks; an error of theirs that nobody has seen yet comes out here."""
        tasks = [*self._tasks.values(), *self._ending]
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        for task in tasks:
            try:
                await task
            except asyncio.CancelledError:
                if not task.cancelled():
                    raise

    async def _serve(self, group: Group, server: CallbackServer) -> None:
        parts = urlsplit(server.url)
        if parts.scheme != "http" or parts.hostname not in _LOOPBACK:
            server.status = "failed"  # nothing leaves this machine
            return
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_ANSWER_TIMEOUT_S)) as session:
            question = {"type": "confirmation", "group_id": group.id, "event_id": self._new_id(), "v": "5.199"}
            answer = await self._post(session, server, question, 0)
            server.status = "ok" if answer.text == group.callback_code else "failed"
            while server.status == "ok":
                event = await server.waiting.get()
                if not await self._bring(session, server, event):
                    server.status = "failed"

    async def _bring(self, session: aiohttp.ClientSession, server: CallbackServer, event: dict[str, object]) -> bool:
        pause_s = self._retry_s()
        for tries in range(_TRIES):
            answer = await self._post(session, server, event, tries)
            if answer.text == "ok":
                return True
            await asyncio.sleep(pause_s if answer.retry_after_s is None else answer.retry_after_s)
            pause_s *= 2
        return False

    async def _post(
        self, session: aiohttp.ClientSession, server: CallbackServer, event: dict[str, object], tries: int
    ) -> _Answer:
        body = event | ({"secret": server.secret_key} if server.secret_key else {})
        headers = {"X-Retry-Counter": str(tries)} if tries else {}
        try:
            async with session.post(server.url, json=body, headers=headers, allow_redirects=False) as response:
                text = (await response.content.read(_MOST_ANSWER_BYTES)).decode("utf-8", "replace").strip()
                after = response.headers.get("Retry-After", "")
                named = response.status in _MAY_NAME_A_TIME and after.isascii() and after.isdecimal() and len(after) < 6
                return _Answer(
                    text if response.status == 200 else "", min(float(after), _LONGEST_RETRY_AFTER_S) if named else None
                )
        except (aiohttp.ClientError, TimeoutError):
            return _Answer("")
