"""The requests session under vk_api: any host, a time and size limit on every call, and answers that are envelopes.

vk_api 11 knows one host and gives its POST no timeout. It sends through whatever session it is handed, so all of that
is put right in the adapters that are mounted here.
"""

import io
import json
import time
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.utils import get_environ_proxies

from bot.platforms.vk.api_address import VK_API_ROOTS, is_loopback, is_official
from bot.platforms.vk.failures import UnreadableEnvelopeError

# VK's own limit on the answer of `execute`; no other answer comes near it.
MAX_ANSWER_BYTES = 5 * 1024 * 1024
CONNECT_TIMEOUT_S = 5.0


class AnswerTooLongError(UnreadableEnvelopeError):
    """There is more than the caller takes."""


class BoundedAdapter(HTTPAdapter):
    """Reads every answer whole, within about `timeout_s` and up to `most_bytes`, whatever the caller asked for."""

    def __init__(self, timeout_s: float, most_bytes: int = MAX_ANSWER_BYTES) -> None:
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=0)
        self._timeout_s = timeout_s
        self._most_bytes = most_bytes

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send and read to the end. Raises requests.RequestException."""
        url = request.url or ""
        kwargs["stream"] = True
        kwargs["timeout"] = (min(CONNECT_TIMEOUT_S, self._timeout_s), self._timeout_s)
        # The session chose a proxy for the address that vk_api named, not for the one that this goes to.
        kwargs["proxies"] = {} if is_loopback(url) else get_environ_proxies(url, no_proxy=None)
        deadline = time.monotonic() + self._timeout_s
        response = super().send(request, *args, **kwargs)
        response.raw = io.BytesIO(_read(response.raw, deadline, request, self._most_bytes))
        return response


class ApiAdapter(BoundedAdapter):
    """Takes what vk_api sends to its own host to `root` instead, and lets only well-formed envelopes back in.

    After this, vk_api can take for granted what it never checks: that an answer is an object with `response`, or with
    an `error` that has a code and a message.
    """

    def __init__(self, root: str, timeout_s: float) -> None:
        super().__init__(timeout_s)
        self._root = None if is_official(root) else root

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send to the configured host. Raises requests.RequestException."""
        if self._root is not None:
            request = request.copy()
            request.url = self._root + (request.url or "").partition("/method/")[2]
        response = super().send(request, *args, **kwargs)
        if response.ok:
            _check_envelope(response.content)
        return response


def api_session(root: str, timeout_s: float) -> requests.Session:
    """A session for vk_api. It reaches nothing but the API: a redirect to anywhere else fails."""
    session = requests.Session()
    session.adapters.clear()
    for address in VK_API_ROOTS:
        session.mount(address, ApiAdapter(root, timeout_s))
    return session


def long_poll_session(timeout_s: float) -> requests.Session:
    """A session for the long poll, whose host comes from VK's own answer."""
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, BoundedAdapter(timeout_s))
    return session


def file_session(timeout_s: float, *, most_bytes: int = MAX_ANSWER_BYTES) -> requests.Session:
    """A session to upload or fetch one file with, at an address that VK named; it takes no longer answer."""
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, BoundedAdapter(timeout_s, most_bytes))
    return session


def _read(raw: urllib3.BaseHTTPResponse, deadline: float, request: requests.PreparedRequest, most_bytes: int) -> bytes:
    body = bytearray()
    complete = False
    try:
        while piece := raw.read1(64 * 1024, decode_content=True):
            body += piece
            if len(body) > most_bytes:
                raise AnswerTooLongError("the answer is too long", request=request)
            if time.monotonic() > deadline:
                raise requests.exceptions.ReadTimeout("the answer came too slowly", request=request)
        complete = True
    except urllib3.exceptions.ReadTimeoutError as error:
        raise requests.exceptions.ReadTimeout(error, request=request) from error
    except urllib3.exceptions.HTTPError as error:
        raise requests.exceptions.ConnectionError(error, request=request) from error
    finally:
        if not complete:
            raw.close()  # a half-read connection can't be used again
    return bytes(body)


def _check_envelope(body: bytes) -> None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableEnvelopeError("the answer is no JSON") from error
    if isinstance(answer, dict):
        refusal = answer.get("error")
        if isinstance(refusal, dict):
            code = refusal.get("error_code")
            if isinstance(code, int) and not isinstance(code, bool) and isinstance(refusal.get("error_msg"), str):
                return
        elif refusal is None and "response" in answer:
            return
    raise UnreadableEnvelopeError("the answer is neither a response nor an error")
