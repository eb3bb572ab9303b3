"""Leafing through the queue: a page begins at a draft, not at a number, so that none is skipped when others vanish."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page: the ids on it, its number of `pages` (from 1), and the ids at which other pages begin.

    `previous` and `next` are None at either end.
    """

    ids: tuple[int, ...]
    number: int
    pages: int
    previous: int | None
    next: int | None
    last: int


def page_from(waiting: Sequence[int], start: int, size: int) -> QueuePage | None:
    """The page that begins with the first id from `start` on, the last page if there is none; None for an empty queue.

    `waiting` are the ids of all drafts that wait, rising.
    """
    if not waiting:
        return None
    first = bisect_left(waiting, start)
    if first == len(waiting):
        first = (len(waiting) - 1) // size * size
    # Drafts before this page may have vanished: then the first page is a short one.
    before, from_here = -(-first // size), -(-(len(waiting) - first) // size)
    return QueuePage(
        ids=tuple(waiting[first : first + size]),
        number=before + 1,
        pages=before + from_here,
        previous=waiting[max(0, first - size)] if first else None,
        next=waiting[first + size] if first + size < len(waiting) else None,
        last=waiting[first + (from_here - 1) * size],
    )
