"""Shelves: drafts by what became of them, as the console's queue lays them out."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.draft import Draft, DraftState


class Shelf(StrEnum):
    """What drafts on it have in common. Each state is on one shelf."""

    WAITING = "waiting"
    APPROVED = "approved"
    PUBLISHED = "published"
    REJECTED = "rejected"
    EXPIRED = "expired"

    @property
    def states(self) -> tuple[DraftState, ...]:
        """The states of its drafts."""
        return _STATES[self]


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """Drafts in the shelf's order; `previous` and `next` are the drafts at which the pages beside it begin, if any."""

    drafts: tuple[Draft, ...]
    previous: int | None = None
    next: int | None = None


def shelf_of(state: DraftState) -> Shelf:
    """The shelf on which a draft in this state is."""
    return next(shelf for shelf, states in _STATES.items() if state in states)


_STATES: dict[Shelf, tuple[DraftState, ...]] = {
    Shelf.WAITING: (DraftState.PENDING,),
    Shelf.APPROVED: (DraftState.APPROVED, DraftState.PUBLISHING),
    Shelf.PUBLISHED: (DraftState.PUBLISHED, DraftState.UNSURE, DraftState.TAKEN_DOWN),
    Shelf.REJECTED: (DraftState.REJECTED,),
    Shelf.EXPIRED: (DraftState.EXPIRED,),
}
