"""A slot's instants: never backwards, none twice, none lost, right on the days when the clocks change."""

import contextlib
import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.member import Platform
from bot.domain.place import Place
from bot.domain.slot import EVERY_DAY, IfNothing, Occurrence, Slot, parse_time, parse_weekdays, parse_zone
from bot.errors import Refused
from tests.domain.hours import INSTANTS, TIMES, ZONES

PLACES = (Place(Platform.VK, "-1"), Place(Platform.TELEGRAM, "@channel"))
SLOTS = st.builds(
    Slot, st.just(1), st.just(PLACES), TIMES, ZONES, st.frozensets(st.integers(0, 6), min_size=1)
)  # fmt: skip
APIA = Slot(1, PLACES, time(9, 0), "Pacific/Apia")


@given(SLOTS, INSTANTS)
def test_the_next_instant_is_always_ahead_and_within_two_weeks(slot: Slot, now: datetime) -> None:
    """A week and the change of the clocks; a zone that leaves out a date costs a weekly slot one of its weeks."""
    following = slot.next(now)
    assert following is not None
    assert now < following.due_at <= now + timedelta(days=15)


@given(SLOTS, INSTANTS, st.integers(1, 24 * 60))
def test_occurrences_of_a_window_are_never_ahead_nor_older_than_it(slot: Slot, now: datetime, minutes: int) -> None:
    window = timedelta(minutes=minutes)
    for day, due in slot.occurrences(now - window, now):
        assert now - window < due <= now
        assert slot.due_at(day) == due


@given(SLOTS, INSTANTS)
def test_what_comes_next_has_come_at_its_time_and_nothing_lies_between(slot: Slot, now: datetime) -> None:
    following = slot.next(now)
    assert following is not None
    assert list(slot.occurrences(now, following.due_at)) == [following]
    assert list(slot.occurrences(now, following.due_at - timedelta(microseconds=1))) == []


@given(SLOTS, INSTANTS, st.integers(1, 40))
def test_from_one_occurrence_to_the_next_both_the_day_and_the_instant_go_on(
    slot: Slot, after: datetime, days: int
) -> None:
    found = list(slot.occurrences(after, after + timedelta(days=days)))
    assert found == sorted(found)
    assert len({day for day, _ in found}) == len({due for _, due in found}) == len(found)


@given(SLOTS, INSTANTS, st.lists(st.integers(1, 5_000), min_size=1, max_size=20))
def test_no_occurrence_is_lost_or_found_twice_however_the_time_is_cut(
    slot: Slot, begin: datetime, minutes: list[int]
) -> None:
    """Looks at any times see between them what one look at the end sees."""
    looks = [begin]
    for wait in minutes:
        looks.append(looks[-1] + timedelta(minutes=wait))
    pieces = [one for before, now in itertools.pairwise(looks) for one in slot.occurrences(before, now)]
    assert pieces == list(slot.occurrences(begin, looks[-1]))


@given(ZONES, TIMES, st.dates(date(2006, 1, 1), date(2034, 12, 31)))
def test_every_date_that_a_zone_has_gets_one_occurrence_at_its_time(zone: str, at: time, day: date) -> None:
    """At the wall's own time wherever the wall shows it; only a date that never was has none."""
    slot = Slot(1, PLACES, at, zone)
    due = slot.due_at(day)
    midnights = [datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC) for hour in range(24)]
    exists = any(instant.astimezone(ZoneInfo(zone)).date() == day for instant in midnights)
    assert (due is not None) == exists
    if due is None:
        return
    shown = due.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    asked = datetime.combine(day, at)
    assert timedelta(0) <= shown - asked <= timedelta(hours=2)
    if shown != asked:
        # It was skipped: no instant of that day shows the time.
        local = datetime.combine(day, at, ZoneInfo(zone))
        assert all(
            local.replace(fold=fold).astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != asked
            for fold in (0, 1)
        )


@pytest.mark.parametrize(
    ("zone", "at", "day", "due"),
    [
        ("Europe/Berlin", "02:30", date(2026, 3, 29), "2026-03-29T01:30+00:00"),  # 03:30 of summer
        ("America/New_York", "02:30", date(2026, 3, 8), "2026-03-08T07:30+00:00"),  # 03:30 of summer
        ("Australia/Lord_Howe", "02:15", date(2026, 10, 4), "2026-10-03T15:45+00:00"),  # 02:45: half an hour
        ("Africa/Casablanca", "02:30", date(2026, 3, 22), "2026-03-22T02:30+00:00"),  # 03:30 after Ramadan
        ("America/Nuuk", "23:30", date(2026, 3, 28), "2026-03-29T01:30+00:00"),  # 00:30 of the day after
    ],
)
def test_a_time_that_daylight_saving_skips_comes_as_much_later_as_the_clocks_were_put(
    zone: str, at: str, day: date, due: str
) -> None:
    assert Slot(1, PLACES, time.fromisoformat(at), zone).due_at(day) == datetime.fromisoformat(due)


@pytest.mark.parametrize(
    ("zone", "at", "day", "first", "following"),
    [
        ("Europe/Berlin", "02:30", date(2026, 10, 25), "2026-10-25T00:30+00:00", "2026-10-26T01:30+00:00"),
        ("America/New_York", "01:30", date(2026, 11, 1), "2026-11-01T05:30+00:00", "2026-11-02T06:30+00:00"),
        ("Australia/Lord_Howe", "01:45", date(2026, 4, 5), "2026-04-04T14:45+00:00", "2026-04-05T15:15+00:00"),
        ("Africa/Casablanca", "02:30", date(2026, 2, 15), "2026-02-15T01:30+00:00", "2026-02-16T02:30+00:00"),
    ],
)
def test_a_time_that_daylight_saving_repeats_is_taken_once_the_first_time(
    zone: str, at: str, day: date, first: str, following: str
) -> None:
    slot = Slot(1, PLACES, time.fromisoformat(at), zone)
    due = datetime.fromisoformat(first)
    assert slot.due_at(day) == due
    assert slot.next(due) == Occurrence(day + timedelta(days=1), datetime.fromisoformat(following))


def test_a_date_that_a_zone_leaves_out_has_no_occurrence_and_the_next_has_one() -> None:
    """Samoa went from Thursday, 29 December 2011, to Saturday, 31."""
    assert APIA.due_at(date(2011, 12, 30)) is None
    thursday, saturday = APIA.due_at(date(2011, 12, 29)), APIA.due_at(date(2011, 12, 31))
    assert thursday is not None
    assert saturday == thursday + timedelta(days=1)


def test_a_weekly_slot_outlives_the_loss_of_its_weekday() -> None:
    fridays = Slot(1, PLACES, time(9, 0), "Pacific/Apia", frozenset({4}))
    following = fridays.next(datetime(2011, 12, 24, tzinfo=UTC))
    assert following is not None
    assert following.day == date(2012, 1, 6)


@pytest.mark.parametrize(
    ("slot", "takes"),
    [
        (Slot(1, PLACES, time(9, 0), "UTC"), False),
        (Slot(1, PLACES, time(9, 0), "UTC", if_nothing=IfNothing.REMIND), False),
        (Slot(1, PLACES, time(9, 0), "UTC", if_nothing=IfNothing.BEST), True),
        (Slot(1, PLACES, time(9, 0), "UTC", needs_approval=False), True),
    ],
)
def test_only_a_slot_that_was_told_so_takes_what_nobody_approved(slot: Slot, takes: bool) -> None:
    assert slot.takes_unapproved is takes


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("daily", EVERY_DAY),
        ("mon-fri", {0, 1, 2, 3, 4}),
        ("fri-mon", {4, 5, 6, 0}),
        ("пн, ср", {0, 2}),
        ("вс", {6}),
        ("mon-mon", {0}),
        ("every day", EVERY_DAY),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("выходные", {5, 6}),
        ("пн, выходные", {0, 5, 6}),
    ],
)
def test_weekdays_are_read_in_both_languages(text: str, days: set[int]) -> None:
    assert parse_weekdays(text) == days


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_time, parse_weekdays, parse_zone, Place.parse):
        with contextlib.suppress(Refused):
            parse(text)
