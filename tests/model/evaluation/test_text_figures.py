import pytest

from model.evaluation.text_figures import (
    Yardstick,
    copy_share,
    distance,
    distinct,
    ends_by_itself_share,
    is_copy,
    loops,
    measure,
    self_similarity,
)
from model.writing import Sample

POSTS = ["Кот спит на печи и видит во сне большую рыбу.", "Пёс ушёл в лес.\nИ не вернулся."]


def test_copies_are_found_whatever_their_case_spaces_and_punctuation() -> None:
    texts = ["КОТ  спит!", "кот не спит", "...", "!!!"]

    assert copy_share(texts, ["Кот — спит.", "..."]) == 0.5
    assert copy_share([], ["a"]) == 0


def test_the_share_of_texts_that_end_by_themselves() -> None:
    samples = [Sample("а", ended_by_itself=number != 0, seed=number) for number in range(4)]

    assert ends_by_itself_share(samples) == 0.75
    assert ends_by_itself_share([]) == 0


def test_the_posts_themselves_are_copies_and_their_words_are_known() -> None:
    figures = measure(POSTS, Yardstick.of(POSTS, POSTS))

    assert figures.copies == 1
    assert figures.longest_copied == len(POSTS[0])
    assert figures.known_words == 1
    assert figures.length_distance == figures.lines_distance == 0
    assert figures.loops == 0


def test_strange_words_are_not_known_and_strange_lengths_are_far_away() -> None:
    figures = measure(["кот бурлыкает", "x" * 500], Yardstick.of(POSTS, POSTS))

    assert figures.known_words == pytest.approx(1 / 3)
    assert figures.length_distance >= 0.5
    assert figures.copies == 0


def test_lines_are_counted_without_the_empty_ones() -> None:
    figures = measure(["а\n\n\nб\n", "в"], Yardstick.of(POSTS, POSTS))
    assert figures.lines.low == pytest.approx(1.1)
    assert figures.lines.high == pytest.approx(1.9)


@pytest.mark.parametrize(
    ("run", "length", "copied"), [(61, 500, True), (60, 500, False), (29, 40, True), (28, 40, False), (20, 20, False)]
)
def test_a_copy_has_a_long_run_or_one_that_is_most_of_it_but_short_sayings_are_free(
    run: int, length: int, copied: bool
) -> None:
    assert is_copy(run, length) is copied


def test_a_text_that_says_one_thing_over_and_over_loops_and_laughter_does_not() -> None:
    assert loops("Кот спит. " * 6)
    assert not loops("Ха-ха-ха, сказал кот и ушёл спать на большую тёплую печь.")


def test_distance_is_0_for_equal_piles_and_1_for_piles_that_have_nothing_in_common() -> None:
    assert distance([1, 2, 3], [3, 1, 2]) == 0
    assert distance([1, 2], [10, 20, 30]) == 1
    assert distance([1, 2, 3, 4], [1, 2, 3, 40]) == pytest.approx(0.25)


def test_distinct_counts_runs_within_a_text_only_and_looks_at_no_more_than_1000_words() -> None:
    assert distinct(["а б а б"], 1) == 0.5
    assert distinct(["а б", "а б"], 2) == 0.5
    assert distinct(["а"], 2) == 0
    thousand = " ".join(f"w{number}x".translate(str.maketrans("0123456789", "abcdefghij")) for number in range(1000))
    assert distinct([thousand, "слово " * 500], 1) == 1


def test_self_similarity_is_1_for_equal_texts_and_0_for_strangers() -> None:
    assert self_similarity(["кот спит", "кот спит"]) == 1
    assert self_similarity(["кот спит", "лес шумит"]) < 0.5
    assert self_similarity(["один"]) == 0
