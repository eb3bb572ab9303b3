"""Roles are granted and revoked in chat, count at once everywhere, and a banned person gets no answer anywhere."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy import update as sql_update

from bot.chat.acquaintances import Acquaintances
from bot.chat.words_en import ENGLISH
from bot.chat.words_ru import RUSSIAN
from bot.domain.member import Address, Platform, Role
from bot.storage import tables
from tests.chat.fakes import GROUP, MODERATORS_CHAT, OTHER_MODERATOR, PEOPLE, VK_MEMBER, House

OWNER, ADMIN, MODERATOR, MEMBER = (PEOPLE[role] for role in (Role.OWNER, Role.ADMIN, Role.MODERATOR, Role.MEMBER))


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("/role 77 moderator", Address(Platform.TELEGRAM, 77)),
        ("/роль 77 модератор", Address(Platform.TELEGRAM, 77)),
        ("/role vk:77 Moderator", Address(Platform.VK, 77)),
        ("/role https://vk.com/id77 moderator", Address(Platform.VK, 77)),
        ("/role [id77|@anna of the wall] moderator", Address(Platform.VK, 77)),
        ("/role @Anna moderator", MEMBER),
        ("/role moderator", VK_MEMBER),
    ],
)
async def test_a_person_is_named_in_every_usual_way(house: House, text: str, person: Address) -> None:
    """By number, address, link, mention, name, or by answering a message of theirs; in Russian and in English."""
    await house.say(MEMBER, "/start", username="anna")
    said = await house.say(ADMIN, text, GROUP, reply_author=VK_MEMBER)
    assert said == f"{person}: moderator from now on (before: member)."
    assert await house.reach.members.role(person) is Role.MODERATOR


async def test_who_gets_a_role_hears_of_it_in_their_own_language(house: House) -> None:
    """In private; not who loses one, is banned or lays one down, and not twice."""
    await house.say(MEMBER, "/language ru")
    before = len(house.telegram.texts(MEMBER))
    for role in ("moderator", "moderator", "member", "banned", "member"):
        await house.say(OWNER, f"/role {MEMBER.number} {role}", GROUP)
    told = RUSSIAN.role_told.format(role=RUSSIAN.role_names[Role.MODERATOR])
    assert house.telegram.texts(MEMBER)[before:] == [told]

    await house.say(OWNER, "/role vk:77 admin", GROUP)
    told = ENGLISH.role_told.format(role=ENGLISH.role_names[Role.ADMIN])
    assert house.vk.texts(Address(Platform.VK, 77)) == [told]


@pytest.mark.parametrize(
    "text",
    ["/role", "/role 77", "/role moderator", "/role 77 boss", "/ban", "/unban"],
)
async def test_a_command_that_says_too_little_is_explained(house: House, text: str) -> None:
    """What is missing is said, with an example."""
    assert await house.say(ADMIN, text, GROUP) == ENGLISH.role_usage


@pytest.mark.parametrize(
    "name",
    ["@nobody", "vk:-5", "telegram:-100", "vk:2000000001", "0", "-3", "9" * 30, "two words", "\ufffd", "@" + "x" * 900],
)
async def test_who_is_no_person_gets_no_role(house: House, name: str) -> None:
    """Groups, unknown names and nonsense."""
    said = await house.say(ADMIN, f"/role {name} moderator", GROUP)
    assert "I don't know who" in said
    assert len(said) < 200
    assert await house.reach.audit_log.last(1) == []


@pytest.mark.parametrize(
    ("asking", "text", "answer"),
    [
        (ADMIN, f"/role {MODERATOR} admin", "To give the role “admin” takes the role “owner”."),
        (ADMIN, f"/ban {OWNER}", "is an owner by the settings"),
        (OWNER, f"/role {OWNER} member", "is an owner by the settings"),
        (ADMIN, f"/role {ADMIN} owner", "Nobody raises or bans themselves"),
        (ADMIN, "/ban me", "Nobody raises or bans themselves"),
        (MODERATOR, f"/role {MEMBER} banned", "/role PERSON is for admins only"),
    ],
)
async def test_a_forbidden_change_is_refused_with_the_role_that_it_takes(
    house: House, asking: Address, text: str, answer: str
) -> None:
    """And nothing changes."""
    before = {person: await house.reach.members.role(person) for person in PEOPLE.values()}
    assert answer in await house.say(asking, text, GROUP)
    assert {person: await house.reach.members.role(person) for person in PEOPLE.values()} == before
    assert await house.reach.audit_log.last(1) == []


async def test_an_admin_can_not_demote_an_admin_but_an_owner_can(house: House) -> None:
    """Also one whom the settings name; nor can the demoted one go on."""
    await house.say(OWNER, f"/role {OTHER_MODERATOR} admin")
    assert "takes the role “owner”" in await house.say(OTHER_MODERATOR, f"/role {ADMIN} member")
    assert "from now on" in await house.say(OWNER, f"/role {ADMIN} member")
    assert "is for admins only" in await house.say(ADMIN, "/stats")


async def test_a_moderator_can_lay_the_role_down_and_not_take_it_up_again(house: House) -> None:
    """A step down is the only change of one's own role."""
    assert "member from now on" in await house.say(MODERATOR, "/role me member")
    assert "is for moderators only" in await house.say(MODERATOR, "/role me moderator")


async def test_a_banned_person_gets_no_answer_anywhere(house: House) -> None:
    """Not in a group, not in private, not to a press, not as a card's new face, not as an apology."""
    draft = await house.draft()
    house.restart_with(moderation_chats=())
    await house.cards.show_missing()
    shown = len(house.telegram.texts(MODERATOR))
    assert shown > 0
    await house.press(MODERATOR, f"edit:{draft.id}", MODERATOR)
    assert "banned from now on" in await house.say(ADMIN, f"/ban {MODERATOR}")
    faces, notices = dict(house.telegram.faces), len(house.telegram.notices)
    for text in ("/start", "/meme", "/help", "hello", "/role me member", "/unban me"):
        assert await house.say(MODERATOR, text) == ""
        assert await house.say(MODERATOR, text, GROUP) == ""
    for action in (f"approve:{draft.id}", "approve:0", "owner:1", "\ud800", "x" * 10_000):
        assert await house.press(MODERATOR, action) is None
    await house.press(ADMIN, f"reject:{draft.id}")
    await house.draft()
    mine = {where: face for where, face in house.telegram.faces.items() if where[0] == MODERATOR}
    assert mine == {where: face for where, face in faces.items() if where[0] == MODERATOR}
    assert len(house.telegram.notices) == notices + 1
    assert await house.say(OWNER, f"/unban {MODERATOR}") == f"{MODERATOR}: member from now on (before: banned)."
    assert await house.say(MODERATOR, "/start") == ENGLISH.start


async def test_a_new_moderator_gets_cards_at_once_and_in_a_process_that_runs_already(house: House) -> None:
    """Where no chat is named, cards go to the private chats of those who may decide at this moment."""
    house.restart_with(moderation_chats=())
    await house.say(ADMIN, f"/role {MEMBER} moderator")
    draft = await house.draft()
    assert f"Draft {draft.id}" in house.telegram.texts(MEMBER)[-1]
    assert await house.press(MEMBER, f"approve:{draft.id}", MEMBER) == ENGLISH.notice_approved


async def test_unban_changes_nobody_who_is_not_banned(house: House) -> None:
    """A moderator does not become a member by it."""
    assert await house.say(ADMIN, f"/unban {MODERATOR}") == f"{MODERATOR} isn't banned."
    assert await house.reach.members.role(MODERATOR) is Role.MODERATOR


async def test_the_roles_are_listed_where_only_moderators_read(house: House) -> None:
    """In private and in the moderators' chat, not in a group."""
    listed = "\n".join(
        [ENGLISH.roles_title, "telegram:14: owner", "telegram:13: admin", "telegram:12: moderator",
         "telegram:22: moderator", "telegram:10: banned"]
    )  # fmt: skip
    assert await house.say(ADMIN, "/roles") == listed
    assert await house.say(ADMIN, "/roles", MODERATORS_CHAT) == listed
    assert await house.say(ADMIN, "/roles", GROUP) == ENGLISH.shown_elsewhere


async def test_every_privileged_action_is_in_the_log_and_nothing_else(house: House) -> None:
    """Who did what to what, in the order in which it was done; no texts."""
    first = await house.draft()
    second = await house.draft()
    await house.press(MODERATOR, f"approve:{first.id}")
    await house.press(MODERATOR, f"edit:{second.id}")
    await house.say(MODERATOR, "a text that is nobody else's business", MODERATORS_CHAT)
    await house.press(MODERATOR, f"another:{second.id}.1")
    third = (await house.reach.queue.waiting(first.state))[-1]
    await house.press(OTHER_MODERATOR, f"reject:{third.id}")
    await house.press(OTHER_MODERATOR, f"approve:{third.id}")
    for text in ("/queue 1", "/schedule add 19:30", "/schedule remove 1", "/pause 1h", "/resume", "/temperature 0.5"):
        await house.say(ADMIN, text)
    await house.say(ADMIN, "/language en", GROUP)
    await house.say(MEMBER, "/language en")
    await house.say(ADMIN, f"/ban {MEMBER}")
    entries = await house.reach.audit_log.last(100)
    assert [(entry.actor, entry.action, entry.object) for entry in entries] == [
        (str(MODERATOR), "draft.approve", "draft:1"),
        (str(MODERATOR), "draft.edit", "draft:2"),
        (str(MODERATOR), "draft.write", "draft:3"),
        (str(MODERATOR), "draft.another", "draft:2"),
        (str(OTHER_MODERATOR), "draft.reject", "draft:3"),
        (str(ADMIN), "draft.write", "draft:4"),
        (str(ADMIN), "slot.add", "slot:1"),
        (str(ADMIN), "slot.remove", "slot:1"),
        (str(ADMIN), "control.turn", "paused_until"),
        (str(ADMIN), "control.turn", "paused_until"),
        (str(ADMIN), "control.turn", "temperature"),
        (str(ADMIN), "chat.language", f"chat:{GROUP}"),
        (str(ADMIN), "role.change", str(MEMBER)),
    ]
    assert not any("nobody else's" in entry.details for entry in entries)
    assert (await house.reach.audit_log.verify())[1] is None


async def test_audit_shows_the_last_ten(house: House) -> None:
    """With the time in the community's zone."""
    assert await house.say(ADMIN, "/audit") == ENGLISH.audit_empty
    for number in range(12):
        await house.say(ADMIN, f"/temperature 0.{number + 10}")
    lines = (await house.say(ADMIN, "/audit")).splitlines()
    assert len(lines) == 11
    assert lines[-1] == '12. 02.03 15:00 telegram:13 control.turn temperature {"after":"0.21","before":"0.2"}'


def test_a_name_belongs_to_who_wrote_under_it_last() -> None:
    """Names change hands; an old owner of a name is not found by it, and old names are dropped."""
    anna, boris = Address(Platform.TELEGRAM, 1), Address(Platform.TELEGRAM, 2)
    people = Acquaintances(most=2)
    people.meet(anna, "Anna")
    assert people.find(Platform.TELEGRAM, "aNNa") == anna
    assert people.find(Platform.VK, "anna") is None
    people.meet(boris, "anna")
    assert people.find(Platform.TELEGRAM, "anna") == boris
    people.meet(boris, "boris")
    assert people.find(Platform.TELEGRAM, "anna") is None
    people.meet(anna, "anna")
    people.meet(Address(Platform.TELEGRAM, 3), "vera")
    assert people.find(Platform.TELEGRAM, "boris") is None
    people.meet(anna, None)
    assert people.find(Platform.TELEGRAM, "anna") is None


async def test_whose_message_was_answered_is_known_after_a_crash(house: House) -> None:
    """Also where an older version, which did not ask for that, stored the update."""
    update = house.message(ADMIN, "/ban", GROUP, reply_author=VK_MEMBER, username="admin")
    await house.inbox.receive(update, house.clock.now())
    assert await house.inbox.unanswered() == [(update, False)]
    async with house.database.begin() as connection:
        contents = (await connection.execute(select(tables.inbox.c.contents))).scalar_one()
        old = {key: value for key, value in json.loads(contents).items() if key not in {"reply_author", "username"}}
        await connection.execute(sql_update(tables.inbox).values(contents=json.dumps(old)))
    assert await house.inbox.unanswered() == [(replace(update, reply_author=None, username=None), False)]
