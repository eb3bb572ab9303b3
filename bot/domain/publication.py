"""A publication: one draft on its way to one place, from due to published, and what its draft's state follows from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.draft import DraftState
from bot.domain.place import Place


class PublicationState(StrEnum):
    """Where a publication stands.

    `due → sending → published | unsure | handed_over | refused`, and `sending → due` if surely nothing happened;
    `due → failed` after tries in vain, `due → skipped` without a draft or when it was withdrawn; `published →
    taken_down`. A person says what became of `unsure` and `handed_over`.
    """

    DUE = "due"
    SENDING = "sending"
    HANDED_OVER = "handed_over"  # no key may post there: a person was given the text
    UNSURE = "unsure"
    PUBLISHED = "published"
    REFUSED = "refused"  # the place does not take this text
    FAILED = "failed"
    SKIPPED = "skipped"
    TAKEN_DOWN = "taken_down"


# Something is still to happen, by the bot or by a person who was given the text.
OPEN = frozenset({PublicationState.DUE, PublicationState.SENDING, PublicationState.HANDED_OVER})


@dataclass(frozen=True, slots=True)
class Publication:
    """What goes to one place: of one occurrence of a slot, or of a draft that is published at once (no slot, no date).

    Unique by (slot, local date, place), and by (draft, place): no draft goes to a place twice. Instants are aware UTC.

    `attachment` is kept before pictures are sent: what the platform calls them, parted by commas, or "" where they
    travel with the post. None: no call can have been made yet, or the post has no picture.
    """

    id: int
    slot_id: int | None
    local_date: date | None
    place: Place
    due_at: datetime
    state: PublicationState
    draft_id: int | None = None
    remote_id: str | None = None
    attempts: int = 0
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    sent_text: str | None = None
    published_at: datetime | None = None
    taken_down_at: datetime | None = None
    problem: str | None = None
    attachment: str | None = None


def draft_state(states: Iterable[PublicationState]) -> DraftState:
    """The state of a draft whose publications are in `states`.

    While any is open the draft is being published; what a person must look at comes before what is known. A draft that
    arrived nowhere is approved again, unless each place refused it.
    """
    found = frozenset(states)
    if found & OPEN:
        return DraftState.PUBLISHING
    for state, after in (
        (PublicationState.UNSURE, DraftState.UNSURE),
        (PublicationState.PUBLISHED, DraftState.PUBLISHED),
        (PublicationState.TAKEN_DOWN, DraftState.TAKEN_DOWN),
    ):
        if state in found:
            return after
    return DraftState.REJECTED if found == {PublicationState.REFUSED} else DraftState.APPROVED
