"""Drafts move as the rules say, once, and every decision is kept."""

import asyncio
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.audit import THE_BOT, Signature
from bot.domain.caption import Caption
from bot.domain.draft import Card, Decision, Draft, DraftState, Verdict
from bot.domain.measured import Measured
from bot.domain.member import Address, Platform
from bot.domain.votes import AlreadyApproved, Needs, after
from bot.errors import IllegalMove, NotAllowed, Refused
from bot.ports import WrittenText
from bot.storage.audit import AuditLog
from bot.storage.database import Database
from bot.storage.queue import Queue

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ANNA = Address(Platform.TELEGRAM, 1)
BORIS = Address(Platform.VK, 2)
CLARA = Address(Platform.VK, 3)


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


async def test_two_votes_at_once_are_both_counted(database: Database) -> None:
    queue = Queue(database)
    draft = await queued(queue)
    votes = (queue.decide(verdict(draft, Verdict.APPROVE, who), Needs(2, 2)) for who in (ANNA, BORIS))
    await asyncio.gather(*votes)
    decided = await queue.get(draft.id)
    assert (decided.state, decided.approvals) == (DraftState.APPROVED, 2)


async def test_a_vote_that_is_given_twice_at_once_counts_once(database: Database) -> None:
    queue = Queue(database)
    draft = await queued(queue)
    vote = verdict(draft, Verdict.APPROVE, ANNA)
    results = await asyncio.gather(*(queue.decide(vote, Needs(2, 2)) for _ in range(3)), return_exceptions=True)
    assert sum(isinstance(result, AlreadyApproved) for result in results) == 2
    decided = await queue.get(draft.id)
    assert (decided.state, decided.approvals) == (DraftState.PENDING, 1)


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_decided_at_once_the_votes_add_up(database: Database, seed: int) -> None:
    """Many verdicts of three moderators in one heap: the column counts whom the decisions name, and one closes."""
    queue, chance = Queue(database), random.Random(seed)
    draft = await queued(queue)
    kinds = [Verdict.APPROVE] * 6 + [Verdict.EDIT, Verdict.TAKE_BACK, Verdict.REJECT]
    heap = [
        replace(verdict(draft, kind, chance.choice([ANNA, BORIS, CLARA])), text_after=f"text {number}")
        for number, kind in enumerate(chance.choices(kinds, k=15))
    ]
    results = await asyncio.gather(*(queue.decide(one, Needs(2, 3)) for one in heap), return_exceptions=True)
    refused = [result for result in results if isinstance(result, BaseException)]
    assert all(isinstance(error, IllegalMove | NotAllowed) for error in refused)
    decided, kept = await queue.get(draft.id), await queue.decisions(draft.id)
    assert len(kept) == len(heap) - len(refused)
    replayed = draft
    for number, one in enumerate(kept):
        replayed = after(replayed, kept[:number], one, Needs(2, 3))
    assert (replayed.state, replayed.text, replayed.approvals) == (decided.state, decided.text, decided.approvals)
    assert (await AuditLog(database).verify())[1] is None


async def test_a_decision_that_is_taken_back_is_kept_beside_the_one_it_undoes(database: Database) -> None:
    queue = Queue(database)
    draft = await queued(queue)
    await queue.decide(verdict(draft, Verdict.APPROVE))
    back = await queue.decide(verdict(draft, Verdict.TAKE_BACK, BORIS))
    assert (back.state, back.approvals) == (DraftState.PENDING, 0)
    assert [one.verdict for one in await queue.decisions(draft.id)] == [Verdict.APPROVE, Verdict.TAKE_BACK]
    assert [entry.action for entry in await AuditLog(database).last(2)] == ["draft.approve", "draft.take_back"]


async def test_a_reason_is_added_once_by_who_rejected(database: Database) -> None:
    queue = Queue(database)
    draft = await queued(queue)
    await queue.decide(verdict(draft, Verdict.REJECT))
    with pytest.raises(IllegalMove):
        await queue.explain(draft.id, BORIS, "not mine to say", NOW)
    for _ in range(2):
        await queue.explain(draft.id, ANNA, "not funny", NOW)
    with pytest.raises(IllegalMove):
        await queue.explain(draft.id, ANNA, "not at all", NOW)
    assert [one.reason for one in await queue.decisions(draft.id)] == ["not funny"]
    assert len([one for one in await AuditLog(database).last(9) if one.action == "draft.explain"]) == 1


async def test_old_drafts_on_which_nobody_decided_anything_expire(database: Database) -> None:
    queue = Queue(database)
    old, touched, approved = [await queued(queue, text) for text in ("old", "touched", "approved")]
    later = NOW + timedelta(hours=72)
    await queue.decide(replace(verdict(touched, Verdict.EDIT, text="new"), decided_at=later))
    await queue.decide(verdict(approved, Verdict.APPROVE))
    fresh = await queue.add(WrittenText("fresh", True, "run-1", 7), "", 0.8, later)
    by = Signature(THE_BOT, later)
    assert await queue.expire(NOW, by) == []
    assert await queue.expire(later, by) == [old.id]
    assert await queue.expire(later, by) == []
    states = [(await queue.get(draft.id)).state for draft in (old, touched, approved, fresh)]
    assert states == [DraftState.EXPIRED, DraftState.PENDING, DraftState.APPROVED, DraftState.PENDING]
    (entry,) = await AuditLog(database).last(1)
    assert (entry.actor, entry.action, entry.object) == ("wallflower", "draft.expire", f"draft:{old.id}")


async def test_a_page_shows_what_is_pending_or_approved(database: Database) -> None:
    queue = Queue(database)
    assert await queue.page(1, 2) is None
    first, second, third = [await queued(queue, text) for text in ("first", "second", "third")]
    await queue.decide(verdict(first, Verdict.APPROVE))
    await queue.decide(verdict(second, Verdict.REJECT))
    found = await queue.page(1, 2)
    assert found is not None
    page, drafts = found
    assert (page.ids, page.pages) == ((first.id, third.id), 1)
    assert [draft.text for draft in drafts] == ["first", "third"]


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


async def test_an_edit_of_a_picture_changes_its_words_and_keeps_both_captions(database: Database) -> None:
    queue = Queue(database)
    caption = Caption("drake", ("work", "sleep"), "mondays")
    draft = await queue.add(WrittenText("work", True, "run-1", 7), "", 0.8, NOW, captions=[caption])
    assert (draft.captions, draft.text) == ((caption,), "work\n\nsleep")
    assert await queue.get(draft.id) == draft
    changed = caption.with_box(1, "coffee")
    decision = replace(verdict(draft, Verdict.EDIT, text=changed.text), captions_after=(changed,))
    edited = await queue.decide(decision)
    assert edited == await queue.get(draft.id) == replace(draft, text="work\n\ncoffee", captions=(changed,))
    (kept,) = await queue.decisions(draft.id)
    assert (kept.captions_before, kept.captions_after) == ((caption,), (changed,))
    assert (kept.text_before, kept.text_after) == (draft.text, edited.text)


async def test_an_edit_never_turns_a_picture_into_a_text(database: Database) -> None:
    queue = Queue(database)
    draft = await queue.add(WrittenText("a", True, "run-1", 7), "", 0.8, NOW, captions=[Caption("drake", ("a", "b"))])
    with pytest.raises(ValueError, match="no text of a picture"):
        await queue.decide(verdict(draft, Verdict.EDIT, text="a text"))
    assert await queue.get(draft.id) == draft
