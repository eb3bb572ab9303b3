"""What every member can ask for: /start, /meme, /language."""

from datetime import timedelta

from bot.chat.answer import Answer, Reach, Request
from bot.chat.language import named
from bot.chat.rights import refusal
from bot.chat.words import Words
from bot.domain.member import Role
from bot.errors import Misconfigured, Refused, Retryable

# More than a line to begin with would be the member's own post.
MAX_PRIME = 200


async def start(request: Request, reach: Reach) -> Answer:
    """Who this bot is."""
    return request.reply(request.words.start)


async def meme(request: Request, reach: Reach) -> Answer:
    """Write something, within the member's limit."""
    words = request.words
    if len(request.arguments) > MAX_PRIME:
        return request.reply(words.meme_too_long.format(limit=words.count(MAX_PRIME, words.characters)))
    wait = await reach.community.request(request.sender, reach.habits.limit, reach.clock.now())
    if wait:
        return request.reply(words.meme_wait.format(wait=words.duration(wait)))
    try:
        written = await reach.compose.write(prime=request.arguments)
    except (Retryable, Misconfigured, Refused) as error:
        return request.reply(writer_trouble(error, words, request.role))
    text = next((one.text for one in written if one.text.strip()), words.meme_nothing)
    return request.reply(text)


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
    return words.writer_absent_why.format(problem=error) if role >= Role.ADMIN else words.writer_absent
