"""/album: several pictures as one draft, which is decided on and published as a whole."""

from bot.chat.answer import Answer, Reach, Request
from bot.chat.members import MAX_PRIME, writer_trouble
from bot.chat.meme_wish import PictureWish, read_wish
from bot.chat.memes import wrong_album
from bot.domain.caption import MOST_PICTURES
from bot.errors import Misconfigured, Refused, Retryable


async def album(request: Request, reach: Reach) -> Answer:
    """Have one written, with as many pictures as is said, on one template or each on another."""
    words = request.words
    wish = read_wish(request.arguments, reach.painter)
    if not isinstance(wish, PictureWish) or wish.own or wish.count == 1:
        return request.reply(words.album_usage)
    wrong = wrong_album(wish, MOST_PICTURES, words)
    if wrong is None and len(wish.title) > MAX_PRIME:
        wrong = words.meme_too_long.format(limit=words.count(MAX_PRIME, words.characters))
    if wrong is not None:
        return request.reply(wrong)
    try:
        drafts = await reach.filling.album(wish.count, request.signed(reach), wish.template, wish.title)
    except (Retryable, Misconfigured, Refused) as error:
        return request.reply(writer_trouble(error, words, request.role))
    if not drafts:
        return request.reply(words.queue_written_none)
    [draft] = drafts
    pictures = words.count(len(draft.captions), words.pictures)
    answer = request.reply(words.album_written.format(id=draft.id, pictures=pictures))
    return Answer(messages=answer.messages, has_new_drafts=True)
