"""aiogram's HTTP session, made to say whether a call can have arrived and to keep token and texts out of errors."""

from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientConnectorError, ConnectionTimeoutError, InvalidURL, NonHttpUrlClientError

# How long to hold back after a 429 that names no time. Telegram's own are seldom shorter.
UNNAMED_RETRY_AFTER_S = 5

_BEFORE_SENDING = (ClientConnectorError, ConnectionTimeoutError, InvalidURL, NonHttpUrlClientError)


class TelegramNotConnected(TelegramNetworkError):  # noqa: N818 - named like its siblings in aiogram
    """There was no connection, so nothing was sent."""


class TelegramSession(AiohttpSession):
    """Raises aiogram's errors only, with these added facts:

    - `TelegramNotConnected` where the connection failed before the call was sent (aiogram tells no two apart);
    - `TelegramServerError` for every 5xx, whatever its body (aiogram calls a gateway's HTML page undecodable);
    - `TelegramRetryAfter` for every 429, also one that names no time;
    - `ClientDecodeError` for everything else that is no answer of the Bot API.

    Causes are dropped on purpose: aiohttp's messages hold the address, and that the token; pydantic's hold texts.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._shapes: dict[type[TelegramMethod[Any]], type[Response[Any]]] = {}

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> TelegramType:
        try:
            return await super().make_request(bot, method, timeout)
        except TelegramEntityTooLarge:
            raise
        except TelegramNetworkError as error:
            cause = error.__cause__
            if isinstance(cause, _BEFORE_SENDING):
                # Of these only a refused connection describes itself without the address of the call.
                reason = str(cause) if isinstance(cause, ClientConnectorError) else type(cause).__name__
                raise TelegramNotConnected(method=method, message=reason) from None
            raise TelegramNetworkError(method=method, message=type(cause).__name__) from None
        except UnicodeDecodeError:
            raise _undecodable("text that is not UTF-8") from None

    def check_response(
        self, bot: Bot, method: TelegramMethod[TelegramType], status_code: int, content: str
    ) -> Response[TelegramType]:
        if type(method) not in self._shapes:
            # pydantic knows `Response[Message]` only while somebody holds it: aiogram, which does not, would have it
            # made anew for each answer, at many times the cost of reading one.
            self._shapes[type(method)] = Response[method.__returning__]  # type: ignore[name-defined]
        try:
            response = super().check_response(bot, method, status_code, content)
        except (ClientDecodeError, TypeError):
            # TypeError: aiogram looks for a word in the description of a 5xx, which may have none.
            if status_code >= 500:
                raise TelegramServerError(method=method, message=f"HTTP status {status_code}") from None
            if status_code == 404:
                raise TelegramNotFound(method=method, message="HTTP status 404") from None
            raise _undecodable(f"HTTP status {status_code}, {len(content)} characters") from None
        except TelegramAPIError as error:
            if type(error) is not TelegramAPIError:
                raise
            if status_code == 429:
                raise TelegramRetryAfter(
                    method=method, message=str(error.message), retry_after=UNNAMED_RETRY_AFTER_S
                ) from error
            if status_code < 400:
                raise _undecodable(f"HTTP status {status_code} with an error") from error
            raise
        if response.result is None:
            # "ok" and nothing else: aiogram would give None where the method's type promises an object.
            raise _undecodable("an answer without a result")
        return response


def _undecodable(what: str) -> ClientDecodeError:
    facts: Any = what
    return ClientDecodeError("The answer is none of the Bot API's", ValueError("unexpected form"), facts)
