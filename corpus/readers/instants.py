"""Dates as files write them, made aware instants in UTC."""

import math
from datetime import UTC, datetime, tzinfo

_EARLIEST_S = 10**8  # March 1973: a smaller number is a year or a day, not seconds since 1970
_MILLISECONDS = 10**11  # the year 5138 in seconds, 1973 in milliseconds


def from_unix(seconds: str | float) -> datetime:
    """The instant so many seconds (or, told by its size, milliseconds) after 1970. Raises ValueError."""
    number = float(seconds)
    if not math.isfinite(number):
        raise ValueError(f"not a time: {seconds}")
    if number >= _MILLISECONDS:
        number /= 1000
    try:
        return datetime.fromtimestamp(number, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError(f"not a time: {seconds}") from error


def from_iso(text: str, zone: tzinfo) -> datetime:
    """The instant of an ISO 8601 date; one that names no zone is local time in `zone`. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"not a time: {text}") from error


def from_anything(value: object, zone: tzinfo) -> datetime | None:
    """The instant of a number or a text, `None` where it says none: a date is good to have, not more."""
    try:
        if isinstance(value, str):
            text = value.strip()
            value = int(text) if text.isdecimal() and len(text) < 20 else text
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            return None
        if isinstance(value, str):
            return from_iso(value, zone)
        return from_unix(value) if value >= _EARLIEST_S else None
    except (ValueError, OverflowError):
        return None
