"""What a system is to a comparison: it learns from material within a budget, and can then be asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from benchmarks.yardsticks.budget import Budget, Spent
from benchmarks.yardsticks.material import Material
from model.vocabulary import Ids


class Fitted(Protocol):
    """A system that has learned."""

    @property
    def parameters(self) -> int:
        """Numbers that it learned."""

    def bits_per_character(self, run: Ids) -> float | None:
        """Mean of -log2 p(symbol) over all symbols of `run` (N,) but the first; None if it has no odds of its own."""

    def symbols(self, temperature: float, seed: int) -> Iterator[int]:
        """What it writes as one stream, symbol after symbol without end; END stands between posts."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A system after learning, and what that took."""

    fitted: Fitted
    spent: Spent


class System(Protocol):
    """A way of learning."""

    def __call__(self, material: Material, budget: Budget, seed: int) -> Learned:
        """Learn until the budget is spent, or less long where there is nothing more to learn."""
