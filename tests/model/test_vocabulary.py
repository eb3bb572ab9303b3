import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import BadOption
from model.vocabulary import END, FIRST_CHARACTER, MOST_CHARACTERS, UNKNOWN, Vocabulary


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip))
def test_any_text_comes_back_from_its_numbers_when_all_its_characters_are_known(text: str) -> None:
    vocabulary = Vocabulary.of([text], min_count=1)

    assert vocabulary.decode(vocabulary.encode(text)) == text


@given(st.text(), st.text())
def test_encoding_gives_one_number_in_range_for_each_character_of_any_text(known: str, other: str) -> None:
    vocabulary = Vocabulary.of([known + "a"], min_count=1)

    ids = vocabulary.encode(other)

    assert len(ids) == len(other)
    assert not np.any(ids == END)
    assert all(
        UNKNOWN <= number < vocabulary.size and (number == UNKNOWN) == (character not in vocabulary.characters)
        for number, character in zip(ids, other, strict=True)
    )


def test_characters_are_numbered_from_the_commonest_on() -> None:
    vocabulary = Vocabulary.of(["abbccc"], min_count=1)

    assert vocabulary.characters == "cba"
    assert vocabulary.encode("c").tolist() == [FIRST_CHARACTER]


def test_rare_characters_fold_into_the_unknown_one() -> None:
    vocabulary = Vocabulary.of(["aaa", "aaб"], min_count=2)

    assert vocabulary.characters == "a"
    assert vocabulary.encode("aб").tolist() == [FIRST_CHARACTER, UNKNOWN]


def test_a_small_corpus_keeps_characters_that_a_large_one_would_fold() -> None:
    assert "б" in Vocabulary.of(["a" * 100 + "б"]).characters
    assert "б" not in Vocabulary.of(["a" * 200_000 + "б"]).characters


def test_half_surrogate_pairs_are_never_learned() -> None:
    assert Vocabulary.of(["a\ud800"], min_count=1).characters == "a"


def test_the_vocabulary_does_not_grow_beyond_its_limit() -> None:
    everything = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))

    assert len(Vocabulary.of([everything], min_count=1).characters) == MOST_CHARACTERS


def test_the_end_is_left_out_of_a_text_and_the_unknown_is_shown_as_such() -> None:
    assert Vocabulary("ab").decode([END, 2, UNKNOWN, 3, END]) == "a\ufffdb"


def test_a_vocabulary_survives_being_written_down() -> None:
    vocabulary = Vocabulary("ab\n\N{CAT}")

    assert Vocabulary.from_json(vocabulary.to_json()) == vocabulary


@pytest.mark.parametrize(
    "found",
    [
        None,
        [],
        {},
        {"characters": 7},
        {"characters": ""},
        {"characters": " \n"},
        {"characters": "aa"},
        {"characters": "ab", "more": 1},
        {"characters": "".join(map(chr, range(32, 5000)))},
    ],
)
def test_anything_but_a_written_vocabulary_is_refused(found: object) -> None:
    with pytest.raises(BadOption):
        Vocabulary.from_json(found)


def test_characters_that_are_always_wanted_are_known_however_rare_they_are() -> None:
    everything = "".join(map(chr, range(0x4E00, 0x4E00 + MOST_CHARACTERS + 50)))
    vocabulary = Vocabulary.of([everything], min_count=1, always="\n")

    assert "\n" in vocabulary.characters
    assert len(vocabulary.characters) == MOST_CHARACTERS
    assert Vocabulary.of(["a\na\na"], min_count=1, always="\n").characters == "a\n"
