"""Quiet hours: one stretch a night, over midnight and over the change of the clocks."""

import contextlib
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.quiet_hours import QuietHours, parse_quiet_hours
from bot.errors import Refused
from tests.domain.hours import INSTANTS, TIMES, ZONES

NIGHT = QuietHours(time(23), time(8), "Europe/Berlin")


def _at(text: str, zone: str = "Europe/Berlin") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("instant", "end"),
    [
        ("2026-05-04T22:59:59", None),
        ("2026-05-04T23:00", "2026-05-05T08:00"),
        ("2026-05-05T00:00", "2026-05-05T08:00"),
        ("2026-05-05T07:59:59", "2026-05-05T08:00"),
        ("2026-05-05T08:00", None),
        ("2026-10-25T01:00", "2026-10-25T08:00"),  # a night of ten hours
        ("2026-03-29T01:00", "2026-03-29T08:00"),  # a night of eight
    ],
)
def test_a_night_begins_and_ends_on_the_walls_clock(instant: str, end: str | None) -> None:
    assert NIGHT.end_after(_at(instant)) == (None if end is None else _at(end))


def test_quiet_hours_by_day_do_not_go_over_midnight() -> None:
    siesta = QuietHours(time(13), time(15), "Europe/Berlin")
    assert siesta.end_after(_at("2026-05-05T14:00")) == _at("2026-05-05T15:00")
    assert siesta.end_after(_at("2026-05-05T23:00")) is None


def test_an_end_that_daylight_saving_repeats_ends_the_night_once() -> None:
    """Quiet until 02:30: the first 02:30 ends it, the second one is not quiet again."""
    short = QuietHours(time(0), time(2, 30), "Europe/Berlin")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert short.end_after(first - timedelta(seconds=1)) == first
    assert short.end_after(first + timedelta(minutes=45)) is None  # 02:15 for the second time


@given(st.builds(QuietHours, TIMES, TIMES, ZONES), INSTANTS)
def test_the_end_of_quiet_is_ahead_and_at_most_a_night_away_and_the_same_until_it_comes(
    hours: QuietHours, now: datetime
) -> None:
    assume(hours.begin != hours.end)
    end = hours.end_after(now)
    if end is not None:
        assert now < end <= now + timedelta(days=1, hours=2)
        assert hours.end_after(end - timedelta(microseconds=1)) == end


@given(TIMES, TIMES)
def test_what_is_written_is_read_again(begin: time, end: time) -> None:
    assume(begin != end)
    hours = QuietHours(begin, end, "UTC")
    assert parse_quiet_hours(str(hours), "UTC") == hours


@pytest.mark.parametrize(
    "text", ["23:00", "23-8", "25:00-08:00", "08:00-08:00", "23:00-08:00-09:00", "late", "٢٣:٠٠-٠٨:٠٠"]
)
def test_what_is_no_stretch_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match="for example"):
        parse_quiet_hours(text, "UTC")


def test_an_empty_text_means_none() -> None:
    assert parse_quiet_hours(" ", "UTC") is None


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Refused):
        parse_quiet_hours(text, "UTC")
