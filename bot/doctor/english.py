"""Facts as the terminal says them, in English."""

from datetime import UTC, datetime, timedelta

from bot.disk import size
from bot.domain.fact import Fact, Size


def in_english(fact: Fact) -> str:
    """`1,200`, `3 days`, `2.0 MB`, `2026-11-21 12:00 UTC`, `checkpoints (2.0 MB), corpus.txt (0.1 MB)`."""
    match fact:
        case int():
            return f"{fact:,}"
        case timedelta():
            return _span(fact)
        case datetime():
            return f"{fact.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
        case Size():
            return size(fact.in_bytes)
        case tuple():
            return ", ".join(f"{share.name} ({size(share.size.in_bytes)})" for share in fact) or "nothing"
    return fact


def _span(length: timedelta) -> str:
    seconds = round(abs(length.total_seconds()))
    for unit, unit_s in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds >= 2 * unit_s:
            return f"{seconds // unit_s} {unit}s"
    return f"{seconds} second{'' if seconds == 1 else 's'}"
