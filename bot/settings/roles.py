"""`[roles]` of wallflower.toml."""

from pydantic import Field

from bot.domain.member import Roles
from bot.settings.section import Section
from bot.settings.values import Addresses


class RoleSettings(Section):
    """Who may do more than a member, as `telegram:NUMBER` or `vk:NUMBER`."""

    owners: Addresses = Field((), description="may do everything, also make admins and owners")
    admins: Addresses = Field((), description="schedule, pause, roles below their own, statistics, audit log")
    moderators: Addresses = Field((), description="decide on drafts")
    banned: Addresses = Field((), description="get no answer")

    def roles(self) -> Roles:
        """The same as a domain value."""
        return Roles(*map(frozenset, (self.owners, self.admins, self.moderators, self.banned)))
