"""Asks Telegram again and again until a call that fetches updates, or sets how they come, is answered."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.utils.backoff import Backoff, BackoffConfig

from bot.platforms.telegram.translation import LONGEST_RETRY_AFTER_S, translate

_log = structlog.get_logger(__name__)

T = TypeVar("T")


async def until_it_works(
    call: Callable[[], Awaitable[T]], settings: BackoffConfig, *, may_be_wrong_address: bool = False
) -> T:
    """What `call` returns once it does, through every trouble that may pass.

    Raises Misconfigured when the token is refused; where `may_be_wrong_address`, also when the address is unknown.
    """
    backoff = Backoff(settings)
    while True:
        pause_s = max(next(backoff), 0.0)
        try:
            return await call()
        except (TelegramUnauthorizedError, TelegramNotFound) as error:
            # Later on, a 404 is a gateway's: the first call has shown that token and address are right.
            if may_be_wrong_address or isinstance(error, TelegramUnauthorizedError):
                raise translate(error, "the updates", repeatable=True) from error
            _log.warning("polling failed and is tried again", error=type(error).__name__, pause_s=pause_s)
        except TelegramRetryAfter as error:
            pause_s = min(max(float(error.retry_after), pause_s), LONGEST_RETRY_AFTER_S)
            _log.warning("Telegram asks polling to wait", pause_s=pause_s)
        except TelegramConflictError as error:
            _log.error(
                "somebody else receives this bot's updates: stop the other instance, or remove the webhook",
                said=error.message,
                pause_s=pause_s,
            )
        except (TelegramAPIError, ClientDecodeError) as error:
            _log.warning("polling failed and is tried again", error=type(error).__name__, pause_s=pause_s)
        await asyncio.sleep(pause_s)
