"""How far a walk has come: its steps, and the curve of a training. Whoever walks fills it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Standing: TypeAlias = Literal["waits", "runs", "done", "failed"]


@dataclass(slots=True)
class Step:
    """`name` is a key of the page's words."""

    name: str
    standing: Standing = "waits"


@dataclass(slots=True)
class Walk:
    """`curve` holds (share of the training that is over, bits per character on held-out posts)."""

    steps: list[Step] = field(default_factory=list)
    curve: list[tuple[float, float]] = field(default_factory=list)
    share: float = 0.0
    """How much of the training is over, from 0 to 1."""
    is_over: bool = False

    def begin(self, name: str) -> None:
        """The step before is done, this one runs."""
        for step in self.steps:
            if step.standing == "runs":
                step.standing = "done"
            if step.name == name:
                step.standing = "runs"

    def end(self, *, failed: bool = False) -> None:
        """No step runs any more."""
        for step in self.steps:
            if step.standing == "runs":
                step.standing = "failed" if failed else "done"
        self.is_over = True

    def shown(self) -> dict[str, object]:
        """As the page hears of it."""
        return {
            "steps": [[step.name, step.standing] for step in self.steps],
            "curve": [list(point) for point in self.curve],
            "share": self.share,
            "over": self.is_over,
        }
