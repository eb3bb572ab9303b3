"""What is in use never goes, what can be missed best and is oldest goes first, and no more than is needed."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.pruning import Thing, Worth, to_prune

THINGS = st.lists(
    st.builds(
        Thing,
        name=st.integers(0, 10_000).map(str),
        size=st.integers(0, 1_000),
        at=st.floats(0, 1e9),
        worth=st.sampled_from(Worth),
        in_use=st.booleans(),
    ),
    unique_by=lambda thing: thing.name,
)


@given(THINGS, st.integers(0, 10_000), st.integers(0, 5_000))
def test_nothing_that_is_in_use_goes_and_nothing_that_need_not(things: list[Thing], most: int, others: int) -> None:
    gone = to_prune(things, most, others)
    assert not any(thing.in_use for thing in gone)
    left = others + sum(thing.size for thing in things) - sum(thing.size for thing in gone)
    assert left <= most or {thing.name for thing in gone} == {thing.name for thing in things if not thing.in_use}
    if gone:
        assert left + gone[-1].size > most


@given(THINGS, st.integers(0, 10_000))
def test_what_stays_is_worth_more_or_younger_than_all_that_goes(things: list[Thing], most: int) -> None:
    gone = to_prune(things, most, 0)
    names = {thing.name for thing in gone}
    staying = [thing for thing in things if thing.name not in names and not thing.in_use]
    for thing in gone:
        assert all((other.worth, other.at) >= (thing.worth, thing.at) for other in staying)
