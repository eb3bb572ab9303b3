"""A Bot API that answers as a test scripts it, for what a well-behaved server never gives; the sandbox with people."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import pytest
from aiogram import Bot
from aiogram.utils.backoff import BackoffConfig
from aiohttp import web

from bot.domain.member import Address, Platform
from bot.domain.message import Incoming, Press
from bot.domain.place import Place
from bot.platforms.telegram import Limits, TelegramPolling, make_bot
from bot.platforms.telegram.rate_limits import Rate
from bot.platforms.telegram.session import TelegramSession
from bot.sandbox.telegram import TelegramSandbox

TOKEN = "4711:test-token-that-must-not-leak"
BOT_ID = 4711
ME = {"id": 4711, "is_bot": True, "first_name": "Wallflower", "username": "WallflowerBot"}
FAST = BackoffConfig(min_delay=0.001, max_delay=0.002, factor=2.0, jitter=0.0)
_WIDE = Rate(1000, 0.001)
UNLIMITED = Limits(chat=_WIDE, group=_WIDE, overall=_WIDE)


@dataclass(frozen=True)
class Answer:
    """One HTTP answer; `body` is sent as JSON unless it is text or bytes. A status of 3xx sends the caller round."""

    body: object
    status: int = 200


@dataclass
class ScriptedApi:
    """Gives the scripted answers of a method in their order, then the usual one; keeps each call's form."""

    url: str = ""
    script: defaultdict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    calls: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    called: asyncio.Event = field(default_factory=asyncio.Event)

    def answer(self, method: str, *answers: Answer) -> None:
        self.script[method].extend(answers)

    @staticmethod
    def reply(body: object, status: int = 200) -> Answer:
        return Answer(body, status)

    def updates(self, *updates: object) -> None:
        """Script one answer of getUpdates."""
        self.answer("getUpdates", Answer({"ok": True, "result": list(updates)}))

    def forms(self, method: str) -> list[dict[str, str]]:
        return [form for name, form in self.calls if name == method]

    async def until(self, claim: Callable[[], bool]) -> None:
        """Return when `claim` holds; it is looked at after each call."""
        async with asyncio.timeout(10):
            while not claim():
                self.called.clear()
                await self.called.wait()

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.calls.append((method, form))
        self.called.set()
        if self.script[method]:
            answer = self.script[method].popleft()
            if 300 <= answer.status < 400:
                raise web.HTTPTemporaryRedirect(request.path)
            if isinstance(answer.body, bytes):
                return web.Response(body=answer.body, status=answer.status)
            text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
            return web.Response(text=text, status=answer.status, content_type="application/json")
        if method == "getUpdates":
            await asyncio.Event().wait()  # a poll during which nothing happens
        result: object = True
        if method == "getMe":
            result = ME
        elif method == "sendMessage":
            chat = {"id": 42, "type": "private", "first_name": "Anna"}
            result = {"message_id": len(self.calls), "date": 1_700_000_000, "chat": chat, "text": form["text"]}
        return web.json_response({"ok": True, "result": result})


@dataclass
class Inbox:
    """Takes what polling hands over; the errors in `troubles` are raised first, one a call."""

    taken: list[Incoming | Press] = field(default_factory=list)
    troubles: deque[Exception] = field(default_factory=deque)
    asked: int = 0
    came: asyncio.Event = field(default_factory=asyncio.Event)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, what: Incoming | Press) -> None:
        self.asked += 1
        self.came.set()
        if self.troubles:
            raise self.troubles.popleft()
        await self.gate.wait()
        self.taken.append(what)
        self.came.set()

    async def until(self, claim: Callable[[], bool]) -> None:
        """Return when `claim` holds; it is looked at whenever something is handed over."""
        async with asyncio.timeout(10):
            while not claim():
                self.came.clear()
                await self.came.wait()

    @property
    def keys(self) -> list[str]:
        return [what.key for what in self.taken]


@pytest.fixture
def inbox() -> Inbox:
    """Takes everything at once; clear `gate` to hold it up."""
    made = Inbox()
    made.gate.set()
    return made


@pytest.fixture
async def poll(inbox: Inbox) -> AsyncIterator[Callable[[Bot], asyncio.Task[None]]]:
    """Starts polling into the inbox, with a backoff of about a millisecond, and ends it."""
    tasks: list[asyncio.Task[None]] = []

    def start(bot: Bot, *, timeout_s: int = 5, backoff: BackoffConfig = FAST) -> asyncio.Task[None]:
        polling = TelegramPolling(bot, inbox.take, inbox.take, timeout_s=timeout_s, backoff=backoff)
        tasks.append(asyncio.create_task(polling.run()))
        return tasks[-1]

    yield start
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture
async def api() -> AsyncIterator[ScriptedApi]:
    """A scripted Bot API on localhost."""
    scripted = ScriptedApi()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", scripted.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    scripted.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield scripted
    await runner.cleanup()


@pytest.fixture
async def bot_at() -> AsyncIterator[Callable[..., Bot]]:
    """Makes bots at an address, without waiting for rate limits unless told otherwise, and closes them."""

    async def close(bot: Bot) -> None:
        # aiogram's own close waits 250 ms for TLS connections, of which there are none here.
        session = bot.session
        assert isinstance(session, TelegramSession)
        if session._session is not None:
            await session._session.close()

    async with AsyncExitStack() as stack:

        def make(url: str, *, token: str = TOKEN, timeout_s: float = 10.0, limits: Limits | None = UNLIMITED) -> Bot:
            bot = make_bot(token, url, timeout_s=timeout_s, limits=limits)
            stack.push_async_callback(close, bot)
            return bot

        yield make


@pytest.fixture
def bot(api: ScriptedApi, bot_at: Callable[..., Bot]) -> Bot:
    """A bot at the scripted API."""
    return bot_at(api.url)


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSandbox]:
    """A sandbox with the bot's account in it."""
    sandbox = TelegramSandbox()
    sandbox.add_bot(TOKEN, "WallflowerBot")
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def real_bot(telegram: TelegramSandbox, bot_at: Callable[..., Bot]) -> Bot:
    """A bot at the sandbox that keeps no limits."""
    return bot_at(await telegram.start(), token=TOKEN)


@pytest.fixture
def anna(telegram: TelegramSandbox) -> Address:
    """A person who has started the bot."""
    user = telegram.add_user("Anna", language_code="ru")
    telegram.say(user.id, BOT_ID, "/start")
    return Address(Platform.TELEGRAM, user.id)


@pytest.fixture
def wall(telegram: TelegramSandbox) -> Place:
    """A channel in which the bot may post."""
    owner = telegram.add_user("Owner")
    channel = telegram.add_chat("channel", "The wall", creator=owner.id, username="thewall")
    telegram.promote(BOT_ID, channel.id)
    return Place.parse("telegram:@thewall")
