"""Asks VK one method at a time, through the real vk_api in threads of its own.

    client = VkClient(key, "https://api.vk.ru", kind=KeyKind.SERVICE)
    page = await client.call("wall.get", repeatable=True, owner_id=-1, count=100)

Switched off in vk_api: its pause between calls (ours knows when a call arrived), its error handlers (error 6 would
recurse without bound, a captcha would need a person) and its settings file.
"""

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from typing import TypeVar

import requests
import structlog
import vk_api

from bot.errors import Retryable, WallflowerError
from bot.platforms.vk.answers import UnexpectedAnswerError, encodable
from bot.platforms.vk.api_address import is_loopback, method_root
from bot.platforms.vk.backoff import Backoff
from bot.platforms.vk.daemon_thread import in_daemon_thread
from bot.platforms.vk.failures import SOON_S, ApiRefusalError, Call, KeyKind, failure_of
from bot.platforms.vk.pace import Pace
from bot.platforms.vk.transport import CONNECT_TIMEOUT_S, api_session
from bot.ports import Meter

API_VERSION = "5.199"

# VK's limits in calls a second. Sources disagree on the service key (3 to 5), so it is held to the lowest.
CALLS_PER_S = {KeyKind.SERVICE: 3.0, KeyKind.USER: 3.0, KeyKind.COMMUNITY: 20.0}

T = TypeVar("T")
_METHOD = re.compile(r"[A-Za-z]+\.[A-Za-z]+|execute")
_log = structlog.get_logger(__name__)


class VkClient:
    """VK's methods under one key. Safe for many tasks of one event loop; several clients with one key share a `pace`.

    Without a pace `requests_per_s` is kept; None means what VK allows this kind of key. `timeout_s` bounds the wait for
    an answer.
    """

    def __init__(
        self,
        token: str,
        api_url: str,
        *,
        kind: KeyKind,
        requests_per_s: float | None = None,
        pace: Pace | None = None,
        timeout_s: float = 10.0,
        backoff: Backoff | None = None,
        meter: Meter | None = None,
    ) -> None:
        self.kind = kind
        self._token = token
        self._root = method_root(api_url)
        self._timeout_s = timeout_s
        self._backoff = backoff or Backoff()
        self._pace = pace or Pace(requests_per_s or CALLS_PER_S[kind])
        self._idle: list[vk_api.VkApi] = []
        self._meter = meter

    def __repr__(self) -> str:
        return f"VkClient(kind={self.kind.value})"

    @property
    def is_local(self) -> bool:
        """Whether the API is on this machine: a stand-in for VK, whose other addresses are there too."""
        return is_loopback(self._root)

    async def call(self, method: str, *, repeatable: bool, **params: object) -> object:
        """What `method` answers, unparsed. As `ask`."""
        return await self.ask(method, lambda answer: answer, repeatable=repeatable, **params)

    async def ask(self, method: str, parse: Callable[[object], T], *, repeatable: bool, **params: object) -> T:
        """Call `method` and return what `parse` makes of the answer.

        `repeatable` says that a second call does no harm: a read, or a write that VK itself recognises as a repeat.
        Only then is a failed call tried again; an answer that `parse` can't read (UnexpectedAnswerError) counts as
        failed. Parameters that are None are left out; booleans, lists and objects are written as VK wants them.

        Raises Retryable (in vain, or surely without effect), Refused, Misconfigured, and Unsure if a call that is not
        repeatable may have taken effect.
        """
        if _METHOD.fullmatch(method) is None:
            raise ValueError(f"{method!r} is no name of a method")
        call = Call(method, self.kind, repeatable)
        form = form_of(params)
        failures = 0
        while True:
            failure: WallflowerError
            try:
                found = parse(await self._exchange(call, form))
                self._count(method, "ok")
                return found  # noqa: TRY300 - of several tries the first that succeeds
            except (
                vk_api.VkApiError,
                requests.RequestException,
                ApiRefusalError,
                UnexpectedAnswerError,
                TimeoutError,
            ) as error:
                failure = self._without_key(failure_of(error, call))
                self._count(method, type(failure).__name__.lower())
            failures += 1
            passing = isinstance(failure, Retryable) and failure.retry_after_s <= SOON_S
            if not repeatable or not passing or failures >= self._backoff.attempts:
                raise failure  # outside of `except`: what vk_api raised holds the key (see failures.py)
            wait_s = self._backoff.wait_s(failures)
            _log.warning(
                "a call to VK failed and is made again",
                method=method, failures=failures, wait_s=round(wait_s, 2), problem=str(failure),
            )  # fmt: skip
            await asyncio.sleep(wait_s)

    def _count(self, method: str, outcome: str) -> None:
        if self._meter is not None:
            self._meter.called("vk", method, outcome)

    def close(self) -> None:
        """Close the connections that are open and idle."""
        while self._idle:
            self._idle.pop().http.close()

    async def _exchange(self, call: Call, form: dict[str, str]) -> object:
        # A connection that VK has just closed for idleness would look like a lost answer, so a call that can't be
        # repeated gets one of its own.
        api = self._idle.pop() if self._idle and call.repeatable else self._new_api()

        def post() -> object:
            try:
                answer: object = api.method(call.method, form)
            except BaseException:
                api.http.close()
                raise
            self._idle.append(api)
            return answer

        # The session bounds each step; this bounds their sum, and what it can't bound: looking up the host's name.
        async with self._pace, asyncio.timeout(CONNECT_TIMEOUT_S + self._timeout_s + 1):
            return await in_daemon_thread(post, name=f"vk-{call.method}")

    def _new_api(self) -> vk_api.VkApi:
        api = vk_api.VkApi(
            token=self._token,
            session=api_session(self._root, self._timeout_s),
            api_version=API_VERSION,
            config=_no_settings_file,
        )
        api.error_handlers = {}
        api.RPS_DELAY = float("-inf")  # 0 would sleep for as long as the wall clock was set back
        return api

    def _without_key(self, failure: WallflowerError) -> WallflowerError:
        """`failure`, whose message quotes VK, with the key blotted out should VK have quoted it back."""
        if self._token and self._token in str(failure):
            failure.args = (str(failure).replace(self._token, "[key]"),)
        return failure


def _no_settings_file(login: object, filename: str) -> dict[str, object]:
    """In place of vk_api's own, which reads a file of that name in the working folder."""
    del login, filename
    return {}


def form_of(params: Mapping[str, object]) -> dict[str, str]:
    """Parameters as VK wants them written; those that are None are left out."""
    return {name: _form_value(value) for name, value in params.items() if value is not None}


def _form_value(value: object) -> str:
    match value:
        case bool():
            return str(int(value))
        case list() | tuple():
            return ",".join(_form_value(part) for part in value)
        case dict():
            return json.dumps(value, ensure_ascii=False)
    return encodable(str(value))
