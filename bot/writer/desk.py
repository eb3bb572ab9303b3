"""The writer process's work: requests in, texts out, always with the checkpoint that is live. Knows no pipes."""

import heapq
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.writer.live import Key, LiveCheckpoint
from bot.writer.originals import CorpusGuards
from bot.writer.pace import LEAST_WAIT_S, Pace
from bot.writer.protocol import Answer, BadRequest, Cancel, Id, Write, error_answer, read_request
from corpus.captions import words
from model.errors import BadOption, UnusableCheckpoint
from model.guards.banned_words import banned_words
from model.guards.measuring import Guards
from model.writing import SHARE, Sample, WritingBatch, seeds

# Texts in the making and waiting. At 64 side by side, about 10 s of work: who comes later is better told at once.
MOST_TEXTS = 2000
# Enough of the nearest post to know it again.
MOST_NEAREST_CHARS = 200
# A batch of 64 is four parts; with more threads than these the last ones have nothing to do.
_MOST_THREADS = 4


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

    def __init__(
        self,
        checkpoints_folder: Path,
        corpus: CorpusGuards | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        threads: int | None = None,
    ) -> None:
        """Without `corpus` texts are measured without being compared with posts. `clock` tells seconds; `threads` for
        the network are as many as there are cores, up to four.
        """
        self._corpus = corpus or CorpusGuards(None)
        cores = len(os.sched_getaffinity(0))
        self._live = LiveCheckpoint(checkpoints_folder, self._corpus, threads or min(cores, _MOST_THREADS))
        self._clock = clock
        self._pace = Pace()
        self._open: dict[int, _Open] = {}
        self._opened = 0
        self._texts = 0  # of open requests
        self._deadlines: list[tuple[float, int]] = []  # a heap of times and requests' numbers, some closed by now
        # The last batch has the live checkpoint; those before it only finish what they have begun.
        self._batches: list[WritingBatch[Key]] = []

    @property
    def busy(self) -> bool:
        """Whether `step` has anything to do."""
        return bool(self._open)

    def take(self, line: bytes) -> list[Answer]:
        """Begin to serve a request; returns the answers that can be given at once."""
        try:
            request = read_request(line)
        except BadRequest as error:
            return [error_answer(error.id, "bad_request", str(error))]
        if isinstance(request, Cancel):
            for number in [number for number, opened in self._open.items() if opened.id == request.id]:
                self._drop(number)
            return []
        too_many = self._texts + request.count - MOST_TEXTS
        if too_many > 0:
            message = "Too many texts are waiting to be written. Try again a little later."
            return [error_answer(request.id, "busy", message, self._pace.seconds_for(too_many))]
        wait_s = self._pace.seconds_for(sum(min(len(opened.samples), SHARE) for opened in self._open.values()))
        if request.within_s is not None and wait_s > max(request.within_s, LEAST_WAIT_S):
            # Begun and dropped later it would only keep those who can still be served from being served.
            message = "More texts are waiting than can be written in that time. Try again a little later."
            return [error_answer(request.id, "busy", message, wait_s)]
        try:
            batch = self._live_batch()
            if request.template is not None and request.template not in batch.templates:
                message = f"The live checkpoint has learned no captions for {request.template[:50]!r}. Train again."
                return [*self._refusals(), error_answer(request.id, "unlearned", message)]
            self._begin(request, batch)
        except UnusableCheckpoint as error:
            return [error_answer(request.id, "no_checkpoint", str(error))]
        except BadOption as error:
            return [error_answer(request.id, "bad_request", str(error))]
        return self._refusals()

    def step(self) -> list[Answer]:
        """Write one symbol of every text; returns the answers to the requests that are finished by it, or too late."""
        begun = self._clock()
        answers = self._drop_late(begun)
        characters = 0
        for batch in self._batches:
            characters += batch.seated
            for (number, place), sample in batch.step():
                opened = self._open[number]
                opened.samples[place] = sample
                opened.measured[place] = _measure(opened, sample)
                self._pace.finished(len(sample.text))
                if all(opened.samples):
                    answers.append(_answer(self._close(number)))
        self._batches = [batch for batch in self._batches[:-1] if len(batch)] + self._batches[-1:]
        self._pace.wrote(characters, self._clock() - begun)
        return answers

    def _begin(self, request: Write, batch: WritingBatch[Key]) -> None:
        number = self._opened + 1
        for place, options in enumerate(seeds(request.options, request.count)):
            batch.join((number, place), request.prime, options, request=number, parts=request.parts)
        self._opened = number
        self._texts += request.count
        self._open[number] = _Open(
            request.id, batch, request, self._corpus.current(), [None] * request.count, [{}] * request.count
        )
        if request.within_s is not None:
            heapq.heappush(self._deadlines, (self._clock() + request.within_s, number))

    def _live_batch(self) -> WritingBatch[Key]:
        """Raises UnusableCheckpoint."""
        batch = self._live.batch()
        if not self._batches or batch is not self._batches[-1]:
            self._batches.append(batch)
        return batch

    def _drop_late(self, now: float) -> list[Answer]:
        late = []
        while self._deadlines and self._deadlines[0][0] <= now:
            number = heapq.heappop(self._deadlines)[1]
            if number in self._open:
                opened = self._drop(number)
                message = f"Nothing was written within {opened.request.within_s:g} s. Try again a little later."
                late.append(error_answer(opened.id, "late", message, self._pace.seconds_for(self._texts)))
        return late

    def _drop(self, number: int) -> _Open:
        opened = self._close(number)
        opened.batch.leave({(number, place) for place in range(len(opened.samples))})
        return opened

    def _close(self, number: int) -> _Open:
        opened = self._open.pop(number)
        self._texts -= len(opened.samples)
        return opened

    def _refusals(self) -> list[Answer]:
        told, self._live.refusals = self._live.refusals, []
        return [{"id": None, "refused": asdict(refusal)} for refusal in told]


def _measure(opened: _Open, sample: Sample) -> dict[str, object]:
    request = opened.request
    banned = banned_words(request.banned_words, coarse=request.ban_coarse)
    if request.template is not None:
        # Of a caption only the words of its boxes are the network's, and all of them are.
        found = asdict(opened.guards.measure(words(sample.text), "", banned))
    else:
        found = asdict(opened.guards.measure(sample.text, request.prime, banned))
    return found | {"nearest": found["nearest"][:MOST_NEAREST_CHARS]}


def _answer(opened: _Open) -> Answer:
    texts = [
        {"text": sample.text, "ended_by_itself": sample.ended_by_itself, "seed": sample.seed, "measured": measured}
        for sample, measured in zip(opened.samples, opened.measured, strict=True)
        if sample is not None
    ]
    return {"id": opened.id, "checkpoint": opened.batch.checkpoint_name, "texts": texts}
