"""groups.*: communities, their members, their long poll, and what a community key may do."""

from __future__ import annotations

from bot.sandbox.vk.call import MANAGING_ROLES, Call, Handler
from bot.sandbox.vk.errors import VkApiError, invalid
from bot.sandbox.vk.objects import group_object, user_object
from bot.sandbox.vk.rights import RIGHT_BITS
from bot.sandbox.vk.state import EVENT_TYPES, Group, TokenKind

_MANAGER_ROLES = frozenset({"moderator", "editor", "administrator", "creator", "advertiser"})
_ORDERS = frozenset({"", "id_asc", "id_desc", "time_asc", "time_desc"})


def get_by_id(call: Call) -> object:
    names = call.params.words("group_ids", most=500) or call.params.words("group_id", most=1)
    if names:
        groups = [call.group_named(name) for name in names]
    elif call.token.kind is TokenKind.COMMUNITY:
        groups = [call.group(-call.token.owner_id)]
    else:
        raise invalid("group_ids is undefined")
    fields = call.params.words("fields")
    shown = []
    for group in groups:
        answer = group_object(group, call.world.base_url)
        if "members_count" in fields:
            answer["members_count"] = len(group.members)
        if "can_post" in fields:
            answer["can_post"] = int(call.has_role(group, MANAGING_ROLES | {"editor"}))
        if call.token.kind is TokenKind.USER:
            answer["is_member"] = int(call.viewer_id in group.members)
            answer["is_admin"] = int(call.has_role(group, _MANAGER_ROLES))
        shown.append(answer)
    return {"groups": shown, "profiles": []}


def is_member(call: Call) -> object:
    group = call.group_named(call.params.required_text("group_id"))
    extended = call.params.flag("extended")
    if "user_ids" in call.params:
        return [
            {"user_id": user_id, **_membership(group, user_id, extended=extended)}
            for user_id in call.params.integers("user_ids", most=500)
        ]
    user_id = call.params.integer("user_id", max(call.viewer_id, 0), low=0)
    if user_id == 0:
        raise VkApiError(113)
    return _membership(group, user_id, extended=True) if extended else int(user_id in group.members)


def _membership(group: Group, user_id: int, *, extended: bool) -> dict[str, object]:
    answer: dict[str, object] = {"member": int(user_id in group.members)}
    return answer | {"can_invite": 0, "can_recall": 0} if extended else answer


def get_members(call: Call) -> object:
    group = call.group_named(call.params.required_text("group_id"))
    offset = call.params.integer("offset", low=0)
    count = call.params.integer("count", 1_000, low=0, high=call.world.limits.members_page)
    wanted = call.params.text("filter")
    if wanted == "managers":
        if not call.has_role(group, MANAGING_ROLES):
            raise VkApiError(15, "you should be group admin")
        managers = [{"id": who, "role": role} for who, role in group.managers.items()]
        return {"count": len(managers), "items": managers[offset : offset + count]}
    if wanted not in {"", "friends", "unsure", "donut"}:
        raise invalid("filter is incorrect")
    order = call.params.text("sort")
    if order not in _ORDERS:
        raise invalid("sort is incorrect")
    by_time = order.startswith("time")
    if by_time and not call.has_role(group, _MANAGER_ROLES):
        raise invalid("sort by time is for managers")
    ids = sorted(
        group.members, key=lambda who: (group.members[who] if by_time else 0, who), reverse=order.endswith("_desc")
    )
    page = ids[offset : offset + count]
    if call.params.words("fields"):
        people = [user_object(call.world.users[who]) for who in page if who in call.world.users]
        return {"count": len(ids), "items": people}
    return {"count": len(ids), "items": page}


def get_long_poll_server(call: Call) -> object:
    group = call.managed_group()
    if not group.long_poll.is_enabled:
        raise invalid("longpoll for this group is not enabled")
    log = call.world.event_logs[group.id]
    return {"key": log.issue_key(), "server": f"{call.world.base_url}/longpoll/{group.id}", "ts": log.ts}


def get_long_poll_settings(call: Call) -> object:
    settings = call.managed_group().long_poll
    events = {kind: int(kind in settings.events) for kind in EVENT_TYPES}
    return {"is_enabled": settings.is_enabled, "api_version": settings.api_version, "events": events}


def set_long_poll_settings(call: Call) -> object:
    """Only what is sent is changed."""
    settings = call.managed_group().long_poll
    if "enabled" in call.params:
        settings.is_enabled = call.params.flag("enabled")
    if "api_version" in call.params:
        settings.api_version = call.params.text("api_version")[:16]
    for kind in EVENT_TYPES:
        if kind in call.params:
            if call.params.flag(kind):
                settings.events.add(kind)
            else:
                settings.events.discard(kind)
    return 1


def get_token_permissions(call: Call) -> object:
    permissions = [{"name": name, "setting": bit} for name, bit in RIGHT_BITS.items() if name in call.token.rights]
    return {"mask": sum(RIGHT_BITS.get(right, 0) for right in call.token.rights), "permissions": permissions}


COMMUNITIES: dict[str, Handler] = {
    "groups.getById": get_by_id,
    "groups.isMember": is_member,
    "groups.getMembers": get_members,
    "groups.getLongPollServer": get_long_poll_server,
    "groups.getLongPollSettings": get_long_poll_settings,
    "groups.setLongPollSettings": set_long_poll_settings,
    "groups.getTokenPermissions": get_token_permissions,
}
