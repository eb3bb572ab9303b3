"""Which words the posts know."""

import pytest

from model.guards.words import KnownWords, split

POSTS = ["Ёжик по-русски не говорит.", "He doesn't know 42 words"]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("ежик ГОВОРИТ", 1.0),
        ("по-русски", 1.0),
        ("ёжик гыворит", 0.5),
        ("doesn't", 1.0),
        ("ёжики", 0.0),
        ("", None),
        ("42 — 17!", None),
    ],
)
def test_words_are_known_without_case_and_dots_and_numbers_are_no_words(text: str, share: float | None) -> None:
    assert KnownWords(POSTS).share(text) == share


def test_without_posts_no_word_is_known() -> None:
    assert KnownWords([]).share("слово") == 0.0


def test_a_word_keeps_its_hyphens_and_apostrophes() -> None:
    assert split("Кто-то don't, -нет-") == ["кто-то", "don't", "нет"]
