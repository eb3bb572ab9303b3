"""What every member can ask for: /text and /language."""

from datetime import timedelta

from bot.chat.answer import Answer, Reach, Request
from bot.chat.language import named
from bot.chat.likes import written_reply
from bot.chat.limits import turned_away
from bot.chat.rights import refusal
from bot.chat.words import Words
from bot.domain.limits import Kind
from bot.domain.member import Role
from bot.errors import Misconfigured, Refused, Retryable

# More than a line to begin with would be the member's own post.
MAX_PRIME = 200


async def text(request: Request, reach: Reach) -> Answer:
    """Write something, within the member's limit."""
    words = request.words
    if len(request.arguments) > MAX_PRIME:
        return request.reply(words.meme_too_long.format(limit=words.count(MAX_PRIME, words.characters)))
    turned = await turned_away(request, reach, Kind.MEME)
    if turned is not None:
        return turned
    return await written(request, reach)


async def written(request: Request, reach: Reach) -> Answer:
    """A text that begins with what the member said; what that costs them was counted before."""
    words = request.words
    temperature = await reach.compose.temperature()
    try:
        texts = await reach.compose.write(prime=request.arguments, temperature=temperature)
    except (Retryable, Misconfigured, Refused) as error:
        return request.reply(writer_trouble(error, words, request.role))
    for one in texts:
        if one.text.strip():
            return await written_reply(request, reach, one, temperature, is_primed=bool(request.arguments))
    return request.reply(words.meme_nothing)


async def language(request: Request, reach: Reach) -> Answer:
    """Show or choose the chat's language; in a group that is the moderators' choice."""
    words = request.words
    if not request.arguments:
        return request.reply(words.language_now)
    chosen = named(request.arguments)
    if chosen is None:
        return request.reply(words.language_usage)
    if request.is_private:
        await reach.community.set_language(request.chat, chosen.code)
        return request.reply(chosen.language_set)
    refused = refusal(request, "/language CODE")
    if refused is not None:
        return refused
    await reach.community.set_language(request.chat, chosen.code, request.signed(reach))
    return request.reply(chosen.language_set)


def writer_trouble(error: Retryable | Misconfigured | Refused, words: Words, role: Role) -> str:
    """Why nothing was written; only those who can mend it hear the details."""
    if isinstance(error, Retryable):
        return words.writer_busy.format(wait=words.duration(timedelta(seconds=error.retry_after_s)))
    if isinstance(error, Refused):
        return words.writer_refuses
    return words.writer_absent_why.format(problem=words.why(error)) if role >= Role.ADMIN else words.writer_absent
