"""What the checks look at: a home with its settings, and what they can't read there."""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.member import Platform
from bot.domain.place import Place
from bot.settings import Home, Settings
from bot.storage.members import Member

# How long a check waits for one answer of a platform.
ANSWER_TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The machine: its clock, the bytes that are free for a folder, and the name of the program that reads pictures."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free
    is_writable: Callable[[Path], bool] = lambda folder: os.access(folder, os.W_OK | os.X_OK)
    tesseract: str = "tesseract"


@dataclass(frozen=True, slots=True)
class Case:
    """A home whose settings can be read. `places` are those of slots, `staff` who may decide on drafts or more."""

    home: Home
    settings: Settings
    surroundings: Surroundings
    places: frozenset[Place] = frozenset()
    staff: Sequence[Member] = ()

    def numbers_of_staff(self, platform: Platform) -> list[int]:
        """Whom the bot has to be able to write to on a platform: staff, and who is named as a moderation chat."""
        people = {member.person for member in self.staff}
        people |= {chat for chat in self.settings.moderation.chats if chat.is_person}
        return sorted(person.number for person in people if person.platform is platform)

    def group_chats(self, platform: Platform) -> list[int]:
        """The groups on a platform to which cards go."""
        chats = self.settings.moderation.chats
        return [chat.number for chat in chats if chat.platform is platform and not chat.is_person]


@dataclass(frozen=True, slots=True)
class Skew:
    """How far this machine's clock is from a platform's, as far as can be told."""

    platform: str
    apart: timedelta


def skew(platform: str, before: datetime, theirs: datetime, after: datetime) -> Skew:
    """Of a clock that was read, to the second, at some time between `before` and `after`."""
    a_second = timedelta(seconds=1)
    if theirs < before - a_second:
        return Skew(platform, before - theirs)
    return Skew(platform, max(theirs - after, timedelta()))
