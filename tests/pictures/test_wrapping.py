"""Where lines may end."""

import pytest

from bot.pictures.wrapping import Splitting, pieces, split


def _width(text: str) -> float:
    return float(len(text))


@pytest.mark.parametrize(
    ("paragraph", "parts"),
    [
        ("Когда всё плохо", ["Когда", "всё", "плохо"]),
        ("Москва — столица", ["Москва —", "столица"]),
        ("кто-то из-под", ["кто-", "то", "из-", "под"]),
        ("-5 5-3 a-", ["-5", "5-3", "a-"]),
        ("漢字かな。交じり", ["漢", "字", "か", "な。", "交", "じ", "り"]),
        ("「漢」", ["「漢」"]),
        ("ура😂😂!", ["ура", "😂", "😂!"]),
        ("неразрывный\u00a0пробел", ["неразрывный\u00a0пробел"]),
    ],
)
def test_a_line_may_end_between_these(paragraph: str, parts: list[str]) -> None:
    assert [piece.text for piece in pieces(paragraph, _width)] == parts


def test_only_the_first_part_of_a_word_has_a_space_before_it() -> None:
    assert [piece.space for piece in pieces("ну кто-то", _width)] == [False, True, False]


def test_a_long_word_is_parted_at_its_syllables() -> None:
    (word,) = pieces("человеконенавистничество", _width)
    parts = split(word, 12, Splitting.BY_SYLLABLES, _width)
    assert "".join(part.text for part in parts) == word.text
    assert [part.hyphen for part in parts] == [True] * (len(parts) - 1) + [False]
    assert {"нена", "че", "ло"} & {part.text for part in parts}
    (word,) = pieces("internationalization", _width)
    assert len(split(word, 10, Splitting.BY_SYLLABLES, _width)) > 3


def test_a_word_without_syllables_is_torn_so_that_each_part_fits_with_its_hyphen() -> None:
    (word,) = pieces("й" * 50, _width)
    parts = split(word, 12, Splitting.ANYWHERE, _width)
    assert "".join(part.text for part in parts) == word.text
    assert all(part.width + part.hyphen <= 12 for part in parts)


def test_clusters_are_never_torn_and_thai_takes_no_hyphen() -> None:
    (word,) = pieces("ก้า" * 20, _width)
    parts = split(word, 7, Splitting.ANYWHERE, _width)
    assert not any(part.hyphen for part in parts)
    assert not any(part.text[0] == "\u0e49" for part in parts)


def test_a_soft_hyphen_says_where_a_word_is_parted() -> None:
    (word,) = pieces("пере\u00adполох", _width)
    assert [part.text for part in split(word, 6, Splitting.BY_SYLLABLES, _width)] == ["пере", "полох"]


def test_a_word_that_fits_is_left_whole() -> None:
    (word,) = pieces("слово", _width)
    assert split(word, 5, Splitting.ANYWHERE, _width) == [word]
