"""How values are written that several sections know: lists, times of day, people, places."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from bot.domain.member import Address
from bot.domain.place import Place
from bot.domain.slot import parse_time
from bot.errors import Refused


def listed(value: object) -> object:
    """A list may be written `a, b` in the environment."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def checked_time(text: str) -> str:
    """HH:MM, or nothing."""
    if text:
        or_value_error(parse_time, text)
    return text


def _checked_address(value: object) -> object:
    return value if isinstance(value, Address) else or_value_error(Address.parse, str(value))


def checked_place(value: object) -> object:
    """A place, or nothing."""
    return value if value in ("", None) or isinstance(value, Place) else or_value_error(Place.parse, str(value))


def or_value_error(parse: Any, value: str) -> object:
    """What a parser of the domain makes of a text; what it refuses is told as pydantic wants it."""
    try:
        return parse(value)
    except Refused as error:
        raise ValueError(str(error)) from error


_Address = Annotated[Address, BeforeValidator(_checked_address)]
Addresses = Annotated[tuple[_Address, ...], BeforeValidator(listed)]
