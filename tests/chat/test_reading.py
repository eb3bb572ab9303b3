"""What people type and what buttons carry is read strictly and never with an exception."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.action import Action, Verb
from bot.chat.command import Command, parse, storable
from bot.chat.duration import parse_duration

ANY_TEXT = st.text(st.characters(exclude_categories=())) | st.from_regex(r"[/!]\w*@?\w* .*")


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


@given(ANY_TEXT)
def test_any_duration_ends_without_an_exception(text: str) -> None:
    """What an admin types is understood or not, and that is all."""
    span = parse_duration(storable(text), timedelta(days=1))
    assert span is None or timedelta(0) < span <= timedelta(days=1)
