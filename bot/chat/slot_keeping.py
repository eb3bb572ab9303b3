"""What may be done to slots, and by whom: the rules of `/schedule` and of the console's page, which word them."""

from dataclasses import dataclass, replace
from enum import Enum, auto

from bot.chat.answer import Reach, Request
from bot.chat.rights import LEAST_ROLE
from bot.domain.slot import Slot
from bot.errors import Refused

MOST_SLOTS = 100

# Whoever lets out what nobody approved: a line of the table of rights.
UNAPPROVED = "/schedule UNAPPROVED"


class Hindrance(Enum):
    """What kept a slot as it was."""

    ABSENT = auto()
    SAME = auto()
    UNCHANGED = auto()
    FULL = auto()
    UNAPPROVED = auto()  # that a text goes out which nobody approved is for owners to say


@dataclass(frozen=True, slots=True)
class Hindered:
    """`slot` is the one that is there already, where that is the hindrance."""

    by: Hindrance
    slot: Slot | None = None


async def add_slot(request: Request, reach: Reach, wish: Slot) -> Slot | Hindered:
    """Keep a new slot; the same one is not kept twice."""
    if _is_beyond(request, wish):
        return Hindered(Hindrance.UNAPPROVED)
    slots = await reach.slots.all()
    same = next((slot for slot in slots if replace(slot, id=0, enabled=True) == wish), None)
    if same is not None:
        return Hindered(Hindrance.SAME, same)
    if len(slots) >= MOST_SLOTS:
        return Hindered(Hindrance.FULL)
    by = request.signed(reach)
    return await reach.slots.add(wish, by.at, by)


async def change_slot(request: Request, reach: Reach, slot: Slot) -> Slot | Hindered:
    """Make the slot with this id what `slot` says, also one that lets out what nobody approved and is only moved."""
    if _is_beyond(request, slot):
        return Hindered(Hindrance.UNAPPROVED)
    by = request.signed(reach)
    try:
        if slot == await reach.slots.get(slot.id):
            return Hindered(Hindrance.UNCHANGED, slot)
        return await reach.slots.change(slot, by.at, by)
    except Refused:
        return Hindered(Hindrance.ABSENT)


async def switch_slot(request: Request, reach: Reach, slot_id: int, *, on: bool) -> Slot | Hindered:
    """Let nothing go out from a slot until it is switched on again, which is a say about what goes out."""
    by = request.signed(reach)
    try:
        slot = await reach.slots.get(slot_id)
        if on and _is_beyond(request, slot):
            return Hindered(Hindrance.UNAPPROVED)
        if slot.enabled is on:
            return Hindered(Hindrance.UNCHANGED, slot)
        return await reach.slots.switch(slot_id, by.at, by, on=on)
    except Refused:
        return Hindered(Hindrance.ABSENT)


async def remove_slot(request: Request, reach: Reach, slot_id: int) -> Slot | Hindered:
    """Let nothing go out from this slot any more."""
    try:
        return await reach.slots.remove(slot_id, request.signed(reach))
    except Refused:
        return Hindered(Hindrance.ABSENT)


def _is_beyond(request: Request, slot: Slot) -> bool:
    return slot.takes_unapproved and request.role < LEAST_ROLE[UNAPPROVED]
