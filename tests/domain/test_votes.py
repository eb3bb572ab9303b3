"""A verdict makes of a draft what the rules of voting say; everything else is refused."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.draft import Decision, Draft, DraftState, Verdict, may_move
from bot.domain.member import Address, Platform
from bot.domain.place import Place
from bot.domain.votes import (
    AlreadyApproved,
    Needs,
    OutdatedText,
    OwnText,
    VotingRules,
    after,
    approvers,
    editor,
    may_take_back,
    revision,
)
from bot.errors import IllegalMove, NotAllowed

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ANNA, BORIS, CLARA = (Address(Platform.TELEGRAM, number) for number in (1, 2, 3))
PENDING = Draft(1, "text", DraftState.PENDING, NOW, 0.8, "run", 1)
TWO = Needs(2, 2)


def says(verdict: Verdict, who: Address = ANNA, text: str | None = None) -> Decision:
    return Decision(1, verdict, who, NOW, text_after=text)


def after_all(decisions: list[Decision], needs: Needs = TWO, draft: Draft = PENDING) -> Draft:
    for number, decision in enumerate(decisions):
        draft = after(draft, decisions[:number], decision, needs)
    return draft


def test_a_draft_is_approved_from_the_least_number_on() -> None:
    once = after_all([says(Verdict.APPROVE)])
    assert (once.state, once.approvals) == (DraftState.PENDING, 1)
    twice = after_all([says(Verdict.APPROVE), says(Verdict.APPROVE, BORIS)])
    assert (twice.state, twice.approvals) == (DraftState.APPROVED, 2)


def test_votes_go_on_until_the_most_that_a_place_needs() -> None:
    first, second = says(Verdict.APPROVE), says(Verdict.APPROVE, BORIS)
    approved = after_all([first, second], Needs(1, 2))
    assert (approved.state, approved.approvals) == (DraftState.APPROVED, 2)
    with pytest.raises(IllegalMove):
        after(approved, [first, second], says(Verdict.APPROVE, CLARA), Needs(1, 2))


def test_nobody_counts_twice() -> None:
    with pytest.raises(AlreadyApproved):
        after_all([says(Verdict.APPROVE), says(Verdict.APPROVE)])


def test_who_edited_the_present_text_may_not_approve_it_and_others_may() -> None:
    edited = [says(Verdict.EDIT, text="new")]
    with pytest.raises(OwnText):
        after_all([*edited, says(Verdict.APPROVE)], Needs())
    assert after_all([*edited, says(Verdict.APPROVE, BORIS)], Needs()).state is DraftState.APPROVED
    by_other = [*edited, says(Verdict.EDIT, BORIS, "newer")]
    assert after_all([*by_other, says(Verdict.APPROVE)], Needs()).state is DraftState.APPROVED


def test_a_lone_moderator_may_approve_an_edit_where_the_settings_say_so() -> None:
    edit = says(Verdict.EDIT, text="new")
    edited = after(PENDING, [], edit, Needs())
    approved = after(edited, [edit], says(Verdict.APPROVE), Needs(), editor_may_approve=True)
    assert approved.state is DraftState.APPROVED


def test_an_edit_begins_the_count_anew() -> None:
    decisions = [says(Verdict.APPROVE, BORIS), says(Verdict.EDIT, text="new")]
    assert after_all(decisions).approvals == 0
    again = after_all([*decisions, says(Verdict.APPROVE, BORIS)])
    assert (again.state, again.approvals) == (DraftState.PENDING, 1)


def test_a_verdict_on_a_text_that_was_edited_meanwhile_does_not_count() -> None:
    edit = says(Verdict.EDIT, text="new")
    edited = after(PENDING, [], edit, Needs())
    for verdict in (Verdict.APPROVE, Verdict.REJECT, Verdict.ANOTHER):
        with pytest.raises(OutdatedText):
            after(edited, [edit], says(verdict, BORIS), Needs(), seen=0)
    assert after(edited, [edit], says(Verdict.APPROVE, BORIS), Needs(), seen=1).state is DraftState.APPROVED


@pytest.mark.parametrize("first", [Verdict.APPROVE, Verdict.REJECT])
def test_what_was_approved_or_rejected_can_be_taken_back_and_is_voted_on_anew(first: Verdict) -> None:
    decisions = [says(first), says(Verdict.TAKE_BACK, BORIS)]
    back = after_all(decisions, Needs())
    assert (back.state, back.approvals) == (DraftState.PENDING, 0)
    assert after_all([*decisions, says(Verdict.APPROVE)], Needs()).state is DraftState.APPROVED


@pytest.mark.parametrize("last", [Verdict.ANOTHER, Verdict.BAN])
def test_a_ban_and_a_replaced_draft_are_not_taken_back(last: Verdict) -> None:
    with pytest.raises(IllegalMove):
        after_all([says(last), says(Verdict.TAKE_BACK)], Needs())


def test_what_no_place_would_take_is_not_taken_back() -> None:
    refused = replace(PENDING, state=DraftState.REJECTED)
    assert not may_take_back(refused, [says(Verdict.APPROVE)])
    assert not may_take_back(refused, [])


def test_a_words_ban_reaches_an_approved_draft_and_none_that_is_on_its_way_out() -> None:
    assert after_all([says(Verdict.APPROVE), says(Verdict.BAN)], Needs()).state is DraftState.REJECTED
    for state in (DraftState.PUBLISHING, DraftState.PUBLISHED, DraftState.UNSURE):
        with pytest.raises(IllegalMove):
            after(replace(PENDING, state=state), [], says(Verdict.BAN), Needs())


def test_the_places_in_use_say_how_many_approvals_are_needed() -> None:
    wall, channel = Place(Platform.VK, "-1"), Place(Platform.TELEGRAM, "@channel")
    rules = VotingRules(approvals=2, by_place={channel: 3})
    assert rules.needs([wall, channel]) == Needs(2, 3)
    assert rules.needs([channel]) == Needs(3, 3)
    assert rules.needs([]) == Needs(2, 2)


VERDICTS = st.builds(
    says, st.sampled_from(Verdict), st.sampled_from([ANNA, BORIS, CLARA]), st.sampled_from(["new", "newer"])
)


@given(st.lists(VERDICTS, max_size=12), st.integers(1, 3), st.integers(0, 2))
def test_whatever_is_pressed_states_move_legally_and_votes_count_once(
    pressed: list[Decision], least: int, more: int
) -> None:
    """The count is that of different people who approved the present text; none of them gave it to the draft."""
    needs, draft, kept = Needs(least, least + more), PENDING, list[Decision]()
    for decision in pressed:
        one = decision if decision.verdict is Verdict.EDIT else replace(decision, text_after=None)
        try:
            moved = after(draft, kept, one, needs)
        except (IllegalMove, NotAllowed):
            continue
        assert moved.state is draft.state or may_move(draft.state, moved.state)
        draft = moved
        kept.append(one)
        voters = approvers(kept)
        if draft.state is not DraftState.REJECTED:
            assert draft.approvals == len(voters) <= needs.most
        assert max(Counter(voters).values(), default=0) <= 1
        assert editor(kept) not in voters
        assert (draft.state is DraftState.APPROVED) == (len(voters) >= least and draft.state is not DraftState.REJECTED)
    assert revision(kept) == len([one for one in kept if one.verdict is Verdict.EDIT])
