"""What is stored is told, in plain words and to the person alone; to be forgotten takes two steps and works."""

import pytest
from sqlalchemy import select

from bot.chat.words_en import ENGLISH
from bot.domain.draft import DraftState
from bot.domain.member import Address, Platform, Role
from bot.flow.authors import AuthorHash, shown
from bot.flow.gather import gather
from bot.storage import tables
from corpus.post import Post
from tests.chat.fakes import GROUP, NOON, PEOPLE, VK_MEMBER, House

ADMIN, MODERATOR, MEMBER = (PEOPLE[role] for role in (Role.ADMIN, Role.MODERATOR, Role.MEMBER))
AUTHORS = AuthorHash(b"0" * 16)
OWN = "my cat has moved in with the neighbours again, for they fry fish there every evening"


@pytest.fixture(autouse=True)
async def posts(house: House) -> None:
    """The member has written a post on each platform, somebody else another one."""
    wall = [
        Post(OWN, "telegram:1", "1", "user11", NOON),
        Post("a post of the VK member's", "vk:-1", "1", "vk:11", NOON),
        Post("somebody else's", "vk:-1", "2", "vk:99", NOON),
    ]
    await gather(wall, house.reach.posts, AUTHORS, keep_absent=False)


async def left(house: House) -> set[str]:
    return {post.text for post in await house.reach.posts.all()}


def button(house: House, where: Address) -> str:
    """What the last button in a chat carries."""
    return house.chats[where.platform].cards(where)[-1].buttons[0][0].action


@pytest.mark.parametrize("person", [MEMBER, VK_MEMBER])
async def test_being_forgotten_takes_a_command_and_a_press(house: House, person: Address) -> None:
    """Nothing happens before the press; the other platform's person of the same number stays."""
    before = await left(house)
    assert await house.say(person, "/forgetme") == ENGLISH.forget_me_question
    assert await left(house) == before

    assert await house.press(person, button(house, person), person) == ENGLISH.notice_you_are_forgotten
    assert len(await left(house)) == 2
    assert (OWN in await left(house)) is (person == VK_MEMBER)
    assert house.chats[person.platform].texts(person)[-1] == ENGLISH.forget_me_done.format(posts=1)


async def test_nobody_presses_it_for_somebody_else(house: House) -> None:
    """In a group everybody sees the button; a forged number finds nobody either."""
    before = await left(house)
    await house.say(MEMBER, "/forgetme", GROUP)
    assert await house.press(ADMIN, button(house, GROUP), GROUP) == ENGLISH.notice_anothers_button
    assert await house.press(MEMBER, f"forgetme:{ADMIN.number}", GROUP) == ENGLISH.notice_anothers_button
    assert await left(house) == before


async def test_asking_twice_is_answered_without_a_second_entry_in_the_log(house: House) -> None:
    """The log shows a hash and no person."""
    action = f"forgetme:{MEMBER.number}"
    await house.press(MEMBER, action, MEMBER)
    await house.press(MEMBER, action, MEMBER)
    assert house.telegram.texts(MEMBER)[-1] == ENGLISH.forget_me_already
    who = shown(AUTHORS.of(str(MEMBER)))
    assert [(entry.actor, entry.object) for entry in await house.reach.audit_log.last(9)] == [(who, who)]


async def test_who_is_forgotten_goes_by_no_name_any_more(house: House) -> None:
    """Names of members are in memory alone, and not even there then."""
    await house.say(MEMBER, "/start", username="anna")
    assert house.reach.acquaintances.find(Platform.TELEGRAM, "anna") == MEMBER
    await house.press(MEMBER, f"forgetme:{MEMBER.number}", MEMBER)
    assert house.reach.acquaintances.find(Platform.TELEGRAM, "anna") is None


async def test_a_draft_with_their_words_is_rejected_and_its_cards_say_so(house: House) -> None:
    """Moderators see it at once."""
    draft = await house.draft()
    await house.rewrite(draft.id, f"Well, {OWN}")
    await house.press(MEMBER, f"forgetme:{MEMBER.number}", MEMBER)
    assert (await house.reach.queue.get(draft.id)).state is DraftState.REJECTED
    faces = [face.text for face in house.telegram.faces.values()]
    assert any(ENGLISH.card_forgotten in face for face in faces)
    assert not any(OWN in face for face in faces)


async def test_an_admin_forgets_who_asked_an_admin(house: House) -> None:
    """By number or in answer to a message; the admin's name stands in the log, the person's does not."""
    said = await house.say(ADMIN, "/forget 11", GROUP)
    assert said == ENGLISH.forget_done.format(person=MEMBER, posts=1, drafts=0)
    said = await house.say(ADMIN, "/forget", GROUP, reply_author=VK_MEMBER)
    assert said == ENGLISH.forget_done.format(person=VK_MEMBER, posts=1, drafts=0)
    assert await house.say(ADMIN, "/забыть vk:11", GROUP) == ENGLISH.forget_already.format(person=VK_MEMBER)

    entries = await house.reach.audit_log.last(9)
    assert [(entry.actor, entry.action) for entry in entries] == [(str(ADMIN), "author.forget")] * 2
    assert entries[0].object == shown(AUTHORS.of(str(MEMBER)))
    assert await left(house) == {"somebody else's"}


async def test_published_drafts_with_their_words_are_named_to_the_admin(house: House) -> None:
    """Only a person can take them down."""
    draft = await house.draft()
    async with house.database.begin() as connection:
        drafts = tables.drafts
        changed = {"text": OWN, "state": "published"}
        await connection.execute(drafts.update().where(drafts.c.id == draft.id).values(changed))
    said = await house.say(ADMIN, "/forget 11", GROUP)
    assert ENGLISH.forget_published.format(drafts=draft.id) in said


@pytest.mark.parametrize("text", ["/forget", "/forget @nobody", "/forget vk:-5", "/forget " + "x" * 500])
async def test_whom_to_forget_must_be_told_from_what_is_written(house: House, text: str) -> None:
    """Else nobody is."""
    before = await left(house)
    assert await house.say(ADMIN, text, GROUP)
    assert await left(house) == before


async def test_only_the_person_takes_it_back(house: House) -> None:
    """And only what was said."""
    assert await house.say(MEMBER, "/rememberme") == ENGLISH.remember_me_needless
    await house.press(MEMBER, f"forgetme:{MEMBER.number}", MEMBER)
    assert await house.say(MEMBER, "/rememberme") == ENGLISH.remember_me_done
    async with house.database.begin() as connection:
        assert (await connection.execute(select(tables.opt_outs))).all() == []


async def test_what_is_stored_of_a_person_is_told_to_that_person_alone(house: House) -> None:
    """In a group nothing is."""
    assert await house.say(MEMBER, "/mydata", GROUP) == ENGLISH.my_data_elsewhere
    said = await house.say(MEMBER, "/mydata")
    assert (
        ENGLISH.my_data_posts.format(count=1, span=ENGLISH.my_data_span.format(first="02.03.2026", last="02.03.2026"))
        in said
    )
    await house.press(MEMBER, f"forgetme:{MEMBER.number}", MEMBER)
    said = await house.say(MEMBER, "/mydata")
    assert ENGLISH.my_data_posts.format(count=0, span="") in said
    assert ENGLISH.my_data_opted_out.format(day="02.03.2026") in said


async def test_a_moderator_hears_of_their_acts_of_office(house: House) -> None:
    """These stay, and the person is told so."""
    draft = await house.draft()
    await house.press(MODERATOR, f"approve:{draft.id}")
    assert "acts of office: 2." in await house.say(MODERATOR, "/mydata")


async def test_privacy_is_told_in_one_message(house: House) -> None:
    """VK's messages hold 4,096 characters."""
    said = await house.say(MEMBER, "/privacy")
    assert said == ENGLISH.privacy
    assert len(said) < 4_096
