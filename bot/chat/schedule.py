"""/schedule: when posts go out and where, and what the next week will bring as things stand."""

import re
from datetime import timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from bot.chat.answer import Answer, Reach, Request
from bot.chat.pages import pages
from bot.chat.pause import describe_pause
from bot.chat.rights import refusal
from bot.chat.slot_face import next_line, occurrence_line, quiet_note, slot_row
from bot.chat.slot_keeping import (
    MOST_SLOTS,
    UNAPPROVED,
    Hindered,
    Hindrance,
    add_slot,
    change_slot,
    remove_slot,
    switch_slot,
)
from bot.chat.slot_wish import COLDEST, HOTTEST, MOST_PLACES, Lack, Misread, parse_changes, parse_slot
from bot.domain.slot import Slot
from bot.errors import Refused

_ADD = {"add", "добавить", "добавь", "+"}
_EDIT = {"edit", "change", "изменить", "измени", "правка"}
_ON, _OFF = {"on", "enable", "включить", "включи"}, {"off", "disable", "выключить", "выключи"}
_REMOVE = {"remove", "delete", "убрать", "убери", "удалить", "удали", "-"}

_SHOWN = timedelta(days=7)

# Ids of 18 digits are far beyond any table and still fit the database's integers.
_ID = re.compile(r"[0-9]{1,18}")


async def schedule(request: Request, reach: Reach) -> Answer:
    """Show the slots and the week, add a slot, change one, remove one."""
    verb, _, rest = request.arguments.partition(" ")
    verb, rest = verb.lower(), rest.strip()
    if not verb or re.fullmatch(r"[0-9]{1,4}", request.arguments):
        return await _show(request, reach, int(verb or 1))
    if verb in _ADD:
        return await _add(request, reach, rest)
    number, _, changes = rest.partition(" ")
    if verb in _REMOVE and _ID.fullmatch(rest):
        return await _remove(request, reach, int(rest))
    if verb in _ON | _OFF and _ID.fullmatch(rest):
        return await _switch(request, reach, int(rest), on=verb in _ON)
    if verb in _EDIT and _ID.fullmatch(number) and changes.strip():
        return await _edit(request, reach, int(number), changes)
    return request.reply(request.words.schedule_usage)


async def _show(request: Request, reach: Reach, number: int) -> Answer:
    words = request.words
    slots = await reach.slots.all()
    head = (
        [words.schedule_title, *(f"{slot.id}. {slot_row(words, slot)}" for slot in slots)]
        if slots
        else [words.schedule_empty]
    )
    until = await reach.silence.paused_until()
    if until is not None:
        head.append(describe_pause(words, reach, until))
    quiet = await reach.silence.quiet_hours()
    if quiet is not None:
        head.append(words.quiet_now.format(hours=quiet, zone=quiet.zone))
    blocks = ["\n".join(head)]
    if slots:
        blocks += [words.schedule_week.format(zone=reach.habits.zone), *await _days(request, reach)]
    found = pages(blocks)
    shown = min(max(1, number), len(found))
    text = found[shown - 1]
    if len(found) > 1:
        text += "\n\n" + words.schedule_page.format(page=shown, pages=len(found), next=shown % len(found) + 1)
    return request.reply(text)


async def _days(request: Request, reach: Reach) -> list[str]:
    """A block for each day of the coming week on which something is to go out."""
    words, zone, now = request.words, ZoneInfo(reach.habits.zone), reach.clock.now()
    with_text = await reach.is_discreet(request)
    blocks: list[str] = []
    ahead = await reach.occurrences.forecast(now + _SHOWN)
    for day, of_day in groupby(ahead, lambda one: one.coming.occurrence.due_at.astimezone(zone).date()):
        lines = [f"{words.weekdays[day.weekday()]} {day:%d.%m}"]
        lines += [occurrence_line(words, one, now, zone.key, with_text=with_text) for one in of_day]
        blocks.append("\n".join(lines))
    return blocks


async def _add(request: Request, reach: Reach, text: str) -> Answer:
    wish = parse_slot(text, reach.habits.zone, reach.habits.place)
    if isinstance(wish, Misread):
        return _misread(request, wish)
    came = await add_slot(request, reach, wish)
    if isinstance(came, Hindered):
        return await _hindered(request, reach, came, 0)
    return await _settled(request, reach, came, request.words.schedule_added)


async def _edit(request: Request, reach: Reach, slot_id: int, changes: str) -> Answer:
    try:
        before = await reach.slots.get(slot_id)
    except Refused:
        return await _hindered(request, reach, Hindered(Hindrance.ABSENT), slot_id)
    wish = parse_changes(changes, before)
    if isinstance(wish, Misread):
        return _misread(request, wish)
    came = await change_slot(request, reach, wish)
    if isinstance(came, Hindered):
        return await _hindered(request, reach, came, slot_id)
    return await _settled(request, reach, came, request.words.schedule_changed)


async def _switch(request: Request, reach: Reach, slot_id: int, *, on: bool) -> Answer:
    came = await switch_slot(request, reach, slot_id, on=on)
    if isinstance(came, Hindered):
        return await _hindered(request, reach, came, slot_id)
    return await _settled(request, reach, came, request.words.schedule_on if on else request.words.schedule_off)


async def _remove(request: Request, reach: Reach, slot_id: int) -> Answer:
    came = await remove_slot(request, reach, slot_id)
    if isinstance(came, Hindered):
        return await _hindered(request, reach, came, slot_id)
    return request.reply(request.words.schedule_removed.format(id=slot_id))


async def _hindered(request: Request, reach: Reach, came: Hindered, slot_id: int) -> Answer:
    words = request.words
    if came.by is Hindrance.UNAPPROVED:
        refused = refusal(request, UNAPPROVED)
        if refused is not None:
            return refused
    if came.by is Hindrance.UNCHANGED and came.slot is not None:
        return await _settled(request, reach, came.slot, words.schedule_unchanged)
    if came.by is Hindrance.SAME and came.slot is not None:
        return request.reply(words.schedule_same.format(id=came.slot.id))
    if came.by is Hindrance.FULL:
        return request.reply(words.schedule_full.format(most=MOST_SLOTS))
    return request.reply(words.schedule_absent.format(id=slot_id))


async def _settled(request: Request, reach: Reach, slot: Slot, what: str) -> Answer:
    """The slot as it is now, when it comes next, and a warning if that is in the quiet hours."""
    words = request.words
    lines = [what.format(id=slot.id), slot_row(words, slot)]
    following = await next_line(words, reach, slot)
    if following is not None:
        lines.append(following)
    note = await quiet_note(words, reach, slot)
    if note is not None:
        lines.append(words.schedule_in_quiet_hours.format(note=note))
    return request.reply("\n".join(lines))


def _misread(request: Request, wish: Misread) -> Answer:
    words = request.words
    text = {
        Lack.TIME: words.schedule_no_time,
        Lack.PLACE: words.schedule_no_place,
        Lack.PLACES: words.schedule_many_places,
        Lack.TEMPERATURE: words.schedule_no_temperature,
        Lack.REMINDER: words.schedule_no_reminder,
        Lack.WORD: f"{words.schedule_unreadable}\n\n{words.schedule_usage}",
    }[wish.lack]
    return request.reply(text.format(word=wish.word, most=MOST_PLACES, coldest=COLDEST, hottest=HOTTEST))
