"""The longest run is the longest, stands in one post, and is found whatever the letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.guards.overlap import NO_OVERLAP, Originals


def longest_run_by_trying_all(posts: list[str], text: str) -> int:
    runs = {text[i:j] for i in range(len(text)) for j in range(i, len(text) + 1)}
    return max((len(run) for run in runs if any(run in post for post in posts)), default=0)


# Few letters, of one to four bytes and with common beginnings, so that runs are long and bytes alike; a lone surrogate.
LETTERS = st.text(st.sampled_from("аба€😀😁\n\ud800"), max_size=12)


@given(st.lists(LETTERS, max_size=5), LETTERS)
def test_the_run_is_as_long_as_trying_all_of_them_finds(posts: list[str], text: str) -> None:
    overlap = Originals(posts).longest_run(text)
    assert overlap.characters == longest_run_by_trying_all(posts, text)
    assert text[overlap.start : overlap.start + overlap.characters] in overlap.post
    assert overlap.post in posts or overlap == NO_OVERLAP


def test_the_post_with_the_run_is_named() -> None:
    overlap = Originals(["Кот спит.", "Пёс лает на кота.", "Лось"]).longest_run("Сосед лает на кошку.")
    assert (overlap.characters, overlap.start, overlap.post) == (len(" лает на ко"), 5, "Пёс лает на кота.")


def test_no_run_reaches_from_one_post_into_the_next() -> None:
    assert Originals(["раз", "два"]).longest_run("раздва").characters == 3


def test_letters_that_share_a_byte_are_not_taken_for_half_a_copy() -> None:
    """ж and з differ in their second byte only."""
    assert Originals(["ж"]).longest_run("з") == NO_OVERLAP


@pytest.mark.parametrize("posts", [[], [""], ["", ""]])
def test_nothing_is_copied_from_nothing(posts: list[str]) -> None:
    assert Originals(posts).longest_run("текст") == NO_OVERLAP


@given(st.lists(st.text(max_size=10), max_size=5))
def test_the_posts_come_out_as_they_went_in(posts: list[str]) -> None:
    assert list(Originals(posts)) == posts
