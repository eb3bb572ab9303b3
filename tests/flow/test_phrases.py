"""Phrases of forgotten posts are recognised from hashes alone, and only from enough of them."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flow.authors import AuthorHash
from bot.flow.phrases import SURELY_FOUND, WINDOW, Fingerprint, PhraseHash, holds_any, own_windows, plain

PHRASES = PhraseHash(AuthorHash(b"0123456789abcdef"))
SAYING = "мой кот опять ушёл жить к соседям, потому что у них каждый вечер жарят рыбу и поют про море"


def fingerprint(*texts: str, others: tuple[str, ...] = ()) -> Fingerprint:
    read = [plain(text) for text in texts]
    return PHRASES.fingerprint(read, own_windows(read, map(plain, others)))


@given(st.text(alphabet="абвгдежзик лмно", min_size=SURELY_FOUND, max_size=200), st.data())
def test_a_run_that_is_long_enough_is_found_wherever_it_begins_and_ends(text: str, data: st.DataObject) -> None:
    """Winnowing keeps one window at least of every SPAN in a row."""
    compared = plain(text)
    if len(compared) < SURELY_FOUND:
        return
    begin = data.draw(st.integers(0, len(compared) - SURELY_FOUND))
    run = compared[begin : begin + SURELY_FOUND]
    if run != plain(run):  # a blank at its edge is no part of a text
        return
    assert PHRASES.find(run, fingerprint(text).windows) is not None


@pytest.mark.parametrize("written", [SAYING.upper(), SAYING.replace(" ", "\n "), SAYING.replace("ё", "е")])
def test_case_space_and_the_dots_of_yo_hide_nothing(written: str) -> None:
    """A network that copies a phrase may well change these."""
    assert PHRASES.find(f"И вот: {written}", fingerprint(SAYING).windows) is not None


def test_where_a_phrase_begins_is_told_in_the_text_as_it_is_written() -> None:
    """So that what stands before it can be given to a network to go on from."""
    before = "А  ещё\n\nскажу: "
    place = PHRASES.find(before + SAYING, fingerprint(SAYING).windows)
    assert place is not None
    assert len(before) <= place <= len(before) + SURELY_FOUND - WINDOW


def test_a_shorter_run_is_common_speech() -> None:
    """Nothing below WINDOW characters is kept or found."""
    assert fingerprint(SAYING[: WINDOW - 1]) == Fingerprint()
    assert PHRASES.find(SAYING[: WINDOW - 1], fingerprint(SAYING).windows) is None


def test_what_others_wrote_too_is_not_the_authors_own() -> None:
    """A proverb stays, whoever said it first."""
    assert fingerprint(SAYING, others=("Как говорится, " + SAYING.upper(),)) == Fingerprint()
    ending = " и это чистая правда, клянусь бородой дедушки Мороза"
    kept = fingerprint(SAYING + ending, others=(SAYING,)).windows
    assert PHRASES.find(SAYING, kept) is None
    assert PHRASES.find(SAYING + ending, kept) is not None


def test_another_home_recognises_nothing() -> None:
    """The hashes are keyed: without the home's key they say nothing."""
    elsewhere = PhraseHash(AuthorHash(b"fedcba9876543210"))
    assert elsewhere.find(SAYING, fingerprint(SAYING).windows) is None


def test_too_few_windows_are_kept_to_spell_a_post_letter_by_letter() -> None:
    """Who knows one window and the key would have to guess several letters at once for the next."""
    draw = random.Random(3)
    text = "".join(draw.choice("абвгдежзиклмнопрст") for _ in range(2_000))
    kept = fingerprint(text).windows
    places = [begin for begin in range(len(text) - WINDOW + 1) if PHRASES.find(text[begin : begin + WINDOW], kept) == 0]
    assert len(kept) < len(text) / 8
    steps = [after - before for before, after in pairwise(places)]
    assert sum(step == 1 for step in steps) < 0.2 * len(steps)


def test_of_an_opening_sixteen_bits_are_kept() -> None:
    """The first two words choose what a network is asked with; two posts with the same ones look the same."""
    assert fingerprint(SAYING).openings == {PHRASES.opening("мой кот")}
    assert all(opening < 2**16 for opening in fingerprint(SAYING, SAYING[4:]).openings)


@given(st.frozensets(st.integers(0, 2**64 - 1), max_size=20), st.frozensets(st.integers(0, 2**16 - 1), max_size=20))
def test_a_fingerprint_is_stored_and_read_as_it_is(windows: frozenset[int], openings: frozenset[int]) -> None:
    """What is stored has no other order than that of the values."""
    made = Fingerprint(windows, openings)
    assert Fingerprint.unpacked(*made.packed()) == made


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    """Half surrogates, NUL and letters that grow when their case is folded raise nothing."""
    known = fingerprint(text).windows
    assert (PHRASES.find(text, known) is not None) is bool(known)
    assert holds_any(text, own_windows([plain(text)], [])) is bool(known)
