"""An open queue hears of what is decided elsewhere, for as long as its visitor may."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot.chat.words_en import ENGLISH
from bot.domain.audit import Signature
from bot.domain.draft import DraftState
from bot.domain.member import Role
from bot.storage.shelves import Shelves
from bot.web.console.lookout import Full, Lookout
from tests.chat.fakes import OTHER_MODERATOR, PEOPLE
from tests.chat.fakes import House as Chats
from tests.web.console.conftest import AsRole, Browser, Console

EVENTS = {"Accept": "text/event-stream"}


@asynccontextmanager
async def listening(browser: Browser) -> AsyncIterator[aiohttp.StreamReader]:
    """An open stream, past its greeting."""
    async with browser.session.get("/console/queue/events", headers=EVENTS) as answer:
        assert answer.status == 200
        assert answer.content_type == "text/event-stream"
        await answer.content.readuntil(b"here\n\n")
        yield answer.content


async def is_heard(browser: Browser) -> bool:
    """Whether one more page may listen."""
    async with browser.session.get("/console/queue/events", headers=EVENTS) as answer:
        return answer.status == 200


async def event(stream: aiohttp.StreamReader) -> dict[str, object]:
    """What is told next."""
    async with asyncio.timeout(30):
        while True:
            told = (await stream.readuntil(b"\n\n")).decode()
            if told.startswith("event: changed\ndata: "):
                found: dict[str, object] = json.loads(told.split("data: ")[1])
                return found


async def test_a_decision_in_chat_and_a_new_draft_are_told(at: Console, as_role: AsRole) -> None:
    """With the draft's number and a sentence in the visitor's language."""
    await at.chats.draft()
    async with listening(await as_role(Role.MODERATOR)) as stream:
        await at.chats.press(OTHER_MODERATOR, "approve:1")
        said = ENGLISH.notice_state.format(id=1, state=ENGLISH.states[DraftState.APPROVED])
        assert await event(stream) == {"drafts": [1], "said": [said], "more": 0}
        await at.chats.draft()
        assert (await event(stream))["drafts"] == [2]
    fresh = await (await as_role(Role.MODERATOR)).get("/console/queue/cards")
    assert 'data-draft="2"' in fresh.text
    assert 'data-draft="1"' not in fresh.text
    assert "<html" not in fresh.text


async def test_who_loses_the_role_hears_nothing_more(at: Console, as_role: AsRole) -> None:
    """The stream ends instead of telling."""
    await at.chats.draft()
    owner = PEOPLE[Role.OWNER]
    async with listening(await as_role(Role.MODERATOR)) as stream:
        by = Signature(str(owner), at.chats.clock.now())
        await at.chats.reach.members.change(PEOPLE[Role.MODERATOR], Role.MEMBER, by, owner)
        await at.chats.press(OTHER_MODERATOR, "approve:1")
        async with asyncio.timeout(30):
            assert b"changed" not in await stream.read()


async def test_a_page_that_is_closed_listens_no_more_and_the_end_ends_the_others(at: Console, as_role: AsRole) -> None:
    """Nothing holds a server that stops."""
    lookout, browser = at.house.lookout, await as_role(Role.MODERATOR)
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(4):
            await stack.enter_async_context(listening(browser))
        assert (await browser.get("/console/queue/events", **EVENTS)).status == 429
    async with asyncio.timeout(30):
        while not await is_heard(browser):
            pass
    async with listening(browser) as stream:
        lookout.end()
        assert await stream.read() == b""


async def test_what_is_no_listener_is_sent_away(at: Console, as_role: AsRole) -> None:
    """Instead of waiting for an end that never comes."""
    assert (await (await as_role(Role.MODERATOR)).get("/console/queue/events")).status == 422


async def test_a_person_has_four_open_pages(chats: Chats) -> None:
    """A fifth is not kept fresh, and another person's is."""
    lookout, [one, other] = Lookout(Shelves(chats.database)), list(PEOPLE.values())[:2]
    pages = [lookout.listen(one) for _ in range(4)]
    for page in pages:
        await page.__aenter__()
    assert not lookout.has_room_for(one)
    with pytest.raises(Full):
        await lookout.listen(one).__aenter__()
    assert lookout.has_room_for(other)
    for page in pages:
        await page.__aexit__(None, None, None)
    assert lookout.has_room_for(one)


async def test_the_database_is_asked_once_for_all_pages_and_never_for_none(chats: Chats) -> None:
    """However many listen, and what each missed comes in one piece."""
    looks, turn = 0, asyncio.Queue[None]()

    class Counting(Shelves):
        async def glimpse(self) -> dict[int, object]:  # type: ignore[override]
            nonlocal looks
            looks += 1
            return dict(await super().glimpse())

    async def sleep(_seconds: float) -> None:
        await turn.get()

    lookout = Lookout(Counting(chats.database), sleep)
    async with lookout.listen(PEOPLE[Role.OWNER]) as one, lookout.listen(PEOPLE[Role.ADMIN]) as other:
        assert looks == 1
        await chats.reach.compose.queue(2)
        turn.put_nowait(None)
        assert await one.next(20) == {1: DraftState.PENDING, 2: DraftState.PENDING}
        await chats.reach.decide.reject(1, OTHER_MODERATOR)
        turn.put_nowait(None)
        assert await one.next(20) == {1: DraftState.REJECTED}
        # The other one was away: it hears of both at once, as they are now.
        assert await other.next(20) == {1: DraftState.REJECTED, 2: DraftState.PENDING}
        assert looks == 3
        assert await one.next(0) == {}
        lookout.end()
        assert await one.next(20) == {}
        assert one.is_over
    turn.put_nowait(None)
    await asyncio.sleep(0.05)
    assert looks == 3
