"""Values out of VK's answers, which are hostile until they are parsed: each function takes anything, gives one type."""

from datetime import UTC, datetime

_LARGEST = 2**63  # a number beyond that is no id of VK's and fits no database column
_LATEST_S = 2**33  # the year 2242: beyond it a "date" is a mistake


class UnexpectedAnswerError(Exception):
    """An answer is not what the method promises. The message says what was found where, never the value itself."""


def object_of(value: object, what: str) -> dict[str, object]:
    """`value` as a JSON object. Raises UnexpectedAnswerError, as all functions here do."""
    if isinstance(value, dict):
        return value
    raise _unexpected(value, what, "an object")


def list_of(value: object, what: str) -> list[object]:
    """`value` as a JSON array."""
    if isinstance(value, list):
        return value
    raise _unexpected(value, what, "a list")


def int_of(value: object, what: str) -> int:
    """`value` as a whole number of at most 64 bits; a boolean is none."""
    if isinstance(value, int) and not isinstance(value, bool) and -_LARGEST <= value < _LARGEST:
        return value
    raise _unexpected(value, what, "a whole number")


def text_of(value: object, what: str) -> str:
    """`value` as a text that can be kept: without what JSON can hold and UTF-8 or PostgreSQL can't.

    Halves of surrogate pairs become U+FFFD, NUL goes.
    """
    if isinstance(value, str):
        return encodable(value).replace("\0", "")
    raise _unexpected(value, what, "a text")


def instant_of(value: object, what: str) -> datetime:
    """`value`, seconds since 1970, as an aware UTC instant."""
    seconds = int_of(value, what)
    if 0 <= seconds < _LATEST_S:
        return datetime.fromtimestamp(seconds, UTC)
    raise UnexpectedAnswerError(f"{what} is no date")


def encodable(text: str) -> str:
    """`text` without lone surrogates, which UTF-8 does not take: they become U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _unexpected(value: object, what: str, expected: str) -> UnexpectedAnswerError:
    found = "nothing" if value is None else f"a value of type {type(value).__name__}"
    return UnexpectedAnswerError(f"{what} is {found} and not {expected}")
