"""What a run has learned from is written beside it, and whatever can't be read counts as anybody."""

from pathlib import Path

import pytest

from bot.storage.learned import FILE, UNKNOWN, Learned, Mark, read, write

ANNA, BORIS = "ab" * 32, "cd" * 32


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    """In a folder that may not be there yet."""
    for learned in (Learned(), Learned(frozenset({ANNA, BORIS})), Learned(frozenset({ANNA}), is_complete=False)):
        write(tmp_path / "monday", learned)
        assert read(tmp_path / "monday") == learned
    assert [path.name for path in (tmp_path / "monday").iterdir()] == [FILE]


@pytest.mark.parametrize(
    ("learned", "mark"),
    [
        (Learned(frozenset({ANNA, BORIS})), Mark.SEEN),
        (Learned(frozenset({BORIS})), Mark.NONE),
        (Learned(), Mark.NONE),
        (UNKNOWN, Mark.MAY_HAVE),
        (Learned(frozenset({ANNA})) | UNKNOWN, Mark.SEEN),
        (Learned(frozenset({BORIS})) | UNKNOWN, Mark.MAY_HAVE),
    ],
)
def test_a_run_is_marked_by_who_said_no(learned: Learned, mark: Mark) -> None:
    """Who has seen nothing of theirs for sure bears no mark."""
    assert learned.mark({ANNA}) is mark
    assert learned.mark(()) is Mark.NONE


@pytest.mark.parametrize(
    "contents", ["", "{", "[]", "[" * 100_000, '{"authors": 5}', "\xff", '{"authors": ["ab", 5], "is_complete": true}']
)
def test_a_damaged_file_says_nothing(tmp_path: Path, contents: str) -> None:
    """The run may have learned from anybody then."""
    (tmp_path / FILE).write_bytes(contents.encode("latin-1"))
    assert read(tmp_path).mark({ANNA}) is Mark.MAY_HAVE


def test_a_run_of_an_older_version_may_have_learned_from_anybody(tmp_path: Path) -> None:
    """There was no such file."""
    assert read(tmp_path) == UNKNOWN
