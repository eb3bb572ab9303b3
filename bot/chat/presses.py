"""Every button, once: who may press it and what answers it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.chat import moderation
from bot.chat.action import Verb
from bot.chat.answer import Answer, Reach, Request
from bot.domain.member import Role


@dataclass(frozen=True, slots=True)
class PressRow:
    """`answer` takes the id of the draft or the publication; it raises Refused when there is none."""

    role: Role
    answer: Callable[[Request, Reach, int], Awaitable[Answer]]


PRESSES = {
    Verb.APPROVE: PressRow(Role.MODERATOR, moderation.approve),
    Verb.REJECT: PressRow(Role.MODERATOR, moderation.reject),
    Verb.EDIT: PressRow(Role.MODERATOR, moderation.edit),
    Verb.ANOTHER: PressRow(Role.MODERATOR, moderation.another),
    Verb.THERE: PressRow(Role.ADMIN, moderation.there),
    Verb.AGAIN: PressRow(Role.ADMIN, moderation.again),
}
