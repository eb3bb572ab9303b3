"""How often members may ask, and the groups that they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What is counted against a limit, of a member or of a group."""

    MEME = "meme"
    COMMAND = "command"
    PRESS = "press"
    GROUP = "group"  # what all members of a group ask for together
    UNASKED = "unasked"  # what the bot says in a group by itself
    # That a limit of a kind is reached: said once in a window, then nothing.
    TOLD_MEME = "told meme"
    TOLD_COMMAND = "told command"
    TOLD_PRESS = "told press"
    TOLD_GROUP = "told group"
    TOLD_UNASKED = "told unasked"

    @property
    def told(self) -> "Kind":
        """What is counted when somebody is told that the limit of this kind is reached."""
        return Kind(f"told {self}")


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` requests in any `window`."""

    count: int
    window: timedelta

    def wait(self, earlier: Sequence[datetime], now: datetime, wanted: int = 1) -> timedelta:
        """How long from `now` until so many more requests at once are allowed; zero if they are allowed now.

        `earlier` are the instants of the requests so far, in any order. One that lies ahead was counted by a process
        whose clock is fast, and is taken for one of this instant. More than are ever allowed wait for an empty window.
        """
        recent = sorted(min(instant, now) for instant in earlier if instant > now - self.window)
        too_many = len(recent) + min(wanted, self.count) - self.count
        return recent[too_many - 1] + self.window - now if too_many > 0 else timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """All limits, in windows of the same length. Moderators and higher are held to that of memes alone.

    A group's limit keeps Telegram's 20 messages a minute. A member's is below it, so that nobody uses it up alone.
    """

    memes: int = 5
    # Pictures in one album; each counts as a meme.
    album: int = 5
    commands: int = 10
    presses: int = 30
    group: int = 20
    window: timedelta = timedelta(minutes=1)
    # What is said unasked is not said twice in a row.
    unasked_gap: timedelta = timedelta(seconds=30)

    def of(self, kind: Kind) -> Limit:
        """The limit of one kind."""
        match kind:
            case Kind.MEME:
                return Limit(self.memes, self.window)
            case Kind.COMMAND:
                return Limit(self.commands, self.window)
            case Kind.PRESS:
                return Limit(self.presses, self.window)
            case Kind.GROUP:
                return Limit(self.group, self.window)
            case Kind.UNASKED:
                return Limit(1, self.unasked_gap)
            case _:
                return Limit(1, self.window)
