"""From a form to an answer: is there such a method, may this key call it, is it too fast, and then the call itself."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from bot.sandbox.rate_limit import Rate, SlidingWindow
from bot.sandbox.vk.button_answers import BUTTON_ANSWERS
from bot.sandbox.vk.call import Call, Handler
from bot.sandbox.vk.callback_servers import CALLBACK_SERVERS
from bot.sandbox.vk.communities import COMMUNITIES
from bot.sandbox.vk.conversations import CONVERSATIONS
from bot.sandbox.vk.docs import DOCS
from bot.sandbox.vk.errors import VkApiError
from bot.sandbox.vk.events import publish_due
from bot.sandbox.vk.limits import DAY_S
from bot.sandbox.vk.names import NAMES
from bot.sandbox.vk.parameters import Parameters, as_form
from bot.sandbox.vk.photos import PHOTOS
from bot.sandbox.vk.rights import check_rights
from bot.sandbox.vk.script import run_script
from bot.sandbox.vk.sending import SENDING
from bot.sandbox.vk.state import Token, TokenKind
from bot.sandbox.vk.wall_reading import WALL_READING
from bot.sandbox.vk.wall_writing import WALL_WRITING
from bot.sandbox.vk.world import World

METHODS: dict[str, Handler] = {
    **WALL_READING, **WALL_WRITING, **SENDING, **BUTTON_ANSWERS, **CONVERSATIONS, **COMMUNITIES, **PHOTOS, **DOCS,
    **NAMES, **CALLBACK_SERVERS,
}  # fmt: skip

_VERSION = re.compile(r"([0-9]{1,3})\.([0-9]{1,4})")
_OLDEST_VERSION = (5, 80)


class Dispatcher:
    def __init__(self, world: World) -> None:
        limits, clock = world.limits, world.clock
        self._world = world
        self._rates = {
            TokenKind.USER: SlidingWindow(limits.user_rate, clock),
            TokenKind.COMMUNITY: SlidingWindow(limits.community_rate, clock),
            TokenKind.SERVICE: SlidingWindow(limits.service_rate, clock),
        }
        self._wall_gets_of_day = SlidingWindow(Rate(limits.wall_get_per_day, DAY_S), clock)

    def call(self, method: str, params: Mapping[str, str], token_value: str) -> dict[str, object]:
        """The answer's body without errors: `{"response": …}`, and `execute_errors` where a script's calls failed.

        Raises VkApiError for everything else.
        """
        publish_due(self._world)
        if method != "execute" and method not in METHODS:
            raise VkApiError(3)
        _check_version(params.get("v", ""))
        token = self._token(token_value)
        # Before the rate: what a key may not do is refused however slowly it asks.
        check_rights(method, token, self._world.behaviour)
        if self._rates[token.kind].take(token.value) > 0:
            raise VkApiError(6)
        if method == "execute":
            return self._execute(token, params)
        return {"response": self._perform(method, token, params)}

    def _token(self, value: str) -> Token:
        if not value:
            raise VkApiError(5, "no access_token passed")
        token = self._world.tokens.get(value)
        if token is None:
            raise VkApiError(5, "invalid access_token (4)")
        return token

    def _perform(self, method: str, token: Token, params: Mapping[str, str]) -> object:
        if method not in METHODS:
            raise VkApiError(3)
        check_rights(method, token, self._world.behaviour)
        self._check_messages(method, token)
        if method == "wall.get" and self._wall_gets_of_day.take(token.value) > 0:
            raise VkApiError(29)
        return METHODS[method](Call(self._world, token, Parameters(params)))

    def _check_messages(self, method: str, token: Token) -> None:
        """A community's messages are switched on in its settings; off, its key can do nothing with them."""
        if token.kind is not TokenKind.COMMUNITY or not method.startswith("messages."):
            return
        group = self._world.groups.get(-token.owner_id)
        if group is not None and not group.messages_are_enabled:
            raise VkApiError(15, "group messages are disabled")

    def _execute(self, token: Token, params: Mapping[str, str]) -> dict[str, object]:
        """A failed call inside is False and stands in `execute_errors`; the script goes on."""
        limits = self._world.limits
        errors: list[dict[str, object]] = []
        calls = 0

        def call_api(method: str, arguments: Mapping[str, object]) -> object:
            nonlocal calls
            calls += 1
            if calls > limits.execute_calls:
                raise VkApiError(13, "too many api calls")
            try:
                return self._perform(method, token, as_form(arguments))
            except VkApiError as error:
                errors.append({"method": method, "error_code": error.code, "error_msg": error.message})
                return False

        result = run_script(Parameters(params).required_text("code"), call_api, params)
        answer: dict[str, object] = {"response": result}
        if errors:
            answer["execute_errors"] = errors
        try:
            too_big = _leaves_left(result, limits.execute_answer_bytes // 2) < 0  # a value takes two bytes at least
            if too_big or len(json.dumps(answer)) > limits.execute_answer_bytes:
                raise VkApiError(13, "response size is too big")
        except (TypeError, RecursionError) as error:
            raise VkApiError(13, "the result can't be written as JSON") from error
        return answer


def _check_version(text: str) -> None:
    match = _VERSION.fullmatch(text)
    if match is None:
        raise VkApiError(8, "v (version) is a required parameter")
    if (int(match[1]), int(match[2])) < _OLDEST_VERSION:
        raise VkApiError(8, f"versions below {_OLDEST_VERSION[0]}.{_OLDEST_VERSION[1]} are deprecated")


def _leaves_left(value: object, budget: int) -> int:
    """What is left of `budget` after counting the values inside `value`; negative when there are more.

    A list that holds one list many times is small in memory and endless as JSON, so count before writing.
    """
    budget -= 1
    if budget < 0 or not isinstance(value, list | dict):
        return budget
    for part in value.values() if isinstance(value, dict) else value:
        budget = _leaves_left(part, budget)
        if budget < 0:
            break
    return budget
