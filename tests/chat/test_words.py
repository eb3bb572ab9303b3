"""Both languages say the same things, in their own grammar."""

from dataclasses import fields
from datetime import timedelta
from string import Formatter

import pytest

from bot.chat.commands import COMMANDS
from bot.chat.language import LANGUAGES
from bot.chat.words import Forms, Words
from bot.chat.words_en import ENGLISH
from bot.chat.words_ru import RUSSIAN
from bot.domain.draft import DraftState
from bot.domain.member import Role

TEXTS = [field.name for field in fields(Words) if field.type in (str, "str")]
BOTH = pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)

# Longer than any that occurs: what is put into a notice to see whether it still fits.
_LONG = {
    "id": 10**6, "state": "неизвестно, вышел ли", "who": "telegram:1234567890", "wait": "59 минут 59 секунд",
    "votes": "20 из 20", "likes": 10**6, "dislikes": 10**6,
}  # fmt: skip


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_there_are_texts_to_compare() -> None:
    """The tests below look at something."""
    assert len(TEXTS) > 80


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_fill_the_same_placeholders(name: str) -> None:
    """A text has the same placeholders in Russian and in English, and is not empty in either."""
    russian, english = getattr(RUSSIAN, name), getattr(ENGLISH, name)
    assert _placeholders(russian) == _placeholders(english)
    assert russian.strip()
    assert english.strip()


@BOTH
def test_every_state_and_role_has_a_name(words: Words) -> None:
    """No state of a draft and no role is nameless."""
    assert set(words.states) == set(DraftState)
    assert set(words.roles) == set(Role)


@BOTH
@pytest.mark.parametrize("name", [name for name in TEXTS if name.startswith("notice_")])
def test_a_notice_fits_what_vk_shows(words: Words, name: str) -> None:
    """VK shows 90 characters to the person who pressed."""
    assert len(getattr(words, name).format(**_LONG, roles=words.roles[Role.MODERATOR])) <= 90


@BOTH
@pytest.mark.parametrize("name", [name for name in TEXTS if name.startswith("button_")])
def test_a_button_fits_what_vk_takes(words: Words, name: str) -> None:
    """VK takes labels of 40 characters."""
    assert len(getattr(words, name)) <= 40


@BOTH
def test_every_command_has_its_line_of_help(words: Words) -> None:
    """Help lines are there, differ from each other, and fit Telegram's list of commands (256 characters)."""
    lines = [row.help(words) for row in COMMANDS]
    assert len(set(lines)) == len(COMMANDS)
    assert all(3 <= len(line) <= 256 for line in lines)


@pytest.mark.parametrize(
    ("number", "expected"),
    [(0, "секунд"), (1, "секунду"), (2, "секунды"), (4, "секунды"), (5, "секунд"), (11, "секунд"), (12, "секунд"),
     (14, "секунд"), (21, "секунду"), (22, "секунды"), (25, "секунд"), (111, "секунд"), (112, "секунд"),
     (101, "секунду")],
)  # fmt: skip
def test_russian_counts_in_three_forms(number: int, expected: str) -> None:
    """1 секунду, 2 секунды, 5 секунд, and 11 to 14 go with 5."""
    assert RUSSIAN.count(number, RUSSIAN.seconds) == f"{number} {expected}"


def test_english_counts_in_two_forms() -> None:
    """1 draft, 0 and 2 drafts."""
    forms = Forms("draft", "drafts", "drafts")
    assert [ENGLISH.count(number, forms) for number in (0, 1, 2)] == ["0 drafts", "1 draft", "2 drafts"]


@pytest.mark.parametrize(
    ("seconds", "russian", "english"),
    [
        (0, "1 секунду", "1 second"),
        (0.2, "1 секунду", "1 second"),
        (59.1, "1 минуту", "1 minute"),
        (61, "1 минуту 1 секунду", "1 minute 1 second"),
        (3_600, "1 час", "1 hour"),
        (3_601, "1 час 1 минуту", "1 hour 1 minute"),
        (7_199, "2 часа", "2 hours"),
        (86_399, "1 день", "1 day"),
        (90_001, "1 день 2 часа", "1 day 2 hours"),
    ],
)
def test_a_duration_is_named_in_its_largest_units_and_never_too_short(
    seconds: float, russian: str, english: str
) -> None:
    """Whoever waits as long as was said has waited long enough."""
    span = timedelta(seconds=seconds)
    assert (RUSSIAN.duration(span), ENGLISH.duration(span)) == (russian, english)
