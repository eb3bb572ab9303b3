"""Hears of everything that nobody caught: a traceback in the log, a task or a thread that broke."""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from structlog.typing import EventDict, WrappedLogger


class Watch:
    """What was heard so far, a line each."""

    def __init__(self) -> None:
        self._heard: list[str] = []

    def taken(self) -> list[str]:
        """What was heard since the last time."""
        heard, self._heard = self._heard, []
        return heard

    def hear(self, event: str, exception: BaseException | None) -> None:
        """Keep what happened, and where."""
        frames = traceback.extract_tb(exception.__traceback__) if exception else []
        where = f" at {frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}" if frames else ""
        self._heard.append(f"{event}: {exception!r}{where}")

    def entry(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        """A processor of structlog's: entries go nowhere, those with a traceback are heard."""
        found = event.get("exc_info")
        if found:
            error = found if isinstance(found, BaseException) else sys.exc_info()[1]
            key = f" key={event['key']}" if "key" in event else ""
            self.hear(f"{event.get('event')}{key}", error)
        raise structlog.DropEvent


class _Handler(logging.Handler):
    def __init__(self, watch: Watch) -> None:
        super().__init__(logging.ERROR)
        self._watch = watch

    def emit(self, record: logging.LogRecord) -> None:
        self._watch.hear(record.getMessage()[:300], record.exc_info[1] if record.exc_info else None)


@contextmanager
def watching() -> Iterator[Watch]:
    """Take over the log for the block."""
    watch = Watch()
    root, hook = logging.getLogger(), threading.excepthook
    handlers, configured = root.handlers[:], structlog.get_config()
    root.handlers[:] = [_Handler(watch)]
    threading.excepthook = lambda found: watch.hear("a thread broke", found.exc_value)
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, watch.entry],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        cache_logger_on_first_use=False,
    )
    try:
        yield watch
    finally:
        structlog.configure(**configured)
        threading.excepthook = hook
        root.handlers[:] = handlers
