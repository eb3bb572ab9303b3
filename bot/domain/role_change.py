"""Who may give whom which role. One rule for chats and for the terminal."""

from enum import StrEnum

from bot.domain.member import Address, Role
from bot.errors import NotAllowed


class Obstacle(StrEnum):
    """Why a role can't be changed."""

    SETTINGS = "settings"  # an owner by the settings stays one until the settings change
    SELF = "self"  # one's own role can only be laid down
    RANK = "rank"  # the person stands as high as who asks, or higher
    GRANT = "grant"  # the new role is as high as that of who asks, or higher


_WHY = {
    Obstacle.SETTINGS: "{person} is an owner by the settings: only roles.owners in wallflower.toml can change that",
    Obstacle.SELF: "nobody raises or bans themselves: one's own role can only be laid down",
    Obstacle.RANK: "{person} has the role {before}: only a higher role can change that",
    Obstacle.GRANT: "the role {after} can only be given by a higher one",
}


class RoleRefused(NotAllowed):
    """A change of a role that the rule forbids; nothing was changed."""

    def __init__(self, obstacle: Obstacle, person: Address, before: Role, after: Role) -> None:
        super().__init__(_WHY[obstacle].format(person=person, before=before.name.lower(), after=after.name.lower()))
        self.obstacle = obstacle
        self.before = before


def obstacle(
    asking: Role | None, before: Role, after: Role, *, is_self: bool = False, is_fixed: bool = False
) -> Obstacle | None:
    """What stands between a person who has `before` and `after`; None if nothing does.

    `asking` is the role of who asks, None for the terminal. An owner may give and take every role, others only roles
    below their own, from people below them. `is_fixed`: the person is an owner by the settings.
    """
    if is_fixed:
        return Obstacle.SETTINGS
    if asking is None:
        return None
    if is_self:
        return None if Role.MEMBER <= after <= before else Obstacle.SELF
    if asking is Role.OWNER:
        return None
    if before >= asking:
        return Obstacle.RANK
    return Obstacle.GRANT if after >= asking else None
