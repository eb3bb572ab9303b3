"""The machine's clock, held against the platforms'."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.doctor import clock
from bot.doctor.case import Skew, skew
from bot.doctor.finding import Level

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("theirs_s", "apart_s"), [(0, 0), (4, 0), (-1, 0), (6, 1), (-3, 3), (3600, 3595), (-3600, 3600)]
)
def test_what_a_slow_answer_may_explain_is_no_skew(theirs_s: int, apart_s: int) -> None:
    """The answer took five seconds, and tells full ones."""
    found = skew("VK", NOON, NOON + timedelta(seconds=theirs_s), NOON + timedelta(seconds=5))
    assert found.apart == timedelta(seconds=apart_s)


@pytest.mark.parametrize(
    ("apart_s", "code"),
    [(0, "clock-right"), (19, "clock-right"), (60, "clock-off"), (299, "clock-off"), (300, "clock-wrong")],
)
def test_a_clock_is_judged_by_the_nearest_platform(apart_s: int, code: str) -> None:
    skews = [Skew("VK", timedelta(seconds=apart_s)), Skew("Telegram", timedelta(days=400))]
    (found,) = clock.examine(skews)
    assert found.code == code


def test_without_a_platform_nobody_knows() -> None:
    (found,) = clock.examine([])
    assert (found.code, found.level) == ("clock-unknown", Level.NOTE)
