"""Figures of what a system learned, all taken the same way, and the table of them."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log

from benchmarks.yardsticks.budget import Spent, one_thread
from benchmarks.yardsticks.material import Material
from benchmarks.yardsticks.system import Fitted, Learned
from model.guards.overlap import Originals
from model.guards.words import KnownWords
from model.vocabulary import END, Vocabulary

TEMPERATURE = 0.8
_WRITING_S = 3.0
_LEAST_SYMBOLS = 50
# More are not looked at: of so many the share of known words is good to 2 %.
_MOST_SYMBOLS = 20_000
_NAIVE = "naive"

HEADING = (
    f"{'system':<14}{'weights':>11}{'seconds':>9}{'cores':>7}{'learned/s':>11}{'× naive':>9}{'epochs':>8}"
    f"{'bits/char':>11}{'nats':>8}{'written/s':>11}{'× naive':>9}{'known words':>13}{'copied':>8}"
)
LEGEND = (
    "weights: numbers learned; seconds: wall time of learning; cores: processor time over wall time;\n"
    "learned/s, written/s: characters, written as one stream at temperature 0.8; bits/char, nats: of each held-out\n"
    "character, all of them read with carried state (transformer: 32 to 63 characters in sight); known words: written\n"
    "ones that the training text has; copied: the longest run of a written text that stands in it word for word"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a system came to. `bits_per_character` is None if it has no odds, `known_words` if it wrote no word."""

    system: str
    parameters: int
    spent: Spent
    epochs: float
    bits_per_character: float | None
    written_per_s: float
    known_words: float | None
    longest_copied: int

    @property
    def learned_per_s(self) -> float:
        """Characters that were learned a second of wall time."""
        return self.spent.symbols / self.spent.seconds

    @property
    def nats_per_character(self) -> float | None:
        """The same as `bits_per_character` in the unit of the loss."""
        return None if self.bits_per_character is None else self.bits_per_character * log(2)

    def row(self, naive: "Outcome | None") -> str:
        """A line of the table under HEADING; ratios are to `naive`."""
        learned = self.learned_per_s / naive.learned_per_s if naive else None
        written = self.written_per_s / naive.written_per_s if naive else None
        return (
            f"{self.system:<14}{self.parameters:>11,}{self.spent.seconds:>9.1f}"
            f"{self.spent.cpu_s / self.spent.seconds:>7.2f}{self.learned_per_s:>11,.0f}{_figure(learned, 1):>9}"
            f"{self.epochs:>8.2f}{_figure(self.bits_per_character, 4):>11}{_figure(self.nats_per_character, 4):>8}"
            f"{self.written_per_s:>11,.0f}{_figure(written, 1):>9}{_share(self.known_words):>13}"
            f"{self.longest_copied:>8}"
        )


class Judge:
    """Judges systems by the same held-out text and the same training text."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self._held_out = material.run(material.held_out)
        self._known = KnownWords(material.training)
        self._originals = Originals(material.training)

    def outcome(self, name: str, learned: Learned, writing_s: float = _WRITING_S) -> Outcome:
        """Read the held-out text, write for `writing_s` seconds, and say what came of it."""
        texts, per_s = write(learned.fitted, self.material.vocabulary, writing_s)
        return Outcome(
            system=name,
            parameters=learned.fitted.parameters,
            spent=learned.spent,
            epochs=learned.spent.symbols / self.material.characters,
            bits_per_character=learned.fitted.bits_per_character(self._held_out),
            written_per_s=per_s,
            known_words=self._known.share("\n".join(texts)),
            longest_copied=max((self._originals.longest_run(text).characters for text in texts), default=0),
        )


def write(fitted: Fitted, vocabulary: Vocabulary, seconds: float) -> tuple[list[str], float]:
    """What a system writes in so many seconds as one stream on one thread, and characters a second."""
    with one_thread():
        stream = fitted.symbols(TEMPERATURE, seed=1)
        written = [next(stream)]  # the first one pays for what is made only once
        begun = time.perf_counter()
        while len(written) <= _LEAST_SYMBOLS or time.perf_counter() - begun < seconds:
            written.append(next(stream))
        per_s = (len(written) - 1) / (time.perf_counter() - begun)
    return _texts(written[:_MOST_SYMBOLS], vocabulary), per_s


def print_table(title: str, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Print a row for each outcome as soon as it is there; returns them all."""
    print(f"\n{title}\n{HEADING}", flush=True)
    shown: list[Outcome] = []
    for outcome in outcomes:
        shown.append(outcome)
        print(outcome.row(_naive(shown)), flush=True)
    print(LEGEND, flush=True)
    return shown


def _naive(outcomes: Sequence[Outcome]) -> Outcome | None:
    return next((outcome for outcome in outcomes if outcome.system == _NAIVE), None)


def _texts(symbols: Sequence[int], vocabulary: Vocabulary) -> list[str]:
    runs = groupby(symbols, key=lambda symbol: symbol == END)
    return [vocabulary.decode(list(run)) for is_end, run in runs if not is_end]


def _figure(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.0%}"
