"""An edit is told word by word."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.word_diff import Change, changes

TEXTS = st.text("аб \n", max_size=60)


def test_words_that_were_replaced_added_and_removed_are_told_apart() -> None:
    assert changes("кот ест рыбу", "пёс ест рыбу") == [Change("кот", "пёс")]
    assert changes("кот ест", "кот опять ест") == [Change("", "опять")]
    assert changes("кот опять ест", "кот ест") == [Change("опять", "")]


def test_blank_space_is_no_change() -> None:
    assert changes("кот  ест\n", "кот\nест") == []


@given(TEXTS, TEXTS)
def test_the_changes_account_for_every_word_that_differs(before: str, after: str) -> None:
    """Words that were taken out and put in make up the difference of the two texts."""
    found = changes(before, after)
    removed = sum(len(change.before.split()) for change in found)
    added = sum(len(change.after.split()) for change in found)
    assert len(before.split()) - removed == len(after.split()) - added
    assert (found == []) == (before.split() == after.split())
