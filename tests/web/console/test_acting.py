"""What is done on the console is what is done in chat: the same handlers, the same rights, and everybody sees it."""

import asyncio

import pytest
from starlette.requests import Request

from bot.chat.action import Verb
from bot.chat.answer import Answer
from bot.chat.carrying_out import CarryingOut
from bot.chat.words_en import ENGLISH
from bot.domain.draft import DraftState
from bot.domain.member import Address, Platform, Role
from bot.domain.message import Message
from bot.domain.session import LoginWay, Session
from bot.web.console import acting
from bot.web.console.assets import Assets
from bot.web.console.house import House
from bot.web.console.rendering import Rendering
from bot.web.console.visitor import Visitor
from tests.chat.fakes import MODERATORS_CHAT, NOON, PEOPLE
from tests.chat.fakes import House as Chats


def visitor(role: Role) -> Visitor:
    """Somebody with a role, on some page."""
    person = PEOPLE[role]
    return Visitor(
        address=person,
        role=role,
        words=ENGLISH,
        session=Session(1, person, LoginWay.LINK, "", None, NOON, NOON),
        csrf="",
        request=Request({"type": "http", "method": "POST", "path": "/", "headers": [], "query_string": b""}),
        rendering=Rendering([], Assets(), "Europe/Moscow"),
        is_secure=False,
    )


async def test_a_draft_that_is_approved_here_is_redrawn_in_chat(chats: Chats, house: House) -> None:
    draft = await chats.draft()
    answer = await acting.press(house, visitor(Role.MODERATOR), Verb.APPROVE, draft.id)
    assert acting.said(answer) == ENGLISH.notice_approved
    assert (await chats.reach.queue.get(draft.id)).state is DraftState.APPROVED
    (card,) = chats.telegram.cards(MODERATORS_CHAT)
    assert "approve" not in {button.action.split(":")[0] for row in card.buttons for button in row}


async def test_who_comes_second_is_told_who_was_first(chats: Chats, house: House) -> None:
    draft = await chats.approved()
    answer = await acting.press(house, visitor(Role.ADMIN), Verb.APPROVE, draft.id)
    assert str(PEOPLE[Role.MODERATOR]) in acting.said(answer)


async def test_a_role_that_may_not_do_it_in_chat_may_not_here(chats: Chats, house: House) -> None:
    draft = await chats.draft()
    answer = await acting.press(house, visitor(Role.MEMBER), Verb.APPROVE, draft.id)
    assert acting.said(answer) == ENGLISH.notice_needs_role.format(roles=ENGLISH.roles[Role.MODERATOR])
    assert (await chats.reach.queue.get(draft.id)).state is DraftState.PENDING
    assert "admins" in acting.said(await acting.command(house, visitor(Role.MODERATOR), "pause"))
    assert await chats.reach.silence.paused_until() is None


async def test_what_does_not_exist_is_said_and_not_raised(house: House) -> None:
    answer = await acting.press(house, visitor(Role.MODERATOR), Verb.APPROVE, 999)
    assert acting.said(answer) == ENGLISH.notice_no_draft
    with pytest.raises(KeyError):
        await acting.command(house, visitor(Role.OWNER), "nonsense")


async def test_who_is_given_a_role_here_is_told_in_chat(chats: Chats, house: House) -> None:
    person = Address(Platform.TELEGRAM, 99)
    answer = await acting.command(house, visitor(Role.ADMIN), "role", "telegram:99 moderator")
    assert "telegram:99" in acting.said(answer)
    assert await chats.reach.members.role(person) is Role.MODERATOR
    assert len(chats.telegram.texts(person)) == 1


async def test_a_page_does_not_wait_for_a_slow_platform(chats: Chats) -> None:
    draft = await chats.draft()
    gate: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    chats.telegram.before_send = lambda _chat: gate
    carrying_out = CarryingOut(chats.cards, chats.notices, chats.switched_on)
    person = Address(Platform.TELEGRAM, 99)
    message = Message("you are a moderator now")
    await asyncio.wait_for(carrying_out.soon(Answer(redrawn=(draft.id,), told=((person, message),))), 1)
    assert chats.telegram.texts(person) == []
    gate.set_result(None)
    await carrying_out.close(5)
    assert chats.telegram.texts(person) == [message.text]


async def test_at_the_end_what_is_stuck_is_left(chats: Chats) -> None:
    begun = asyncio.Event()

    def stuck(_chat: Address) -> "asyncio.Future[None]":
        begun.set()
        return asyncio.get_running_loop().create_future()

    chats.telegram.before_send = stuck
    carrying_out = CarryingOut(chats.cards, chats.notices, chats.switched_on)
    await chats.reach.compose.queue(1)
    await carrying_out.soon(Answer(has_new_drafts=True))
    await begun.wait()
    await carrying_out.close(0.01)
    assert chats.telegram.texts(MODERATORS_CHAT) == []
