"""/pause and /resume. A pause without a length lasts until /resume."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.answer import Answer, Reach, Request
from bot.chat.duration import parse_duration
from bot.chat.words import Words

LONGEST = timedelta(days=365)

# "Until /resume" is kept as an instant too; this far off it is shown as what it means.
_OPEN = timedelta(days=36_500)

_OFF = {"off", "stop", "end", "выкл", "стоп", "конец"}


async def pause(request: Request, reach: Reach) -> Answer:
    """Publish nothing for a while."""
    if request.arguments.lower() in _OFF:
        return await resume(request, reach)
    span = parse_duration(request.arguments, LONGEST) if request.arguments else _OPEN
    if span is None:
        return request.reply(request.words.pause_usage)
    until = await reach.publish.pause(span, request.signed(reach))
    if until is None:
        raise TypeError("a pause with a span has no end")
    return request.reply(describe_pause(request.words, reach, until))


async def resume(request: Request, reach: Reach) -> Answer:
    """End a pause."""
    if await reach.publish.paused_until() is None:
        return request.reply(request.words.pause_not_on)
    await reach.publish.pause(None, request.signed(reach))
    return request.reply(request.words.pause_ended)


def describe_pause(words: Words, reach: Reach, until: datetime) -> str:
    """Until when nothing is published, in the settings' zone."""
    if until - reach.clock.now() > LONGEST:
        return words.paused_open
    zone = reach.habits.zone
    return words.paused_until.format(moment=words.moment(until.astimezone(ZoneInfo(zone))), zone=zone)
