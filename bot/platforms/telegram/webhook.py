"""The webhook: Telegram brings updates over HTTP, and each is answered 200 only after it is kept.

What is not answered so comes again, with the same number; of the updates of one chat Telegram brings the next one only
after the one before was taken.
"""

import asyncio
import hmac
import json
import math
from collections.abc import Awaitable, Callable, Mapping
from typing import Never

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import WebhookInfo
from aiogram.utils.backoff import BackoffConfig

from bot.domain.derived_secret import hook_secrets
from bot.domain.member import Platform
from bot.domain.message import Incoming, InlineQuery, Press
from bot.errors import Misconfigured, Retryable
from bot.platforms.telegram.persistence import until_it_works
from bot.platforms.telegram.taking import DEFAULT_BACKOFF, UpdateTaking, number_of
from bot.ports import HookAnswer

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
# How many updates Telegram may bring at once, of as many chats. Keeping one takes milliseconds.
_AT_ONCE = 20
# How often it is looked whether the webhook is still this one, and what Telegram says of it.
_LOOK_S = 60.0

_log = structlog.get_logger(__name__)


def secrets_of(token: str) -> tuple[str, str]:
    """What stands in the webhook's path, and what Telegram proves itself by. They change with the bot's token."""
    return hook_secrets(Platform.TELEGRAM, token)


def path_of(token: str) -> str:
    """The path of a bot's webhook."""
    return f"/hooks/telegram/{secrets_of(token)[0]}"


class TelegramWebhook:
    """Sets the webhook at `public_url`, watches over it, and takes what is brought to it. As `UpdateTaking`."""

    def __init__(
        self,
        bot: Bot,
        public_url: str,
        on_message: Callable[[Incoming], Awaitable[None]],
        on_press: Callable[[Press], Awaitable[None]],
        *,
        on_inline: Callable[[InlineQuery], None] | None = None,
        backoff: BackoffConfig = DEFAULT_BACKOFF,
        look_s: float = _LOOK_S,
    ) -> None:
        """`public_url` is where the world reaches this process, without a slash at its end."""
        self._bot = bot
        self.path = path_of(bot.token)
        self._url = public_url + self.path
        self._secret = secrets_of(bot.token)[1]
        self._backoff = backoff
        self._look_s = look_s
        self._taking = UpdateTaking(bot, on_message, on_press, on_inline=on_inline, backoff=backoff)
        self._is_ready = asyncio.Event()
        self._last_error_at = 0.0

    async def run(self) -> Never:
        """Set the webhook and keep it set until cancelled. Raises Misconfigured: the token or the address is wrong."""
        await until_it_works(self._taking.learn_name, self._backoff, may_be_wrong_address=True)
        self._is_ready.set()
        await self._set()
        _log.info("Telegram brings its updates")
        while True:
            await asyncio.sleep(self._look_s)
            info = await until_it_works(self._bot.get_webhook_info, self._backoff)
            if info.url != self._url:
                _log.warning("somebody has changed the bot's webhook; it is set again")
                await self._set()
            else:
                self._tell_of_errors(info)

    async def take(self, headers: Mapping[str, str], body: bytes) -> HookAnswer:
        """As the port says."""
        # Bytes, because text of other letters can't be compared in constant time.
        if not hmac.compare_digest(headers.get(SECRET_HEADER, "").encode("utf-8", "replace"), self._secret.encode()):
            return HookAnswer(403, "who are you?")
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return HookAnswer(415, "an update is JSON")
        try:
            raw = json.loads(body)
        except (ValueError, RecursionError):
            return HookAnswer(400, "this is no JSON")
        if number_of(raw) is None:
            return HookAnswer(400, "this is no update")
        if not self._is_ready.is_set():
            # Without the bot's name a command that is meant for another bot would be answered.
            return HookAnswer(503, "in a moment", retry_after_s=1)
        try:
            await self._taking.take_or_refuse(raw)
        except Retryable as error:
            _log.warning("an update can't be taken now; Telegram brings it again", problem=str(error))
            return HookAnswer(503, "in a moment", retry_after_s=math.ceil(error.retry_after_s))
        return HookAnswer(200)

    async def _set(self) -> None:
        await until_it_works(self._ask_to_set, self._backoff)

    async def _ask_to_set(self) -> None:
        try:
            await self._bot.set_webhook(
                self._url,
                secret_token=self._secret,
                allowed_updates=self._taking.allowed_updates,
                max_connections=_AT_ONCE,
                drop_pending_updates=False,
            )
        except TelegramBadRequest as error:
            raise Misconfigured(
                f"Telegram takes no webhook at web.public_url ({error.message}): it wants https on port 443, 80, 88 or "
                "8443. Mend that, or set webhook = false under [telegram]"
            ) from error

    def _tell_of_errors(self, info: WebhookInfo) -> None:
        at = 0.0 if info.last_error_date is None else info.last_error_date.timestamp()
        if at > self._last_error_at:
            self._last_error_at = at
            _log.warning(
                "Telegram could not bring an update",
                said=info.last_error_message or "nothing", waiting=info.pending_update_count,
            )  # fmt: skip
