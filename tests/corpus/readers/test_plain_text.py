"""Plain text is cut where its writer meant it to be."""

from pathlib import Path

import pytest

from corpus.errors import UnreadableFile
from corpus.readers import read
from corpus.readers.plain_text import read_plain_text


def texts(path: Path, contents: str, separator: str | int | None = None) -> list[str]:
    """What the reader makes of a file with these contents."""
    path = path / "posts.txt"
    path.write_bytes(contents.encode())
    return [post.text for post in read_plain_text(path, separator)]


@pytest.mark.parametrize(
    ("contents", "posts"),
    [
        ("a\n\nb" + "\n" * 11 + "c\n%\nd", ["a\n\nb", "c\n%\nd"]),
        ("a\n\nb\n%\nc\n", ["a\n\nb", "c"]),
        ("%\n%\na\n% \n%\nb\n%", ["a", "b"]),
        ("a\nb\n\nc\n \t\n\nd", ["a\nb", "c", "d"]),
        ("a\nb\nc\n", ["a", "b", "c"]),
        ("one and only", ["one and only"]),
        ("a\r\n\r\nb\r\nc", ["a", "b\nc"]),
        ("a\u2028b\n\nc", ["a\u2028b", "c"]),
        ("\n\na\nb\n\n", ["a", "b"]),
        ("100 %\n\n% of it", ["100 %", "% of it"]),
    ],
)
def test_the_separator_is_found_out(tmp_path: Path, contents: str, posts: list[str]) -> None:
    assert texts(tmp_path, contents) == posts


@pytest.mark.parametrize(
    ("separator", "posts"),
    [
        ("---", ["a\n\nb\n%", "c\n\n\nd"]),
        ("%", ["a\n\nb", "---\nc\n\n\nd"]),
        (0, ["a", "b", "%", "---", "c", "d"]),
        (1, ["a", "b\n%\n---\nc", "d"]),
        (2, ["a\n\nb\n%\n---\nc", "d"]),
        (3, ["a\n\nb\n%\n---\nc\n\n\nd"]),
    ],
)
def test_a_separator_of_ones_choice_is_used(tmp_path: Path, separator: str | int, posts: list[str]) -> None:
    assert texts(tmp_path, "a\n\nb\n%\n---\nc\n\n\nd", separator) == posts


def test_a_stray_empty_line_in_a_long_list_of_lines_joins_no_posts(tmp_path: Path) -> None:
    said = [f"line number {n}" for n in range(1_000)]
    path = tmp_path / "list.txt"
    path.write_text("\n".join([*said[:400], "", *said[400:]]), "utf-8")
    assert [post.text for post in read_plain_text(path)] == said


def test_posts_are_called_by_their_number_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "posts.txt"
    path.write_text("a\n\n\n\nb", encoding="utf-8")
    assert [(post.source, post.remote_id) for post in read(path)] == [("file:posts.txt", "1"), ("file:posts.txt", "2")]


def test_digits_as_a_separator_are_a_number_of_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "posts.txt"
    path.write_text("a\n\nb\n\n\nc", encoding="utf-8")
    assert [post.text for post in read(path, separator="2")] == ["a\n\nb", "c"]


def test_a_negative_number_of_lines_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="-1 lines apart"):
        texts(tmp_path, "a", -1)
