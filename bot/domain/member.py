"""Who speaks to the bot and what they may do. Knows no database and no platform SDK."""

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from bot.errors import Refused

_ADDRESS = re.compile(r"^(telegram|vk):(-?[0-9]{1,19})$")
_FIRST_VK_GROUP_CHAT = 2_000_000_000


class Platform(StrEnum):
    """Where a person, a chat or a place is."""

    VK = "vk"
    TELEGRAM = "telegram"


class Role(IntEnum):
    """What a person may do; a higher role may do all that a lower one may."""

    BANNED = 0
    MEMBER = 1
    MODERATOR = 2
    ADMIN = 3
    OWNER = 4


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """A person or a chat on a platform, written `telegram:-1001234` or `vk:2000000001`.

    A private chat has the number of the person on both platforms. Groups have other numbers: negative ones on Telegram,
    those from 2000000000 on VK.
    """

    platform: Platform
    number: int

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read `platform:number`. Raises Refused with what was expected."""
        match = _ADDRESS.match(text.strip())
        if match is None:
            raise Refused(f"{text!r} is no address: write telegram:NUMBER or vk:NUMBER")
        return cls(Platform(match[1]), int(match[2]))

    @property
    def is_person(self) -> bool:
        """Whether this is a person, or the private chat with one."""
        return 0 < self.number < _FIRST_VK_GROUP_CHAT if self.platform is Platform.VK else self.number > 0

    def __str__(self) -> str:
        return f"{self.platform}:{self.number}"


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is more or less than a member by the settings. What was granted in chat or by command overrides it, for all
    but owners.
    """

    owners: frozenset[Address] = frozenset()
    admins: frozenset[Address] = frozenset()
    moderators: frozenset[Address] = frozenset()
    banned: frozenset[Address] = frozenset()

    @property
    def named(self) -> frozenset[Address]:
        """Everybody whom the settings name."""
        return self.owners | self.admins | self.moderators | self.banned

    def of(self, person: Address) -> Role:
        """The role of `person`; whoever is not named is a member."""
        if person in self.owners:
            return Role.OWNER
        if person in self.banned:
            return Role.BANNED
        if person in self.admins:
            return Role.ADMIN
        if person in self.moderators:
            return Role.MODERATOR
        return Role.MEMBER
