"""The writer process's work: requests in, texts out, always with the checkpoint that is live. Knows no pipes."""

import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.writer.originals import CorpusGuards
from bot.writer.protocol import Answer, BadRequest, Cancel, Id, Write, error_answer, read_request
from model import checkpoint as checkpoints
from model.errors import BadOption, UnusableCheckpoint
from model.guards.banned_words import banned_words
from model.guards.measuring import Guards
from model.writing import Sample, WritingBatch, seeds

log = logging.getLogger(__name__)

# Texts in the making and waiting. At 64 side by side, about 20 s of work: who comes later is better told at once.
MOST_TEXTS = 2000
# Enough of the nearest post to know it again.
MOST_NEAREST_CHARS = 200

Key = tuple[int, int]  # number of the request, number of the text in it


@dataclass(slots=True)
class _Open:
    """A request that is being served."""

    id: Id
    batch: WritingBatch[Key]
    request: Write
    guards: Guards
    samples: list[Sample | None]
    measured: list[dict[str, object]]


class Desk:
    """Serves many requests side by side in one batch; `step` is one symbol's worth of work."""

    def __init__(self, checkpoints_folder: Path, corpus: CorpusGuards | None = None) -> None:
        """Without `corpus` texts are measured without being compared with posts."""
        self._folder = checkpoints_folder
        self._corpus = corpus or CorpusGuards(None)
        self._open: dict[int, _Open] = {}
        self._opened = 0
        # The last batch has the live checkpoint; those before it only finish what they have begun.
        self._batches: list[WritingBatch[Key]] = []
        self._live_stamp: object = None

    @property
    def busy(self) -> bool:
        """Whether `step` has anything to do."""
        return bool(self._open)

    def take(self, line: bytes) -> list[Answer]:
        """Begin to serve a request; returns the answer if it can be given at once."""
        try:
            request = read_request(line)
        except BadRequest as error:
            return [error_answer(error.id, "bad_request", str(error))]
        if isinstance(request, Cancel):
            self._cancel(request.id)
            return []
        if sum(len(opened.samples) for opened in self._open.values()) + request.count > MOST_TEXTS:
            return [error_answer(request.id, "busy", "Too many texts are waiting to be written. Try again soon.")]
        try:
            return self._begin(request, self._live_batch())
        except UnusableCheckpoint as error:
            return [error_answer(request.id, "no_checkpoint", str(error))]
        except BadOption as error:
            return [error_answer(request.id, "bad_request", str(error))]

    def step(self) -> list[Answer]:
        """Write one symbol of every text; returns the answers to the requests that are finished by it."""
        answers: list[Answer] = []
        for batch in self._batches:
            for (number, place), sample in batch.step():
                opened = self._open[number]
                opened.samples[place] = sample
                opened.measured[place] = _measure(opened, sample)
                if all(opened.samples):
                    del self._open[number]
                    answers.append(_answer(opened))
        self._batches = [batch for batch in self._batches[:-1] if len(batch)] + self._batches[-1:]
        return answers

    def _begin(self, request: Write, batch: WritingBatch[Key]) -> list[Answer]:
        self._opened += 1
        for place, options in enumerate(seeds(request.options, request.count)):
            batch.join((self._opened, place), request.prime, options)
        self._open[self._opened] = _Open(
            request.id, batch, request, self._corpus.current(), [None] * request.count, [{}] * request.count
        )
        return []

    def _cancel(self, request_id: Id) -> None:
        for number in [number for number, opened in self._open.items() if opened.id == request_id]:
            opened = self._open.pop(number)
            opened.batch.leave({(number, place) for place in range(len(opened.samples))})

    def _live_batch(self) -> WritingBatch[Key]:
        """A batch with the live checkpoint, or the one before if it is unusable. Raises UnusableCheckpoint."""
        try:
            folder = checkpoints.live(self._folder)
            stamp = _stamp(folder)
            if self._batches and stamp == self._live_stamp:
                return self._batches[-1]
            self._live_stamp = stamp
            batch: WritingBatch[Key] = WritingBatch(checkpoints.load(folder))
        except UnusableCheckpoint as error:
            if not self._batches:
                raise
            log.warning("Still writing with %s: %s", self._batches[-1].checkpoint.name, error)
            return self._batches[-1]
        self._batches.append(batch)
        log.info("Writing with %s", batch.checkpoint.name)
        return batch


def _stamp(folder: Path) -> object:
    """Changes when the live checkpoint does."""
    try:
        status = (folder / checkpoints.MANIFEST).stat()
    except OSError:
        return folder
    return folder, status.st_mtime_ns, status.st_ino


def _measure(opened: _Open, sample: Sample) -> dict[str, object]:
    request = opened.request
    banned = banned_words(request.banned_words, coarse=request.ban_coarse)
    found = asdict(opened.guards.measure(sample.text, request.prime, banned))
    return found | {"nearest": found["nearest"][:MOST_NEAREST_CHARS]}


def _answer(opened: _Open) -> Answer:
    texts = [
        {"text": sample.text, "ended_by_itself": sample.ended_by_itself, "seed": sample.seed, "measured": measured}
        for sample, measured in zip(opened.samples, opened.measured, strict=True)
        if sample is not None
    ]
    return {"id": opened.id, "checkpoint": opened.batch.checkpoint.name, "texts": texts}
