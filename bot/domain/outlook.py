"""The outlook: which waiting draft goes out at which occurrence, if nothing changes. Pure; the store fills by the same
rule.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

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


def outlook(coming: Iterable[Coming], drafts: Sequence[Draft], needed: Callable[[Slot], int]) -> list[Expected]:
    """Give each occurrence, by its time, the first draft that suits it and that no earlier one takes.

    `drafts` stand in the order in which they are to go out; `needed` says how many approvals a slot asks for.
    """
    left = list(drafts)
    expected: list[Expected] = []
    for one in sorted(coming, key=lambda one: (one.occurrence.due_at, one.slot.id)):
        approvals = needed(one.slot)
        draft = next((draft for draft in left if suits(one.slot, draft, approvals)), None)
        if draft is not None:
            left.remove(draft)
        expected.append(Expected(one, draft))
    return expected
