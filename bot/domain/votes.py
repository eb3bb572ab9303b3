"""Votes: what a verdict makes of a draft. Pure: a draft and all decisions on it go in, the draft after it comes out.

An approval is for a text: an edit, or a decision that was taken back, begins the count anew. Nobody counts twice, and
whoever gave a draft its present text does not count for it. Verdicts carry the revision that the moderator saw: what
is approved is what was seen.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.domain.draft import Decision, Draft, DraftState, Verdict
from bot.domain.forgotten import BLANKED
from bot.domain.member import Address
from bot.domain.place import Place
from bot.errors import IllegalMove, NotAllowed


class OutdatedText(IllegalMove):
    """The verdict was on a text that somebody has edited since."""


class AlreadyApproved(IllegalMove):
    """The moderator has approved this very text before."""


class OwnText(NotAllowed):
    """The moderator gave the draft its text: somebody else must approve it."""


@dataclass(frozen=True, slots=True)
class Needs:
    """From `least` approvals on a draft is approved; no place in use asks for more than `most`."""

    least: int = 1
    most: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingRules:
    """How many approvals a draft needs: `approvals` where `by_place` says nothing else.

    `editor_may_approve`: whether who edited a text may approve it, too, even where somebody else could.
    """

    approvals: int = 1
    by_place: Mapping[Place, int] = field(default_factory=dict)
    editor_may_approve: bool = False

    def needed(self, place: Place) -> int:
        """Approvals that a draft needs before it goes to `place`."""
        return self.by_place.get(place, self.approvals)

    def needs(self, places: Iterable[Place]) -> Needs:
        """What the places in use ask for together; with none in use, what any place would."""
        needed = [self.needed(place) for place in places] or [self.approvals]
        return Needs(min(needed), max(needed))


def approvers(decisions: Iterable[Decision]) -> tuple[Address, ...]:
    """Who has approved the present text, in order. `decisions` are all of a draft, oldest first."""
    found: list[Address] = []
    for one in decisions:
        if one.verdict is Verdict.APPROVE:
            found.append(one.moderator)
        elif one.verdict in (Verdict.EDIT, Verdict.TAKE_BACK):
            found.clear()
    return tuple(found)


def editor(decisions: Iterable[Decision]) -> Address | None:
    """Who gave the draft its present text; None where the network did."""
    found: Address | None = None
    for one in decisions:
        if one.verdict is Verdict.EDIT:
            found = one.moderator
    return found


def revision(decisions: Iterable[Decision]) -> int:
    """How many texts the draft had before its present one."""
    return sum(one.verdict is Verdict.EDIT for one in decisions)


def after(
    draft: Draft,
    earlier: Sequence[Decision],
    decision: Decision,
    needs: Needs,
    *,
    editor_may_approve: bool = False,
    seen: int | None = None,
) -> Draft:
    """The draft once `decision` is carried out; `earlier` are all before it, `seen` is the revision that was judged.

    Raises IllegalMove when the verdict can't be given (any more), with AlreadyApproved and OutdatedText among them, and
    OwnText.
    """
    if decision.verdict is Verdict.TAKE_DOWN:
        raise IllegalMove(f"draft {draft.id} is taken down from its places, not by a verdict")
    if decision.verdict is Verdict.TAKE_BACK:
        return _taken_back(draft, earlier)
    if not _is_open(draft, decision.verdict, needs):
        raise IllegalMove(f"draft {draft.id} is already {draft.state}")
    if seen is not None and seen != revision(earlier):
        raise OutdatedText(f"the text of draft {draft.id} was edited meanwhile: look at it again")
    if decision.verdict is Verdict.EDIT:
        if decision.text_after is None:
            raise ValueError("an edit without its text")
        if bool(draft.captions) != bool(decision.captions_after):
            raise ValueError("an edit makes no picture of a text, and no text of a picture")
        return replace(draft, text=decision.text_after, captions=decision.captions_after, approvals=0)
    if decision.verdict is not Verdict.APPROVE:
        return draft.moved_to(DraftState.REJECTED)
    return _approved(draft, earlier, decision.moderator, needs, editor_may_approve=editor_may_approve)


def may_take_back(draft: Draft, decisions: Sequence[Decision]) -> bool:
    """Whether the decision that brought the draft where it is can be taken back, or approvals that are not enough yet.

    Not what a ban or a place refused, and not where no text is left.
    """
    if draft.state is DraftState.REJECTED:
        return bool(decisions) and decisions[-1].verdict is Verdict.REJECT and draft.text != BLANKED
    return draft.state is DraftState.APPROVED or (draft.state is DraftState.PENDING and draft.approvals > 0)


def _is_open(draft: Draft, verdict: Verdict, needs: Needs) -> bool:
    """Whether the draft waits for such a verdict: an approved one does for a word's ban and for votes a place needs."""
    if draft.state is DraftState.APPROVED:
        return verdict is Verdict.BAN or (verdict is Verdict.APPROVE and draft.approvals < needs.most)
    return draft.state is DraftState.PENDING


def _approved(
    draft: Draft, earlier: Sequence[Decision], moderator: Address, needs: Needs, *, editor_may_approve: bool
) -> Draft:
    voters = approvers(earlier)
    if moderator in voters:
        raise AlreadyApproved(f"{moderator} has approved draft {draft.id} before")
    if moderator == editor(earlier) and not editor_may_approve:
        raise OwnText(f"{moderator} edited draft {draft.id}: another moderator has to approve it")
    counted = replace(draft, approvals=draft.approvals + 1)
    is_enough = draft.state is DraftState.PENDING and counted.approvals >= needs.least
    return counted.moved_to(DraftState.APPROVED) if is_enough else counted


def _taken_back(draft: Draft, earlier: Sequence[Decision]) -> Draft:
    if not may_take_back(draft, earlier):
        raise IllegalMove(f"draft {draft.id} is {draft.state}: nothing can be taken back")
    pending = draft if draft.state is DraftState.PENDING else draft.moved_to(DraftState.PENDING)
    return replace(pending, approvals=0)
