"""Which token may call what: the kinds of key that each method takes and the scope that it asks for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.vk.errors import VkApiError
from bot.sandbox.vk.limits import VkBehaviour
from bot.sandbox.vk.state import Token, TokenKind

USER_RIGHTS = frozenset({"wall", "photos", "docs", "groups", "messages", "offline"})
COMMUNITY_RIGHTS = frozenset({"messages", "wall", "photos", "docs", "manage"})

RIGHT_BITS = {"photos": 1 << 2, "messages": 1 << 12, "wall": 1 << 13, "docs": 1 << 17, "manage": 1 << 18}
"""Bits of groups.getTokenPermissions."""

USER_RIGHT_BITS = {
    "photos": 1 << 2, "messages": 1 << 12, "wall": 1 << 13, "offline": 1 << 16, "docs": 1 << 17, "groups": 1 << 18,
}  # fmt: skip
"""Bits of account.getAppPermissions."""


@dataclass(frozen=True, slots=True)
class MethodRights:
    kinds: frozenset[TokenKind]
    scope: str | None = None  # asked of user and community keys; a service key has no scopes


_USER, _COMMUNITY, _SERVICE = TokenKind.USER, TokenKind.COMMUNITY, TokenKind.SERVICE
_ANY = frozenset(TokenKind)
_PEOPLE = frozenset({_USER, _COMMUNITY})
_READERS = frozenset({_USER, _SERVICE})
_USER_ONLY = frozenset({_USER})
_COMMUNITY_ONLY = frozenset({_COMMUNITY})

METHOD_RIGHTS: dict[str, MethodRights] = {
    "wall.get": MethodRights(_READERS),
    "wall.getById": MethodRights(_READERS),
    "wall.getComments": MethodRights(_READERS),
    "wall.search": MethodRights(_READERS),
    "wall.post": MethodRights(_PEOPLE, "wall"),
    "wall.edit": MethodRights(_USER_ONLY, "wall"),
    "wall.delete": MethodRights(_USER_ONLY, "wall"),
    "wall.pin": MethodRights(_USER_ONLY, "wall"),
    "wall.unpin": MethodRights(_USER_ONLY, "wall"),
    "wall.createComment": MethodRights(_PEOPLE, "wall"),
    "messages.send": MethodRights(_PEOPLE, "messages"),
    "messages.edit": MethodRights(_PEOPLE, "messages"),
    "messages.delete": MethodRights(_PEOPLE, "messages"),
    "messages.sendMessageEventAnswer": MethodRights(_COMMUNITY_ONLY, "messages"),
    "messages.getConversationMembers": MethodRights(_PEOPLE, "messages"),
    "messages.getHistory": MethodRights(_PEOPLE, "messages"),
    "messages.getByConversationMessageId": MethodRights(_PEOPLE, "messages"),
    "messages.getConversationsById": MethodRights(_PEOPLE, "messages"),
    "messages.setActivity": MethodRights(_PEOPLE, "messages"),
    "messages.markAsRead": MethodRights(_PEOPLE, "messages"),
    "messages.isMessagesFromGroupAllowed": MethodRights(_PEOPLE, "messages"),
    "groups.getById": MethodRights(_ANY),
    "groups.isMember": MethodRights(_ANY),
    "groups.getMembers": MethodRights(_ANY),
    "groups.getLongPollServer": MethodRights(_PEOPLE, "manage"),
    "groups.getLongPollSettings": MethodRights(_PEOPLE, "manage"),
    "groups.setLongPollSettings": MethodRights(_PEOPLE, "manage"),
    "groups.getCallbackConfirmationCode": MethodRights(_PEOPLE, "manage"),
    "groups.getCallbackServers": MethodRights(_PEOPLE, "manage"),
    "groups.addCallbackServer": MethodRights(_PEOPLE, "manage"),
    "groups.editCallbackServer": MethodRights(_PEOPLE, "manage"),
    "groups.deleteCallbackServer": MethodRights(_PEOPLE, "manage"),
    "groups.getCallbackSettings": MethodRights(_PEOPLE, "manage"),
    "groups.setCallbackSettings": MethodRights(_PEOPLE, "manage"),
    "groups.getTokenPermissions": MethodRights(_COMMUNITY_ONLY),
    "photos.getWallUploadServer": MethodRights(_USER_ONLY, "photos"),
    "photos.saveWallPhoto": MethodRights(_USER_ONLY, "photos"),
    "photos.getMessagesUploadServer": MethodRights(_PEOPLE, "photos"),
    "photos.saveMessagesPhoto": MethodRights(_PEOPLE, "photos"),
    "docs.getWallUploadServer": MethodRights(_PEOPLE, "docs"),
    "docs.getMessagesUploadServer": MethodRights(_PEOPLE, "docs"),
    "docs.save": MethodRights(_PEOPLE, "docs"),
    "account.getAppPermissions": MethodRights(_USER_ONLY),
    "users.get": MethodRights(_ANY),
    "utils.resolveScreenName": MethodRights(_ANY),
    "utils.getServerTime": MethodRights(_ANY),
    "execute": MethodRights(_PEOPLE),
}

_USER_SCOPES = {"manage": "groups"}  # what a user key calls the same right


def check_rights(method: str, token: Token, behaviour: VkBehaviour) -> None:
    """Raise what VK answers to a key of the wrong kind (27, 28) or without the scope (15)."""
    rights = METHOD_RIGHTS[method]
    kinds = rights.kinds
    if method == "wall.post" and not behaviour.community_may_post:
        kinds -= _COMMUNITY_ONLY
    if method == "execute" and behaviour.service_may_execute:
        kinds |= {_SERVICE}
    if token.kind not in kinds:
        match token.kind:
            case TokenKind.SERVICE:
                raise VkApiError(28, "method is unavailable with service token")
            case TokenKind.COMMUNITY:
                raise VkApiError(27, "method is unavailable with group auth")
            case TokenKind.USER:
                raise VkApiError(27, "method is available only with group auth")
    if token.kind is TokenKind.SERVICE or rights.scope is None:
        return
    scope = _USER_SCOPES.get(rights.scope, rights.scope) if token.kind is TokenKind.USER else rights.scope
    if scope not in token.rights:
        raise VkApiError(15, "no access to call this method. It cannot be called with current scopes")
    if method == "wall.post" and token.kind is TokenKind.USER and token.value.startswith("vk2.a."):
        raise VkApiError(1051)
