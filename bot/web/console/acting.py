"""Does on the console what can be done in chat, by the chat's own handlers: no rule is written twice."""

import secrets

from bot.chat.action import Verb
from bot.chat.answer import Answer, Request
from bot.chat.commands import find
from bot.chat.presses import PRESSES
from bot.chat.rights import refusal
from bot.errors import Refused
from bot.web.console.house import House
from bot.web.console.visitor import Visitor


async def press(house: House, visitor: Visitor, verb: Verb, number: int, *, seen: int = 0, part: int = 0) -> Answer:
    """Press a button: `number`, `seen` and `part` are what it would carry in chat (see `bot.chat.action`).

    Cards are redrawn, notices settled and people told when this returns, or soon after.
    """
    request = request_of(visitor, seen=seen, part=part)
    answer = refusal(request, verb)
    if answer is None:
        try:
            answer = await PRESSES[verb](request, house.reach, number)
        except Refused:
            answer = Answer(notice=request.words.notice_no_draft)
        await house.carry_out(answer)
    return answer


async def command(house: House, visitor: Visitor, name: str, arguments: str = "") -> Answer:
    """Send a command, by its name in Latin letters without a slash. KeyError for one that does not exist."""
    row = find(name)
    if row is None:
        raise KeyError(name)
    request = request_of(visitor, arguments=arguments)
    answer = refusal(request, row.right)
    if answer is None:
        answer = await row.answer(request, house.reach)
        await house.carry_out(answer)
    return answer


def said(answer: Answer) -> str:
    """What an answer tells the person who asked, as text."""
    return "\n".join([*([answer.notice] if answer.notice else []), *(one.text for one in answer.messages)])


def request_of(visitor: Visitor, arguments: str = "", *, seen: int = 0, part: int = 0) -> Request:
    """What the chat's handlers take: as if the person asked in their private chat."""
    return Request(
        chat=visitor.address,
        sender=visitor.address,
        role=visitor.role,
        words=visitor.words,
        key=f"console-{secrets.token_hex(8)}",
        message_id=0,
        arguments=arguments.strip(),
        seen=seen,
        part=part,
    )
