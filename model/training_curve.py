"""A training's course in a file beside its checkpoints: one JSON object a line, while it runs. Needs no torch.

    {"at": "2026-11-21T12:00:00+00:00", "step": 40, "epoch": 0.31, "share": 0.02, "seconds_left": 588.0,
     "training": 3.412, "held_out": null}

A training that was killed and goes on writes behind what is there, from the step at which it was last saved: of two
lines for one step the later counts. A line that was cut short is none.
"""

import json
import math
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from model.training_progress import Progress

FILE = "curve.jsonl"

# A curve of more points shows no more, and each page that draws it reads them all.
_POINTS = 400
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """How a training stood at an instant, ISO 8601 in UTC. Bits per character are None until first measured.

    `training` is the mean since the point before, `held_out` what was last measured; `share` is of the budget, 0 to 1.
    """

    at: str
    step: int
    epoch: float
    share: float
    seconds_left: float
    training: float | None
    held_out: float | None


class CurveFile:
    """Hears of a training's progress and keeps some 400 points of it, those among them where it was validated."""

    def __init__(self, run: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """`run` is the folder of the run; it may not be there yet."""
        self._path = run / FILE
        self._now = now
        self._share = -1.0
        self._held_out: float | None = None
        self._bits: list[float] = []

    def __call__(self, progress: Progress) -> None:
        """Keep this if it is far enough from the last point. Raises OSError."""
        if progress.training_bpc is not None:
            self._bits.append(progress.training_bpc)
        is_new = progress.validation_bpc != self._held_out
        if not is_new and progress.share < 1 and progress.share - self._share < 1 / _POINTS:
            return
        point = CurvePoint(
            at=self._now().isoformat(timespec="seconds"),
            step=progress.step,
            epoch=round(progress.epoch, 3),
            share=round(progress.share, 4),
            seconds_left=round(progress.seconds_left, 1),
            training=round(sum(self._bits) / len(self._bits), 4) if self._bits else None,
            held_out=None if progress.validation_bpc is None else round(progress.validation_bpc, 4),
        )
        self._append(json.dumps(asdict(point)))
        self._share, self._held_out, self._bits = progress.share, progress.validation_bpc, []

    def _append(self, line: str) -> None:
        with self._path.open("ab+") as file:
            if file.seek(0, os.SEEK_END):
                file.seek(-1, os.SEEK_END)
                # Of a training that was killed while it wrote.
                if file.read(1) != b"\n":
                    file.write(b"\n")
            file.write(f"{line}\n".encode("ascii"))


def read(run: Path) -> tuple[CurvePoint, ...]:
    """The points of a run in the order of their steps; none where there is no file that can be read."""
    try:
        with (run / FILE).open("rb") as file:
            lines = file.read(_MOST_BYTES).splitlines()
    except OSError:
        return ()
    points: list[CurvePoint] = []
    for line in lines:
        point = _point(line)
        if point is None:
            continue
        while points and points[-1].step >= point.step:
            points.pop()
        points.append(point)
    return tuple(points)


def _point(line: bytes) -> CurvePoint | None:
    try:
        found = json.loads(line)
        at = datetime.fromisoformat(found["at"])
        numbers = [float(found[name]) for name in ("epoch", "share", "seconds_left")]
        bits = [None if found[name] is None else float(found[name]) for name in ("training", "held_out")]
        step = int(found["step"])
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
    if at.tzinfo is None or not all(math.isfinite(value) for value in (*numbers, *(b for b in bits if b is not None))):
        return None
    return CurvePoint(found["at"], step, *numbers, *bits)
