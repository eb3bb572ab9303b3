"""What an admin asks of a slot is read in both languages, in any order, and never with an exception."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.command import storable
from bot.chat.slot_wish import Lack, Misread, parse_changes, parse_slot
from bot.domain.place import Place
from bot.domain.slot import IfNothing, Slot

WALL, CHANNEL = Place.parse("vk:-1"), Place.parse("telegram:@channel")
SLOT = Slot(0, (WALL,), time(9, 5), "Europe/Moscow")
WORDS = st.sampled_from(
    ["19:30", "mon", "пн-ср", "vk:-1", "telegram:@abcd", "UTC", "temperature", "0.9", "any", "remind", "30m", "30",
     "мин", "best", "skip", "without", "approval", "с", "одобрением", "before", ",", "=", "nonsense"]
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:05", SLOT),
        ("9.05 mon-fri", replace(SLOT, weekdays=frozenset(range(5)))),
        ("9:05 пн, ср Asia/Omsk", replace(SLOT, weekdays=frozenset({0, 2}), zone="Asia/Omsk")),
        ("9:05 каждый день", SLOT),
        ("9:05 every day sat", SLOT),
        ("9:05 будни", replace(SLOT, weekdays=frozenset(range(5)))),
        ("9:05 пн ср", replace(SLOT, weekdays=frozenset({0, 2}))),
        ("9:05 telegram:@channel UTC daily", replace(SLOT, places=(CHANNEL,), zone="UTC")),
        ("9:05 vk:-1 telegram:@channel vk:-1", replace(SLOT, places=(WALL, CHANNEL))),
        ("9:05 vk:-1, telegram:@channel", replace(SLOT, places=(WALL, CHANNEL))),
        ("9:05 temperature 0.9", replace(SLOT, temperature=0.9)),
        ("9:05 temperature=1,1 sat", replace(SLOT, temperature=1.1, weekdays=frozenset({5}))),
        ("9:05 Температура любая", SLOT),
        ("9:05 remind 30m", replace(SLOT, if_nothing=IfNothing.REMIND, remind_before=timedelta(minutes=30))),
        ("9:05 remind 1h before", replace(SLOT, if_nothing=IfNothing.REMIND, remind_before=timedelta(hours=1))),
        ("9:05 напомнить за 2 часа вс", replace(SLOT, if_nothing=IfNothing.REMIND, remind_before=timedelta(hours=2),
                                                weekdays=frozenset({6}))),
        ("9:05 best remind 30m", replace(SLOT, if_nothing=IfNothing.BEST, remind_before=timedelta(minutes=30))),
        ("9:05 remind 30m best", replace(SLOT, if_nothing=IfNothing.BEST, remind_before=timedelta(minutes=30))),
        ("9:05 лучший", replace(SLOT, if_nothing=IfNothing.BEST)),
        ("9:05 without approval", replace(SLOT, needs_approval=False)),
        ("9:05 без одобрения", replace(SLOT, needs_approval=False)),
        ("", Misread(Lack.TIME)),
        ("25:00", Misread(Lack.TIME)),
        ("mon 19:30", Misread(Lack.TIME)),
        ("19:30 20:00", Misread(Lack.WORD, "20:00")),
        ("19:30 someday", Misread(Lack.WORD, "someday")),
        ("19:30 without", Misread(Lack.WORD, "without")),
        ("19:30 ../../etc/passwd", Misread(Lack.WORD, "../../etc/passwd")),
        ("19:30 " + "x" * 5_000, Misread(Lack.WORD, "x" * 30)),
        ("19:30 temperature 0", Misread(Lack.TEMPERATURE, "0")),
        ("19:30 temperature 2.1", Misread(Lack.TEMPERATURE, "2.1")),
        ("19:30 temperature ١", Misread(Lack.TEMPERATURE, "١")),
        ("19:30 remind 25h", Misread(Lack.REMINDER, "25h")),
        ("19:30 " + " ".join(f"vk:-{number}" for number in range(1, 12)), Misread(Lack.PLACES)),
    ],
)  # fmt: skip
def test_a_slot_is_read(text: str, expected: Slot | Misread) -> None:
    """A time first, then the rest in any order; the first word that means nothing is named."""
    assert parse_slot(text, "Europe/Moscow", WALL) == expected


def test_a_slot_needs_a_place_from_somewhere() -> None:
    """Without a place in the settings one must be named."""
    assert parse_slot("19:30", "UTC", None) == Misread(Lack.PLACE)


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("mon 20:00", {"at": time(20), "weekdays": frozenset({0})}),
        ("vk:-2", {"places": (Place.parse("vk:-2"),)}),
        ("best", {"if_nothing": IfNothing.BEST}),
        ("skip", {"if_nothing": IfNothing.SKIP, "remind_before": None}),
        ("temperature any with approval", {"temperature": None, "needs_approval": True}),
    ],
)
def test_a_change_leaves_what_is_not_named(text: str, changes: dict[str, object]) -> None:
    """Weekdays and places are replaced as a whole."""
    slot = Slot(
        3, (WALL, CHANNEL), time(9), "UTC", frozenset({1, 2}), temperature=0.9, needs_approval=False,
        if_nothing=IfNothing.REMIND, remind_before=timedelta(hours=1),
    )  # fmt: skip
    assert parse_changes(text, slot) == replace(slot, **changes)  # type: ignore[arg-type]


@given(st.text(st.characters(exclude_categories=())) | st.lists(WORDS).map(" ".join))
def test_any_wish_is_read_or_its_lack_is_named(text: str) -> None:
    """What an admin types is understood or not, and that is all; what is understood can be served."""
    for read in (parse_slot(storable(f"19:30 {text}"), "UTC", WALL), parse_changes(storable(text), SLOT)):
        if isinstance(read, Slot):
            assert read.places
            assert read.weekdays
            assert read.if_nothing is not IfNothing.REMIND or read.remind_before is not None
