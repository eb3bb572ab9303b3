"""A draft's state follows from its publications."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.draft import DraftState, may_move
from bot.domain.publication import OPEN, PublicationState, draft_state

P = PublicationState


@pytest.mark.parametrize(
    ("states", "after"),
    [
        ([], DraftState.APPROVED),
        ([P.DUE], DraftState.PUBLISHING),
        ([P.SENDING, P.PUBLISHED], DraftState.PUBLISHING),
        ([P.HANDED_OVER, P.UNSURE], DraftState.PUBLISHING),
        ([P.PUBLISHED], DraftState.PUBLISHED),
        ([P.PUBLISHED, P.FAILED, P.REFUSED], DraftState.PUBLISHED),
        ([P.PUBLISHED, P.UNSURE], DraftState.UNSURE),
        ([P.REFUSED], DraftState.REJECTED),
        ([P.REFUSED, P.REFUSED], DraftState.REJECTED),
        ([P.REFUSED, P.FAILED], DraftState.APPROVED),
        ([P.FAILED, P.SKIPPED], DraftState.APPROVED),
        ([P.TAKEN_DOWN, P.PUBLISHED], DraftState.PUBLISHED),
        ([P.TAKEN_DOWN, P.UNSURE], DraftState.UNSURE),
        ([P.TAKEN_DOWN, P.FAILED, P.REFUSED, P.SKIPPED], DraftState.TAKEN_DOWN),
    ],
)
def test_a_draft_is_where_its_publications_are(states: list[P], after: DraftState) -> None:
    assert draft_state(states) is after


@given(st.lists(st.sampled_from(P)))
def test_neither_their_order_nor_their_number_counts(states: list[P]) -> None:
    assert draft_state(states) is draft_state([*reversed(states), *states])


@given(st.lists(st.sampled_from(P), max_size=4))
def test_a_draft_that_may_be_somewhere_is_never_approved_again(states: list[P]) -> None:
    """Approved again it could go there a second time."""
    if OPEN & set(states) or {P.PUBLISHED, P.UNSURE, P.TAKEN_DOWN} & set(states):
        assert draft_state(states) not in (DraftState.APPROVED, DraftState.REJECTED)


# What the bot or a person makes of one publication, and no other at that moment.
_STEPS = {
    P.DUE: {P.SENDING, P.FAILED, P.SKIPPED},
    P.SENDING: {P.DUE, P.PUBLISHED, P.UNSURE, P.HANDED_OVER, P.REFUSED, P.SKIPPED},
    P.HANDED_OVER: {P.PUBLISHED, P.SKIPPED},
    P.UNSURE: {P.PUBLISHED, P.DUE, P.SKIPPED},
    P.PUBLISHED: {P.TAKEN_DOWN},
}


@given(st.lists(st.sampled_from(P), min_size=1, max_size=4), st.data())
def test_every_step_of_one_publication_is_a_legal_move_of_its_draft(states: list[P], data: st.DataObject) -> None:
    """What surely was taken down somewhere is not sent elsewhere any more: due becomes skipped then."""
    place = data.draw(st.sampled_from(range(len(states))))
    steps = _STEPS.get(states[place])
    if steps is None:
        return
    step = data.draw(st.sampled_from(sorted(steps)))
    if step is P.DUE and P.TAKEN_DOWN in states:
        step = P.SKIPPED
    before, after = draft_state(states), draft_state([*states[:place], step, *states[place + 1 :]])
    assert before is after or may_move(before, after)
