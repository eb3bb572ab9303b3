"""aiogram's errors, translated into those of `bot.errors`: which of them say that a call surely had no effect."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.errors import Misconfigured, Refused, Retryable, Unsure, WallflowerError
from bot.platforms.telegram.session import TelegramNotConnected

LONGEST_RETRY_AFTER_S = 86_400.0

# A post that is refused in these words is refused for its text or its picture (the Bot API has no codes, only words).
# Whatever else is said of one is about the place or the bot's rights there, and the next post would fare no better.
_ABOUT_THE_TEXT = re.compile(
    r"message text is empty|too long|can't parse|must be encoded in UTF-8|MESSAGE_EMPTY|MESSAGE_TOO_LONG|ENTIT(Y|IES)_"
    r"|PHOTO_|IMAGE_PROCESS_FAILED|MEDIA_|too big|file must be non-empty",
    re.IGNORECASE,
)


@contextmanager
def translated(what: str, *, repeatable: bool, is_place: bool = False) -> Iterator[None]:
    """Translate what aiogram raises inside the block. `what` names the call for a person: "the message to …".

    A lost answer means Retryable for a call that is `repeatable` (it may take effect twice without harm), Unsure for
    others. Where `is_place`, only a text or picture that Telegram does not take is Refused; a chat that does not let
    the bot in is Misconfigured.
    """
    try:
        yield
    except (TelegramAPIError, ClientDecodeError) as error:
        raise translate(error, what, repeatable=repeatable, is_place=is_place) from error


def translate(
    error: TelegramAPIError | ClientDecodeError, what: str, *, repeatable: bool, is_place: bool = False
) -> WallflowerError:
    """As `translated`, for an error in hand."""
    match error:
        case TelegramRetryAfter():
            wait_s = min(max(float(error.retry_after), 1.0), LONGEST_RETRY_AFTER_S)
            return Retryable(f"Telegram takes {what} only after {wait_s:.0f} seconds", retry_after_s=wait_s)
        case TelegramNotConnected():
            return Retryable(
                f"Telegram can't be reached for {what} ({error.message}): check the network and telegram.api_url",
                retry_after_s=5.0,
            )
        case TelegramUnauthorizedError():
            return Misconfigured("Telegram refuses the bot's token: get a valid one from @BotFather and set it")
        case TelegramNotFound():
            return Misconfigured(
                "Telegram knows neither this bot nor this address: check the Telegram token and telegram.api_url"
            )
        case TelegramEntityTooLarge():
            return Refused(f"Telegram refused {what}: it is too large", code=413)
        case TelegramForbiddenError() | TelegramBadRequest():
            return _refusal(error, what, is_place=is_place)
        case TelegramNetworkError() | TelegramServerError() | ClientDecodeError():
            if repeatable:
                return Retryable(f"Telegram's answer to {what} was lost", retry_after_s=2.0)
            return Unsure(f"Telegram's answer to {what} was lost: look whether it is there before sending it again")
        case _:
            return Refused(f"Telegram refused {what}: {error.message}")


def _refusal(error: TelegramForbiddenError | TelegramBadRequest, what: str, *, is_place: bool) -> WallflowerError:
    description = str(error.message)
    code = 403 if isinstance(error, TelegramForbiddenError) else 400
    if is_place and not _ABOUT_THE_TEXT.search(description):
        return Misconfigured(
            f"Telegram does not let the bot in with {what} ({description}): check the place's name and make the bot "
            "an administrator there who may post"
        )
    return Refused(f"Telegram refused {what}: {description}", code=code)
