"""The sliding window that the sandbox limits calls by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.rate_limit import Rate, SlidingWindow


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@given(st.integers(1, 5), st.lists(st.floats(0, 0.7), max_size=60))
def test_no_window_ever_holds_more_calls_than_the_rate(calls: int, gaps: list[float]) -> None:
    """Wherever a window of a second is laid, at most `calls` admitted calls lie in it."""
    clock = Clock()
    window = SlidingWindow(Rate(calls, 1.0), clock)
    admitted = []
    for gap in gaps:
        clock.now += gap
        if window.take("key") == 0.0:
            admitted.append(clock.now)
    assert all(later - earlier > 1.0 - 1e-9 for earlier, later in zip(admitted, admitted[calls:], strict=False))


def test_the_wait_that_is_named_is_enough_and_no_longer_than_needed() -> None:
    """After the named seconds the call is admitted, a moment before it isn't."""
    clock = Clock()
    window = SlidingWindow(Rate(2, 1.0), clock)
    assert window.take("key") == 0.0
    clock.now = 0.25
    assert window.take("key") == 0.0
    clock.now = 0.5
    assert window.take("key") == 0.5
    clock.now = 0.875
    assert window.wait_s("key") == 0.125
    clock.now = 1.0
    assert window.take("key") == 0.0


def test_keys_do_not_hinder_each_other_and_refusals_do_not_count() -> None:
    """A refused call doesn't lengthen the wait; another key has its own window."""
    clock = Clock()
    window = SlidingWindow(Rate(1, 1.0), clock)
    assert window.take("one") == 0.0
    assert [window.take("one") for _ in range(3)] == [1.0, 1.0, 1.0]
    assert window.take("other") == 0.0
    clock.now = 1.0
    assert window.take("one") == 0.0


def test_a_rate_of_none_admits_nothing() -> None:
    """Zero calls a window means never."""
    assert SlidingWindow(Rate(0, 5.0), Clock()).take("key") == 5.0
