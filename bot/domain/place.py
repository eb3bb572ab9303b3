"""Where posts go: a VK wall, a Telegram channel or chat."""

import re
from dataclasses import dataclass

from bot.domain.member import Platform
from bot.errors import Refused

_PLACE = re.compile(r"^(vk):(-?[0-9]{1,19})$|^(telegram):(-?[0-9]{1,19}|@[A-Za-z][A-Za-z0-9_]{3,31})$")

# Longest text of one post, in UTF-16 units on Telegram (its message limit) and in characters on VK.
MAX_POST = {Platform.VK: 16_000, Platform.TELEGRAM: 4_096}


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A wall or a channel, written `vk:-123`, `telegram:-1001234` or `telegram:@channel`."""

    platform: Platform
    name: str

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Read a place. Raises Refused with what was expected."""
        match = _PLACE.match(text.strip())
        if match is None:
            raise Refused(f"{text!r} is no place: write vk:-GROUP, telegram:NUMBER or telegram:@channel")
        return cls(Platform(match[1] or match[3]), match[2] or match[4])

    def __str__(self) -> str:
        return f"{self.platform}:{self.name}"


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def fits(place: Place, text: str) -> bool:
    """Whether `text` can be one post at `place`."""
    length = utf16_length(text) if place.platform is Platform.TELEGRAM else len(text)
    return 0 < length <= MAX_POST[place.platform]
