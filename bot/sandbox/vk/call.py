"""One method call as its handler sees it: the key is known and may call this, the parameters are still to be judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.sandbox.vk.errors import VkApiError, invalid
from bot.sandbox.vk.parameters import Parameters
from bot.sandbox.vk.state import Group, Token, TokenKind
from bot.sandbox.vk.world import World

EDITING_ROLES = frozenset({"editor", "administrator", "creator"})
MANAGING_ROLES = frozenset({"administrator", "creator"})


@dataclass(frozen=True, slots=True)
class Call:
    world: World
    token: Token
    params: Parameters

    @property
    def viewer_id(self) -> int:
        """Who looks: the user, minus the community, 0 for a service key."""
        return self.token.owner_id

    def group(self, group_id: int) -> Group:
        group = self.world.groups.get(group_id)
        if group is None:
            raise VkApiError(125)
        return group

    def group_named(self, name: str) -> Group:
        """A community by number or screen name."""
        if name.isascii() and name.isdecimal() and len(name) < 19:
            return self.group(int(name))
        found = self.world.resolve(name)
        if not isinstance(found, Group):
            raise VkApiError(125)
        return found

    def has_role(self, group: Group, roles: frozenset[str]) -> bool:
        """A community key is its community's administrator; a user needs one of `roles`."""
        match self.token.kind:
            case TokenKind.COMMUNITY:
                return self.token.owner_id == -group.id
            case TokenKind.USER:
                return group.managers.get(self.token.owner_id) in roles
            case TokenKind.SERVICE:
                return False

    def managed_group(self, name: str = "group_id") -> Group:
        """The community named by a parameter, if the key may manage it (error 15 if not)."""
        group = self.group(self.params.required_integer(name, low=1))
        if not self.has_role(group, MANAGING_ROLES):
            raise VkApiError(15, "no access to this group")
        return group

    def acting_id(self) -> int:
        """Who speaks: a user key with `group_id` speaks for a community that it manages."""
        if self.token.kind is TokenKind.USER and "group_id" in self.params:
            return -self.managed_group().id
        if self.token.kind is TokenKind.COMMUNITY and self.params.integer("group_id") not in (0, -self.token.owner_id):
            raise VkApiError(15, "group_id is not the group of this token")
        return self.token.owner_id

    def owner(self, *, default_self: bool = True) -> int:
        """`owner_id` of somebody who exists; error 100 for nobody, 18 for a deleted user."""
        default = self.viewer_id if default_self else 0
        owner_id = self.params.integer("owner_id", default)
        if owner_id < 0 and -owner_id in self.world.groups:
            return owner_id
        user = self.world.users.get(owner_id)
        if user is None:
            raise invalid("owner_id is incorrect")
        if user.deactivated is not None:
            raise VkApiError(18)
        return owner_id


Handler: TypeAlias = Callable[[Call], object]
