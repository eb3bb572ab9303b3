"""Character n-grams with Witten-Bell smoothing (1991): what counting alone comes to.

    p(s | h) = (count(h s) + kinds(h) · p(s | h without its first symbol)) / (count(h) + kinds(h))

kinds(h) is how many different symbols followed h; below the empty history stands 1/V. Runs of symbols are told apart
by a 64-bit polynomial hash: among 20 million runs the chance that any two are mistaken is one in 100,000.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchmarks.yardsticks.budget import Budget, Clock
from benchmarks.yardsticks.material import Material
from benchmarks.yardsticks.system import Learned
from model.vocabulary import END, Ids

ORDERS = range(5, 9)
"""Symbols of the longest grams that are tried, the one that is told included."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)

_Hashes = npt.NDArray[np.uint64]
_Odds = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Followers:
    """What followed the histories of one length: sorted hashes with their counts."""

    grams: _Hashes
    gram_counts: _Odds
    histories: _Hashes
    counts: _Odds
    kinds: _Odds

    @classmethod
    def of(cls, histories: _Hashes, grams: _Hashes) -> "_Followers":
        """From each place's history and gram, (N,) each."""
        different, first, gram_counts = np.unique(grams, return_index=True, return_counts=True)
        known, which, kinds = np.unique(histories[first], return_inverse=True, return_counts=True)
        counts = np.bincount(which, weights=gram_counts).astype(np.float64)
        return cls(different, gram_counts.astype(np.float64), known, counts, kinds.astype(np.float64))

    def smooth(self, lower: _Odds, histories: _Hashes, grams: _Hashes) -> _Odds:
        """The odds of each gram's last symbol after its history, (N,); `lower` those after one symbol less."""
        counts, kinds = _find(self.histories, self.counts, histories), _find(self.histories, self.kinds, histories)
        seen = counts > 0
        odds = (_find(self.grams, self.gram_counts, grams) + kinds * lower) / np.where(seen, counts + kinds, 1.0)
        return np.where(seen, odds, lower)


class Ngrams:
    """The port `Fitted`. Learned with grams of up to `longest` symbols, used with up to `order` of them."""

    def __init__(self, run: Ids, vocabulary_size: int, longest: int) -> None:
        self.order = longest
        self._vocabulary_size = vocabulary_size
        self._levels = [_Followers.of(*_hashed(run, length)) for length in range(longest)]

    @property
    def parameters(self) -> int:
        """Counts of grams."""
        return sum(len(level.grams) for level in self._levels[: self.order])

    def choose_order(self, run: Ids) -> None:
        """Use the longest grams that read `run` best."""
        bits = self._bits_by_order(run)
        self.order = min(ORDERS, key=lambda order: bits[order - 1])

    def bits_per_character(self, run: Ids) -> float:
        """Over the whole of `run` (N,), each symbol after all that stand before it as far as grams reach."""
        return self._bits_by_order(run)[self.order - 1]

    def odds_after(self, history: Sequence[int]) -> _Odds:
        """(V,) odds of each symbol after these."""
        every = np.arange(self._vocabulary_size)
        odds = np.full(len(every), 1 / len(every))
        for length, level in enumerate(self._levels[: min(self.order, len(history) + 1)]):
            known = np.full(len(every), _hash(history[len(history) - length :]))
            odds = level.smooth(odds, known, _longer(known, every))
        return odds

    def symbols(self, temperature: float, seed: int) -> Iterator[int]:
        """One symbol after another."""
        draw = np.random.default_rng(seed)
        written = [END]
        while True:
            reached = np.cumsum(self.odds_after(written) ** (1 / temperature))
            symbol = int(np.searchsorted(reached, draw.random() * reached[-1], side="right"))
            written = [*written[-len(self._levels) :], min(symbol, self._vocabulary_size - 1)]
            yield written[-1]

    def _bits_by_order(self, run: Ids) -> list[float]:
        """Mean bits of all symbols but the first with grams of 1, 2, … symbols."""
        odds = np.full(len(run) - 1, 1 / self._vocabulary_size)
        means: list[float] = []
        for length, level in enumerate(self._levels):
            if length >= len(run):
                means.append(means[-1])
                continue
            histories, grams = _hashed(run, length)
            skipped = max(0, length - 1)  # the first symbols have no history of this length
            begin = 1 if length == 0 else 0  # the very first symbol of the run is told by nothing
            odds[skipped:] = level.smooth(odds[skipped:], histories[begin:], grams[begin:])
            means.append(float(-np.log2(odds).mean()))
        return means


def ngrams(material: Material, budget: Budget, seed: int) -> Learned:
    """Count all grams, in seconds whatever the budget. The order is chosen by the validation texts, uncounted."""
    del budget, seed
    clock = Clock()
    chosen_by = set(material.validation)
    others = [text for text in material.training if text not in chosen_by]
    counted = Ngrams(material.run(others), material.vocabulary.size, ORDERS[-1])
    counted.choose_order(material.run(material.validation))
    if len(others) < len(material.training):
        order = counted.order
        counted = Ngrams(material.run(material.training), material.vocabulary.size, ORDERS[-1])
        counted.order = order
    return Learned(counted, clock.spent(material.characters, 1))


def _hashed(run: Ids, length: int) -> tuple[_Hashes, _Hashes]:
    """For every place of `run` with `length` symbols before it: the hash of these, and of these with its symbol."""
    histories = np.zeros(len(run) - length, dtype=np.uint64)
    for offset in range(length):
        histories = _longer(histories, run[offset : len(run) - length + offset])
    return histories, _longer(histories, run[length:])


def _hash(symbols: Sequence[int]) -> np.uint64:
    value = np.zeros(1, dtype=np.uint64)
    for symbol in symbols:
        value = _longer(value, np.array([symbol]))
    hashed: np.uint64 = value[0]
    return hashed


def _longer(hashes: _Hashes, symbols: Ids) -> _Hashes:
    """The hashes of runs with one symbol more; arrays wrap around at 64 bits."""
    longer: _Hashes = hashes * _FACTOR + (symbols.astype(np.uint64) + np.uint64(1))
    return longer


def _find(known: _Hashes, values: _Odds, wanted: _Hashes) -> _Odds:
    """The values of `wanted`, 0 for what is not known."""
    places = np.searchsorted(known, wanted).clip(max=len(known) - 1)
    return np.where(known[places] == wanted, values[places], 0.0)
