"""Texts for Telegram: counted in UTF-16 units, split without loss, whole Unicode."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.place import utf16_length
from bot.platforms.telegram.text import MAX_MESSAGE, clean, shorten, split_text

without_deadline = settings(deadline=None)  # other tests may run beside these
_ANY_TEXT = st.text(st.sampled_from("ab\n яé😀👩‍👩‍👧 \t"), max_size=400)


@without_deadline
@given(_ANY_TEXT, st.integers(2, 60))
def test_parts_never_exceed_the_limit_and_lose_only_white_space(text: str, limit: int) -> None:
    parts = split_text(text, limit)
    assert all(0 < utf16_length(part) <= limit for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_an_emoji_counts_as_two_units() -> None:
    assert split_text("😀" * 2048) == ["😀" * 2048]
    assert [len(part) for part in split_text("😀" * 2049)] == [2048, 1]


def test_a_character_of_two_units_is_never_cut_in_half() -> None:
    assert split_text("a" + "😀" * 2048) == ["a" + "😀" * 2047, "😀"]


def test_a_text_is_cut_at_a_line_rather_than_at_a_space() -> None:
    text = "a" * 3000 + "\n" + "b b" * 200 + "c" * 1000
    assert split_text(text) == text.split("\n")


def test_a_text_without_lines_is_cut_at_a_space() -> None:
    assert split_text("word " * 1000) == [("word " * 819).strip(), ("word " * 181).strip()]


def test_an_early_line_break_does_not_make_a_tiny_message() -> None:
    parts = split_text("hi\n" + "x" * 5000)
    assert utf16_length(parts[0]) == MAX_MESSAGE


def test_a_boundary_right_behind_what_fits_is_used() -> None:
    assert split_text("x" * MAX_MESSAGE + "\ny") == ["x" * MAX_MESSAGE, "y"]


def test_nothing_but_white_space_is_no_message() -> None:
    assert split_text(" \n\t ") == []


@without_deadline
@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_a_cleaned_text_can_be_encoded_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned


def test_surrogates_are_joined_where_they_are_a_pair_and_replaced_where_not() -> None:
    assert clean("\ud83d\ude00 \ud83d!") == "😀 \ufffd!"


@without_deadline
@given(_ANY_TEXT, st.integers(1, 30))
def test_a_shortened_text_keeps_its_limit(text: str, limit: int) -> None:
    assert utf16_length(shorten(text, limit)) <= limit
