"""The outlook: which waiting draft goes out at which occurrence, if nothing changes. Pure; the store fills by the same
rule.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.draft import Draft
from bot.domain.slot import Occurrence, Slot


@dataclass(frozen=True, slots=True)
class Coming:
    """One occurrence of one slot."""

    slot: Slot
    occurrence: Occurrence


@dataclass(frozen=True, slots=True)
class Expected:
    """What goes out at an occurrence as things stand; None: nothing that waits suits it."""

    coming: Coming
    draft: Draft | None


def suits(slot: Slot, draft: Draft, approvals: int) -> bool:
    """Whether a slot takes a draft: written at the slot's own temperature if it has one, approved often enough."""
    return draft.approvals >= approvals and slot.temperature in (None, draft.temperature)


class Outlook:
    """Gives each occurrence, by its time, the first draft that suits it and that no earlier one takes."""

    def __init__(self, drafts: Sequence[Draft], needed: Callable[[Slot], int]) -> None:
        """`drafts` stand in the order in which they are to go out; `needed` says how many approvals a slot asks for."""
        self._left = list(drafts)
        self._needed = needed

    def of(self, coming: Iterable[Coming]) -> list[Expected]:
        """What goes out at these, by their time: all that come after those that were asked for before."""
        expected: list[Expected] = []
        for one in sorted(coming, key=by_time):
            approvals = self._needed(one.slot)
            draft = next((draft for draft in self._left if suits(one.slot, draft, approvals)), None)
            if draft is not None:
                self._left.remove(draft)
            expected.append(Expected(one, draft))
        return expected

    def is_over(self, slots: Collection[Slot]) -> bool:
        """Whether no draft is left that suits any of these slots."""
        return not any(suits(slot, draft, self._needed(slot)) for slot in slots for draft in self._left)


def by_time(coming: Coming) -> tuple[datetime, int]:
    """What occurrences are ordered by."""
    return coming.occurrence.due_at, coming.slot.id
