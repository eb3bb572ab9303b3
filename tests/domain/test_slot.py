"""A slot's instants: never backwards, right on the days when the clocks change."""

import contextlib
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.member import Platform
from bot.domain.place import Place
from bot.domain.slot import EVERY_DAY, Slot, parse_time, parse_weekdays, parse_zone
from bot.errors import Refused

PLACE = Place(Platform.VK, "-1")
ZONES = st.sampled_from(["Europe/Moscow", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "UTC"])
INSTANTS = st.integers(1_577_836_800, 2_051_222_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
SLOTS = st.builds(
    Slot, st.just(1), st.just(PLACE), st.times().map(lambda t: t.replace(second=0, microsecond=0)), ZONES,
    st.frozensets(st.integers(0, 6), min_size=1),
)  # fmt: skip


@given(SLOTS, INSTANTS)
def test_the_next_instant_is_always_ahead_and_within_eight_days(slot: Slot, now: datetime) -> None:
    following = slot.next(now)
    assert following is not None
    assert now < following <= now + timedelta(days=8, hours=2)


@given(SLOTS, INSTANTS, st.integers(1, 24 * 60))
def test_the_latest_occurrence_is_never_ahead_nor_older_than_the_window(
    slot: Slot, now: datetime, minutes: int
) -> None:
    window = timedelta(minutes=minutes)
    found = slot.latest(now, window)
    if found is not None:
        day, due = found
        assert now - window <= due <= now
        assert slot.due_at(day) == due


@given(SLOTS, INSTANTS)
def test_from_one_instant_to_the_next_the_day_goes_on(slot: Slot, now: datetime) -> None:
    first = slot.next(now)
    assert first is not None
    second = slot.next(first)
    assert second is not None
    assert second > first


def test_a_time_that_daylight_saving_skips_falls_just_after_the_gap() -> None:
    berlin = Slot(1, PLACE, time(2, 30), "Europe/Berlin")
    assert berlin.due_at(date(2026, 3, 29)) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_time_that_daylight_saving_repeats_is_taken_once_the_first_time() -> None:
    berlin = Slot(1, PLACE, time(2, 30), "Europe/Berlin")
    assert berlin.due_at(date(2026, 10, 25)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert berlin.next(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("daily", EVERY_DAY),
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("fri-mon", {4, 5, 6, 0}),
        ("пн, ср", {0, 2}),
        ("вс", {6}),
        ("mon-mon", {0}),
    ],
)
def test_weekdays_are_read_in_both_languages(text: str, days: set[int]) -> None:
    assert parse_weekdays(text) == days


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_time, parse_weekdays, parse_zone, Place.parse):
        with contextlib.suppress(Refused):
            parse(text)
