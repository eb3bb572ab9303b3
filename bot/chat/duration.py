"""Reads how long: `8h`, `30m`, `1d 12h`, `2ч`, `30 мин`."""

import re
from datetime import timedelta

_PART = re.compile(r"\s*([0-9]{1,6})\s*([a-zа-яё]+)\.?\s*")
_UNITS = {
    **dict.fromkeys(("d", "day", "days", "д", "дн", "день", "дня", "дней"), timedelta(days=1)),
    **dict.fromkeys(("h", "hour", "hours", "ч", "час", "часа", "часов"), timedelta(hours=1)),
    **dict.fromkeys(("m", "min", "minute", "minutes"), timedelta(minutes=1)),
    **dict.fromkeys(("м", "мин", "минута", "минуту", "минуты", "минут"), timedelta(minutes=1)),
}  # fmt: skip


def parse_duration(text: str, longest: timedelta) -> timedelta | None:
    """The span, or None for what is no span, no time at all, or longer than `longest`."""
    total, position, text = timedelta(0), 0, text.lower()
    while position < len(text):
        match = _PART.match(text, position)
        if match is None or match[2] not in _UNITS:
            return None
        total += int(match[1]) * _UNITS[match[2]]
        if total > longest:
            return None
        position = match.end()
    return total or None
