"""Drafts move as the rules say, once, and every decision is kept."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.draft import Card, Decision, Draft, DraftState, Verdict
from bot.domain.measured import Measured
from bot.domain.member import Address, Platform
from bot.errors import IllegalMove, Refused
from bot.ports import WrittenText
from bot.storage.database import Database
from bot.storage.queue import Queue

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANNA = Address(Platform.TELEGRAM, 1)
BORIS = Address(Platform.VK, 2)


async def queued(queue: Queue, text: str = "a post") -> Draft:
    return await queue.add(WrittenText(text, True, "run-1", 7), "a", 0.8, NOW)


def verdict(draft: Draft, verdict: Verdict, moderator: Address = ANNA, text: str | None = None) -> Decision:
    return Decision(draft.id, verdict, moderator, NOW, text_after=text)


async def test_a_draft_keeps_how_it_was_written(database: Database) -> None:
    queue = Queue(database)
    draft = await queued(queue)
    assert await queue.get(draft.id) == draft
    assert draft == Draft(draft.id, "a post", DraftState.PENDING, NOW, 0.8, "run-1", 7, "a", True)
    assert await queue.knows("a post")
    assert not await queue.knows("another post")


async def test_a_draft_keeps_what_its_guards_measured_and_no_post_of_the_corpus(database: Database) -> None:
    queue = Queue(database)
    measured = Measured(90, 2, 14, 0.0, 0.875, nearest="somebody's post")
    draft = await queue.add(WrittenText("a post", True, "run-1", 7, measured), "", 0.8, NOW)
    assert draft.measured == replace(measured, nearest="")
    assert (await queue.get(draft.id)).measured == draft.measured
    assert (await queued(queue)).measured is None


async def test_of_two_moderators_at_once_exactly_one_decides(database: Database) -> None:
    queue = Queue(database)
    draft = await queued(queue)
    results = await asyncio.gather(
        queue.decide(verdict(draft, Verdict.APPROVE, ANNA)),
        queue.decide(verdict(draft, Verdict.REJECT, BORIS)),
        return_exceptions=True,
    )
    assert sum(isinstance(result, IllegalMove) for result in results) == 1
    assert len(await queue.decisions(draft.id)) == 1


async def test_an_edit_keeps_both_texts_and_the_draft_stays_pending(database: Database) -> None:
    queue = Queue(database)
    draft = await queued(queue)
    edited = await queue.decide(verdict(draft, Verdict.EDIT, text="a better post"))
    assert (edited.text, edited.state) == ("a better post", DraftState.PENDING)
    [decision] = await queue.decisions(draft.id)
    assert (decision.text_before, decision.text_after) == ("a post", "a better post")


async def test_nothing_is_decided_on_a_draft_that_is_not_pending(database: Database) -> None:
    queue = Queue(database)
    draft = await queued(queue)
    await queue.decide(verdict(draft, Verdict.REJECT))
    for again in (Verdict.APPROVE, Verdict.REJECT, Verdict.EDIT, Verdict.ANOTHER):
        with pytest.raises(IllegalMove):
            await queue.decide(verdict(draft, again, text="x"))
    with pytest.raises(Refused, match="no draft 999"):
        await queue.get(999)


async def test_cards_are_remembered_by_chat_and_missing_ones_are_found(database: Database) -> None:
    queue = Queue(database)
    draft = await queued(queue)
    chats = [ANNA, BORIS]
    assert [chat for _draft, chat in await queue.without_card(chats)] == chats
    await queue.add_card(Card(draft.id, ANNA, 10))
    await queue.add_card(Card(draft.id, ANNA, 11))
    assert await queue.cards(draft.id) == [Card(draft.id, ANNA, 11)]
    assert await queue.without_card(chats) == [(draft, BORIS)]


async def test_counts_name_every_state(database: Database) -> None:
    queue = Queue(database)
    await queued(queue)
    counts = await queue.counts()
    assert set(counts) == set(DraftState)
    assert counts[DraftState.PENDING] == 1
    assert [draft.text for draft in await queue.waiting(DraftState.PENDING)] == ["a post"]
