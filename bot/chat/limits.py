"""Turns away who asks too often: once in a window with the time that remains, then in silence."""

from bot.chat.answer import SILENCE, Answer, Reach, Request
from bot.chat.words import Words
from bot.domain.limits import Kind
from bot.domain.member import Role
from bot.storage.requests import Charge, Refusal


async def turned_away(request: Request, reach: Reach, kind: Kind, times: int = 1) -> Answer | None:
    """None if the person may ask (and it is counted, so many times); else what they are told, which may be nothing.

    Moderators answer for the chat: they are held to the limit of memes alone.
    """
    charges: list[Charge] = []
    is_trusted = request.role >= Role.MODERATOR
    if kind is Kind.MEME or not is_trusted:
        charges.append((request.sender, kind))
    if kind is not Kind.PRESS and not request.is_private and not is_trusted:
        charges.append((request.chat, Kind.GROUP))
    if not charges:
        return None
    refusal = await reach.requests.take(charges * times, reach.clock.now())
    if refusal is None:
        return None
    if refusal.is_told:
        return SILENCE
    text = said(refusal, request.words)
    return Answer(notice=text) if kind is Kind.PRESS else request.reply(text)


def said(refusal: Refusal, words: Words) -> str:
    """What is told to somebody who has reached a limit, with the time that remains."""
    text = {
        Kind.MEME: words.meme_wait,
        Kind.PRESS: words.notice_wait,
        Kind.GROUP: words.group_wait,
    }.get(refusal.kind, words.commands_wait)
    return text.format(wait=words.duration(refusal.wait))
