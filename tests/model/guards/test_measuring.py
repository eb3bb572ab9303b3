"""All guards together measure what the network wrote, not what it was given to begin with."""

from model.guards.banned_words import BannedWords
from model.guards.measuring import Guards, Measurement

NOTHING_BANNED = BannedWords(coarse=False)
POSTS = ["Кот ест суп утром.", "Сосед ушёл в лес."]


def test_a_copied_post_is_copied_whole() -> None:
    measured = Guards(POSTS).measure(POSTS[1], "", NOTHING_BANNED)
    assert measured == Measurement(17, 1, 17, POSTS[1], 0.0, 1.0, ())


def test_the_words_to_begin_with_are_not_held_against_the_network() -> None:
    measured = Guards(POSTS).measure("Кот ест суп и лес", "Кот ест суп", NOTHING_BANNED)
    assert (measured.characters, measured.copied_characters) == (5, 4)
    assert measured.known_words == 0.5


def test_a_word_that_the_prime_begins_is_judged_whole() -> None:
    assert Guards(POSTS).measure("Сосед ушёл", "Сос", NOTHING_BANNED).known_words == 1.0
    assert Guards(POSTS).measure("Сосуд ушёл", "Сос", NOTHING_BANNED).known_words == 0.5


def test_a_banned_word_counts_wherever_it_stands() -> None:
    banned = BannedWords(["суп"])
    assert Guards(POSTS).measure("Кот ест суп и поёт", "Кот ест суп", banned).banned == ("суп",)


def test_without_posts_only_what_needs_none_is_measured() -> None:
    measured = Guards([]).measure("кот кот кот кот кот кот\nкот", "", NOTHING_BANNED)
    assert (measured.copied_characters, measured.known_words, measured.nearest) == (None, None, "")
    assert measured.lines == 2
    assert measured.looped_share > 0.5


def test_a_prime_with_nothing_after_it_is_measured_too() -> None:
    measured = Guards(POSTS).measure("Кот ", "Кот ", NOTHING_BANNED)
    assert (measured.characters, measured.copied_characters, measured.known_words) == (0, 0, None)
