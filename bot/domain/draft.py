"""A draft: what the network wrote, and the way it goes until it is published."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.caption import Caption
from bot.domain.measured import Measured
from bot.domain.member import Address
from bot.errors import IllegalMove


class DraftState(StrEnum):
    """Where a draft stands: `pending → approved | rejected | expired`, `approved → publishing → published | unsure`,
    `published → taken_down`.
    """

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    UNSURE = "unsure"
    EXPIRED = "expired"
    TAKEN_DOWN = "taken_down"


# From where to where a draft may go. `→ pending` is a decision that was taken back; `publishing → approved` a call that
# surely did not take effect; `publishing → rejected` a text that the place refuses for good; `unsure →` is what a
# person found out, or that the draft was taken down from where it surely was.
_MOVES: dict[DraftState, frozenset[DraftState]] = {
    DraftState.PENDING: frozenset({DraftState.APPROVED, DraftState.REJECTED, DraftState.EXPIRED}),
    DraftState.APPROVED: frozenset({DraftState.PUBLISHING, DraftState.REJECTED, DraftState.PENDING}),
    DraftState.REJECTED: frozenset({DraftState.PENDING}),
    DraftState.PUBLISHING: frozenset(
        {DraftState.PUBLISHED, DraftState.UNSURE, DraftState.APPROVED, DraftState.REJECTED, DraftState.TAKEN_DOWN}
    ),
    DraftState.PUBLISHED: frozenset({DraftState.TAKEN_DOWN}),
    DraftState.UNSURE: frozenset(
        {DraftState.PUBLISHED, DraftState.APPROVED, DraftState.TAKEN_DOWN, DraftState.PUBLISHING}
    ),
    DraftState.EXPIRED: frozenset(),
    DraftState.TAKEN_DOWN: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that waits for a decision or went through one. Instants are aware UTC.

    With `captions` it goes out as pictures, several as one album, and `text` is the captions' words; without any it
    goes out as it stands.
    `measured` is of the text as it was written; a moderator's edit leaves it. None: written before there were guards.
    `approvals` is how many moderators have approved this very text.
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
    approvals: int = 0
    captions: tuple[Caption, ...] = ()

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
    BAN = "ban"
    TAKE_BACK = "take_back"
    TAKE_DOWN = "take_down"


@dataclass(frozen=True, slots=True)
class Decision:
    """One moderator's verdict on one draft; decisions are only ever added.

    `reason` is why: the banned word, or what whoever rejected the draft said of it afterwards. The captions are those
    of a draft with a picture, beside their words in `text_before` and `text_after`.
    """

    draft_id: int
    verdict: Verdict
    moderator: Address
    decided_at: datetime
    text_before: str | None = None
    text_after: str | None = None
    reason: str | None = None
    captions_before: tuple[Caption, ...] = ()
    captions_after: tuple[Caption, ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """A message in a chat that shows a draft to moderators.

    `album` are the numbers of the messages that show its pictures, where these can't be in the card itself.
    """

    draft_id: int
    chat: Address
    message_id: int
    album: tuple[int, ...] = ()
