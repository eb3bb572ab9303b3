"""How the next symbol is drawn from the network's odds: temperature, top-k, top-p, seed. Needs no torch."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.errors import BadOption
from model.vocabulary import UNKNOWN

MOST_CHARS = 20_000


@dataclass(frozen=True, slots=True)
class SamplingOptions:
    """How to write.

    temperature  0 takes the likeliest symbol each time, 0.8 is careful, 1 is as the network believes, above is wild
    max_chars    the longest text, in characters (code points); 1 to 20,000
    top_k        draw among the k likeliest symbols only; None = all
    top_p        draw among the likeliest symbols that together have this probability (Holtzman et al., 2020)
    seed         the same seed, options, prime and checkpoint write the same text; None = a random one
    """

    temperature: float = 0.8
    max_chars: int = 500
    top_k: int | None = None
    top_p: float | None = None
    seed: int | None = None

    def __post_init__(self) -> None:
        if not _is_number(self.temperature) or not math.isfinite(self.temperature) or self.temperature < 0:
            raise BadOption("The temperature must be a number from 0 up: 0 is the safest, 0.8 is usual.")
        if not _is_whole(self.max_chars) or not 1 <= self.max_chars <= MOST_CHARS:
            raise BadOption(f"max_chars must be a whole number from 1 to {MOST_CHARS}.")
        if self.top_k is not None and (not _is_whole(self.top_k) or self.top_k < 1):
            raise BadOption("top_k must be a whole number from 1 up.")
        if self.top_p is not None and (not _is_number(self.top_p) or not 0 < self.top_p <= 1):
            raise BadOption("top_p must be a number above 0 and at most 1.")
        if self.seed is not None and (not _is_whole(self.seed) or not 0 <= self.seed < 2**63):
            raise BadOption("The seed must be a whole number from 0 to 2**63 - 1.")


def choose(
    logits: npt.NDArray[np.float32], options: SamplingOptions, forbidden: npt.NDArray[np.int64], draw: float
) -> int:
    """One symbol from logits (V,). `draw` is a uniform number in [0, 1); UNKNOWN and `forbidden` are never chosen.

    Works on one row at a time, so that the result can't depend on the rows beside it.
    """
    odds = logits.astype(np.float64)
    odds[UNKNOWN] = -np.inf
    odds[forbidden] = -np.inf
    if options.temperature == 0:
        return int(odds.argmax())
    odds -= odds.max()
    # A temperature near 0 divides far below what exp can hold; -inf is then the right answer, and no warning's worth.
    with np.errstate(over="ignore", under="ignore"):
        odds /= options.temperature
        np.exp(odds, out=odds)
    if options.top_k is None and options.top_p is None:
        return _draw(odds, draw)
    order = np.argsort(-odds, kind="stable")
    if options.top_k is not None:
        order = order[: options.top_k]
    if options.top_p is not None:
        reached = np.cumsum(odds[order])
        wanted = options.top_p * odds.sum()
        order = order[: int(np.searchsorted(reached, wanted)) + 1]
    return int(order[_draw(odds[order], draw)])


def _draw(odds: npt.NDArray[np.float64], draw: float) -> int:
    """Index i with probability odds[i] / odds.sum(); never one whose odds are 0."""
    reached = np.cumsum(odds)
    place = int(np.searchsorted(reached, draw * reached[-1], side="right"))
    return min(place, int(np.searchsorted(reached, reached[-1])))


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
