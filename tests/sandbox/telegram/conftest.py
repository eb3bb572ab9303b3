"""A sandbox on a free port, a clock that tests move, and real aiogram bots whose raw answers are kept and checked."""

import json
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.sandbox.faults import FaultPlan
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.state import BotAccount, User
from tests.sandbox.telegram.bot_api_schema import PUBLISHED, BotApiSchema

TOKEN = "4711:sandbox-token"


@dataclass
class Clock:
    """Unix time that stands still until a test moves it."""

    now: float = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Answers:
    """Every answer that the tests of this run got, by method, as it came over the wire."""

    kept: list[tuple[str, Any]] = field(default_factory=list)

    def keep(self, method: str, text: str) -> None:
        self.kept.append((method, json.loads(text)))


class KeepingSession(AiohttpSession):
    """aiogram's own session; raw answers go to `answers` before aiogram parses them."""

    def __init__(self, base_url: str, answers: Answers | None) -> None:
        super().__init__(api=TelegramAPIServer.from_base(base_url))
        self.answers = answers

    async def close(self) -> None:
        """Without the quarter of a second that aiogram's own leaves for TLS to end."""
        if self._session is not None:
            await self._session.close()

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        if self.answers is not None:
            self.answers.keep(method.__api_method__, content)
        return super().check_response(bot, method, status_code, content)


@pytest.fixture(scope="session")
def published() -> BotApiSchema | None:
    """The published description, or None where it doesn't lie beside the project."""
    return BotApiSchema(PUBLISHED) if PUBLISHED.exists() else None


@pytest.fixture
def schema(published: BotApiSchema | None) -> BotApiSchema:
    if published is None:
        pytest.skip("the published description of the Bot API (../shared/api) is not here")
    return published


@pytest.fixture
def answers(published: BotApiSchema | None) -> Iterator[Answers]:
    """Whatever a test keeps is held against the description when the test ends, if the description is here."""
    kept = Answers()
    yield kept
    if published is not None:
        wrong = [error for method, answer in kept.kept for error in published.answer_errors(method, answer)]
        assert not wrong, "\n".join(wrong)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def faults() -> FaultPlan:
    return FaultPlan(seed=1)


@pytest.fixture
async def sandbox(clock: Clock, faults: FaultPlan) -> AsyncIterator[TelegramSandbox]:
    """A running sandbox; `base_url` tells where."""
    made = TelegramSandbox(clock=clock, faults=faults)
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
def base_url(sandbox: TelegramSandbox) -> str:
    return sandbox.base_url


@pytest.fixture
def account(sandbox: TelegramSandbox) -> BotAccount:
    return sandbox.add_bot(TOKEN, "wallflower_bot", supports_inline_queries=True)


@pytest.fixture
def anna(sandbox: TelegramSandbox, account: BotAccount) -> User:
    """A person who has started the bot; her /start is confirmed."""
    user = sandbox.add_user("Anna", username="anna_k")
    sandbox.say(user.id, account.id, "/start")
    account.updates.clear()
    return user


@pytest.fixture
async def client(base_url: str, answers: Answers) -> AsyncIterator[Callable[..., Bot]]:
    """Makes aiogram bots by token; their sessions are closed at the end."""
    async with AsyncExitStack() as stack:

        def make(token: str = TOKEN, *, keep: bool = True) -> Bot:
            session = KeepingSession(base_url, answers if keep else None)
            stack.push_async_callback(session.close)
            return Bot(token, session=session)

        yield make


@pytest.fixture
def bot(client: Callable[..., Bot], account: BotAccount) -> Bot:
    assert account.token == TOKEN
    return client()


@pytest.fixture
async def http(base_url: str) -> AsyncIterator[aiohttp.ClientSession]:
    """A plain HTTP client at the server's address."""
    async with aiohttp.ClientSession(base_url) as session:
        yield session
