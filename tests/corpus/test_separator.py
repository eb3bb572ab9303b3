"""The corpus file gives back exactly the posts that went in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.separator import EMPTY_LINES, escape, join, read_posts, split, write_posts

# Mostly the characters that the format itself is made of, and what other formats take for the end of a line.
HOSTILE = st.text(
    alphabet=st.sampled_from(["\n", "\\", "\r", "\u2028", "\x85", "\x0b", "a", " ", "\ud800", "\ufeff", "ё"])
)
WITH_RUNS = st.lists(
    st.one_of(HOSTILE, st.integers(0, 14).map(lambda n: "\n" * n), st.sampled_from(["\\", "\\\\", "x"])), max_size=8
).map("".join)
POSTS = st.lists(st.one_of(st.text(), HOSTILE, WITH_RUNS), max_size=8)
COUNTS = st.sampled_from([1, 2, 3, 5, EMPTY_LINES, 17])


@settings(max_examples=400, deadline=None)
@given(POSTS, COUNTS)
def test_any_posts_come_back_from_the_text(posts: list[str], empty_lines: int) -> None:
    assert split(join(posts, empty_lines), empty_lines) == posts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(POSTS, COUNTS)
def test_any_posts_come_back_from_the_file(tmp_path: Path, posts: list[str], empty_lines: int) -> None:
    path = tmp_path / "corpus.txt"
    assert write_posts(path, iter(posts), empty_lines) == len(posts)
    assert list(read_posts(path, empty_lines)) == posts


@given(WITH_RUNS, COUNTS)
def test_an_escaped_post_never_holds_a_separator_nor_touches_one(post: str, empty_lines: int) -> None:
    escaped = "\n" + escape(post, empty_lines) + "\n"
    assert "\n" * (empty_lines + 1) not in escaped
    assert not escaped.startswith("\n\n")
    assert not escaped.endswith("\n\n")


@pytest.mark.parametrize("posts", [[], [""], ["", ""], ["\n"], ["\\"], ["\n" * 11], ["a\n", "\nb"], ["a\r", "\rb"]])
def test_the_smallest_and_strangest_lists_come_back(posts: list[str]) -> None:
    assert split(join(posts)) == posts


def test_posts_stand_apart_by_ten_empty_lines_and_look_as_on_the_wall() -> None:
    assert join(["- Кто там?\n\n- Никого.", "b"]) == "- Кто там?\n\n- Никого.\n" + "\n" * 10 + "b"


def test_empty_lines_that_an_editor_added_change_nothing() -> None:
    assert split("\n\na\n\nb" + "\n" * 30 + "c\n\n\n") == ["a\n\nb", "c"]


@pytest.mark.parametrize("empty_lines", [0, -1])
def test_posts_cannot_stand_apart_by_nothing(empty_lines: int) -> None:
    with pytest.raises(ValueError, match="at least 1 empty line"):
        join(["a"], empty_lines)
    with pytest.raises(ValueError, match="at least 1 empty line"):
        split("a", empty_lines)


def test_a_corpus_that_fails_midway_leaves_the_old_file_and_no_rubbish(tmp_path: Path) -> None:
    path = tmp_path / "corpus.txt"
    write_posts(path, ["old"])

    def posts() -> Iterator[str]:
        yield "new"
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        write_posts(path, posts())
    assert list(read_posts(path)) == ["old"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["corpus.txt"]


def test_a_missing_corpus_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="wallflower corpus"):
        list(read_posts(tmp_path / "none.txt"))


def test_a_corpus_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "corpus.txt"
    path.write_bytes("Привет".encode("cp1251"))
    with pytest.raises(UnreadableFile, match="not UTF-8"):
        list(read_posts(path))
