"""What is deleted when the disk is to hold less: the oldest first, and never what is in use. Touches no disk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum


class Worth(IntEnum):
    """In which order things go, whatever their age: what can be missed best goes first."""

    LEFTOVER = 0  # what a training that has ended could have gone on with
    COPY = 1  # a run that is not live, a backup that is not the newest
    GIVEN = 2  # what a person has put there


@dataclass(frozen=True, slots=True)
class Thing:
    """Something on the disk. `at` is when it was made, in seconds since 1970."""

    name: str
    size: int
    at: float
    worth: Worth
    in_use: bool = False


def to_prune(things: Iterable[Thing], most: int, others: int) -> Sequence[Thing]:
    """What has to go so that `things` and the `others`, which can't go, take at most `most` bytes.

    Everything that may go, where even that is not enough.
    """
    known = list(things)
    taken = others + sum(thing.size for thing in known)
    gone: list[Thing] = []
    for thing in sorted((one for one in known if not one.in_use), key=lambda one: (one.worth, one.at, one.name)):
        if taken <= most:
            break
        gone.append(thing)
        taken -= thing.size
    return gone
