"""The Callback API: VK brings events over HTTP, and each is answered "ok" only after it is kept.

VK asks first, with an event of type `confirmation`, whether the address is the community's. What is not answered "ok"
comes again, with the same `event_id`.
"""

import asyncio
import hmac
import json
import math
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Never

import structlog

from bot.domain.derived_secret import hook_secrets
from bot.domain.member import Platform
from bot.domain.message import Incoming, Press
from bot.errors import Refused, Retryable, Unsure, WallflowerError
from bot.platforms.vk.answers import UnexpectedAnswerError
from bot.platforms.vk.callback_settings import WHERE_TO_ENTER, CallbackServer, confirmation_code, keep_server
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.events import read_event
from bot.platforms.vk.inspection import community_rights
from bot.ports import HookAnswer

# How often it is looked whether VK still brings events here; while it does not yet, more often.
_LOOK_S, _SOON_S = 300.0, 5.0
_OK = HookAnswer(200, "ok")

_log = structlog.get_logger(__name__)


def secrets_of(key: str) -> tuple[str, str]:
    """What stands in the server's path, and the key that VK sends along. They change with the community's key."""
    return hook_secrets(Platform.VK, key)


def path_of(key: str) -> str:
    """The path of a community's callback server."""
    return f"/hooks/vk/{secrets_of(key)[0]}"


class VkCallback:
    """Has VK bring events to `public_url` and hands over each message and press. The same may come several times, with
    the same key: `on_events` keeps keys and drops repeats.
    """

    def __init__(
        self,
        client: VkClient,
        key: str,
        group_id: int,
        public_url: str,
        *,
        on_events: Callable[[Sequence[Incoming | Press]], Awaitable[None]],
        code: str = "",
        catch_up: Callable[[], Awaitable[None]] | None = None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`key` is the community's; `public_url` is where the world reaches this process, without a slash at its end.

        `code` is what VK wants to hear when it asks for the confirmation; "": it is asked for each time, because VK
        changes it with every server that is added. `catch_up` is called once VK brings events: it fetches what
        happened before. `pause` takes seconds.
        """
        path_secret, self._secret = secrets_of(key)
        self.path = f"/hooks/vk/{path_secret}"
        self._client = client
        self._group_id = abs(group_id)
        self._server = CallbackServer(public_url + self.path, self._secret)
        self._on_events = on_events
        self._code = code
        self._catch_up = catch_up
        self._pause = pause

    async def run(self) -> Never:
        """See to it that VK knows the server, until cancelled. Where the key may not, the log says what to type where.

        Raises Misconfigured only for a key that VK refuses altogether.
        """
        told, was_on = "", False
        while True:
            is_on, problem, wait_s = False, "", _SOON_S
            try:
                if "manage" in await community_rights(self._client):
                    is_on = await keep_server(self._client, self._group_id, self._server)
                else:
                    problem, wait_s = WHERE_TO_ENTER, _LOOK_S
            except (Retryable, Refused, Unsure) as error:
                problem = str(error)
            if problem and problem != told:
                _log.warning("VK could not be told where to bring its events", problem=problem)
            told = problem
            if is_on and not was_on:
                _log.info("VK brings its events", group=self._group_id)
                if self._catch_up is not None:
                    await self._catch_up()
                    self._catch_up = None
            elif was_on and not is_on:
                _log.warning("VK brings no events any more; it is asked again", group=self._group_id)
            was_on = is_on
            await self._pause(_LOOK_S if is_on else wait_s)

    async def take(self, headers: Mapping[str, str], body: bytes) -> HookAnswer:
        """As the port says."""
        del headers  # VK promises nothing about them
        try:
            event = json.loads(body)
        except (ValueError, RecursionError):
            return HookAnswer(400, "this is no JSON")
        if not isinstance(event, dict):
            return HookAnswer(400, "this is no event")
        is_question = event.get("type") == "confirmation"
        # The question comes before VK was told the secret, where the server was entered by hand.
        if not (is_question and "secret" not in event) and not self._is_secret(event.get("secret")):
            return HookAnswer(403, "who are you?")
        if event.get("group_id") != self._group_id or isinstance(event.get("group_id"), bool):
            return HookAnswer(403, "this is another community")
        return await self._confirm() if is_question else await self._take(event)

    def _is_secret(self, told: object) -> bool:
        # Bytes, because text of other letters can't be compared in constant time.
        given = told.encode("utf-8", "replace") if isinstance(told, str) else b""
        return hmac.compare_digest(given, self._secret.encode())

    async def _confirm(self) -> HookAnswer:
        try:
            return HookAnswer(200, self._code or await confirmation_code(self._client, self._group_id))
        except WallflowerError as error:
            _log.warning("VK asks for a confirmation and does not tell the code", problem=str(error))
            return HookAnswer(503, "in a moment", retry_after_s=1)

    async def _take(self, raw: Mapping[str, object]) -> HookAnswer:
        try:
            event = read_event(raw, self._group_id)
        except UnexpectedAnswerError as error:
            _log.warning("an event of VK's is left out", group=self._group_id, problem=str(error))
            return _OK
        if event is None:
            return _OK
        try:
            await self._on_events([event])
        except Retryable as error:
            _log.warning("an event can't be taken now; VK brings it again", problem=str(error))
            return HookAnswer(503, "in a moment", retry_after_s=math.ceil(error.retry_after_s))
        except Exception:  # noqa: BLE001 - an update is a root: VK would bring one that breaks the code again and again
            _log.exception("an event of VK's could not be taken", group=self._group_id, key=event.key)
        return _OK
