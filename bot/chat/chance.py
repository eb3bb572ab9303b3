"""/chance: how often the bot answers in a group by itself, and what it says then."""

import re

import structlog

from bot.chat.answer import SILENCE, Answer, Reach, Request
from bot.chat.likes import written_reply
from bot.chat.lot import draw
from bot.chat.memes import captioned, drawn_template
from bot.domain.limits import Kind
from bot.domain.member import Address, Platform
from bot.errors import WallflowerError
from bot.ports import WrittenText

# A word that says something, and that a post may begin with.
_WORD = re.compile(r"[^\W\d_]{4,24}")
_PERCENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s*%?")

_log = structlog.get_logger()


async def chance(request: Request, reach: Reach) -> Answer:
    """Show or set the share of a group's messages that are answered unasked."""
    words = request.words
    if request.is_private:
        return request.reply(words.chance_private)
    if not request.arguments:
        return request.reply(words.chance_now.format(percent=f"{await reach.chances.percent(request.chat):g}"))
    match = _PERCENT.fullmatch(request.arguments)
    percent = float(match[1].replace(",", ".")) if match else 101.0
    if percent > 100:
        return request.reply(words.chance_usage)
    await reach.chances.set(request.chat, percent, request.signed(reach))
    if not percent:
        return request.reply(words.chance_off)
    gap = words.duration(reach.habits.limits.unasked_gap)
    lines = [words.chance_set.format(percent=f"{percent:g}", gap=gap)]
    if request.chat.platform is Platform.VK:
        lines.append(words.chance_vk)  # which has no way to ask
    elif not await _hears(request.chat, reach):
        lines.append(words.chance_deaf)
    return request.reply("\n".join(lines))


async def unasked(request: Request, reach: Reach, text: str, percent: float) -> Answer:
    """What the bot says to a message of a group that was not meant for it: mostly nothing."""
    if draw(request) * 100 >= percent:
        return SILENCE
    charges = [(request.chat, Kind.UNASKED), (request.chat, Kind.GROUP)]
    if await reach.requests.take(charges, reach.clock.now(), is_told_of=False) is not None:
        return SILENCE
    prime = beginning(text)
    if draw(request, "picture") < reach.habits.pictures_share:
        pictured = await _pictured(request, reach, prime)
        if pictured is not None:
            return pictured
    temperature = await reach.compose.temperature()
    written = await _written(reach, prime, temperature) or (await _written(reach, "", temperature) if prime else None)
    if written is None:
        return SILENCE
    return await written_reply(
        request, reach, written, temperature, is_primed=bool(prime) and written.text.startswith(prime)
    )


def beginning(text: str) -> str:
    """What an answer begins with: the longest word of the message, which mostly says what it is about; "" for none."""
    words = _WORD.findall(text)
    return max(words, key=len).capitalize() if words else ""


async def _pictured(request: Request, reach: Reach, title: str) -> Answer | None:
    """A picture about a title; None where none comes of it: a text is said then."""
    template = drawn_template(request, reach, title)
    try:
        return None if template is None else await captioned(request, reach, template, title)
    except WallflowerError as error:
        _log.debug("no picture to show", kind=type(error).__name__)
        return None


async def _written(reach: Reach, prime: str, temperature: float) -> WrittenText | None:
    """None where nothing can be written that begins so: nobody asked, so nobody hears of it."""
    try:
        texts = await reach.compose.write(prime=prime, temperature=temperature)
    except WallflowerError as error:
        _log.debug("nothing to say", kind=type(error).__name__)
        return None
    return next((one for one in texts if one.text.strip()), None)


async def _hears(chat: Address, reach: Reach) -> bool:
    """Whether the platform lets the bot see what is said in a group; yes where it can't be asked now."""
    hearing = reach.hearing.get(chat.platform)
    if hearing is None:
        return True
    try:
        return await hearing.hears_everything(chat)
    except WallflowerError as error:
        _log.debug("what the bot may hear is unknown", chat=str(chat), problem=str(error))
        return True
