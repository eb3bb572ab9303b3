"""/words: which words moderators banned in chat; admins lift a ban."""

from bot.chat.amending import Flawed, ban_word
from bot.chat.answer import Answer, Reach, Request
from bot.chat.rights import refusal
from bot.errors import Refused

# Characters of words that one message names.
_MOST_SHOWN = 3_000
_LIFT = ("remove", "убрать")


async def banned_words(request: Request, reach: Reach) -> Answer:
    """All words that were banned from cards, or with `remove WORD` one less."""
    words = request.words
    if request.arguments:
        return await _lift(request, reach)
    if not await reach.is_discreet(request):
        return request.reply(words.shown_elsewhere)
    banned = await reach.banning.words()
    if not banned:
        return request.reply(words.words_none)
    named: list[str] = []
    for word in banned:
        if sum(map(len, named)) + len(word) > _MOST_SHOWN:
            named.append(words.card_changes_more.format(count=len(banned) - len(named)))
            break
        named.append(word)
    return request.reply(words.words_title.format(words=", ".join(named)))


async def ban(request: Request, reach: Reach) -> Answer:
    """Ban the word that the arguments are, found in no draft: the console's way. Drafts that hold it are rejected."""
    words = request.words
    came = await ban_word(request, reach, None, request.arguments)
    if isinstance(came, Flawed):
        return request.reply(words.word_unusable)
    drafts = words.count(len(came.redrawn), words.drafts)
    done = request.reply(words.word_banned.format(word=came.word, drafts=drafts))
    return Answer(messages=done.messages, redrawn=came.redrawn)


async def _lift(request: Request, reach: Reach) -> Answer:
    words = request.words
    refused = refusal(request, "/words remove")
    if refused is not None:
        return refused
    verb, _, entry = request.arguments.partition(" ")
    if verb.casefold() not in _LIFT or not entry.strip():
        return request.reply(words.words_usage)
    try:
        word = await reach.banning.lift(entry, request.signed(reach))
    except Refused:
        return request.reply(words.words_usage)
    return request.reply(words.words_absent if word is None else words.words_lifted.format(word=word))
