"""What a run wrote is kept beside it, and nothing else is taken for that."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.checkpoint_run import Ladder, LadderStep
from bot.storage.ladders import FILE, read, write

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LADDER = Ladder(
    NOW, (LadderStep(0.4, ("одно", "и \ud83d"), 0.9, 0.0, 1.0), LadderStep(1.2, (), None, None, None)), is_measured=True
)


def test_it_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Also half characters; and nothing stays beside it."""
    write(tmp_path, "monday@5", LADDER)
    assert read(tmp_path, "monday@5") == LADDER
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_of_a_run_that_went_on_it_is_out_of_date(tmp_path: Path) -> None:
    write(tmp_path, "monday@5", LADDER)
    assert read(tmp_path, "monday@9") is None


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{}", "null", "[" * 100_000,
        '{"checkpoint": "monday@5", "made": "2026-11-21T12:00:00", "is_measured": true, "steps": []}',
        '{"checkpoint": "monday@5", "made": "2026-11-21T12:00:00+00:00", "steps": [{"temperature": 1}]}',
        (
            '{"checkpoint": "monday@5", "made": "2026-11-21T12:00:00+00:00", "steps": '
            '[{"temperature": 1, "texts": [5], "known_words": 1, "copies": 1, "loops": 1}]}'
        ),
    ],
)  # fmt: skip
def test_what_is_no_ladder_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    assert read(tmp_path, "monday@5") is None


def test_no_file_is_no_ladder(tmp_path: Path) -> None:
    assert read(tmp_path / "nowhere", "monday@5") is None
