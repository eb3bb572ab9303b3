"""What `wallflower checkpoint list` knows of the runs in a folder."""

from dataclasses import replace
from pathlib import Path

from model import checkpoint as checkpoints
from model.checkpoint import BEST, MANIFEST, Checkpoint
from model.runs import live_run, runs


def keep(folder: Path, checkpoint: Checkpoint, run: str, created: str) -> None:
    manifest = replace(checkpoint.manifest, run=run, created=created)
    checkpoints.save(folder / run / BEST, manifest, checkpoint.vocabulary, checkpoint.weights)


def test_runs_come_oldest_first_and_the_live_one_is_marked(tmp_path: Path, untrained: Checkpoint) -> None:
    keep(tmp_path, untrained, "a", "2026-02-01T00:00:00+00:00")
    keep(tmp_path, untrained, "b", "2026-01-01T00:00:00+00:00")
    checkpoints.make_live(tmp_path, "a")

    assert [(run.name, run.live) for run in runs(tmp_path)] == [("b", False), ("a", True)]
    assert live_run(tmp_path) == "a"


def test_a_run_that_can_not_be_read_is_listed_with_its_problem(tmp_path: Path, untrained: Checkpoint) -> None:
    keep(tmp_path, untrained, "b", "2026-01-01T00:00:00+00:00")
    keep(tmp_path, untrained, "a", "2026-01-01T00:00:00+00:00")
    (tmp_path / "a" / BEST / MANIFEST).write_text("{")

    whole, broken = runs(tmp_path)

    assert (whole.name, whole.problem) == ("b", None)
    assert (broken.name, broken.manifest) == ("a", None)
    assert broken.problem == "it is not readable JSON"
    assert broken.to_json() == {"run": "a", "live": False, "problem": broken.problem}


def test_a_folder_without_checkpoints_has_no_runs(tmp_path: Path) -> None:
    assert runs(tmp_path) == runs(tmp_path / "absent") == []
    assert live_run(tmp_path) is None
