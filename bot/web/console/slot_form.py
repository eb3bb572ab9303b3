"""Reads a slot out of a form's fields, by the rules of `/schedule`; knows which field holds what can't be read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.chat.slot_wish import MOST_PLACES, Lack, Misread, parse_reminder, parse_temperature
from bot.domain.place import Place
from bot.domain.slot import IfNothing, Slot, parse_time, parse_zone
from bot.errors import Refused

# Of one field, which a page shows again.
_MOST_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class SlotFields:
    """What the form's fields hold, as typed. `weekdays` are numbers from Monday = 0; `places` are parted by blanks."""

    at: str = ""
    weekdays: Sequence[str] = ()
    zone: str = ""
    places: str = ""
    temperature: str = ""
    if_nothing: str = IfNothing.SKIP.value
    remind: str = ""
    without_approval: bool = False

    @classmethod
    def of(cls, slot: Slot) -> "SlotFields":
        """What a slot's form holds before anybody types."""
        minutes = 0 if slot.remind_before is None else int(slot.remind_before.total_seconds() // 60)
        return cls(
            at=f"{slot.at:%H:%M}",
            weekdays=[str(day) for day in sorted(slot.weekdays)],
            zone=slot.zone,
            places="\n".join(map(str, slot.places)),
            temperature="" if slot.temperature is None else f"{slot.temperature:g}",
            if_nothing=slot.if_nothing.value,
            remind=f"{minutes}m" if minutes else "",
            without_approval=not slot.needs_approval,
        )

    @classmethod
    def typed(cls, fields: Mapping[str, object], weekdays: Sequence[object]) -> "SlotFields":
        """What somebody sent."""

        def text(name: str) -> str:
            value = fields.get(name, "")
            return value.strip()[:_MOST_CHARS] if isinstance(value, str) else ""

        return cls(
            at=text("at"),
            weekdays=[day for day in weekdays if isinstance(day, str)][:7],
            zone=text("zone"),
            places=text("places"),
            temperature=text("temperature"),
            if_nothing=text("if_nothing"),
            remind=text("remind"),
            without_approval=text("without_approval") == "yes",
        )


def read_slot(fields: SlotFields, before: Slot) -> Slot | Mapping[str, Misread]:
    """The slot with all that the fields say, or what is wrong by the name of the field."""
    wrong: dict[str, Misread] = {}
    slot = before
    try:
        slot = replace(slot, at=parse_time(fields.at))
    except Refused:
        wrong["at"] = Misread(Lack.TIME)
    days = frozenset(int(day) for day in fields.weekdays if re.fullmatch("[0-6]", day))
    if not days:
        wrong["weekdays"] = Misread(Lack.WORD)
    try:
        slot = replace(slot, zone=parse_zone(fields.zone))
    except Refused:
        wrong["zone"] = Misread(Lack.WORD, fields.zone[:30])
    places = _places(fields.places)
    if isinstance(places, Misread):
        wrong["places"] = places
    else:
        slot = replace(slot, places=places)
    temperature = parse_temperature(fields.temperature) if fields.temperature else None
    if isinstance(temperature, Misread):
        wrong["temperature"] = temperature
    else:
        slot = replace(slot, temperature=temperature)
    remind = parse_reminder(fields.remind) if fields.remind else None
    if_nothing = IfNothing(fields.if_nothing) if fields.if_nothing in list(IfNothing) else None
    if isinstance(remind, Misread) or (remind is None and if_nothing is IfNothing.REMIND):
        wrong["remind"] = Misread(Lack.REMINDER, fields.remind[:30])
    elif if_nothing is None:
        wrong["if_nothing"] = Misread(Lack.WORD, fields.if_nothing[:30])
    else:
        # As in chat: who is to be reminded gets `remind`, and to leave out in silence has no reminder.
        remind = None if if_nothing is IfNothing.SKIP else remind
        slot = replace(slot, if_nothing=if_nothing, remind_before=remind)
    slot = replace(slot, weekdays=days, needs_approval=not fields.without_approval)
    return wrong or slot


def _places(text: str) -> tuple[Place, ...] | Misread:
    found: list[Place] = []
    for word in re.split(r"[\s,]+", text):
        try:
            place = Place.parse(word)
        except Refused:
            return Misread(Lack.PLACE, word[:30])
        if place not in found:
            found.append(place)
    return tuple(found) if len(found) <= MOST_PLACES else Misread(Lack.PLACES)
