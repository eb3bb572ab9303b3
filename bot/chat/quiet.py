"""/quiet: hours of the day in which nothing is published and nobody is asked anything."""

from bot.chat.answer import Answer, Reach, Request
from bot.chat.pages import pages
from bot.chat.slot_face import quiet_note
from bot.chat.words import Words
from bot.domain.quiet_hours import QuietHours, parse_quiet_hours
from bot.errors import Refused

_OFF = {"off", "none", "no", "выкл", "нет"}


async def quiet(request: Request, reach: Reach) -> Answer:
    """Show the hours, set them, or do without; say which slots lie in them."""
    words, silence = request.words, reach.silence
    if not request.arguments:
        return request.reply(await _described(words, reach, await silence.quiet_hours()))
    if request.arguments.lower() in _OFF:
        await silence.set_quiet_hours(None, request.signed(reach))
        return request.reply(words.quiet_off)
    try:
        hours = parse_quiet_hours(request.arguments, reach.habits.zone)
    except Refused:
        return request.reply(words.quiet_usage)
    await silence.set_quiet_hours(hours, request.signed(reach))
    return request.reply(await _described(words, reach, hours))


async def _described(words: Words, reach: Reach, hours: QuietHours | None) -> str:
    if hours is None:
        return words.quiet_none
    lines = [words.quiet_now.format(hours=hours, zone=hours.zone)]
    for slot in await reach.slots.enabled():
        note = await quiet_note(words, reach, slot)
        if note is not None:
            lines.append(words.quiet_slot.format(id=slot.id, note=note))
    # The hours themselves always stand on the first page; /schedule shows every slot.
    return pages(["\n".join(lines)])[0]
