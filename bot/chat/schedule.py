"""/schedule: when posts go out and where."""

import re
from zoneinfo import ZoneInfo

from bot.chat.answer import Answer, Reach, Request
from bot.chat.pause import describe_pause
from bot.chat.slot_wish import Lack, Misread, parse_slot
from bot.domain.slot import Slot
from bot.errors import Refused

_ADD = {"add", "добавить", "добавь", "+"}
_REMOVE = {"remove", "delete", "убрать", "убери", "удалить", "удали", "-"}


async def schedule(request: Request, reach: Reach) -> Answer:
    """Show the slots, add one, remove one."""
    if not request.arguments:
        return await _show(request, reach)
    verb, _, rest = request.arguments.partition(" ")
    if verb.lower() in _ADD:
        return await _add(request, reach, rest)
    # Ids of 18 digits are far beyond any table and still fit the database's integers.
    if verb.lower() in _REMOVE and re.fullmatch(r"[0-9]{1,18}", rest.strip()):
        return await _remove(request, reach, int(rest))
    return request.reply(request.words.schedule_usage)


async def _show(request: Request, reach: Reach) -> Answer:
    words = request.words
    slots = await reach.slots.enabled()
    lines = [words.schedule_title, *(_describe(slot, request, reach) for slot in slots)]
    if not slots:
        lines = [words.schedule_empty]
    until = await reach.publish.paused_until()
    if until is not None:
        lines.append(describe_pause(words, reach, until))
    return request.reply("\n".join(lines))


async def _add(request: Request, reach: Reach, text: str) -> Answer:
    words, habits = request.words, reach.habits
    wish = parse_slot(text, habits.zone, habits.place)
    if isinstance(wish, Misread):
        problem = {
            Lack.TIME: words.schedule_no_time,
            Lack.PLACE: words.schedule_no_place,
            Lack.WORD: f"{words.schedule_unreadable}\n\n{words.schedule_usage}",
        }[wish.lack]
        return request.reply(problem.format(word=wish.word))
    same = next((slot for slot in await reach.slots.enabled() if wish.is_same_as(slot)), None)
    if same is not None:
        return request.reply(words.schedule_same.format(id=same.id))
    by = request.signed(reach)
    slot = await reach.slots.add(Slot(0, (wish.place,), wish.at, wish.zone, wish.weekdays), by.at, by)
    return request.reply(f"{words.schedule_added.format(id=slot.id)}\n{_describe(slot, request, reach)}")


async def _remove(request: Request, reach: Reach, slot_id: int) -> Answer:
    try:
        await reach.slots.remove(slot_id, request.signed(reach))
    except Refused:
        return request.reply(request.words.schedule_absent.format(id=slot_id))
    return request.reply(request.words.schedule_removed.format(id=slot_id))


def _describe(slot: Slot, request: Request, reach: Reach) -> str:
    words = request.words
    row = words.schedule_row.format(
        id=slot.id,
        at=f"{slot.at:%H:%M}",
        weekdays=words.days_of_week(slot.weekdays),
        zone=slot.zone,
        place=", ".join(map(str, slot.places)),
    )
    following = slot.next(reach.clock.now())
    if following is None:
        return row
    return f"{row}\n{words.schedule_next.format(moment=words.moment(following.due_at.astimezone(ZoneInfo(slot.zone))))}"
