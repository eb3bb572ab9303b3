"""Copies are told by their words, near copies by an exact measure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.copies import NearCopies, fingerprint, similarity

STORY = "жили были старик со старухой и ничего смешного с ними не случалось"


def test_case_punctuation_spaces_and_the_dots_of_yo_make_no_difference() -> None:
    assert fingerprint("Ну, ёлки…\nпалки!") == fingerprint("ну ЕЛКИ палки") == "ну елки палки"


def test_posts_without_words_are_told_apart_by_their_characters() -> None:
    assert fingerprint("😀 😀") != fingerprint("😭")
    assert fingerprint(":-) ") == ":-)"


@given(st.text())
def test_a_text_is_its_own_copy(text: str) -> None:
    assert fingerprint(text) == fingerprint(f" {text} ")
    assert similarity(fingerprint(text), fingerprint(text)) == 1


@pytest.mark.parametrize("threshold", [0.2, 0.5, 0.8, 0.95])
def test_what_is_similar_enough_is_seen_and_what_is_not_is_added(threshold: float) -> None:
    near = NearCopies(threshold, min_chars=10)
    alike = STORY.replace("смешного", "смешнова")
    assert 0.5 < similarity(STORY, alike) < 0.95
    assert not near.seen_or_add(STORY)
    assert near.seen_or_add(STORY)
    assert near.seen_or_add(alike) == (similarity(STORY, alike) >= threshold)
    assert not near.seen_or_add("совсем другая история про кота и его миску")


def test_what_is_too_short_is_never_seen() -> None:
    near = NearCopies(0.5, min_chars=1000)
    assert not near.seen_or_add(STORY)
    assert not near.seen_or_add(STORY)
