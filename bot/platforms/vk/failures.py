"""What went wrong in a call to VK, in the bot's own errors: who must do what about it.

The errors of vk_api and requests are never chained to ours: they and their frames hold the form that was sent, and that
form holds the key. What they have to say is repeated in the message.
"""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import requests
import urllib3
import vk_api

from bot.errors import Misconfigured, NoKeyMay, Refused, Retryable, Unsure, WallflowerError
from bot.platforms.vk.answers import UnexpectedAnswerError

# After how long the caller may try again once our own tries were in vain.
SOON_S = 30.0
FLOOD_PAUSE_S = 15 * 60.0  # error 9: VK names no figure; hours have been reported, minutes are usual
DAILY_PAUSE_S = 4 * 3600.0  # error 29: the day's calls of this method are used up

_TOO_MANY_PER_SECOND = 6
_FLOOD = 9
_DAILY_LIMIT = 29
# The key is good, but not for this: another key or a person may do it.
_NOT_WITH_THIS_KEY = frozenset({7, 15, 20, 21, 23, 24, 27, 28, 1051})
_TROUBLE_AT_VK = frozenset({1, 10})  # "unknown error", "internal server error"


class KeyKind(StrEnum):
    """Whose key a call is made with; VK decides by it which methods may be called."""

    SERVICE = "service"
    COMMUNITY = "community"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Call:
    """A call as far as its failure is concerned; no parameters, so nothing secret."""

    method: str
    kind: KeyKind
    repeatable: bool


class ApiRefusalError(Exception):
    """VK's own error, from an answer's `error` or from one entry of a list of results."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


class UnreadableEnvelopeError(requests.RequestException):
    """VK's answer arrived, and is not even an answer of the API."""


_RIGHT_OF_METHODS = {
    "wall.": "wall",
    "photos.": "photos",
    "docs.": "docs",
    "messages.": "messages (and the community's messages must be switched on)",
    "groups.getLongPoll": "manage",
    "groups.setLongPoll": "manage",
}
_KEYS_OF_METHODS = {
    "wall.get": "a service key or a user key",
    "wall.post": "a user key or a community key",
    "wall.delete": "a user key",
    "photos.getWallUploadServer": "a user key",
    "photos.saveWallPhoto": "a user key",
    "photos.": "a community key",
    "docs.": "a community key",
    "messages.": "a community key",
    "groups.": "a community key",
}


def failure_of(error: Exception, call: Call) -> WallflowerError:
    """The bot's error for what `vk_api`, `requests` or the parsing of an answer raised during `call`.

    Retryable only if nothing took effect or if repeating is safe. Long pauses have `retry_after_s` above SOON_S.
    """
    match error:
        case vk_api.ApiError():
            return _of_refusal(error.code, str(error.error["error_msg"]), call)
        case ApiRefusalError(code=code, message=message):
            return _of_refusal(code, message, call)
        case vk_api.ApiHttpError():
            return _of_status(error.response.status_code, call)
        case UnexpectedAnswerError() | UnreadableEnvelopeError():
            return _answer_lost(call, f"it can't be understood: {error}")
        case TimeoutError() | requests.exceptions.ReadTimeout():
            return _answer_lost(call, "it did not come in time")
        case requests.RequestException():
            return _of_connection(error, call)
    raise error


def _of_refusal(code: int, message: str, call: Call) -> WallflowerError:
    if code in _TROUBLE_AT_VK:
        # Nobody promises that VK did nothing before it failed, so this is as open as a lost answer.
        return _answer_lost(call, f"VK reported trouble of its own (error {code})")
    if code == _TOO_MANY_PER_SECOND:
        return Retryable(f"VK got too many calls a second at {call.method}; try again in a moment", SOON_S)
    if code == _FLOOD:
        return Retryable(
            f"VK calls this a flood ({call.method}, error 9): pause for a quarter of an hour", FLOOD_PAUSE_S
        )
    if code == _DAILY_LIMIT:
        return Retryable(f"Today's calls of {call.method} are used up (error 29): go on in some hours", DAILY_PAUSE_S)
    advice = _advice(code, message, call)
    if advice is not None:
        kind = NoKeyMay if code in _NOT_WITH_THIS_KEY else Misconfigured
        return kind(f"VK refused {call.method} (error {code}): {advice}")
    said = message[:300]
    if call.method == "wall.get":
        said = f"{said}; check vk.wall and that everybody may read that wall"
    return Refused(f"VK refused {call.method} (error {code}): {said}", code)


def _advice(code: int, message: str, call: Call) -> str | None:
    """What an operator must do about `code`, or None where no operator can help.

    Error 15 is both: "it cannot be called with current scopes" is the key's fault, any other is about this one thing.
    """
    key = f"the {call.kind} key (vk.{call.kind}_key)"
    right = next((right for start, right in _RIGHT_OF_METHODS.items() if call.method.startswith(start)), None)
    able = next((keys for start, keys in _KEYS_OF_METHODS.items() if call.method.startswith(start)), "another key")
    match code:
        case 4 | 5 | 101 | 1114 | 1116 | 1117:
            return f"{key} is wrong, has expired or was withdrawn. Make a new one and put it into the settings"
        case 7 | 20 | 21 | 23 | 24 | 1051:
            may = f"; it needs the right {right}" if right and code == 7 else f". Use {able}"
            return f"{key} may not do this{may}"
        case 27 | 28:
            return f"{key} is of a kind that may not do this. Set {able} with the right {right or 'that it needs'}"
        case 2 | 11 | 16:
            return f"the application of {key} is switched off or in test mode. Switch it on at dev.vk.com"
        case 14 | 17 | 3300 | 3301 | 3302:
            return (
                f"it wants to see a person. Log in at vk.com as the owner of {key}, do what the page asks for, "
                "then start again"
            )
        case 3 | 8:
            return "the server at vk.api_url does not know this call. Set vk.api_url to https://api.vk.ru"
        case 15 if "scope" in message or call.method.startswith("groups."):
            return f"{key} lacks the right {right or 'for it'}. Make one that has it"
    return None


def _of_status(status: int, call: Call) -> WallflowerError:
    if status >= 500:
        return _answer_lost(call, f"the server failed (HTTP {status})")
    if status == 429:
        return Retryable(f"VK wants fewer calls (HTTP 429 at {call.method}); try again in a moment", SOON_S)
    if status in (413, 414):
        return Refused(f"VK finds this call of {call.method} too long (HTTP {status})")
    return Misconfigured(
        f"vk.api_url does not answer like VK's API (HTTP {status} at {call.method}): check that setting"
    )


def _of_connection(error: requests.RequestException, call: Call) -> WallflowerError:
    causes = list(_causes(error))
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes):
        return Misconfigured(
            "The certificate of VK's server is not trusted here: check this machine's clock, certificates and proxy"
        )
    never_connected = (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError)
    if any(isinstance(cause, never_connected) for cause in causes):
        return Retryable("VK can't be reached: check the network and vk.api_url. Nothing was sent", SOON_S)
    return _answer_lost(call, f"the connection broke ({type(error).__name__})")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and what urllib3 and requests packed into it: as arguments and attributes, not only as `__cause__`."""
    pending: list[object] = [error]
    seen: set[int] = set()
    while pending:
        cause = pending.pop()
        if isinstance(cause, BaseException) and id(cause) not in seen:
            seen.add(id(cause))
            yield cause
            pending += [*cause.args, getattr(cause, "reason", None), getattr(cause, "original_error", None)]


def _answer_lost(call: Call, why: str) -> WallflowerError:
    if call.repeatable:
        return Retryable(f"VK gave no good answer to {call.method}: {why}. Try again later", SOON_S)
    return Unsure(f"VK's answer to {call.method} was lost, it may have taken effect: {why}. Look before you try again")
