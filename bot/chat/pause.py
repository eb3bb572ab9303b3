"""/pause and /resume. A pause without a length lasts until /resume."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.answer import Answer, Reach, Request
from bot.chat.duration import parse_duration
from bot.chat.words import Words
from bot.domain.slot import Slot, parse_time
from bot.errors import Refused
from bot.flow.silence import OPEN

LONGEST = timedelta(days=365)

_OFF = {"off", "stop", "end", "выкл", "стоп", "конец"}
_UNTIL = re.compile(r"(?:until|till|до)\s+(\S{1,10})", re.IGNORECASE)


async def pause(request: Request, reach: Reach) -> Answer:
    """Publish nothing for a while, or until a time of day; say what that leaves out."""
    words = request.words
    if request.arguments.lower() in _OFF:
        return await resume(request, reach)
    until = end_of_pause(request.arguments, reach)
    if until is None:
        return request.reply(words.pause_usage)
    await reach.silence.begin_pause(until, request.signed(reach))
    lines = [describe_pause(words, reach, until)]
    if until - reach.clock.now() <= LONGEST:
        fall_in = sum(one.occurrence.due_at > reach.clock.now() for one in await reach.occurrences.coming(until))
        if fall_in:
            lines.append(words.pause_leaves_out.format(posts=words.count(fall_in, words.posts)))
    return request.reply("\n".join(lines))


async def resume(request: Request, reach: Reach) -> Answer:
    """End a pause."""
    if await reach.silence.paused_until() is None:
        return request.reply(request.words.pause_not_on)
    await reach.silence.end_pause(request.signed(reach))
    return request.reply(request.words.pause_ended)


def describe_pause(words: Words, reach: Reach, until: datetime) -> str:
    """Until when nothing is published, in the settings' zone."""
    if until - reach.clock.now() > LONGEST:
        return words.paused_open
    zone = reach.habits.zone
    return words.paused_until.format(moment=words.moment(until.astimezone(ZoneInfo(zone))), zone=zone)


def end_of_pause(arguments: str, reach: Reach) -> datetime | None:
    """Until when a pause lasts that begins now: `8h`, `until 9:00`, "" for one without an end; None if unreadable."""
    now = reach.clock.now()
    if not arguments:
        return now + OPEN
    match = _UNTIL.fullmatch(arguments)
    if match is None:
        span = parse_duration(arguments, LONGEST)
        return None if span is None else now + span
    try:
        at = parse_time(match[1])
    except Refused:
        return None
    following = Slot(0, (), at, reach.habits.zone).next(now)
    return None if following is None else following.due_at
