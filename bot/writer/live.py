"""Which checkpoint is written with: the live one, or the one before while the live one proves unusable."""

import logging
from pathlib import Path

from bot.writer.originals import CorpusGuards
from bot.writer.protocol import Refusal
from model import checkpoint as checkpoints
from model.checkpoint import BEST
from model.errors import UnusableCheckpoint
from model.self_check import fault
from model.writing import WritingBatch

log = logging.getLogger(__name__)

Key = tuple[int, int]  # number of the request, number of the text in it


class LiveCheckpoint:
    """Follows the live checkpoint; `refusals` is what came in the way and has not been told yet."""

    def __init__(self, folder: Path, corpus: CorpusGuards, threads: int) -> None:
        self.refusals: list[Refusal] = []
        self._folder = folder
        self._corpus = corpus
        self._threads = threads
        self._batch: WritingBatch[Key] | None = None
        self._stamp: object = None  # of the batch's checkpoint
        self._refused: object = None  # the stamp of one that is not tried again

    def batch(self) -> WritingBatch[Key]:
        """The batch to join now: another one when another checkpoint went live. Raises UnusableCheckpoint.

        Takes up to half a second then, and no time else.
        """
        try:
            folder = checkpoints.live(self._folder)
        except UnusableCheckpoint as error:
            if self._batch is None:
                raise
            log.debug("Still writing with %s: %s", self._batch.checkpoint_name, error)
            return self._batch
        stamp = _stamp(folder)
        if self._batch is not None and stamp in {self._stamp, self._refused}:
            return self._batch
        try:
            return self._load(folder)
        except UnusableCheckpoint as error:
            self._refused = stamp
            return self._fall_back(folder.parent.name, error)

    def _load(self, folder: Path) -> WritingBatch[Key]:
        """Raises UnusableCheckpoint, also for one that can be read and writes unsoundly."""
        stamp = _stamp(folder)
        checkpoint = checkpoints.load(folder)
        # With nothing to fall back on a look would only cost time.
        found = fault(checkpoint, self._corpus.posts()) if self._batch is not None else None
        if found is not None:
            raise UnusableCheckpoint(folder, found)
        self._batch = WritingBatch(checkpoint, self._threads)
        self._stamp = stamp
        return self._batch

    def _fall_back(self, run: str, error: UnusableCheckpoint) -> WritingBatch[Key]:
        """Go on with the batch there is, or at the start with the run that was live before; make that run live again.

        Raises `error` when there is none.
        """
        try:
            before = checkpoints.roll_back(self._folder, run)
        except OSError as unwritable:
            log.warning("The live checkpoint could not be changed: %s", unwritable.strerror)
            before = None
        batch = self._batch
        if batch is None:
            if before is None:
                raise error
            batch = self._load(self._folder / before / BEST)
        log.warning("Still writing with %s: %s", batch.checkpoint_name, error)
        self.refusals.append(Refusal(run, error.why, batch.checkpoint_name, before is not None))
        return batch


def _stamp(folder: Path) -> object:
    """Changes when the live checkpoint does."""
    try:
        status = (folder / checkpoints.MANIFEST).stat()
    except OSError:
        return folder
    return folder, status.st_mtime_ns, status.st_ino
