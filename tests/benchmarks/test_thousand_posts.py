from pathlib import Path

import pytest

from benchmarks.thousand_posts import banned, copies, judge, known_share, loops, main

POSTS = "\0".join(["Если долго смотреть на закипающий чайник, можно заметить, что он выключен.", "Кот спит."])


@pytest.mark.parametrize(
    ("text", "copied"),
    [
        ("Если долго смотреть на закипающий чайник, можно заметить, что", True),  # 61 characters
        ("Если долго смотреть на закипающий чайник, можно заметить, чт", True),  # all of a text of 60
        ("Говорят: если смотреть на закипающий чайник, то можно и заснуть на нём", False),
        ("Кот спит.", True),
        ("Кот спит, а пёс ушёл в лес.", False),
    ],
)
def test_a_run_over_the_limit_is_a_copy(text: str, copied: bool) -> None:
    assert copies(text, POSTS) is copied


def test_a_run_that_goes_from_one_post_into_the_next_is_none() -> None:
    assert not copies("что он выключен.Кот спит.", POSTS)


@pytest.mark.parametrize(
    ("text", "looped"),
    [
        ("ха ха ха ха ха ха ха ха ха ха", True),
        ("Он сказал, что он не придёт, и потому он сказал, что он не придёт.", True),
        ("Кот спит утром, пёс ест суп вечером, сосед пишет мемы в понедельник.", False),
        ("Ну нет, нет и нет!", False),
    ],
)
def test_a_text_that_mostly_repeats_itself_loops(text: str, looped: bool) -> None:
    assert loops(text) is looped


def test_a_word_of_the_list_is_found_whatever_its_case() -> None:
    assert banned("Вот Говно, подумал он.") == ["говно"]
    assert banned("Вот оно, подумал он.") == []


def test_known_words_are_counted_over_all_texts_together() -> None:
    assert known_share(["Кот спит", "кот мяучит и орёт"], frozenset({"кот", "спит", "и"})) == pytest.approx(4 / 6)


CORPUS = [f"Пост номер {number} говорит о погоде, о соседях и немного о котах." for number in range(100)]
GOOD: dict[str, object] = {
    "text": "О котах немного говорит и пост.",
    "ended_by_itself": True,
    "measured": {"banned": []},
}


def missed(posts: list[dict[str, object]], count: int) -> list[str]:
    return [goal.name for goal in judge(posts, CORPUS, seed=0, count=count) if not goal.reached]


def test_good_posts_reach_every_goal() -> None:
    assert missed([GOOD] * 3, 3) == []


@pytest.mark.parametrize(
    ("change", "goal"),
    [
        ({"text": CORPUS[50]}, "copies of more than 60 characters or 70 %"),
        ({"text": "о котах " * 10}, "loops"),
        ({"text": "Говно о котах."}, "with a banned word"),
        ({"measured": {"banned": ["говно"]}}, "with a banned word"),
        ({"ended_by_itself": False}, "end by themselves within 500 characters"),
        ({"text": " ".join(["котах"] + ["бырдымбыр мурдымшур"] * 3)}, "known words, of people's"),
    ],
)
def test_one_bad_post_of_three_misses_its_goal(change: dict[str, object], goal: str) -> None:
    assert goal in missed([GOOD, GOOD, GOOD | change], 3)


def test_too_few_posts_miss_the_goal() -> None:
    assert missed([GOOD] * 3, 4) == ["posts given"]


def test_a_corpus_that_is_not_there_ends_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(tmp_path / "home"), "--corpus", str(tmp_path / "missing.txt")]) == 2
    assert "import" in capsys.readouterr().err
