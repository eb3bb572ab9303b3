"""Texts from a checkpoint, many at once. Streams join and leave a running batch; none can tell who else is in it."""

import secrets
from collections import deque
from collections.abc import Container
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import numpy as np

from model.checkpoint import Checkpoint
from model.ending import end_at_a_whole
from model.errors import BadOption
from model.inference import BLOCK, NumpyNetwork
from model.sampling import SamplingOptions, choose
from model.vocabulary import END, FIRST_CHARACTER

# Streams written side by side; more wait for a free row. A multiple of BLOCK.
MOST_ROWS = 64
MOST_COUNT = 10_000

Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Sample:
    """A written text, prime included; `ended_by_itself` if the network ended it before the length limit did.

    The same prime and options with this `seed` and a count of 1 write it again.
    """

    text: str
    ended_by_itself: bool
    seed: int


@dataclass(slots=True)
class _Stream(Generic[Key]):
    """One text in the making."""

    key: Key
    prime: str
    options: SamplingOptions
    to_read: deque[int]
    draws: np.random.Generator
    written: list[int] = field(default_factory=list)
    says_something: bool = False


class WritingBatch(Generic[Key]):
    """A batch that streams join and leave as they please. `Key` is whatever the caller tells its texts apart by."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.checkpoint = checkpoint
        self._network = NumpyNetwork(checkpoint)
        self._state = self._network.new_state(MOST_ROWS)
        self._rows: list[_Stream[Key] | None] = [None] * MOST_ROWS
        self._waiting: deque[_Stream[Key]] = deque()
        vocabulary = checkpoint.vocabulary
        blank = [i for i, c in enumerate(vocabulary.characters, FIRST_CHARACTER) if c.isspace()]
        self._nothing = np.array([], dtype=np.int64)
        self._end = np.array([END])
        self._end_or_blank = np.array([END, *blank])

    def __len__(self) -> int:
        """How many texts are being written or wait for it."""
        return len(self._waiting) + sum(row is not None for row in self._rows)

    def join(self, key: Key, prime: str, options: SamplingOptions) -> None:
        """Let one more text be written, from `options.seed`. Raises BadOption."""
        if options.seed is None:
            raise BadOption("A stream needs a seed.")
        check_prime(prime, options)
        read = deque([END, *self.checkpoint.vocabulary.encode(prime).tolist()])
        self._waiting.append(_Stream(key, prime, options, read, np.random.default_rng(options.seed)))

    def leave(self, keys: Container[Key]) -> None:
        """Stop writing the texts with these keys."""
        self._waiting = deque(stream for stream in self._waiting if stream.key not in keys)
        self._rows = [None if row is not None and row.key in keys else row for row in self._rows]

    def step(self) -> list[tuple[Key, Sample]]:
        """One symbol further with every stream; returns the texts that are finished."""
        self._seat()
        seats = [(row, stream) for row, stream in enumerate(self._rows) if stream is not None]
        if not seats:
            return []
        used = -(-(seats[-1][0] + 1) // BLOCK) * BLOCK  # rows up to the last taken one, in whole blocks
        ids = np.zeros(used, dtype=np.int64)
        for row, stream in seats:
            ids[row] = stream.to_read.popleft()
        logits = self._network.step(ids, self._state)
        finished = []
        for row, stream in seats:
            if stream.to_read:
                continue  # still reading its prime
            forbidden = self._nothing
            if not stream.says_something:
                # A post is never blank. After a prime, spaces may come first but something must follow.
                forbidden = self._end if stream.prime.strip() else self._end_or_blank
            symbol = choose(logits[row], stream.options, forbidden, stream.draws.random())
            room = stream.options.max_chars - len(stream.prime) - len(stream.written)
            if symbol == END or room == 0:
                self._rows[row] = None
                finished.append((stream.key, self._sample(stream, ended_by_itself=symbol == END)))
                continue
            stream.written.append(symbol)
            stream.to_read.append(symbol)
            if not stream.says_something:
                stream.says_something = not self.checkpoint.vocabulary.decode([symbol]).isspace()
        return finished

    def _seat(self) -> None:
        for row, stream in enumerate(self._rows):
            if not self._waiting:
                return
            if stream is None:
                self._rows[row] = self._waiting.popleft()
                self._network.restart(self._state, row)

    def _sample(self, stream: _Stream[Key], *, ended_by_itself: bool) -> Sample:
        text = stream.prime + self.checkpoint.vocabulary.decode(stream.written)
        if not ended_by_itself:
            text = end_at_a_whole(text, at_least=len(stream.prime))
        text = text[: len(stream.prime)] + text[len(stream.prime) :].rstrip()
        seed = stream.options.seed
        assert seed is not None  # noqa: S101 - join() refuses others
        return Sample(text, ended_by_itself, seed)


def write(
    checkpoint: Checkpoint, prime: str = "", options: SamplingOptions | None = None, count: int = 1
) -> list[Sample]:
    """`count` texts that begin with `prime`, in the order of their seeds. Raises BadOption.

    Characters of the prime that the network doesn't know are kept in the text and read as UNKNOWN.
    """
    options = options or SamplingOptions()
    batch: WritingBatch[int] = WritingBatch(checkpoint)
    for number, seeded in enumerate(seeds(options, count)):
        batch.join(number, prime, seeded)
    finished: dict[int, Sample] = {}
    while len(batch):
        finished.update(batch.step())
    return [finished[number] for number in range(count)]


def seeds(options: SamplingOptions, count: int) -> list[SamplingOptions]:
    """The options of each of `count` texts: seeds follow one another from the given or a random one."""
    if not 1 <= count <= MOST_COUNT:
        raise BadOption(f"count must be a whole number from 1 to {MOST_COUNT}.")
    first = secrets.randbelow(2**53) if options.seed is None else options.seed
    return [replace(options, seed=(first + number) % 2**63) for number in range(count)]


def check_prime(prime: str, options: SamplingOptions) -> None:
    """Raise BadOption if no text within `options.max_chars` can begin with `prime`."""
    if len(prime) >= options.max_chars:
        raise BadOption(
            f"The words to begin with are {len(prime)} characters long; a text of at most {options.max_chars} "
            "has no room to go on. Begin with fewer."
        )
