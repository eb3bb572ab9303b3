"""A VK and a Bot API on localhost that answer well to what the bot asks, and bring whatever they are told to.

The sandboxes (`bot.sandbox`) can't send what no platform would; this can: any update, and any answer to any method.
What the bot sends is checked as far as a platform would refuse it for its form.
"""

import asyncio
import itertools
import json
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

TOKEN = "4711:token-of-the-hostile-wire"  # noqa: S105 - worth nothing anywhere
BOT = {"id": 4711, "is_bot": True, "first_name": "Wallflower", "username": "wallflower_bot"}
GROUP_ID = 1
NOW_S = 1_763_740_000

_MOST_TELEGRAM_UNITS = 4096
_MOST_CALLBACK_BYTES = 64
_MOST_VK_CHARS = 4096


class Wire:
    """Both platforms. `said_to` holds the chats to which something was sent; `refused` what no platform would take."""

    def __init__(self) -> None:
        self.url = ""
        self.said_to: set[str] = set()
        self.refused: list[str] = []
        self._numbers = itertools.count(1)
        self._batches: deque[list[object]] = deque()
        self._answers: dict[str, bytes] = {}
        self._answered: set[str] = set()
        self._changed = asyncio.Condition()
        self._is_polled = False

    def answer(self, method: str, body: bytes | None) -> None:
        """From now on the answer to `method` is `body`; None: a good one again."""
        if body is None:
            self._answers.pop(method, None)
        else:
            self._answers[method] = body
        self._answered.discard(method)

    async def until_answered(self, method: str) -> None:
        """Return when the answer that was set for `method` has been given."""
        async with self._changed:
            await self._changed.wait_for(lambda: method in self._answered)

    def next_number(self) -> int:
        """A number that no update or message had before."""
        return next(self._numbers)

    async def bring(self, updates: Sequence[object]) -> None:
        """Give one batch to whoever polls, and return when they poll again: then it was taken."""
        async with self._changed:
            self._batches.append(list(updates))
            self._changed.notify_all()
            await self._changed.wait_for(lambda: not self._batches and self._is_polled)

    async def until_said_to(self, chat: int, within_s: float) -> bool:
        """Whether something was sent to a chat in time."""
        try:
            async with asyncio.timeout(within_s), self._changed:
                await self._changed.wait_for(lambda: str(chat) in self.said_to)
        except TimeoutError:
            return False
        return True

    async def telegram(self, request: web.Request) -> web.Response:
        """A method of the Bot API."""
        method = request.match_info["method"]
        form = {name: str(value) for name, value in (await request.post()).items()}
        if method in self._answers:
            return await self._given(method)
        result: object = True
        if method == "getMe":
            result = BOT
        elif method == "getUpdates":
            result = await self._poll()
        elif method in {"sendMessage", "editMessageText"}:
            result = await self._telegram_message(method, form)
        return web.json_response({"ok": True, "result": result})

    async def vk(self, request: web.Request) -> web.Response:
        """A method of VK's API."""
        method = request.match_info["method"]
        form = {name: str(value) for name, value in (await request.post()).items()}
        if method in self._answers:
            return await self._given(method)
        return web.json_response({"response": await self._vk_response(method, form)})

    async def vk_long_poll(self, request: web.Request) -> web.Response:
        """A long poll of VK's."""
        if "long poll" in self._answers:
            return await self._given("long poll")
        updates = await self._poll()
        return web.json_response({"ts": str(int(request.query["ts"]) + len(updates)), "updates": updates})

    async def _poll(self) -> list[object]:
        async with self._changed:
            self._is_polled = True
            self._changed.notify_all()
            await self._changed.wait_for(lambda: bool(self._batches))
            batch = self._batches.popleft()
            self._is_polled = False
            self._changed.notify_all()
            return batch

    async def _telegram_message(self, method: str, form: dict[str, str]) -> dict[str, object]:
        text, chat = form.get("text", ""), form.get("chat_id", "0")
        if not 0 < len(text.encode("utf-16-le")) // 2 <= _MOST_TELEGRAM_UNITS or not text.strip():
            self.refused.append(f"{method} with a text of {len(text)} characters")
        for row in json.loads(form.get("reply_markup", "{}")).get("inline_keyboard", []):
            self.refused += [
                f"{method} with the button {button!r}"
                for button in row
                if not 0 < len(button.get("callback_data", "").encode()) <= _MOST_CALLBACK_BYTES or not button["text"]
            ]
        await self._said(chat)
        number = int(form["message_id"]) if method == "editMessageText" else self.next_number()
        kind = "private" if not chat.startswith("-") else "supergroup"
        return {
            "message_id": number,
            "date": NOW_S,
            "chat": {"id": int(chat), "type": kind, "title": "x"},
            "text": text,
        }

    async def _vk_response(self, method: str, form: dict[str, str]) -> Any:
        match method:
            case "groups.getById":
                return {"groups": [{"id": GROUP_ID, "name": "x"}]}
            case "groups.getLongPollSettings":
                wanted = {"message_new": 1, "message_event": 1}
                return {"is_enabled": True, "api_version": "5.199", "events": wanted}
            case "groups.getLongPollServer":
                return {"server": f"{self.url}/long-poll", "key": "k", "ts": "1"}
            case "messages.send":
                if not 0 < len(form.get("message", "")) <= _MOST_VK_CHARS:
                    self.refused.append(f"{method} with a text of {len(form.get('message', ''))} characters")
                await self._said(form["peer_ids"])
                number = self.next_number()
                return [{"peer_id": int(form["peer_ids"]), "message_id": number, "conversation_message_id": number}]
            case "wall.post":
                return {"post_id": self.next_number()}
            case "wall.get":
                return {"count": 0, "items": []}
        return 1

    async def _given(self, method: str) -> web.Response:
        async with self._changed:
            self._answered.add(method)
            self._changed.notify_all()
        return web.Response(body=self._answers[method], content_type="application/json")

    async def _said(self, chat: str) -> None:
        async with self._changed:
            self.said_to.add(chat)
            self._changed.notify_all()


@asynccontextmanager
async def wired() -> AsyncIterator[Wire]:
    """A wire on localhost."""
    wire = Wire()
    app = web.Application(client_max_size=8 * 2**20)
    app.router.add_post("/bot{token}/{method}", wire.telegram)
    app.router.add_post("/method/{method}", wire.vk)
    app.router.add_get("/long-poll", wire.vk_long_poll)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    wire.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield wire
    finally:
        await runner.cleanup()
