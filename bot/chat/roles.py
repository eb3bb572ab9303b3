"""/role, /roles, /ban, /unban: who may do what, from now on, in every chat of the community."""

from dataclasses import replace

from bot.chat.answer import Answer, Reach, Request
from bot.chat.language import LANGUAGES
from bot.chat.person import read_person
from bot.chat.rights import refusal
from bot.domain.member import Address, Role
from bot.domain.message import Message
from bot.domain.role_change import Obstacle, RoleRefused

# What people type, in both languages whatever the chat speaks.
_ROLES = {
    **dict.fromkeys(("owner", "владелец"), Role.OWNER),
    **dict.fromkeys(("admin", "админ", "администратор"), Role.ADMIN),
    **dict.fromkeys(("moderator", "mod", "модератор", "модер"), Role.MODERATOR),
    **dict.fromkeys(("member", "участник"), Role.MEMBER),
    **dict.fromkeys(("banned", "бан", "забанен"), Role.BANNED),
}

# How much of what was typed is said back.
_QUOTED = 40

# A message on VK holds 4,096 characters.
_SHOWN = 80


async def role(request: Request, reach: Reach) -> Answer:
    """Give a person a role: `/role PERSON ROLE`, or `/role ROLE` in answer to a message of theirs."""
    person_text, _, role_text = request.arguments.rpartition(" ")
    chosen = _ROLES.get(role_text.lower())
    if chosen is None or (not person_text and request.reply_author is None):
        return request.reply(request.words.role_usage)
    return await _change(request, reach, person_text.strip(), chosen)


async def ban(request: Request, reach: Reach) -> Answer:
    """From now on a person gets no answer."""
    if not request.arguments and request.reply_author is None:
        return request.reply(request.words.role_usage)
    return await _change(request, reach, request.arguments, Role.BANNED)


async def unban(request: Request, reach: Reach) -> Answer:
    """A banned person is a member again; of anybody else nothing changes."""
    if not request.arguments and request.reply_author is None:
        return request.reply(request.words.role_usage)
    person = read_person(request.arguments, request, reach.acquaintances)
    if person is not None and await reach.members.role(person) is not Role.BANNED:
        return request.reply(request.words.unban_needless.format(person=person))
    return await _change(request, reach, request.arguments, Role.MEMBER)


async def roles(request: Request, reach: Reach) -> Answer:
    """Everybody who is more or less than a member."""
    words = request.words
    if not await reach.is_discreet(request):
        return request.reply(words.shown_elsewhere)
    named = [member for member in await reach.members.named() if member.role is not Role.MEMBER]
    if not named:
        return request.reply(words.roles_none)
    lines = [words.roles_row.format(person=one.person, role=words.role_names[one.role]) for one in named[:_SHOWN]]
    if len(named) > _SHOWN:
        lines.append("…")
    return request.reply("\n".join([words.roles_title, *lines]))


async def _change(request: Request, reach: Reach, person_text: str, after: Role) -> Answer:
    words = request.words
    person = read_person(person_text, request, reach.acquaintances)
    if person is None:
        return request.reply(words.role_nobody.format(name=person_text[:_QUOTED]))
    if person != request.sender:
        refused = refusal(request, "/role PERSON")
        if refused is not None:
            return refused
    try:
        before = await reach.members.change(person, after, request.signed(reach), request.sender)
    except RoleRefused as refused_change:
        return request.reply(_why(request, refused_change, person, after))
    text = words.role_same if before is after else words.role_given
    answer = request.reply(text.format(person=person, role=words.role_names[after], before=words.role_names[before]))
    if after <= max(before, Role.MEMBER) or person == request.sender:
        return answer
    theirs = LANGUAGES.get(await reach.community.language(person) or "", words)
    told = Message(theirs.role_told.format(role=theirs.role_names[after]))
    return replace(answer, told=((person, told),))


def _why(request: Request, refused: RoleRefused, person: Address, after: Role) -> str:
    words = request.words
    text = {
        Obstacle.SETTINGS: words.role_by_settings,
        Obstacle.SELF: words.role_of_oneself,
        Obstacle.RANK: words.role_too_high,
        Obstacle.GRANT: words.role_above_own,
    }[refused.obstacle]
    # Who stands as high as the person, or as the role, is refused: the next higher role is needed, or an owner.
    reached = refused.before if refused.obstacle is Obstacle.RANK else after
    needed = Role(min(reached + 1, Role.OWNER))
    return text.format(person=person, role=words.role_names[reached], needed=words.role_names[needed])
