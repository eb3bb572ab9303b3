"""What people type and what buttons carry is read strictly and never with an exception."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.action import Action, Verb
from bot.chat.command import Command, parse, storable
from bot.chat.duration import parse_duration
from bot.chat.slot_wish import Lack, Misread, SlotWish, parse_slot
from bot.domain.member import Platform
from bot.domain.place import Place

ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.from_regex(r"[/!]\w*@?\w* .*")
WALL = Place(Platform.VK, "-1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/meme", Command("meme", "", is_shouted=False)),
        ("  /Meme@wall_bot  On Monday \n we ", Command("meme", "On Monday \n we", is_shouted=False)),
        ("!meme hi", Command("meme", "hi", is_shouted=True)),
        ("/мем в среду", Command("мем", "в среду", is_shouted=False)),
        ("/meme\nline", Command("meme", "line", is_shouted=False)),
        ("meme", None),
        ("/", None),
        ("!!! wow", None),
        ("/5", None),
        ("/meme,", None),
        ("look: /meme", None),
        ("/" + "a" * 33, None),
        ("", None),
    ],
)
def test_a_command_is_read(text: str, expected: Command | None) -> None:
    """A slash or an exclamation mark, a name, perhaps the bot's, then words."""
    assert parse(text) == expected


@given(ANY_TEXT)
def test_any_text_is_read_and_can_be_stored(text: str) -> None:
    """No text raises, and what is kept of it is valid UTF-8 without NUL."""
    kept = storable(text)
    assert "\0" not in kept
    assert kept.encode().decode() == kept
    command = parse(kept)
    assert command is None or command.name == command.name.lower()


@given(st.sampled_from(Verb), st.integers(1, 10**18 - 1))
def test_an_action_survives_the_way_through_a_button(verb: Verb, number: int) -> None:
    """What a button carries is read back, and fits Telegram's 64 bytes of ASCII."""
    action = Action(verb, number)
    assert Action.parse(str(action)) == action
    assert len(str(action).encode("ascii")) <= 64


@pytest.mark.parametrize(
    "forged",
    ["", "approve", "approve:", "approve:0", "approve:-1", "approve:01", "approve:1 ", " approve:1", "approve:1\n",
     "APPROVE:1", "approve:1:2", "publish:1", "approve:١", "approve:" + "9" * 19, "a" * 100_000, "approve:1e3"],
)  # fmt: skip
def test_a_forged_action_is_none(forged: str) -> None:
    """Whatever no button of ours carries is not understood."""
    assert Action.parse(forged) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8h", timedelta(hours=8)),
        ("30m", timedelta(minutes=30)),
        ("1d 12h", timedelta(days=1, hours=12)),
        ("1h30m", timedelta(hours=1, minutes=30)),
        ("2ч", timedelta(hours=2)),
        ("30 мин.", timedelta(minutes=30)),
        ("3 дня", timedelta(days=3)),
        ("365d", timedelta(days=365)),
        ("366d", None),
        ("999999d", None),
        ("0h", None),
        ("8", None),
        ("h", None),
        ("-8h", None),
        ("8h soon", None),
        ("8 parsecs", None),
        ("", None),
    ],
)
def test_a_duration_is_read(text: str, expected: timedelta | None) -> None:
    """Days, hours and minutes in both languages, up to the longest allowed."""
    assert parse_duration(text, timedelta(days=365)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("19:30", SlotWish(time(19, 30), frozenset(range(7)), "Europe/Moscow", WALL)),
        ("9.05 mon-fri", SlotWish(time(9, 5), frozenset(range(5)), "Europe/Moscow", WALL)),
        ("9:05 пн, ср Asia/Omsk", SlotWish(time(9, 5), frozenset({0, 2}), "Asia/Omsk", WALL)),
        ("9:05 пн ср", SlotWish(time(9, 5), frozenset({0, 2}), "Europe/Moscow", WALL)),
        (
            "9:05 telegram:@channel UTC daily",
            SlotWish(time(9, 5), frozenset(range(7)), "UTC", Place(Platform.TELEGRAM, "@channel")),
        ),
        ("", Misread(Lack.TIME)),
        ("25:00", Misread(Lack.TIME)),
        ("mon 19:30", Misread(Lack.TIME)),
        ("19:30 someday", Misread(Lack.WORD, "someday")),
        ("19:30 ../../etc/passwd", Misread(Lack.WORD, "../../etc/passwd")),
        ("19:30 vk:-1 vk:-2", Misread(Lack.WORD, "vk:-2")),
        ("19:30 " + "x" * 5_000, Misread(Lack.WORD, "x" * 30)),
    ],
)
def test_a_slot_is_read(text: str, expected: SlotWish | Misread) -> None:
    """A time first, then weekdays, zone and place in any order; the first word that means nothing is named."""
    assert parse_slot(text, "Europe/Moscow", WALL) == expected


def test_a_slot_needs_a_place_from_somewhere() -> None:
    """Without a place in the settings one must be named."""
    assert parse_slot("19:30", "UTC", None) == Misread(Lack.PLACE)


@given(ANY_TEXT)
def test_any_slot_and_any_duration_end_without_an_exception(text: str) -> None:
    """What an admin types is understood or not, and that is all."""
    parse_slot(storable(f"19:30 {text}"), "UTC", WALL)
    span = parse_duration(storable(text), timedelta(days=1))
    assert span is None or timedelta(0) < span <= timedelta(days=1)
