"""users.get, utils.resolveScreenName and utils.getServerTime."""

from __future__ import annotations

from bot.sandbox.vk.call import Call, Handler
from bot.sandbox.vk.errors import VkApiError, invalid
from bot.sandbox.vk.objects import user_object
from bot.sandbox.vk.state import TokenKind, User


def users_get(call: Call) -> object:
    """Names that nobody has are left out, as on VK."""
    names = call.params.words("user_ids", most=1_000)
    if not names:
        if call.token.kind is not TokenKind.USER:
            raise invalid("user_ids is undefined")
        names = [str(call.viewer_id)]
    found = []
    for name in names:
        is_number = name.isascii() and name.isdecimal() and len(name) < 19
        user = call.world.users.get(int(name)) if is_number else call.world.resolve(name)
        if isinstance(user, User):
            found.append(user)
    fields = call.params.words("fields")
    extra = {"screen_name", "domain"} & set(fields)
    return [user_object(user) | dict.fromkeys(sorted(extra), user.screen_name) for user in found]


def resolve_screen_name(call: Call) -> object:
    found = call.world.resolve(call.params.required_text("screen_name"))
    if found is None:
        raise VkApiError(104)
    return {"object_id": found.id, "type": "user" if isinstance(found, User) else "group"}


def get_server_time(call: Call) -> object:
    return call.world.now()


NAMES: dict[str, Handler] = {
    "users.get": users_get,
    "utils.resolveScreenName": resolve_screen_name,
    "utils.getServerTime": get_server_time,
}
