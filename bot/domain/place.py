"""Where posts go: a VK wall, a Telegram channel or chat."""

import re
from dataclasses import dataclass

from bot.domain.member import Platform
from bot.errors import Refused

_PLACE = re.compile(r"^(vk):(-?[0-9]{1,19})$|^(telegram):(-?[0-9]{1,19}|@[A-Za-z][A-Za-z0-9_]{3,31})$")

# Longest text of one post, in UTF-16 units on Telegram (its message limit) and in characters on VK.
MAX_POST = {Platform.VK: 16_000, Platform.TELEGRAM: 4_096}

# Longest text of a post with a picture, counted in the same way: on Telegram it is the picture's caption.
MAX_CAPTION = {Platform.VK: 16_000, Platform.TELEGRAM: 1_024}

# Posts that the bot sends to one place within 24 hours. VK takes 500 a day on a wall; fifty are left to people.
MAX_POSTS_A_DAY = {Platform.VK: 450}


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


def length(place: Place, text: str) -> int:
    """Length as the place's platform counts it: in UTF-16 units on Telegram, in characters on VK."""
    return utf16_length(text) if place.platform is Platform.TELEGRAM else len(text)


def fits(place: Place, text: str, *, has_picture: bool = False) -> bool:
    """Whether `text` can be one post at `place`; beside a picture it may be empty."""
    if has_picture:
        return length(place, text) <= MAX_CAPTION[place.platform]
    return 0 < length(place, text) <= MAX_POST[place.platform]


def post_link(place: Place, remote_id: str) -> str | None:
    """Where a post can be looked at, or None where it has no address (a small group on Telegram).

    `remote_id` is a number on VK and `CHAT:MESSAGE` on Telegram; of an album, which has several, the first is shown.
    """
    if place.platform is Platform.VK:
        return f"https://vk.com/wall{place.name}_{remote_id}"
    chat, _, messages = remote_id.rpartition(":")
    message = messages.partition(",")[0]
    if place.name.startswith("@"):
        return f"https://t.me/{place.name[1:]}/{message}"
    # Channels and supergroups: -100 and their number.
    return f"https://t.me/c/{chat[4:]}/{message}" if chat.startswith("-100") and len(chat) > 12 else None
