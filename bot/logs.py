"""What the bot says of itself on standard error: structured, and never with a key in it."""

import logging
import sys
from collections.abc import Iterable

import structlog
from structlog.typing import EventDict, WrappedLogger

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_SHORTEST_SECRET = 6


class _Blot:
    """Blots out every secret, wherever in an entry it turns up."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets = sorted((secret for secret in secrets if len(secret) >= _SHORTEST_SECRET), key=len, reverse=True)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {name: self._clean(value) for name, value in event.items()}

    def _clean(self, value: object) -> object:
        if isinstance(value, (int, float, bool, type(None))):
            return value
        text = str(value)
        for secret in self._secrets:
            text = text.replace(secret, "[secret]")
        return text


def set_up(level: str, *, json_lines: bool, secrets: Iterable[str]) -> None:
    """Configure structlog for this process; other libraries' warnings go the same way."""
    blot = _Blot(secrets)
    shown: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        blot,
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json_lines
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
    ]
    structlog.configure(
        processors=shown,
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    foreign = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shown[2:]]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=foreign, foreign_pre_chain=shown[:2]))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # aiogram, apscheduler and alembic tell at `info` what ours tell better.
    root.setLevel(max(_LEVELS[level], logging.WARNING))
    # It warns whenever a job takes longer than its interval; the next run makes up for that.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
