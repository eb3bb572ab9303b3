"""What the bot says of itself on standard error: structured, and never with a key in it."""

import json
import logging
import sys
from collections import deque
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

import structlog
from structlog.typing import EventDict, WrappedLogger

from bot.domain.secret_shapes import BLOT, without_secrets
from bot.domain.trouble import Trouble

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
_SHORTEST_SECRET = 6
# For a page that an admin reads; the log itself has them all.
_REMEMBERED, _MOST_CHARS = 200, 500
_TROUBLING = frozenset({"warning", "error", "critical"})
_NO_FACTS = frozenset({"event", "level", "timestamp", "community", "exception"})


class Blot:
    """Blots out every secret, wherever in an entry it turns up: those that it was told, and what looks like one."""

    def __init__(self, secrets: Iterable[str]) -> None:
        self._secrets: list[str] = []
        self.hide(secrets)

    def hide(self, secrets: Iterable[str]) -> None:
        """From now on blot out these as well."""
        long_enough = {spelled for secret in secrets if len(secret) >= _SHORTEST_SECRET for spelled in _spelled(secret)}
        self._secrets = sorted(long_enough.union(self._secrets), key=len, reverse=True)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        return {name: self._clean(value) for name, value in event.items()}

    def _clean(self, value: object) -> object:
        if isinstance(value, (int, float, bool, type(None))):
            return value
        text = str(value)
        for secret in self._secrets:
            text = text.replace(secret, BLOT)
        return without_secrets(text)


def _spelled(secret: str) -> set[str]:
    """A secret as it stands in a text, in an address, in JSON and in what Python shows of a text."""
    return {secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1], repr(secret)[1:-1]}


class Troubles:
    """Remembers the last warnings and errors, as they were logged: with secrets blotted out."""

    def __init__(self, most: int = _REMEMBERED) -> None:
        self._last: deque[tuple[str | None, Trouble]] = deque(maxlen=most)

    def __call__(self, _logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        if event.get("level") in _TROUBLING:
            facts = " ".join(f"{name}={event[name]}" for name in sorted(event.keys() - _NO_FACTS))
            said = Trouble(
                str(event.get("timestamp", "")), str(event["level"]), str(event.get("event", ""))[:_MOST_CHARS],
                facts[:_MOST_CHARS],
            )  # fmt: skip
            self._last.append((event.get("community"), said))
        return event

    def of(self, community: str | None) -> list[Trouble]:
        """Those of one community, and those of none, the newest first."""
        return [trouble for whose, trouble in reversed(self._last) if whose in (community, None)]


def last_troubles() -> list[Trouble]:
    """Of the community that is bound to the present context; nothing where no logs were set up."""
    keeper = next((one for one in structlog.get_config()["processors"] if isinstance(one, Troubles)), None)
    return [] if keeper is None else keeper.of(structlog.contextvars.get_contextvars().get("community"))


def set_up(level: str, *, json_lines: bool, secrets: Iterable[str]) -> Blot:
    """Configure structlog for this process; other libraries' warnings go the same way. Returns what hides secrets.

    What is bound to the present context (`structlog.contextvars`) stands in every entry.
    """
    blot = Blot(secrets)
    gathered: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    shown: list[structlog.typing.Processor] = [
        structlog.processors.format_exc_info,
        blot,
        Troubles(),
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json_lines
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
    ]
    structlog.configure(
        processors=[*gathered, *shown],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    foreign = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *shown]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processors=foreign, foreign_pre_chain=gathered))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    # aiogram, apscheduler and alembic tell at `info` what ours tell better.
    root.setLevel(max(_LEVELS[level], logging.WARNING))
    # It warns whenever a job takes longer than its interval; the next run makes up for that.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    return blot
