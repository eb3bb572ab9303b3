"""Texts from a checkpoint, many at once. Streams join and leave a running batch; none can tell who else is in it."""

import random
import secrets
from collections import Counter, deque
from collections.abc import Callable, Container, Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

import numpy as np

from model.checkpoint import Checkpoint
from model.ending import end_at_a_whole
from model.errors import BadOption
from model.inference import Int8Network, Memory
from model.sampling import Rules, SamplingOptions, ceilings, check_prime, choose
from model.told import NO_TOPIC, OPENING, Marks
from model.vocabulary import FIRST_CHARACTER

# Streams written side by side; more wait for a free row.
MOST_ROWS = 64
MOST_COUNT = 10_000
# Rows that a request keeps for itself while others wait: enough for a post and the candidates it is chosen from.
SHARE = 4

# Rows of what is forbidden (WritingBatch._highest): in a text that says something already, and before that after
# words to begin with, and without any; none of them takes a special character (see `model.told`). Last, where another
# part must follow: the text can't end there.
_ANYTHING, _NO_END, _NO_END_OR_BLANK, _ANOTHER_PART = range(4)

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
    """One text in the making.

    to_read     the symbol that the network reads next
    prime_left  what it reads after that before it writes
    memory      what it is to go on from while the stream has no row
    separators  how many of the separator's symbols were written last, in a row
    topic, part  what is told of it
    parts       how many parts it has when it is whole
    """

    key: Key
    request: Hashable
    prime: str
    options: SamplingOptions
    to_read: int
    prime_left: deque[int]
    draws: Callable[[], float]
    memory: Memory
    written: list[int] = field(default_factory=list)
    says_something: bool = False
    separators: int = 0
    topic: int = NO_TOPIC
    part: int = 0
    parts: int = 0


class WritingBatch(Generic[Key]):
    """A batch that streams join and leave as they please. `Key` is whatever the caller tells its texts apart by.

    Requests are served in the order in which they came, but while others wait none keeps more than SHARE rows: one text
    never waits for another request's two hundred. (Sharing all rows evenly would be fairer to the last and worse for
    everybody: under overload all are done at the same time, too late.)
    """

    def __init__(self, checkpoint: Checkpoint, threads: int = 1) -> None:
        self.checkpoint_name = checkpoint.name
        self.network = Int8Network(checkpoint, threads)
        # Those that learned captions before networks were told of parts never saw such texts as are asked for now.
        self.templates = frozenset(checkpoint.manifest.templates if self.network.parts else ())
        self._state = self.network.new_state(MOST_ROWS)
        # The stream in each row that is taken. The first rows are; where a stream goes the last one moves.
        self._seated: list[_Stream[Key]] = []
        # Of those that are seated; None when others have sat down since.
        self._rules: Rules | None = None
        # By request, in the order in which they came; never an empty one.
        self._waiting: dict[Hashable, deque[_Stream[Key]]] = {}
        self._vocabulary = vocabulary = checkpoint.vocabulary
        self._separator = separator = checkpoint.separator
        blank = [i for i, c in enumerate(vocabulary.characters, FIRST_CHARACTER) if c.isspace()]
        marks = Marks.of(vocabulary)
        self._part_marks = frozenset(np.flatnonzero(marks.parts).tolist())
        self._topics = frozenset(np.flatnonzero(marks.topics).tolist())
        forbidden = np.zeros((_ANOTHER_PART + 1, vocabulary.size), dtype=np.bool_)
        forbidden[:, list(separator.unwritable)] = True
        forbidden[:, marks.topics] = True
        forbidden[:, [i for i, c in enumerate(vocabulary.characters, FIRST_CHARACTER) if c == OPENING]] = True
        forbidden[:_ANOTHER_PART, marks.parts] = True
        forbidden[[_NO_END, _NO_END_OR_BLANK, _ANOTHER_PART], separator.symbol] = True
        forbidden[_NO_END_OR_BLANK, blank] = True
        self._highest = ceilings(forbidden)  # (4, V)

    def __len__(self) -> int:
        """How many texts are being written or wait for it."""
        return len(self._seated) + sum(map(len, self._waiting.values()))

    @property
    def seated(self) -> int:
        """How many texts the next step writes at least one symbol of, before those that wait are seated."""
        return len(self._seated)

    def join(
        self,
        key: Key,
        prime: str,
        options: SamplingOptions,
        request: Hashable = None,
        *,
        parts: int = 0,
    ) -> None:
        """Let one more text be written, from `options.seed`, as one of `request`'s. Raises BadOption.

        A text of so many `parts` has them all when it ends, those of the prime among them, and the network is told its
        topic (see `model.told`). Posts have none: whatever a stranger's prime holds, nothing of it is told and no
        special character written, so that a post never turns into a text of another kind.
        """
        if options.seed is None:
            raise BadOption("A stream needs a seed.")
        check_prime(prime, options)
        read, draws = deque(self._vocabulary.encode(prime).tolist()), random.Random(options.seed).random
        stream = _Stream(key, request, prime, options, self._separator.symbol, read, draws, self.network.start)
        if parts:
            stream.parts = parts
            stream.topic = next((symbol for symbol in read if symbol in self._topics), NO_TOPIC)
        self._waiting.setdefault(request, deque()).append(stream)

    def leave(self, keys: Container[Key]) -> None:
        """Stop writing the texts with these keys."""
        for request, streams in list(self._waiting.items()):
            left = deque(stream for stream in streams if stream.key not in keys)
            if left:
                self._waiting[request] = left
            else:
                del self._waiting[request]
        for row in reversed(range(len(self._seated))):
            if self._seated[row].key in keys:
                self._unseat(row)

    def step(self) -> list[tuple[Key, Sample]]:
        """One symbol further with every stream; returns the texts that are finished."""
        self._seat()
        if not self._seated:
            return []
        streams = self._seated
        told = [(row, stream.topic, stream.part) for row, stream in enumerate(streams) if stream.parts]
        logits = self.network.step([stream.to_read for stream in streams], self._state, told)
        rules = self._rules
        rows: Sequence[int] = range(len(streams))
        if any(stream.prime_left for stream in streams):
            streams, rows = self._read_on()
            if not streams:
                return []
            logits, rules = logits[rows], Rules([stream.options for stream in streams])
        elif rules is None:
            rules = self._rules = Rules([stream.options for stream in streams])
        forbids = [self._forbids(stream) for stream in streams]
        alike = forbids.count(forbids[0]) == len(forbids)
        highest = self._highest[forbids[0] if alike else forbids]
        symbols = choose(logits, rules, highest, np.array([stream.draws() for stream in streams]))
        finished = []
        # From the last row on: where a stream goes the last one moves, and its turn was before.
        for row, symbol in zip(reversed(rows), reversed(symbols.tolist()), strict=True):
            stream = self._seated[row]
            sample = self._go_on(stream, symbol)
            if sample is not None:
                finished.append((stream.key, sample))
                self._unseat(row)
        return finished

    def _read_on(self) -> tuple[list[_Stream[Key]], list[int]]:
        """Let the streams that have not read all of their prime take its next symbol; the others, and their rows."""
        writing, rows = [], []
        for row, stream in enumerate(self._seated):
            if stream.prime_left:
                self._read(stream, stream.prime_left.popleft())
            else:
                writing.append(stream)
                rows.append(row)
        return writing, rows

    def _read(self, stream: _Stream[Key], symbol: int) -> None:
        """Let the stream read this symbol next."""
        stream.to_read = symbol
        if stream.parts and symbol in self._part_marks:
            stream.part += 1

    def _forbids(self, stream: _Stream[Key]) -> int:
        """A post is never blank. After a prime, spaces may come first but something must follow."""
        if stream.part < stream.parts:
            return _ANOTHER_PART
        if stream.says_something:
            return _ANYTHING
        if not stream.prime.strip():
            return _NO_END_OR_BLANK
        return _NO_END if stream.separators + 1 == self._separator.enough else _ANYTHING

    def _go_on(self, stream: _Stream[Key], symbol: int) -> Sample | None:
        """Take one more symbol; the finished text if that was its end."""
        if symbol == self._separator.symbol:
            stream.separators += 1
            if stream.separators == self._separator.enough:
                return self._sample(stream, ended_by_itself=True)
        else:
            # A separator that has begun at the limit may be finished: it is no part of the text.
            stream.separators = 0
            if len(stream.prime) + len(stream.written) >= stream.options.max_chars:
                return self._sample(stream, ended_by_itself=False)
        stream.written.append(symbol)
        self._read(stream, symbol)
        if not stream.says_something:
            stream.says_something = not self._vocabulary.decode([symbol]).isspace()
        return None

    def _seat(self) -> None:
        """Give waiting streams the free rows, then those that a request has beyond its share while others have none."""
        if not self._waiting:
            return
        seats = Counter(stream.request for stream in self._seated)
        while self._waiting:
            entitled = (request for request in self._waiting if seats[request] < SHARE)
            following = next(entitled, None)
            if following is None:
                following = min(self._waiting, key=lambda request: seats[request])
            if len(self._seated) == MOST_ROWS:
                richest, most = max(seats.items(), key=lambda item: item[1])
                if seats[following] >= SHARE or most <= SHARE:
                    return
                self._park(richest)
                seats[richest] -= 1
            self._take_seat(following)
            seats[following] += 1

    def _take_seat(self, request: Hashable) -> None:
        """Seat the request's next stream."""
        streams = self._waiting[request]
        stream = streams.popleft()
        if not streams:
            del self._waiting[request]
        self._state.put(len(self._seated), stream.memory)
        self._seated.append(stream)
        self._rules = None

    def _park(self, request: Hashable) -> None:
        """Let the request's last seated stream wait, with its memory, as the first of its request."""
        row = max(row for row, stream in enumerate(self._seated) if stream.request == request)
        stream = self._seated[row]
        stream.memory = self._state.memory(row)
        self._unseat(row)
        self._waiting.setdefault(request, deque()).appendleft(stream)

    def _unseat(self, row: int) -> None:
        last = self._seated.pop()
        self._rules = None
        if row < len(self._seated):
            self._state.put(row, self._state.memory(len(self._seated)))
            self._seated[row] = last

    def _sample(self, stream: _Stream[Key], *, ended_by_itself: bool) -> Sample:
        text = stream.prime + self._vocabulary.decode(stream.written)
        if not ended_by_itself:
            text = end_at_a_whole(text, at_least=len(stream.prime))
        text = text[: len(stream.prime)] + text[len(stream.prime) :].rstrip()
        seed = stream.options.seed
        assert seed is not None  # noqa: S101 - join() refuses others
        return Sample(text, ended_by_itself, seed)


def write(
    checkpoint: Checkpoint, prime: str = "", options: SamplingOptions | None = None, count: int = 1, parts: int = 0
) -> list[Sample]:
    """`count` texts that begin with `prime`, in the order of their seeds, of `parts` parts each. Raises BadOption.

    Characters of the prime that the network doesn't know are kept in the text and read as UNKNOWN.
    """
    options = options or SamplingOptions()
    batch: WritingBatch[int] = WritingBatch(checkpoint)
    for number, seeded in enumerate(seeds(options, count)):
        batch.join(number, prime, seeded, parts=parts)
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
