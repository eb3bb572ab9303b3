"""How the next symbol is drawn from the network's odds: temperature, top-k, top-p, seed. Needs no torch."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.errors import BadOption
from model.vocabulary import UNKNOWN, Ids

MOST_CHARS = 20_000
# What can be divided by: the first stands for 0 as well.
_TEMPERATURES = float(np.finfo(np.float32).smallest_normal), float(np.finfo(np.float32).max)


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


def check_prime(prime: str, options: SamplingOptions) -> None:
    """Raise BadOption if no text within `options.max_chars` can begin with `prime`."""
    if len(prime) >= options.max_chars:
        raise BadOption(
            f"The words to begin with are {len(prime)} characters long; a text of at most {options.max_chars} "
            "has no room to go on. Begin with fewer."
        )


class Rules:
    """What `choose` keeps to in each of N rows, put ready for many steps."""

    def __init__(self, options: Sequence[SamplingOptions]) -> None:
        temperatures = np.array([one.temperature for one in options])
        self.temperatures = temperatures.clip(*_TEMPERATURES).astype(np.float32)[:, None]  # (N, 1)
        # 1, or 0 in rows of temperature 0: a draw of 0 takes the likeliest, and the first of equals.
        self.drawn = (temperatures != 0).astype(np.float64)  # (N,)
        self.limited = [row for row, one in enumerate(options) if one.top_k is not None or one.top_p is not None]
        self.limits = [options[row] for row in self.limited]


def ceilings(forbidden: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """The highest that `choose` lets logits (…, V) be: -inf for UNKNOWN and what is forbidden, no limit for others."""
    highest = np.where(forbidden, np.float32(-np.inf), np.float32(np.inf))
    highest[..., UNKNOWN] = -np.inf
    return highest


def choose(
    logits: npt.NDArray[np.float32],
    rules: Rules,
    highest: npt.NDArray[np.float32],
    draws: npt.NDArray[np.float64],
) -> Ids:
    """(N,) symbols, one for each row of logits (N, V), drawn by that row's rules.

    `draws` (N,) are uniform numbers in [0, 1); what `highest` (N, V) or (V,), see `ceilings`, holds down is never
    chosen. A row's choice is the same in any company: everything goes element by element or along one row in its order.
    """
    odds = np.fmin(logits, highest)  # (N, V); what is no number stays below its ceiling, too
    draws = draws * rules.drawn
    # A temperature near 0 divides far below what exp can hold; -inf is then the right answer, and no warning's worth.
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        odds -= odds.max(axis=1, keepdims=True)
        odds /= rules.temperatures
        np.exp(odds, out=odds)
    symbols = _draw(odds, draws)
    if rules.limited:
        symbols[rules.limited] = _draw_limited(odds[rules.limited], rules.limits, draws[rules.limited])
    return symbols


def _draw_limited(
    odds: npt.NDArray[np.float32], options: Sequence[SamplingOptions], draws: npt.NDArray[np.float64]
) -> Ids:
    """As `_draw`, among the likeliest symbols that top_k and top_p leave."""
    order = np.argsort(-odds, axis=1, kind="stable")
    odds = np.take_along_axis(odds, order, axis=1)
    most = np.array([odds.shape[1] if one.top_k is None else one.top_k for one in options])
    wanted = np.array([1.0 if one.top_p is None else one.top_p for one in options])
    reached = np.cumsum(odds, axis=1, dtype=np.float64)
    before = np.concatenate([np.zeros((len(odds), 1)), reached[:, :-1]], axis=1)  # what the likelier have together
    is_left = (np.arange(odds.shape[1]) < most[:, None]) & (before < (wanted * reached[:, -1])[:, None])
    is_left[:, 0] = True
    odds[~is_left] = 0.0
    places = _draw(odds, draws)
    found: Ids = np.take_along_axis(order, places[:, None], axis=1)[:, 0]
    return found


def _draw(odds: npt.NDArray[np.float32], draws: npt.NDArray[np.float64]) -> Ids:
    """(N,) an index i of each row with probability odds[i] / sum of the row; never one whose odds are 0."""
    reached = np.cumsum(odds, axis=1, dtype=np.float64)
    total = reached[:, -1]
    # Rounding may bring draw × total up to the total itself; the last symbol with any odds begins below it.
    wanted = np.minimum(draws * total, np.nextafter(total, 0.0))
    symbols: Ids = (reached > wanted[:, None]).argmax(axis=1)
    return symbols


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
