"""Counts the calls of Telegram's methods, each try of them, by what came of it."""

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.platforms.telegram.session import TelegramNotConnected
from bot.ports import Meter


class CountedCalls(BaseRequestMiddleware):
    """Stands nearest to the network, so that a call that waits for its turn is counted when it is made."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        """Make the call."""
        try:
            answer = await make_request(bot, method)
        except (TelegramAPIError, ClientDecodeError) as error:
            self._meter.called("telegram", method.__api_method__, _outcome(error))
            raise
        self._meter.called("telegram", method.__api_method__, "ok")
        return answer


def _outcome(error: TelegramAPIError | ClientDecodeError) -> str:
    """As `bot.errors` calls it."""
    if isinstance(error, TelegramNotConnected | TelegramRetryAfter):
        return "retryable"
    if isinstance(error, TelegramNetworkError | TelegramServerError | ClientDecodeError):
        return "unsure"
    return "refused"
