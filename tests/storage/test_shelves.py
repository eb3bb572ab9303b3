"""Drafts shelf by shelf on both databases."""

from datetime import UTC, datetime, timedelta

from bot.domain.draft import Decision, DraftState, Verdict
from bot.domain.member import Address, Platform
from bot.domain.shelf import Shelf, shelf_of
from bot.ports import WrittenText
from bot.storage.database import Database
from bot.storage.queue import Queue
from bot.storage.shelves import Shelves

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANNA = Address(Platform.VK, 1)


def test_every_state_is_on_one_shelf() -> None:
    assert sorted(state for shelf in Shelf for state in shelf.states) == sorted(DraftState)
    assert all(state in shelf_of(state).states for state in DraftState)


async def ids(shelves: Shelves, shelf: Shelf, start: int | None = None) -> tuple[list[int], int | None, int | None]:
    page = await shelves.page(shelf, start, 2)
    return [draft.id for draft in page.drafts], page.previous, page.next


async def test_pages_begin_at_drafts(database: Database) -> None:
    """Waiting ones oldest first, approved ones by their turn, decided ones newest first."""
    queue, shelves = Queue(database), Shelves(database)
    for number in range(10):
        await queue.add(WrittenText(f"text {number}", True, "run", number), "", 0.8, NOON)
    assert await ids(shelves, Shelf.WAITING) == ([1, 2], None, 3)
    assert await ids(shelves, Shelf.WAITING, 3) == ([3, 4], 1, 5)
    assert await ids(shelves, Shelf.WAITING, 99) == ([1, 2], None, 3)

    async def decide(draft_id: int, verdict: Verdict, minutes: int) -> None:
        await queue.decide(Decision(draft_id, verdict, ANNA, NOON + timedelta(minutes=minutes)))

    for turn, draft_id in enumerate((7, 2, 9)):
        await decide(draft_id, Verdict.APPROVE, turn)
    assert await ids(shelves, Shelf.APPROVED) == ([7, 2], None, 9)
    assert await ids(shelves, Shelf.APPROVED, 9) == ([9], 7, None)
    # The draft that the page began at is gone: the page begins behind where it stood.
    assert await ids(shelves, Shelf.WAITING, 2) == ([3, 4], 1, 5)
    for draft_id in (1, 3, 4, 5, 6, 8, 10):
        await decide(draft_id, Verdict.REJECT, 9)
    assert await ids(shelves, Shelf.WAITING, 8) == ([], None, None)
    assert await ids(shelves, Shelf.REJECTED) == ([10, 8], None, 6)
    assert await ids(shelves, Shelf.REJECTED, 6) == ([6, 5], 10, 4)
    assert await ids(shelves, Shelf.REJECTED, 1) == ([1], 4, None)


async def test_a_glimpse_tells_every_change_of_what_people_work_on(database: Database) -> None:
    """A vote, an edit and a decision each leave another mark; what is decided is in it no more."""
    queue, shelves = Queue(database), Shelves(database)
    await queue.add(WrittenText("text", True, "run", 1), "", 0.8, NOON)
    marks = [await shelves.glimpse()]
    edit = Decision(1, Verdict.EDIT, ANNA, NOON, text_after="other")
    for decision in (edit, Decision(1, Verdict.APPROVE, ANNA, NOON), Decision(1, Verdict.TAKE_BACK, ANNA, NOON)):
        await queue.decide(decision, editor_may_approve=True)
        marks.append(await shelves.glimpse())
    assert len({str(mark) for mark in marks}) == 4
    await queue.decide(Decision(1, Verdict.REJECT, ANNA, NOON))
    assert await shelves.glimpse() == {}
    assert await shelves.states([1, 2]) == {1: DraftState.REJECTED}
