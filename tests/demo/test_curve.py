"""The page's curve is that of the newest run, as far as it has come."""

from pathlib import Path

from bot.demo.curve import look
from bot.sandbox.page.walk import Walk

_LINE = (
    '{{"at": "2026-11-21T12:00:0{0}+00:00", "step": {0}, "epoch": 0.1, "share": 0.{0}, "seconds_left": 9.0, '
    '"training": 4.0, "held_out": {1}}}\n'
)


def test_without_a_run_there_is_no_curve(tmp_path: Path) -> None:
    walk = Walk()
    look(tmp_path / "checkpoints", walk)
    assert (walk.curve, walk.share) == ([], 0.0)


def test_the_curve_has_the_points_at_which_was_measured(tmp_path: Path) -> None:
    for run in ("20260101-000000", "20260102-000000"):
        (tmp_path / run).mkdir()
    (tmp_path / "20260101-000000" / "curve.jsonl").write_text(_LINE.format(9, 9.0))
    lines = [_LINE.format(1, "null"), _LINE.format(2, 3.5), _LINE.format(4, 3.0)]
    (tmp_path / "20260102-000000" / "curve.jsonl").write_text("".join(lines))
    walk = Walk()
    look(tmp_path, walk)
    assert walk.curve == [(0.2, 3.5), (0.4, 3.0)]
    assert walk.share == 0.4
