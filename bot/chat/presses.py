"""Every button, once: what answers it. Who may press it stands in rights.py."""

from collections.abc import Awaitable, Callable, Mapping

from bot.chat import moderation
from bot.chat.action import Verb
from bot.chat.answer import Answer, Reach, Request

# Each takes the id of the draft or the publication; it raises Refused when there is none.
PRESSES: Mapping[Verb, Callable[[Request, Reach, int], Awaitable[Answer]]] = {
    Verb.APPROVE: moderation.approve,
    Verb.REJECT: moderation.reject,
    Verb.EDIT: moderation.edit,
    Verb.ANOTHER: moderation.another,
    Verb.THERE: moderation.there,
    Verb.AGAIN: moderation.again,
}
