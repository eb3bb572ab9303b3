"""users.get, account.getAppPermissions, utils.resolveScreenName and utils.getServerTime."""

from __future__ import annotations

from bot.sandbox.vk.call import Call, Handler
from bot.sandbox.vk.errors import VkApiError, invalid
from bot.sandbox.vk.objects import user_object
from bot.sandbox.vk.rights import USER_RIGHT_BITS
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


def get_app_permissions(call: Call) -> object:
    """Of oneself; of others VK tells nothing that the sandbox would know."""
    if call.params.integer("user_id", call.viewer_id, low=1) != call.viewer_id:
        raise VkApiError(15, "user_id is not the user of this token")
    return sum(USER_RIGHT_BITS.get(right, 0) for right in call.token.rights)


def resolve_screen_name(call: Call) -> object:
    found = call.world.resolve(call.params.required_text("screen_name"))
    if found is None:
        raise VkApiError(104)
    return {"object_id": found.id, "type": "user" if isinstance(found, User) else "group"}


def get_server_time(call: Call) -> object:
    return call.world.now()


NAMES: dict[str, Handler] = {
    "users.get": users_get,
    "account.getAppPermissions": get_app_permissions,
    "utils.resolveScreenName": resolve_screen_name,
    "utils.getServerTime": get_server_time,
}
