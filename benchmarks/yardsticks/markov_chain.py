"""A Markov chain over words by markovify. It has no odds for characters: only its texts can be compared."""

from collections.abc import Iterator
from itertools import count

from benchmarks.yardsticks.budget import Budget, Clock
from benchmarks.yardsticks.material import Material
from benchmarks.yardsticks.system import Learned
from model.evaluation.markov import MarkovWriter
from model.vocabulary import END, Ids, Vocabulary


class FittedChain:
    """The port `Fitted`."""

    parameters = 0

    def __init__(self, writer: MarkovWriter, vocabulary: Vocabulary) -> None:
        self._writer = writer
        self._vocabulary = vocabulary

    def bits_per_character(self, run: Ids) -> None:
        """It would give most held-out posts no odds at all."""

    def symbols(self, temperature: float, seed: int) -> Iterator[int]:
        """Post after post; a chain knows no temperature."""
        del temperature
        for number in count(seed):
            (text,) = self._writer.write(1, number)
            yield from self._vocabulary.encode(text).tolist()
            yield END


def markov_chain(material: Material, budget: Budget, seed: int) -> Learned:
    """Count which word follows which two, which takes seconds whatever the budget. Raises MarkovMissing."""
    del budget, seed
    clock = Clock()
    writer = MarkovWriter(material.training)
    return Learned(FittedChain(writer, material.vocabulary), clock.spent(material.characters, 1))
