"""Roles: whether somebody may decide, and somebody may do everything."""

from bot.doctor.case import Case
from bot.doctor.finding import Ailment, Finding, Level, Soundness
from bot.domain.member import Role

AREA = "roles"

NO_MODERATOR = Ailment(
    AREA, "nobody-decides", Level.BROKEN, "nobody is a moderator or more: nobody can approve a draft",
    "wallflower role grant telegram:NUMBER moderator",
)  # fmt: skip
NO_OWNER = Ailment(
    AREA, "no-owner", Level.WARNING, "nobody is an owner: in chat nobody can make admins",
    "wallflower role grant telegram:NUMBER owner",
)  # fmt: skip
DECIDING = Soundness(AREA, "somebody-decides", "owners: {owners}, admins: {admins}, moderators: {moderators}")


def examine(case: Case) -> list[Finding]:
    """Those who are named, in the settings and by command."""
    deciding = [member.role for member in case.staff]
    if not deciding:
        return [NO_MODERATOR.found()]
    found = [] if Role.OWNER in deciding else [NO_OWNER.found()]
    owners, admins, moderators = (deciding.count(role) for role in (Role.OWNER, Role.ADMIN, Role.MODERATOR))
    return [*found, DECIDING.found(owners=owners, admins=admins, moderators=moderators)]
