"""Reads what an admin types after `/schedule add`: a time, then weekdays, zone, place in any order, or none of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from enum import Enum, auto
from typing import TypeVar

from bot.domain.place import Place
from bot.domain.slot import EVERY_DAY, Slot, parse_time, parse_weekdays, parse_zone
from bot.errors import Refused

_LONGEST_SHOWN = 30

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class SlotWish:
    """A slot that is not made yet."""

    at: time
    weekdays: frozenset[int]
    zone: str
    place: Place

    def is_same_as(self, slot: Slot) -> bool:
        """Whether this slot exists already."""
        return (slot.at, slot.weekdays, slot.zone, slot.places) == (self.at, self.weekdays, self.zone, (self.place,))


class Lack(Enum):
    """What kept a wish from being read."""

    TIME = auto()
    PLACE = auto()
    WORD = auto()


@dataclass(frozen=True, slots=True)
class Misread:
    """`word` is the start of the first word that means nothing."""

    lack: Lack
    word: str = ""


def parse_slot(arguments: str, zone: str, place: Place | None) -> SlotWish | Misread:
    """Read a wish; `zone` and `place` hold where none is named."""
    at, *words = re.sub(r"\s*,\s*", ",", arguments).split() or [""]
    moment = _or_none(parse_time, at)
    if moment is None:
        return Misread(Lack.TIME)
    weekdays: frozenset[int] = frozenset()
    named_zone: str | None = None
    named_place: Place | None = None
    for word in words:
        if (days := _or_none(parse_weekdays, word)) is not None:
            weekdays |= days
        elif named_place is None and (found := _or_none(Place.parse, word)) is not None:
            named_place = found
        elif named_zone is None and _or_none(parse_zone, word) is not None:
            named_zone = word
        else:
            return Misread(Lack.WORD, word[:_LONGEST_SHOWN])
    target = named_place or place
    if target is None:
        return Misread(Lack.PLACE)
    return SlotWish(moment, weekdays or EVERY_DAY, named_zone or zone, target)


def _or_none(parse: Callable[[str], _Read], word: str) -> _Read | None:
    try:
        return parse(word)
    except Refused:
        return None
