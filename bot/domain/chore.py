"""A chore: what the bot does by the clock in its own house, and what may come of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.slot import FAR_ENOUGH, Occurrence, Slot


class Chore(StrEnum):
    """`READ` the wall anew, `TRAIN` a network on it, and look after the `DISK`."""

    READ = "read"
    TRAIN = "train"
    DISK = "disk"


class Outcome(StrEnum):
    """How a chore ended.

    `DONE`: well, and nobody needs to hear of it. `LIVE`: a new checkpoint is live. `KEPT`: the new one was no better,
    and the old one stays. `SPARED`: there was nothing new to learn, and nothing was trained. `FAILED`. `CROWDED`: the
    disk is nearly full.
    """

    DONE = "done"
    LIVE = "live"
    KEPT = "kept"
    SPARED = "spared"
    FAILED = "failed"
    CROWDED = "crowded"


# What admins are told in chat.
NEWS = frozenset({Outcome.LIVE, Outcome.FAILED, Outcome.CROWDED})


@dataclass(frozen=True, slots=True)
class News:
    """What came of a chore: `details` is the run, or why nothing was done."""

    chore: Chore
    outcome: Outcome
    details: str


def newest(times: Slot, now: datetime) -> Occurrence | None:
    """The last time that has come by `now`: of several that were missed only this one is made up for."""
    return max(times.occurrences(now - FAR_ENOUGH, now), key=lambda one: one.due_at, default=None)
