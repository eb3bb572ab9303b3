"""The outlook: each draft at one occurrence, the first that suits."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.draft import Draft, DraftState
from bot.domain.outlook import Coming, Outlook, suits
from bot.domain.place import Place
from bot.domain.slot import Occurrence, Slot

BEGIN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SLOTS = [
    Slot(number, (Place.parse("vk:-1"),), time(12), "UTC", temperature=t) for number, t in enumerate((None, 0.8, 1.1))
]
COMING = st.builds(
    lambda slot, hours: Coming(slot, Occurrence(BEGIN.date(), BEGIN + timedelta(hours=hours))),
    st.sampled_from(SLOTS),
    st.integers(0, 50),
)
DRAFTS = st.builds(
    lambda temperature, approvals: (temperature, approvals), st.sampled_from([0.8, 1.1]), st.integers(0, 2)
)


def _draft(number: int, temperature: float, approvals: int) -> Draft:
    return Draft(number, "text", DraftState.APPROVED, BEGIN, temperature, "run", 1, approvals=approvals)


@given(st.lists(COMING, max_size=8, unique=True), st.lists(DRAFTS, max_size=8), st.integers(0, 2))
def test_no_draft_goes_out_twice_and_none_waits_that_an_earlier_empty_slot_would_take(
    coming: list[Coming], kinds: list[tuple[float, int]], needed: int
) -> None:
    drafts = [_draft(number, *kind) for number, kind in enumerate(kinds)]
    outlook = Outlook(drafts, lambda slot: needed)
    expected = outlook.of(coming)
    dues = [one.coming.occurrence.due_at for one in expected]
    assert dues == sorted(dues)
    given_out = [one.draft for one in expected if one.draft is not None]
    assert len({draft.id for draft in given_out}) == len(given_out)
    left = [draft for draft in drafts if draft not in given_out]
    for one in expected:
        if one.draft is None:
            assert not any(suits(one.coming.slot, draft, needed) for draft in left)
        else:
            assert suits(one.coming.slot, one.draft, needed)
    assert outlook.is_over(SLOTS) == (not any(suits(slot, draft, needed) for slot in SLOTS for draft in left))


@given(st.lists(COMING, max_size=8, unique=True), st.lists(DRAFTS, max_size=8), st.integers(0, 51))
def test_what_comes_in_two_parts_is_given_the_same_drafts(
    coming: list[Coming], kinds: list[tuple[float, int]], parted_at: int
) -> None:
    drafts = [_draft(number, *kind) for number, kind in enumerate(kinds)]
    whole, parted = Outlook(drafts, lambda slot: 1), Outlook(drafts, lambda slot: 1)
    border = BEGIN + timedelta(hours=parted_at)
    before = [one for one in coming if one.occurrence.due_at < border]
    after = [one for one in coming if one.occurrence.due_at >= border]
    assert whole.of(coming) == [*parted.of(before), *parted.of(after)]
