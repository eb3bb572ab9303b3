"""The small Telegram on loopback: the Bot API over HTTP, files for download, and the people's side.

    sandbox = TelegramSandbox()
    bot = sandbox.add_bot("123456:sandbox", "wallflower_bot")
    base_url = await sandbox.start()        # give it to the bot as its Bot API server
    anna = sandbox.add_user("Anna")
    sandbox.say(anna.id, bot.id, "/meme")
    await sandbox.wait_until(lambda: len(sandbox.messages(anna.id)) == 2)

State, people and server belong to one event loop; other processes use /sandbox/… (see control.py).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from aiohttp import web

from bot.sandbox.faults import ApiError, FaultPlan
from bot.sandbox.faulty_http import answer_struck
from bot.sandbox.no_web_pages import no_web_pages
from bot.sandbox.telegram.backend import Backend, Patience
from bot.sandbox.telegram.calls import Call, CallLog
from bot.sandbox.telegram.control import Control
from bot.sandbox.telegram.errors import BotApiError, bad_request
from bot.sandbox.telegram.flood import TelegramLimits
from bot.sandbox.telegram.methods import METHODS, METHODS_BY_LOWER_NAME
from bot.sandbox.telegram.parameters import MAX_REQUEST_BYTES, Parameters, read_parameters
from bot.sandbox.telegram.people import People
from bot.sandbox.telegram.state import BotAccount
from bot.sandbox.telegram.webhooks import Postmen

_SHUTDOWN_S = 1.0
_CHANGES_WEBHOOK = frozenset({"setWebhook", "deleteWebhook"})


class TelegramSandbox(People):
    """One server with its own state. `clock` gives Unix time in seconds and only goes forward."""

    def __init__(
        self,
        *,
        limits: TelegramLimits | None = None,
        patience: Patience | None = None,
        clock: Callable[[], float] = time.time,
        faults: FaultPlan | None = None,
    ) -> None:
        super().__init__(Backend(clock, limits or TelegramLimits(), patience or Patience()))
        self.faults = faults or FaultPlan()
        self.calls = CallLog()
        self._moved = asyncio.Event()
        self._postmen = Postmen(self.backend, self._moved.set)
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Listen on 127.0.0.1 (on any free port for 0). Returns the base URL, without a slash at its end."""
        app = web.Application(client_max_size=MAX_REQUEST_BYTES, middlewares=[no_web_pages])
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        app.add_routes(Control(self, self.calls, self.faults, self._moved.set).routes())
        # No access log: the tokens are in the addresses.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_S)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        return self.base_url

    @property
    def base_url(self) -> str:
        """Where the server listens. Raises RuntimeError before `start` and after `stop`."""
        if self._runner is None:
            raise RuntimeError("the sandbox is not running")
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """End open polls and webhooks and close the port. The state stays."""
        for bot in self.backend.state.bots.values():
            bot.updates.end_poll(BotApiError(500, "Internal Server Error: restart"))
        await self._postmen.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def wait_until(self, holds: Callable[[], object], timeout_s: float = 10.0) -> None:
        """Return as soon as `holds()` is true; it is looked at when a call begins or ends, after control
        requests and after deliveries to webhooks. Raises TimeoutError.
        """
        async with asyncio.timeout(timeout_s):
            while not holds():
                self._moved.clear()
                await self._moved.wait()

    def _bot_of(self, request: web.Request) -> BotAccount | None:
        return self.backend.state.bots.get(request.match_info["token"])

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        bot = self._bot_of(request)
        if bot is None:
            return _refuse(BotApiError(401, "Unauthorized"))
        method = METHODS_BY_LOWER_NAME.get(request.match_info["method"].lower())
        if method is None or request.method not in {"GET", "POST"}:
            return _refuse(BotApiError(404, "Not Found: method not found"))
        try:
            parameters = await read_parameters(request)
        except BotApiError as error:
            return _refuse(error)
        call = self.calls.begin(self.backend.clock(), bot.id, method, parameters.shown())
        self._moved.set()
        strike = self.faults.draw(method)
        call.faults.extend(fault.kind for fault in strike.before + strike.after)
        try:
            return await answer_struck(
                request, strike, lambda: self._perform(bot, method, parameters, call), lambda f: _inject(f, call)
            )
        finally:
            self._moved.set()

    async def _perform(self, bot: BotAccount, method: str, parameters: Parameters, call: Call) -> web.Response:
        try:
            self._check_logged_in(bot)
            result = await METHODS[method](self.backend, bot, parameters)
        except BotApiError as error:
            call.error_code, call.description = error.code, error.description
            return _refuse(error)
        call.took_effect = True
        if method in _CHANGES_WEBHOOK:
            await self._postmen.follow(bot)
        return web.json_response({"ok": True, "result": result})

    def _check_logged_in(self, bot: BotAccount) -> None:
        if bot.logged_out_at is None:
            return
        if self.backend.clock() - bot.logged_out_at < self.backend.patience.logged_out_s:
            raise bad_request("Logged out")
        bot.logged_out_at = None

    async def _download(self, request: web.Request) -> web.StreamResponse:
        if self._bot_of(request) is None:
            return _refuse(BotApiError(401, "Unauthorized"))
        path = request.match_info["path"]
        file = next((file for file in self.backend.state.files.values() if file.path == path), None)
        if file is None:
            return _refuse(BotApiError(404, "Not Found"))
        return web.Response(body=file.content, content_type="application/octet-stream")


def _refuse(error: BotApiError) -> web.Response:
    headers = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
    return web.json_response(error.to_json(), status=error.code, headers=headers)


def _inject(fault: ApiError, call: Call) -> web.Response:
    """An error object from the plan of faults; its description may lack Telegram's usual beginning."""
    call.error_code, call.description = fault.code, fault.description
    return _refuse(BotApiError(fault.code, fault.description, retry_after=fault.retry_after))
