"""The posts that the corpus file holds, as the guards compare with them."""

import logging
from collections.abc import Iterator
from pathlib import Path

from corpus.errors import CorpusError
from corpus.separator import EMPTY_LINES, read_posts
from model.guards.measuring import Guards

log = logging.getLogger(__name__)


class CorpusGuards:
    """The guards over one corpus file; built anew when the file is another one.

    The file may hold more or other posts than the live checkpoint has read (it is written before a training and after
    a clean-up); what stands in it now is what may not be copied.
    """

    def __init__(self, corpus_file: Path | None, empty_lines: int = EMPTY_LINES) -> None:
        """Without a file, or while there is none, the guards that compare with posts are silent."""
        self._file = corpus_file
        self._empty_lines = empty_lines
        self._stamp: object = None
        self._guards = Guards(())

    def posts(self) -> Iterator[str]:
        """The posts of the file as it is now, read as they are asked for; none where it can't be read."""
        if self._file is None or not self._file.exists():
            return
        try:
            yield from read_posts(self._file, self._empty_lines)
        except CorpusError as error:
            log.warning("The corpus can't be read: %s", error)

    def current(self) -> Guards:
        """The guards over the file as it is now. 0.4 s for 3 MB when it has changed."""
        stamp = _stamp(self._file) if self._file else None
        if self._file is None or stamp == self._stamp:
            return self._guards
        self._stamp = stamp
        if stamp is None:
            self._guards = Guards(())
            return self._guards
        try:
            self._guards = Guards(read_posts(self._file, self._empty_lines))
        except CorpusError as error:
            # What was read before still guards: better than nothing.
            log.warning("Drafts are compared with the posts read before: %s", error)
        return self._guards


def _stamp(path: Path) -> object:
    """Changes when the file does; None while there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
