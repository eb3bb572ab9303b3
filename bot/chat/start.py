"""/start: who this bot is. Whoever comes from an inline query carries along what they came for."""

from dataclasses import replace

from bot.chat.answer import Answer, Reach, Request
from bot.chat.memes import meme
from bot.domain.limits import Kind

# What /start carries when somebody comes from an inline query that could not be answered …
FROM_INLINE = "wait"
# … and before the name of a template, when they want a picture.
FOR_PICTURE = "meme-"


async def start(request: Request, reach: Reach) -> Answer:
    """Who this bot is; or what they came for from an inline query: when they may ask again, or a picture."""
    words = request.words
    if request.is_private and request.arguments == FROM_INLINE:
        wait = await reach.requests.wait(request.sender, Kind.MEME, reach.clock.now())
        return request.reply(words.meme_wait.format(wait=words.duration(wait)) if wait else words.free_now)
    name = request.arguments.removeprefix(FOR_PICTURE)
    if request.is_private and name != request.arguments and reach.painter.find(name) is not None:
        return await meme(replace(request, arguments=name), reach)
    return request.reply(words.start)
