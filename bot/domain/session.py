"""A session: somebody is logged in to the console with one browser."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.member import Address

# A session ends when nobody came by it for so long, and so long after its login in any case.
IDLE = timedelta(days=7)
LONGEST = timedelta(days=30)


class LoginWay(StrEnum):
    """How somebody showed who they are."""

    TELEGRAM = "telegram"
    LINK = "link"
    PASSWORD = "password"  # noqa: S105 - a way, not a password


@dataclass(frozen=True, slots=True)
class Session:
    """`device` is the browser's and the system's name, as far as it told; `language` what was chosen, if anything."""

    id: int
    person: Address
    way: LoginWay
    device: str
    language: str | None
    began_at: datetime
    seen_at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether it has expired."""
        return now >= self.seen_at + IDLE or now >= self.began_at + LONGEST
