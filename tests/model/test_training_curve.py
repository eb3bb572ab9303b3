"""The curve that a training leaves in its run's folder: whole whatever happens to the process that writes it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from model.configuration import NetworkConfig, TrainingConfig
from model.training import train
from model.training_curve import FILE, CurveFile, read
from model.training_progress import Progress

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PROGRESS = Progress(
    step=1, epoch=0.1, share=0.01, seconds_left=60.0, characters_per_s=100.0, training_bpc=4.0, validation_bpc=None,
    best_bpc=None,
)  # fmt: skip


def told(run: Path, *progress: Progress) -> None:
    run.mkdir(exist_ok=True)
    curve = CurveFile(run, lambda: NOW)
    for each in progress:
        curve(each)


def test_a_training_leaves_its_curve(tmp_path: Path, toy_posts: list[str]) -> None:
    """Each validation is in it, and the end."""
    run = tmp_path / "run"
    config = TrainingConfig(steps=60, batch=8, length=16, precision="fp32", patience=0, validations=4)
    result = train(toy_posts, run, NetworkConfig(embedding=8, hidden=16, layers=1), config, CurveFile(run))
    points = read(run)
    assert [point.step for point in points] == sorted({point.step for point in points})
    assert points[-1].step == 60
    assert points[-1].share == 1
    measured = {point.held_out for point in points if point.held_out is not None}
    assert len(measured) == 4
    assert min(measured) == pytest.approx(result.bits_per_character, abs=1e-3)


def test_points_are_thinned_and_their_bits_averaged(tmp_path: Path) -> None:
    """A training of hours reports twice a second."""
    told(
        tmp_path / "run",
        *(
            replace(PROGRESS, step=number, share=number / 10_000, training_bpc=4.0 - number / 10_000)
            for number in range(1, 10_001)
        ),
    )
    points = read(tmp_path / "run")
    assert 300 <= len(points) <= 402
    assert points[-1].step == 10_000
    assert points[1].training == pytest.approx(4.0 - sum(range(2, points[1].step + 1)) / (points[1].step - 1) / 10_000)


def test_a_training_that_goes_on_counts_from_where_it_was_saved(tmp_path: Path) -> None:
    """Its line that was cut short is left out, and so is what it had done since it was saved."""
    run = tmp_path / "run"
    told(run, PROGRESS, replace(PROGRESS, step=5, share=0.05), replace(PROGRESS, step=9, share=0.09))
    with (run / FILE).open("ab") as file:
        file.write(b'{"at": "2026-11-21T12:0')
    told(run, replace(PROGRESS, step=6, share=0.06, training_bpc=2.0))
    assert [(point.step, point.training) for point in read(run)] == [(1, 4.0), (5, 4.0), (6, 2.0)]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "[]",
        "null",
        '{"step": 1}',
        json.dumps({"at": "today", "step": 1, "epoch": 0, "share": 0, "seconds_left": 0, "training": 1, "held_out": 1}),
        '{"at": "2026-11-21T12:00:00+00:00", "step": 1, "epoch": NaN, "share": 0, "seconds_left": 0, "training": 1}',
        (
            '{"at": "2026-11-21T12:00:00+00:00", "step": 1, "epoch": 0, "share": 0, "seconds_left": 0, "training": NaN,'
            ' "held_out": null}'
        ),
        "[" * 100_000,
    ],
)
def test_what_is_no_point_is_none(tmp_path: Path, line: str) -> None:
    """Whoever wrote it."""
    (tmp_path / FILE).write_text(f"{line}\n", "ascii")
    assert read(tmp_path) == ()


def test_no_file_is_no_curve(tmp_path: Path) -> None:
    """As of runs of earlier versions."""
    assert read(tmp_path / "nothing") == ()
