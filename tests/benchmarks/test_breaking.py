"""Small versions of the benchmarks that break publishing on purpose: few kills, one night, some hours."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from benchmarks.breaking.clock import SharedClock, SkewedClock
from benchmarks.breaking.timetable import Time, due_at
from benchmarks.clocks import pass_the_night
from benchmarks.kills import break_publishing
from benchmarks.week import live
from bot.domain.place import Place
from bot.domain.slot import Slot

WALL = Place.parse("vk:-1")


@pytest.mark.parametrize(
    ("zone", "around"),
    [
        ("Europe/Berlin", date(2027, 3, 28)),
        ("Europe/Berlin", date(2027, 10, 31)),
        ("America/New_York", date(2027, 3, 14)),
        ("America/New_York", date(2027, 11, 7)),
        ("Australia/Lord_Howe", date(2027, 4, 4)),
        ("Australia/Lord_Howe", date(2027, 10, 3)),
    ],
)
def test_the_judge_and_the_bot_agree_on_when_a_slot_comes_due(zone: str, around: date) -> None:
    """Each by its own way, in the night of a change of clocks."""
    for quarter in range(16):
        at = time(quarter // 4, quarter % 4 * 15)
        assert due_at(Time(at, zone, (WALL,)), around) == Slot(1, (WALL,), at, zone).due_at(around)


def test_the_clock_is_one_for_all_who_map_its_file(tmp_path: Path) -> None:
    """It jumps for all at once, and a machine whose clock is wrong is wrong by a fixed time."""
    noon = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
    clock = SharedClock.start(tmp_path / "clock", noon, speed=0.0)
    same = SharedClock(tmp_path / "clock")
    clock.jump(timedelta(minutes=7))
    assert same.now() == noon + timedelta(minutes=7)
    assert SkewedClock(same, timedelta(minutes=-2)).now() == noon + timedelta(minutes=5)


@pytest.mark.parametrize("processes", [1, 2])
async def test_killed_bots_post_nothing_twice_and_lose_nothing_silently(tmp_path: Path, processes: int) -> None:
    """Four kills among lost answers; a last bot finishes."""
    broken = await break_publishing("sqlite", processes, 4, tmp_path, None, seed=5)
    assert broken.judgement.wrongs == []
    assert broken.breakdowns == []
    assert broken.kills == 4
    assert broken.moments.total() == 4


async def test_two_bots_with_clocks_five_minutes_apart_serve_each_slot_once(tmp_path: Path) -> None:
    """A time that is skipped, one a day later, midnight; in the night in which clocks are put forward."""
    change = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    night = await pass_the_night("Europe/Berlin", change, "sqlite", tmp_path, None, 3, times=("00:00", "02:30"))
    assert night.wrongs == []
    assert night.once == night.occurrences == 8


async def test_what_is_published_equals_the_schedule_though_calls_fail(tmp_path: Path) -> None:
    """Some hours of the simulated week."""
    week = await live("sqlite", 0.2, tmp_path, None, seed=2)
    assert week.wrongs == []
    assert sum(day["due"] for day in week.days.values()) > 10
