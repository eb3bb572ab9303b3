"""Who may do what: one table of every command, every part of a command that asks for more, and every button.

Everything that a person asks for is checked against it where it is answered, whatever was shown to whom before. What
has no line here nobody may do: looking it up fails.
"""

from collections.abc import Mapping
from types import MappingProxyType

import structlog

from bot.chat.action import Verb
from bot.chat.answer import Answer, Request
from bot.domain.member import Role

LEAST_ROLE: Mapping[str, Role] = MappingProxyType(
    {
        "/meme": Role.MEMBER,
        "/template": Role.ADMIN,
        "/templates": Role.MEMBER,
        "/text": Role.MEMBER,
        "/help": Role.MEMBER,
        "/start": Role.MEMBER,
        "/top": Role.MEMBER,
        "/privacy": Role.MEMBER,
        "/mydata": Role.MEMBER,
        "/forgetme": Role.MEMBER,
        "/rememberme": Role.MEMBER,
        "/forget": Role.ADMIN,
        "/chance": Role.ADMIN,
        "/language": Role.MEMBER,
        "/language CODE": Role.MODERATOR,  # in a group; in a private chat it is the person's own matter
        "/queue": Role.MODERATOR,
        "/queue N": Role.ADMIN,
        "/album": Role.MODERATOR,
        "/cancel": Role.MODERATOR,
        "/words": Role.MODERATOR,
        "/words remove": Role.ADMIN,
        "/role": Role.MODERATOR,  # to lay down one's own
        "/role PERSON": Role.ADMIN,
        "/roles": Role.ADMIN,
        "/ban": Role.ADMIN,
        "/unban": Role.ADMIN,
        "/schedule": Role.ADMIN,
        "/schedule UNAPPROVED": Role.OWNER,  # a slot that may publish what nobody approved
        "/stats": Role.ADMIN,
        "/pause": Role.ADMIN,
        "/resume": Role.ADMIN,
        "/quiet": Role.ADMIN,
        "/temperature": Role.ADMIN,
        "/audit": Role.ADMIN,
        "/console": Role.MODERATOR,
        "console": Role.MODERATOR,  # its start page and what is everybody's own there
        "console checkpoints": Role.ADMIN,  # also to use one, and to train: what a terminal's `wallflower` may
        "console statistics": Role.ADMIN,
        "console health": Role.ADMIN,
        "console corpus": Role.ADMIN,
        "console templates": Role.MODERATOR,
        "console audit file": Role.OWNER,  # every address that ever did something
        "console keys": Role.OWNER,  # as whoever has the machine
        Verb.APPROVE: Role.MODERATOR,
        Verb.NOW: Role.MODERATOR,
        Verb.REJECT: Role.MODERATOR,
        Verb.WHY: Role.MODERATOR,
        Verb.EDIT: Role.MODERATOR,
        Verb.BOX: Role.MODERATOR,
        Verb.PICTURE: Role.MODERATOR,
        Verb.DROP: Role.MODERATOR,
        Verb.ANOTHER: Role.MODERATOR,
        Verb.BAN: Role.MODERATOR,
        Verb.TAKE_BACK: Role.MODERATOR,
        Verb.OPEN: Role.MODERATOR,
        Verb.PAGE: Role.MODERATOR,
        Verb.CANCEL: Role.MODERATOR,  # within a minute
        Verb.TAKE_DOWN: Role.ADMIN,
        Verb.THERE: Role.ADMIN,
        Verb.AGAIN: Role.ADMIN,
        Verb.RETRY: Role.ADMIN,
        Verb.POSTED: Role.ADMIN,
        Verb.NOT_YET: Role.ADMIN,
        Verb.LIKE: Role.MEMBER,
        Verb.DISLIKE: Role.MEMBER,
        Verb.SHEET: Role.MEMBER,
        Verb.FORGET_ME: Role.MEMBER,
    }
)

_log = structlog.get_logger()


def refusal(request: Request, right: str) -> Answer | None:
    """None if the person may; else what they are told: which role it takes. The audit log tells of deeds, not of this.

    `right` is a key of the table; KeyError for what has no line there.
    """
    needed = LEAST_ROLE[right]
    if request.role >= needed:
        return None
    _log.debug(
        "refused: the role is too low",
        right=str(right), sender=str(request.sender), role=request.role.name, needed=needed.name,
    )  # fmt: skip
    words = request.words
    if isinstance(right, Verb):
        return Answer(notice=words.notice_needs_role.format(roles=words.roles[needed]))
    return request.reply(words.needs_role.format(name=right.removeprefix("/"), roles=words.roles[needed]))
