"""Keeps Telegram's rate limits before Telegram has to say so, and waits where it says so all the same.

Telegram: about 1 message a second to a chat, 20 a minute to a group, 30 a second over all
(https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this); edits count like messages, and an
album as as many messages as it has pictures. The bot's own limits are windows a little longer, because calls may arrive
closer together than they left.
"""

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramMigrateToChat, TelegramRetryAfter
from aiogram.methods import Response, SendAnimation, SendMediaGroup, SendMessage, SendPhoto, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile, InputMediaPhoto, LinkPreviewOptions

from bot.errors import Retryable

_log = structlog.get_logger(__name__)

_PACED = re.compile(r"(send(?!ChatAction)|copy|forward|edit)[A-Z]")
_UNLIMITED = frozenset({"getUpdates"})


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `calls` in any `window_s` seconds."""

    calls: int
    window_s: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What the bot allows itself, and how long it waits when Telegram asks it to."""

    overall: Rate = Rate(4, 0.2)  # 24 in a second, and no more than 28 if some are 0.3 s late
    chat: Rate = Rate(1, 1.05)
    group: Rate = Rate(20, 61.0)
    tries: int = 3  # calls that Telegram answers with 429
    longest_wait_s: float = 60.0  # a longer retry_after is the caller's to plan with
    longest_queue_s: float = 10.0  # for calls that are made once only


class Window:
    """Lets calls through at a rate, in the order in which they came."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._admitted: deque[float] = deque()
        self._next = asyncio.Lock()

    async def acquire(self, calls: int = 1) -> None:
        """Return when so many more calls at once keep the rate, and count them.

        More than the rate allows at once wait for an empty window, and hold up what comes next for as long as if they
        had come one by one.
        """
        room = self._rate.calls - min(calls, self._rate.calls)
        async with self._next:
            loop = asyncio.get_running_loop()
            while len(self._recent(loop.time())) > room:  # noqa: ASYNC110 - time itself is awaited
                await asyncio.sleep(self._admitted[0] + self._rate.window_s - loop.time())
            now = loop.time()
            self._admitted.extend(now + number // self._rate.calls * self._rate.window_s for number in range(calls))

    def rests(self) -> bool:
        """Whether forgetting this window would change nothing."""
        return not self._next.locked() and not self._recent(asyncio.get_running_loop().time())

    def _recent(self, now: float) -> deque[float]:
        while self._admitted and self._admitted[0] <= now - self._rate.window_s:
            self._admitted.popleft()
        return self._admitted


class Once:
    """A call that is made now or not at all.

    It is not made again after a 429 and does not wait long behind other messages: whoever makes it holds a lease.
    """


class SendOnce(SendMessage, Once):
    """A message, once."""

    if TYPE_CHECKING:
        # aiogram declares its constructors this way; a subclass would be given one that demands every field.
        def __init__(self, *, chat_id: int | str, text: str, link_preview_options: LinkPreviewOptions) -> None: ...


class SendPhotoOnce(SendPhoto, Once):
    """A photo, once."""

    if TYPE_CHECKING:

        def __init__(self, *, chat_id: int | str, photo: InputFile, caption: str | None) -> None: ...


class SendAnimationOnce(SendAnimation, Once):
    """A picture that moves, once."""

    if TYPE_CHECKING:

        def __init__(self, *, chat_id: int | str, animation: InputFile, caption: str | None) -> None: ...


class SendMediaGroupOnce(SendMediaGroup, Once):
    """An album, once."""

    if TYPE_CHECKING:

        def __init__(self, *, chat_id: int | str, media: list[InputMediaPhoto]) -> None: ...


@dataclass(slots=True)
class _Pace:
    """One chat's turn: one call at a time, in the order in which they were asked for."""

    windows: tuple[Window, ...]
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def rests(self) -> bool:
        """Whether forgetting it would change nothing."""
        return not self.lock.locked() and all(window.rests() for window in self.windows)


class RateLimits(BaseRequestMiddleware):
    """The outermost middleware of a session. Belongs to one event loop.

    Waits out a 429 within `Limits.tries` and `longest_wait_s` (a call so answered had no effect), while the chat's
    other calls wait too. Follows a group that became a supergroup, and remembers the way.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._overall = Window(limits.overall)
        self._paces: dict[int | str, _Pace] = {}
        self._tidy_at = 1000
        self._moved: dict[int | str, int] = {}

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if method.__api_method__ in _UNLIMITED:
            return await make_request(bot, method)
        chat_id = getattr(method, "chat_id", None)
        if chat_id in self._moved:
            method = _readdressed(method, self._moved[chat_id])
        try:
            return await self._call(make_request, bot, method)
        except TelegramMigrateToChat as error:
            if chat_id is None:
                raise
            self._moved[chat_id] = error.migrate_to_chat_id
            _log.warning("a group became a supergroup", chat=chat_id, now=error.migrate_to_chat_id)
            return await self._call(make_request, bot, _readdressed(method, error.migrate_to_chat_id))

    async def _call(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        tries = 1 if isinstance(method, Once) else self._limits.tries
        async with self._turn(method):
            while True:
                tries -= 1
                try:
                    return await make_request(bot, method)
                except TelegramRetryAfter as error:
                    if not tries or error.retry_after > self._limits.longest_wait_s:
                        raise
                    _log.warning("Telegram asks to wait", method=method.__api_method__, seconds=error.retry_after)
                    await asyncio.sleep(error.retry_after)
                    await self._overall.acquire()

    @asynccontextmanager
    async def _turn(self, method: TelegramMethod[Any]) -> AsyncIterator[None]:
        """Wait until `method` may be called. The chat's next turn comes when the block ends."""
        chat_id = getattr(method, "chat_id", None)
        patience_s = self._limits.longest_queue_s if isinstance(method, Once) else None
        deadline = None if patience_s is None else asyncio.get_running_loop().time() + patience_s
        if chat_id is None or not _PACED.match(method.__api_method__):
            await self._overall.acquire()
            yield
            return
        pace, messages = self._pace(chat_id), _messages(method)
        try:
            async with asyncio.timeout_at(deadline):
                await pace.lock.acquire()
        except TimeoutError:
            raise self._queue_full(chat_id) from None
        try:
            try:
                async with asyncio.timeout_at(deadline):
                    for window in pace.windows:
                        await window.acquire(messages)
                    await self._overall.acquire(messages)
            except TimeoutError:
                raise self._queue_full(chat_id) from None
            yield
        finally:
            pace.lock.release()

    def _queue_full(self, chat_id: int | str) -> Retryable:
        return Retryable(
            f"too many messages wait for Telegram's chat {chat_id} already: try again in a minute", retry_after_s=60.0
        )

    def _pace(self, chat_id: int | str) -> _Pace:
        pace = self._paces.get(chat_id)
        if pace is None:
            self._forget_resting()
            # Groups and channels have negative numbers; a name is a public group's or channel's.
            is_group = isinstance(chat_id, str) or chat_id < 0
            rates = (self._limits.chat, self._limits.group) if is_group else (self._limits.chat,)
            pace = self._paces[chat_id] = _Pace(tuple(Window(rate) for rate in rates))
        return pace

    def _forget_resting(self) -> None:
        if len(self._paces) < self._tidy_at:
            return
        self._paces = {chat_id: pace for chat_id, pace in self._paces.items() if not pace.rests()}
        self._tidy_at = max(1000, 2 * len(self._paces))


def _messages(method: TelegramMethod[Any]) -> int:
    """As how many messages a call counts."""
    return len(method.media) if isinstance(method, SendMediaGroup) else 1


def _readdressed(method: TelegramMethod[TelegramType], chat_id: int) -> TelegramMethod[TelegramType]:
    return method.model_copy(update={"chat_id": chat_id})
