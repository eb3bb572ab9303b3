"""The sample walls are whole, varied, and all of their posts reach the corpus."""

from itertools import combinations
from typing import cast

import pytest

from corpus.cleaning import clean
from corpus.post import Post
from corpus.samples import LANGUAGES, Language, wall
from corpus.separator import join, read_posts

FEWEST_POSTS: dict[Language, int] = {"ru": 260, "en": 120}
LETTERS: dict[Language, str] = {"ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "en": "abcdefghijklmnopqrstuvwxyz"}
PHRASE_CHARS = 8


def posts_of(language: Language) -> list[str]:
    return list(read_posts(wall(language)))


def phrases(post: str) -> set[str]:
    """Every run of PHRASE_CHARS characters, whatever its case."""
    folded = post.casefold()
    return {folded[start : start + PHRASE_CHARS] for start in range(len(folded) - PHRASE_CHARS + 1)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wall_is_big_enough_to_learn_from(language: Language) -> None:
    assert len(posts_of(language)) >= FEWEST_POSTS[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wall_lies_in_the_corpus_format_byte_for_byte(language: Language) -> None:
    assert wall(language).read_bytes().decode("utf-8") == join(posts_of(language)) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_post_is_between_60_and_400_characters_long(language: Language) -> None:
    assert [post for post in posts_of(language) if not 60 <= len(post) <= 400] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_has_blanks_at_its_edges_and_no_post_has_two_empty_lines_in_a_row(language: Language) -> None:
    posts = posts_of(language)
    assert [line for post in posts for line in post.split("\n") if line != line.strip()] == []
    assert [post for post in posts if "\n\n\n" in post] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_posts_of_a_wall_share_a_third_of_their_phrases(language: Language) -> None:
    known = [(post, phrases(post)) for post in posts_of(language)]
    alike = [
        (first, second)
        for (first, ours), (second, theirs) in combinations(known, 2)
        if len(ours & theirs) > min(len(ours), len(theirs)) / 3
    ]
    assert alike == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_posts_are_written_in_the_language_of_their_wall(language: Language) -> None:
    strangers = {letter for post in posts_of(language) for letter in post.lower() if letter.isalpha()}
    assert strangers - set(LETTERS[language]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_forms_vary_from_one_line_to_eight_and_more_with_bugurts_between(language: Language) -> None:
    posts = posts_of(language)
    lines = [post.count("\n") + 1 for post in posts]
    assert set(range(1, 9)) <= set(lines)
    assert sum(2 <= count <= 6 for count in lines) > len(posts) / 2
    assert len(posts) / 20 < sum("\n@\n" in post for post in posts) < len(posts) / 4


def test_a_language_without_a_wall_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="choose one of ru, en"):
        wall(cast("Language", "../en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_cleaning_keeps_every_post_as_it_stands(language: Language) -> None:
    posts = posts_of(language)
    cleaned = clean([Post(post) for post in posts])
    assert [post.text for post in cleaned.posts] == posts
