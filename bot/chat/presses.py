"""Every button, once: what answers it. Who may press it stands in rights.py."""

from collections.abc import Awaitable, Callable, Mapping

from bot.chat import hand_over, likes, privacy, publishing, questions, queue, templates, verdicts
from bot.chat.action import Verb
from bot.chat.answer import Answer, Reach, Request

# Each takes the number that its button carries (see `Action`); it raises Refused when there is no such thing.
PRESSES: Mapping[Verb, Callable[[Request, Reach, int], Awaitable[Answer]]] = {
    Verb.APPROVE: verdicts.approve,
    Verb.NOW: publishing.publish_now,
    Verb.REJECT: verdicts.reject,
    Verb.WHY: questions.why,
    Verb.EDIT: questions.edit,
    Verb.BOX: questions.edit_box,
    Verb.PICTURE: questions.edit_picture,
    Verb.DROP: verdicts.drop,
    Verb.ANOTHER: verdicts.another,
    Verb.BAN: questions.ban,
    Verb.TAKE_BACK: verdicts.take_back,
    Verb.OPEN: queue.open_card,
    Verb.PAGE: queue.leaf,
    Verb.CANCEL: publishing.cancel,
    Verb.TAKE_DOWN: publishing.take_down,
    Verb.THERE: publishing.there,
    Verb.AGAIN: publishing.again,
    Verb.RETRY: publishing.retry,
    Verb.POSTED: hand_over.posted,
    Verb.NOT_YET: hand_over.not_yet,
    Verb.LIKE: likes.like,
    Verb.DISLIKE: likes.dislike,
    Verb.SHEET: templates.leaf,
    Verb.FORGET_ME: privacy.forget_me_surely,
}
