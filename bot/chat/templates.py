"""/templates: small pictures of all templates with their names, a page at a time in one message."""

from bot.chat.action import Action, Verb
from bot.chat.answer import Answer, Reach, Request
from bot.chat.words import Words
from bot.domain.message import Button, Message


async def templates(request: Request, reach: Reach) -> Answer:
    """The first page, or the one whose number was said."""
    words = request.words
    if not reach.painter.templates():
        return request.reply(words.templates_none)
    said = request.arguments
    page = int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else 1
    face = await _face(words, reach, page)
    return Answer(messages=(Message(face.text, face.buttons, reply_to=request.reply_to, pictures=face.pictures),))


async def leaf(request: Request, reach: Reach, page: int) -> Answer:
    """Redraw the message with another page."""
    if not reach.painter.templates():
        return Answer(notice=request.words.templates_none)
    # Not empty: on Telegram a button turns until its press is answered.
    return Answer(notice=request.words.notice_page, face=await _face(request.words, reach, page))


async def _face(words: Words, reach: Reach, page: int) -> Message:
    """A page, from 1 on; one beyond the last is the last."""
    picture, pages = await reach.painter.sheet(max(1, page) - 1, words.code)
    shown = min(max(1, page), pages)
    return Message(words.templates_hint, _leaves(shown, pages), pictures=(picture,))


def _leaves(page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    """‹ 2/3 ›, round and round; nothing where there is one page."""
    if pages <= 1:
        return ()

    def to(label: str, number: int) -> Button:
        return Button(label, str(Action(Verb.SHEET, number)))

    return (
        (to("‹", page - 1 or pages), to(f"{page}/{pages}", page), to("›", page % pages + 1)),
    )  # fmt: skip
