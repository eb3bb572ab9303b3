"""Who may do what: every command and every button, tried by every role. A new one without a row here fails."""

import pytest

from bot.chat.action import Verb
from bot.chat.commands import COMMANDS, Row, find, show_help
from bot.chat.presses import PRESSES
from bot.chat.rights import LEAST_ROLE
from bot.chat.words_en import ENGLISH
from bot.domain.draft import DraftState
from bot.domain.member import Role
from bot.domain.place import Place
from bot.domain.publication import PublicationState
from bot.domain.question import Question, QuestionKind
from bot.domain.slot import Slot, parse_time
from bot.errors import Misconfigured, NoKeyMay, Unsure
from tests.chat.fakes import GROUP, MODERATORS_CHAT, PEOPLE, House

# What each command says to those who may use it, and the lowest of them.
WHO_MAY_SAY = {
    "meme": (Role.MEMBER, "text 1"),
    "templates": (Role.MEMBER, ENGLISH.templates_none),
    "text": (Role.MEMBER, "text 1"),
    "help": (Role.MEMBER, ENGLISH.help_title),
    "start": (Role.MEMBER, ENGLISH.start),
    "top": (Role.MEMBER, ENGLISH.top_empty),
    "chance": (Role.ADMIN, ENGLISH.chance_now.format(percent="0")),
    "language": (Role.MEMBER, ENGLISH.language_now),
    "privacy": (Role.MEMBER, ENGLISH.privacy),
    "mydata": (Role.MEMBER, ENGLISH.my_data_elsewhere),
    "forgetme": (Role.MEMBER, ENGLISH.forget_me_question),
    "rememberme": (Role.MEMBER, ENGLISH.remember_me_needless),
    "forget": (Role.ADMIN, ENGLISH.forget_usage),
    "queue": (Role.MODERATOR, "0 waiting for a decision"),
    "album": (Role.MODERATOR, ENGLISH.album_usage),
    "cancel": (Role.MODERATOR, ENGLISH.edit_none),
    "words": (Role.MODERATOR, ENGLISH.shown_elsewhere),
    "role": (Role.MODERATOR, ENGLISH.role_usage),
    "roles": (Role.ADMIN, ENGLISH.shown_elsewhere),
    "ban": (Role.ADMIN, ENGLISH.role_usage),
    "unban": (Role.ADMIN, ENGLISH.role_usage),
    "schedule": (Role.ADMIN, ENGLISH.schedule_empty),
    "stats": (Role.ADMIN, "Posts read: 0"),
    "pause": (Role.ADMIN, ENGLISH.paused_open),
    "resume": (Role.ADMIN, ENGLISH.pause_not_on),
    "quiet": (Role.ADMIN, ENGLISH.quiet_none),
    "template": (Role.ADMIN, ENGLISH.template_none),
    "temperature": (Role.ADMIN, "The temperature is 0.8"),
    "audit": (Role.ADMIN, ENGLISH.shown_elsewhere),
    "console": (Role.MODERATOR, ENGLISH.console_elsewhere),
}
# Parts of commands that ask for more than the command itself: an example, who may, what is said.
WHO_MAY_SAY_MORE = {
    "language CODE": ("language ru", Role.MODERATOR, "по-русски"),
    "queue N": ("queue 2", Role.ADMIN, "Written: 2 drafts"),
    "words remove": ("words remove слон", Role.ADMIN, ENGLISH.words_absent),
    "schedule UNAPPROVED": ("schedule add 19:30 best", Role.OWNER, "Slot 1 is set"),
    "role PERSON": ("role 99 banned", Role.ADMIN, "telegram:99: banned from now on"),
}
WHO_MAY_PRESS = {
    Verb.APPROVE: (Role.MODERATOR, ENGLISH.notice_approved),
    Verb.NOW: (Role.MODERATOR, ENGLISH.notice_now),
    Verb.REJECT: (Role.MODERATOR, ENGLISH.notice_rejected),
    Verb.WHY: (Role.MODERATOR, ENGLISH.notice_why),
    Verb.EDIT: (Role.MODERATOR, ENGLISH.notice_edit),
    Verb.BOX: (Role.MODERATOR, ENGLISH.notice_edit),
    Verb.PICTURE: (Role.MODERATOR, ENGLISH.notice_which_box),
    Verb.DROP: (Role.MODERATOR, ENGLISH.notice_dropped),
    Verb.ANOTHER: (Role.MODERATOR, ENGLISH.notice_replaced),
    Verb.BAN: (Role.MODERATOR, ENGLISH.notice_ban),
    Verb.TAKE_BACK: (Role.MODERATOR, ENGLISH.notice_taken_back),
    Verb.OPEN: (Role.MODERATOR, ENGLISH.notice_opened.format(id=1)),
    Verb.PAGE: (Role.MODERATOR, ENGLISH.notice_page),
    Verb.CANCEL: (Role.MODERATOR, ENGLISH.notice_taken_down),
    Verb.TAKE_DOWN: (Role.ADMIN, ENGLISH.notice_taken_down),
    Verb.THERE: (Role.ADMIN, ENGLISH.notice_there),
    Verb.AGAIN: (Role.ADMIN, ENGLISH.notice_again),
    Verb.RETRY: (Role.ADMIN, ENGLISH.notice_retry),
    Verb.POSTED: (Role.ADMIN, ENGLISH.notice_posted),
    Verb.NOT_YET: (Role.ADMIN, ENGLISH.notice_not_yet.format(wait="1 hour")),
    Verb.FORGET_ME: (Role.MEMBER, ENGLISH.notice_you_are_forgotten),
    Verb.LIKE: (Role.MEMBER, ENGLISH.notice_liked.format(likes=1, dislikes=0)),
    Verb.DISLIKE: (Role.MEMBER, ENGLISH.notice_disliked.format(likes=0, dislikes=1)),
    Verb.SHEET: (Role.MEMBER, ENGLISH.templates_none),
}
EACH_ROLE = pytest.mark.parametrize("role", Role)


def test_the_tables_are_complete() -> None:
    """Every command, part of one and button has a row above, with the role in the table that the program asks."""
    commands = {f"/{name}": role for name, (role, _) in WHO_MAY_SAY.items()}
    parts = {f"/{name}": role for name, (_, role, _) in WHO_MAY_SAY_MORE.items()}
    buttons = {str(verb): role for verb, (role, _) in WHO_MAY_PRESS.items()}
    # What only the console has is tried by each role in tests/web/console/test_every_route.py.
    on_the_console = {right: role for right, role in LEAST_ROLE.items() if right.startswith("console")}
    assert commands | parts | buttons | on_the_console == LEAST_ROLE
    assert {row.right for row in COMMANDS} == set(commands)
    assert {str(verb) for verb in Verb} == {str(verb) for verb in PRESSES} == set(buttons)


def test_what_has_no_line_in_the_table_nobody_may_do() -> None:
    """A command that was forgotten there answers nobody, owners neither."""
    forgotten = Row("forgotten", (), show_help, lambda words: words.help_help)
    with pytest.raises(KeyError):
        forgotten.role  # noqa: B018 - the look-up is what is tried


def test_every_name_and_alias_leads_to_one_command() -> None:
    """No two commands share a name."""
    names = [name for row in COMMANDS for name in (row.name, *row.aliases)]
    assert len(names) == len(set(names))
    for row in COMMANDS:
        assert all(find(name) is row for name in (row.name, *row.aliases))


@EACH_ROLE
@pytest.mark.parametrize("command", WHO_MAY_SAY)
async def test_a_command_answers_those_who_may_use_it(house: House, command: str, role: Role) -> None:
    """Others hear who may; the banned hear nothing; neither leaves an entry in the audit log."""
    lowest, expected = WHO_MAY_SAY[command]
    await _says(house, role, command, lowest, expected)


@EACH_ROLE
@pytest.mark.parametrize("part", WHO_MAY_SAY_MORE)
async def test_a_part_of_a_command_answers_those_who_may_use_it(house: House, part: str, role: Role) -> None:
    """Who may use the command but not this part of it hears who may."""
    example, lowest, expected = WHO_MAY_SAY_MORE[part]
    name = part.partition(" ")[0]
    whole = WHO_MAY_SAY[name][0]
    await _says(house, role, example, lowest, expected, lowest if role >= whole else whole)


async def _says(house: House, role: Role, text: str, lowest: Role, expected: str, named: Role | None = None) -> None:
    said = await house.say(PEOPLE[role], f"/{text}", GROUP)
    if role is Role.BANNED:
        assert said == ""
    elif role < lowest:
        assert f"is for {ENGLISH.roles[lowest if named is None else named]} only" in said
        assert expected not in said
    else:
        assert expected in said
    if role < lowest:
        assert await house.reach.audit_log.last(1) == []
    assert await house.is_all_done()


@EACH_ROLE
@pytest.mark.parametrize("verb", Verb)
async def test_a_button_works_for_those_who_may_press_it(house: House, verb: Verb, role: Role) -> None:
    """For others nothing changes, and they hear who may; the banned hear nothing."""
    number = await _pressable(house, verb, role)
    states, log = await house.reach.queue.counts(), await house.reach.audit_log.last(9)
    lowest, expected = WHO_MAY_PRESS[verb]
    part = "/2" if verb in (Verb.BOX, Verb.PICTURE, Verb.DROP) else ""
    notice = await house.press(PEOPLE[role], f"{verb}:{number}{part}")
    if role >= lowest:
        assert notice == expected
    else:
        assert notice == (None if role is Role.BANNED else f"This button is for {ENGLISH.roles[lowest]} only")
        assert await house.reach.queue.counts() == states
        assert await house.reach.audit_log.last(9) == log
    assert await house.is_all_done()


@EACH_ROLE
async def test_help_shows_what_the_role_may_do(house: House, role: Role) -> None:
    """Neither less nor more; the banned see nothing."""
    said = await house.say(PEOPLE[role], "/help")
    shown = {line.split(":")[0].removeprefix("/") for line in said.splitlines()[1:]}
    assert shown == {name for name, (lowest, _) in WHO_MAY_SAY.items() if Role.BANNED < role >= lowest}


async def test_an_edit_by_somebody_who_is_no_moderator_any_more_is_not_taken(house: House) -> None:
    """Roles are asked again when the awaited text comes."""
    draft, moderator = await house.draft(), PEOPLE[Role.MODERATOR]
    await house.press(moderator, f"edit:{draft.id}")
    question = Question(QuestionKind.TEXT, draft.id)
    await house.reach.questions.ask(GROUP, PEOPLE[Role.MEMBER], question, house.clock.now())
    assert await house.say(PEOPLE[Role.MEMBER], "mine now", GROUP) == ""
    assert (await house.reach.queue.get(draft.id)).text == draft.text


async def _pressable(house: House, verb: Verb, role: Role) -> int:
    """What stands in the state in which the button is offered."""
    if verb in (Verb.THERE, Verb.AGAIN):
        return await _unsure_publication(house)
    if verb in (Verb.POSTED, Verb.NOT_YET):
        return await _refused(house, NoKeyMay("no key may post"), PublicationState.HANDED_OVER)
    if verb is Verb.RETRY:
        return await _refused(house, Misconfigured("the key may not post"), PublicationState.DUE)
    if verb is Verb.FORGET_ME:
        return PEOPLE[role].number
    if verb in (Verb.BOX, Verb.PICTURE, Verb.DROP):
        return (await (house.picture_draft() if verb is Verb.BOX else house.album_draft())).id
    if verb is Verb.WHY:
        draft = await house.draft()
        await house.reach.decide.reject(draft.id, PEOPLE[role])
        return draft.id
    if verb in (Verb.TAKE_BACK, Verb.CANCEL, Verb.TAKE_DOWN):
        draft = await house.approved()
        if verb is not Verb.TAKE_BACK:
            await house.press(PEOPLE[Role.MODERATOR], f"now:{draft.id}")
            await house.tick()
        return draft.id
    if verb in (Verb.LIKE, Verb.DISLIKE):
        now = house.clock.now()
        return (await house.reach.replies.add(MODERATORS_CHAT, "text", 0.8, "base-ru", now, is_primed=False)).id
    return (await house.draft()).id


async def _refused(house: House, error: Misconfigured, state: PublicationState) -> int:
    draft = await house.approved()
    await house.press(PEOPLE[Role.MODERATOR], f"now:{draft.id}")
    house.channel.plan.append(error)
    (outcome,) = await house.tick()
    assert outcome.state is state
    return outcome.publication.id


async def _unsure_publication(house: House) -> int:
    await house.approved()
    place = Place.parse("telegram:@channel")
    await house.reach.slots.add(Slot(0, (place,), parse_time("16:00"), "Europe/Moscow"), house.clock.now())
    house.clock.forward(hours=1)
    house.channel.plan.append((Unsure("the answer was lost"), True))
    house.channel.can_look = False
    (outcome,) = await house.reach.publish.tick()
    await house.notices.report(outcome)
    assert outcome.state is PublicationState.UNSURE
    assert (await house.reach.queue.counts())[DraftState.UNSURE] == 1
    return outcome.publication.id
