"""The chat means by a banned word what the guards mean by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Refused
from bot.writer.banned_words import GuardsWordFinder
from model.guards.banned_words import BannedWords

FINDER = GuardsWordFinder()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Слон* ", "слон*"),
        ("ЁЛКА", "елка"),
        ("«утка», «Селезень»!", "утка селезень"),
        ("Straße", "strasse"),
        ("d\u200buck", "duck"),
    ],
)
def test_a_word_is_kept_in_its_plain_form(typed: str, kept: str) -> None:
    assert FINDER.plain(typed) == kept


@pytest.mark.parametrize("typed", ["", "*", "!?", "\u200b", "аб" * 51])
def test_what_the_writer_would_refuse_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        FINDER.plain(typed)


def test_a_word_is_found_however_it_is_spelled_and_named_as_it_was_read() -> None:
    words = (FINDER.plain("слон*"), FINDER.plain("duck"))
    assert FINDER.find("с л о н у видно DUCK", words) == ("слону", "duck")
    assert FINDER.find("видел слово", words) == ()
    assert FINDER.find("whatever", ()) == ()


@given(st.text(min_size=1, max_size=40))
def test_the_plain_form_bans_what_was_typed_and_stays_as_it_is(typed: str) -> None:
    try:
        kept = FINDER.plain(typed)
    except Refused:
        return
    assert FINDER.plain(kept) == kept
    if "*" not in typed:
        assert bool(FINDER.find(typed, (kept,))) == bool(BannedWords([typed], coarse=False).find(typed))
