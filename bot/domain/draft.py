"""A draft: what the network wrote, and the way it goes until it is published."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.measured import Measured
from bot.domain.member import Address
from bot.errors import IllegalMove


class DraftState(StrEnum):
    """Where a draft stands: `pending → approved | rejected`, `approved → publishing → published | unsure`."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    UNSURE = "unsure"


# From where to where a draft may go. `publishing → approved` is a call that surely did not take effect;
# `publishing → rejected` is a text that the place refuses for good; `unsure →` is what a person found out.
_MOVES: dict[DraftState, frozenset[DraftState]] = {
    DraftState.PENDING: frozenset({DraftState.APPROVED, DraftState.REJECTED}),
    DraftState.APPROVED: frozenset({DraftState.PUBLISHING, DraftState.REJECTED, DraftState.PENDING}),
    DraftState.REJECTED: frozenset(),
    DraftState.PUBLISHING: frozenset(
        {DraftState.PUBLISHED, DraftState.UNSURE, DraftState.APPROVED, DraftState.REJECTED}
    ),
    DraftState.PUBLISHED: frozenset(),
    DraftState.UNSURE: frozenset({DraftState.PUBLISHED, DraftState.APPROVED}),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that waits for a decision or went through one. Instants are aware UTC.

    `measured` is of the text as it was written; a moderator's edit leaves it. None: written before there were guards.
    """

    id: int
    text: str
    state: DraftState
    created_at: datetime
    temperature: float
    checkpoint: str
    seed: int
    prime: str = ""
    ended_by_itself: bool = True
    measured: Measured | None = None

    def moved_to(self, state: DraftState) -> "Draft":
        """The same draft in `state`. Raises IllegalMove if there is no way from here to there."""
        if not may_move(self.state, state):
            raise IllegalMove(f"draft {self.id} is {self.state}: it can't become {state}")
        return replace(self, state=state)


def may_move(before: DraftState, after: DraftState) -> bool:
    """Whether a draft may go from `before` to `after`."""
    return after in _MOVES[before]


class Verdict(StrEnum):
    """What a moderator said of a draft."""

    APPROVE = "approve"
    REJECT = "reject"
    EDIT = "edit"
    ANOTHER = "another"


@dataclass(frozen=True, slots=True)
class Decision:
    """One moderator's verdict on one draft; decisions are only ever added."""

    draft_id: int
    verdict: Verdict
    moderator: Address
    decided_at: datetime
    text_before: str | None = None
    text_after: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A message in a chat that shows a draft to moderators."""

    draft_id: int
    chat: Address
    message_id: int
