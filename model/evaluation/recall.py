"""Asks a network for texts that it should not know any more: what it writes by itself, and how it goes on.

Each beginning is gone on from at temperature 0, where what was learned by heart comes first, and at the temperature of
daily writing. Knows nothing of whose texts these are: the caller recognises them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from model.checkpoint import Checkpoint
from model.sampling import SamplingOptions
from model.writing import WritingBatch, seeds

# A beginning that was found ends so many characters into what was recognised: enough to say which sentence is meant.
HINT_CHARS = 20
SAMPLES_A_PRIME = 3


@dataclass(frozen=True, slots=True)
class Recall:
    """How many texts a checkpoint wrote by itself and from beginnings, and in how many something was recognised.

    `found` are the beginnings with which others may be asked for the same, from the texts in which it was.
    """

    checkpoint: str
    texts: int
    recalled: int
    primed_texts: int
    primed_recalled: int
    found: tuple[str, ...]

    @property
    def is_clean(self) -> bool:
        """Whether nothing was recognised."""
        return not self.recalled and not self.primed_recalled

    def to_json(self) -> dict[str, object]:
        """The figures; no text."""
        return {
            "checkpoint": self.checkpoint,
            "texts": self.texts,
            "recalled": self.recalled,
            "primed_texts": self.primed_texts,
            "primed_recalled": self.primed_recalled,
        }


def probe(
    checkpoint: Checkpoint,
    primes: Sequence[str],
    recognised_at: Callable[[str], int | None],
    options: SamplingOptions,
    count: int,
) -> Recall:
    """Have `count` texts written from nothing, and from each of `primes` one at temperature 0 and a few others.

    `recognised_at` gives the place in a text where what should not be there begins, or None. It sees what the network
    wrote itself: the end of a common phrase is no sign that its beginning, which was given away, was known. The same
    `options.seed` asks two networks for the same. Raises BadOption.
    """
    batch: WritingBatch[int] = WritingBatch(checkpoint)
    given: list[str] = []
    for drawn in seeds(options, count) if count else ():
        batch.join(len(given), "", drawn)
        given.append("")
    for prime in primes:
        if len(prime) >= options.max_chars:
            continue
        likeliest = replace(options, temperature=0.0, seed=options.seed or 0)
        for chosen in (likeliest, *seeds(options, SAMPLES_A_PRIME)):
            batch.join(len(given), prime, chosen)
            given.append(prime)
    written: dict[int, str] = {}
    while len(batch):
        written.update((number, sample.text) for number, sample in batch.step())
    recalled: dict[int, str] = {}
    for number, prime in enumerate(given):
        place = recognised_at(written[number][len(prime) :])
        if place is not None:
            recalled[number] = written[number][: len(prime) + place + HINT_CHARS]
    alone = sum(number < count for number in recalled)
    return Recall(
        checkpoint.name,
        count,
        alone,
        len(given) - count,
        len(recalled) - alone,
        tuple(dict.fromkeys(recalled.values())),
    )
