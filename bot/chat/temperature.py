"""/temperature: how likely the network takes an unlikely character."""

import re

from bot.chat.answer import Answer, Reach, Request

# Below this drafts repeat each other, above it they are noise. The flow allows 0 too: for experiments, not for a queue.
_COLDEST, _HOTTEST = 0.1, 2.0


async def temperature(request: Request, reach: Reach) -> Answer:
    """Show or set it."""
    words = request.words
    if not request.arguments:
        return request.reply(words.temperature_now.format(value=f"{await reach.compose.temperature():g}"))
    number = request.arguments.replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,4})?", number) or not _COLDEST <= float(number) <= _HOTTEST:
        return request.reply(words.temperature_usage)
    await reach.compose.set_temperature(float(number), request.signed(reach))
    return request.reply(words.temperature_set.format(value=f"{float(number):g}"))
