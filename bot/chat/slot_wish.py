"""Reads what an admin types after `/schedule add` and `/schedule edit ID`: properties of a slot, in either language.

A time, weekdays, a zone, places; a temperature; whether approval is needed; what happens if nothing is approved. All in
any order, but a new slot begins with its time.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import time, timedelta
from enum import Enum, auto
from typing import TypeVar

from bot.chat.duration import parse_duration
from bot.domain.place import Place
from bot.domain.slot import EVERY_DAY, IfNothing, Slot, parse_time, parse_weekdays, parse_zone
from bot.errors import Refused

# As for /temperature: below drafts repeat each other, above they are noise.
COLDEST, HOTTEST = 0.1, 2.0
LONGEST_REMINDER = timedelta(days=1)
MOST_PLACES = 10

_LONGEST_SHOWN = 30

_TEMPERATURE = {"temperature", "температура"}
_ANY = {"any", "любая"}
_WITHOUT, _WITH = {"without", "no", "без"}, {"with", "с"}
_APPROVAL = {"approval", "одобрения", "одобрением"}
_SKIP = {"skip", "пропустить", "пропуск"}
_BEST = {"best", "лучший", "лучшее"}
_REMIND = {"remind", "reminder", "напомнить", "напоминание"}
_BEFORE = {"before", "за"}
_EVERY, _DAY = {"every", "каждый"}, {"day", "день"}

_Read = TypeVar("_Read")


class Lack(Enum):
    """What kept a wish from being read."""

    TIME = auto()
    PLACE = auto()
    PLACES = auto()  # too many
    TEMPERATURE = auto()
    REMINDER = auto()
    WORD = auto()


@dataclass(frozen=True, slots=True)
class Misread:
    """`word` is the start of the first word that means nothing."""

    lack: Lack
    word: str = ""


def parse_slot(arguments: str, zone: str, place: Place | None) -> Slot | Misread:
    """Read a new slot, without its id; `zone` and `place` hold where none is named."""
    at, *words = _words(arguments) or [""]
    moment = _or_none(parse_time, at)
    if moment is None:
        return Misread(Lack.TIME)
    slot = _read(Slot(0, (), moment, zone), words)
    if isinstance(slot, Slot) and not slot.places:
        return Misread(Lack.PLACE) if place is None else replace(slot, places=(place,))
    return slot


def parse_changes(arguments: str, slot: Slot) -> Slot | Misread:
    """The slot with the properties that are named; weekdays and places take the place of all that it had."""
    return _read(slot, _words(arguments))


def parse_temperature(word: str) -> float | Misread:
    """Read the temperature at which a slot's drafts must have been written."""
    number = word.replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,4})?", number) or not COLDEST <= float(number) <= HOTTEST:
        return Misread(Lack.TEMPERATURE, word[:_LONGEST_SHOWN])
    return float(number)


def parse_reminder(text: str) -> timedelta | Misread:
    """Read how long before a slot's time moderators are reminded."""
    return parse_duration(text, LONGEST_REMINDER) or Misread(Lack.REMINDER, text[:_LONGEST_SHOWN])


def _words(arguments: str) -> list[str]:
    text = re.sub(r"\s*,\s*", ",", arguments.replace("=", " "))
    # Several places may be parted by commas as weekdays are; no weekday has a colon.
    return [part for word in text.split() for part in (word.split(",") if ":" in word else [word]) if part]


def _read(slot: Slot, words: list[str]) -> Slot | Misread:
    reading = _Reading(slot)
    rest = words
    while rest:
        left = reading.take(rest)
        if isinstance(left, Misread):
            return left
        rest = left
    return reading.result()


class _Reading:
    """Takes properties from the head of a list of words, one at a time."""

    def __init__(self, slot: Slot) -> None:
        self._slot = slot
        self._at: time | None = slot.at if slot.id == 0 else None
        self._weekdays: frozenset[int] = frozenset()
        self._places: list[Place] = []
        self._zone: str | None = None

    def take(self, words: list[str]) -> list[str] | Misread:
        """The words behind the property that the first ones name."""
        word, rest = words[0].lower(), words[1:]
        following = rest[0].lower() if rest else ""
        if word in _TEMPERATURE:
            return self._temperature(following, rest[1:])
        if word in _REMIND:
            return self._reminder(rest)
        if word in _WITHOUT | _WITH and following in _APPROVAL:
            self._slot = replace(self._slot, needs_approval=word in _WITH)
            return rest[1:]
        if word in _EVERY and following in _DAY:
            # As /schedule itself says it.
            self._weekdays |= EVERY_DAY
            return rest[1:]
        if word in _SKIP:
            self._slot = replace(self._slot, if_nothing=IfNothing.SKIP, remind_before=None)
        elif word in _BEST:
            self._slot = replace(self._slot, if_nothing=IfNothing.BEST)
        elif not self._when_and_where(words[0]):
            return Misread(Lack.WORD, words[0][:_LONGEST_SHOWN])
        return rest if len(self._places) <= MOST_PLACES else Misread(Lack.PLACES)

    def result(self) -> Slot:
        """The slot with all that was taken."""
        slot = self._slot
        return replace(
            slot,
            at=self._at or slot.at,
            weekdays=self._weekdays or slot.weekdays,
            zone=self._zone or slot.zone,
            places=tuple(self._places) or slot.places,
        )

    def _when_and_where(self, word: str) -> bool:
        if self._at is None and (at := _or_none(parse_time, word)) is not None:
            self._at = at
        elif (days := _or_none(parse_weekdays, word)) is not None:
            self._weekdays |= days
        elif (place := _or_none(Place.parse, word)) is not None:
            if place not in self._places:
                self._places.append(place)
        elif self._zone is None and _or_none(parse_zone, word) is not None:
            self._zone = word
        else:
            return False
        return True

    def _temperature(self, word: str, rest: list[str]) -> list[str] | Misread:
        if word in _ANY:
            self._slot = replace(self._slot, temperature=None)
            return rest
        temperature = parse_temperature(word)
        if isinstance(temperature, Misread):
            return temperature
        self._slot = replace(self._slot, temperature=temperature)
        return rest

    def _reminder(self, words: list[str]) -> list[str] | Misread:
        words = words[1:] if words and words[0].lower() in _BEFORE else words
        # `30m`, and `30 min` in two words.
        for length in (2, 1):
            span = parse_reminder(" ".join(words[:length])) if len(words) >= length else None
            if isinstance(span, timedelta):
                is_best = self._slot.if_nothing is IfNothing.BEST
                if_nothing = IfNothing.BEST if is_best else IfNothing.REMIND
                self._slot = replace(self._slot, if_nothing=if_nothing, remind_before=span)
                rest = words[length:]
                return rest[1:] if rest and rest[0].lower() in _BEFORE else rest
        return Misread(Lack.REMINDER, words[0][:_LONGEST_SHOWN] if words else "")


def _or_none(parse: Callable[[str], _Read], word: str) -> _Read | None:
    try:
        return parse(word)
    except Refused:
        return None
