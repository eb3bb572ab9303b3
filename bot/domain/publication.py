"""A publication: one slot's occurrence on one day, from due to published."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.place import Place


class PublicationState(StrEnum):
    """`due → sending → published | unsure`; `due → skipped | failed`; `sending → due` if surely nothing happened."""

    DUE = "due"
    SENDING = "sending"
    PUBLISHED = "published"
    UNSURE = "unsure"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Publication:
    """One occurrence of a slot; unique by (slot, local date). Instants are aware UTC."""

    id: int
    slot_id: int
    local_date: date
    place: Place
    due_at: datetime
    state: PublicationState
    draft_id: int | None = None
    remote_id: str | None = None
    attempts: int = 0
    lease_until: datetime | None = None
    sent_at: datetime | None = None
    problem: str | None = None

    @property
    def key(self) -> str:
        """The start of what goes along to the platform so that it can recognise a repeat: the same for every try."""
        return f"wallflower-{self.slot_id}-{self.local_date.isoformat()}"
