"""A limit lets through at most so many requests in any window, and says rightly how long to wait."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.limits import Limit

START = datetime(2026, 11, 21, tzinfo=UTC)


@given(st.integers(1, 6), st.integers(1, 120), st.lists(st.floats(0, 60), max_size=60))
def test_no_window_ever_holds_more_than_the_limit(count: int, window_s: int, gaps_s: list[float]) -> None:
    limit = Limit(count, timedelta(seconds=window_s))
    now, allowed = START, list[datetime]()
    for gap in gaps_s:
        now += timedelta(seconds=gap)
        if not limit.wait(allowed, now):
            allowed.append(now)
    for instant in allowed:
        assert sum(instant - limit.window < other <= instant for other in allowed) <= count


@given(st.integers(1, 6), st.integers(1, 120), st.lists(st.floats(0, 200), min_size=1, max_size=20))
def test_after_the_time_that_was_named_a_request_is_allowed(count: int, window_s: int, ages_s: list[float]) -> None:
    limit = Limit(count, timedelta(seconds=window_s))
    earlier = [START - timedelta(seconds=age) for age in ages_s]
    assert not limit.wait(earlier, START + limit.wait(earlier, START))


@given(st.integers(1, 6), st.integers(1, 9), st.lists(st.integers(0, 200), max_size=20))
def test_several_at_once_wait_until_there_is_room_for_all_of_them_and_no_longer(
    count: int, wanted: int, ages_s: list[int]
) -> None:
    """More than are ever allowed wait for an empty window."""
    limit, earlier = Limit(count, timedelta(seconds=60)), [START - timedelta(seconds=age) for age in ages_s]
    then = START + limit.wait(earlier, START, wanted)

    def has_room(now: datetime) -> bool:
        return sum(instant > now - limit.window for instant in earlier) + min(wanted, count) <= count

    assert has_room(then)
    assert then == START or not has_room(then - timedelta(seconds=1))
