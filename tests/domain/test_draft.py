"""A draft goes only where its state lets it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.draft import Draft, DraftState, may_move
from bot.errors import IllegalMove

STATES = st.sampled_from(DraftState)


def draft(state: DraftState) -> Draft:
    return Draft(1, "text", state, datetime(2026, 11, 21, tzinfo=UTC), 0.8, "run", 1)


@given(STATES, STATES)
def test_an_illegal_move_always_raises_and_a_legal_one_arrives(before: DraftState, after: DraftState) -> None:
    if may_move(before, after):
        assert draft(before).moved_to(after).state is after
    else:
        with pytest.raises(IllegalMove):
            draft(before).moved_to(after)


def test_what_expired_or_was_taken_down_stays_so() -> None:
    for final in (DraftState.EXPIRED, DraftState.TAKEN_DOWN):
        assert not any(may_move(final, after) for after in DraftState)


def test_what_is_published_is_only_ever_taken_down() -> None:
    assert [after for after in DraftState if may_move(DraftState.PUBLISHED, after)] == [DraftState.TAKEN_DOWN]


def test_nothing_is_published_that_was_not_approved() -> None:
    """What was unsure goes out again when a person has looked and it is not there."""
    assert [state for state in DraftState if may_move(state, DraftState.PUBLISHING)] == [
        DraftState.APPROVED,
        DraftState.UNSURE,
    ]
