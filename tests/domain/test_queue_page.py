"""Leafing through the queue passes over nothing and never gets lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.queue_page import QueuePage, page_from

IDS = st.lists(st.integers(1, 60), unique=True, min_size=1).map(sorted)
SIZES = st.integers(1, 6)


def test_a_page_knows_its_place_among_the_others() -> None:
    waiting = list(range(1, 13))
    assert page_from(waiting, 6, 5) == QueuePage((6, 7, 8, 9, 10), 2, 3, previous=1, next=11, last=11)
    assert page_from(waiting, 1, 5) == QueuePage((1, 2, 3, 4, 5), 1, 3, previous=None, next=6, last=11)
    assert page_from(waiting, 11, 5) == QueuePage((11, 12), 3, 3, previous=6, next=None, last=11)
    assert page_from([], 1, 5) is None


@given(IDS, SIZES)
def test_from_the_first_page_on_every_draft_is_seen_once(waiting: list[int], size: int) -> None:
    seen: list[int] = []
    start: int | None = 1
    while start is not None:
        page = page_from(waiting, start, size)
        assert page is not None
        assert page.number == len(seen) // size + 1
        seen += page.ids
        start = page.next
    assert seen == waiting


@given(IDS, SIZES, st.sets(st.integers(1, 60)))
def test_drafts_that_vanish_between_two_pages_hide_no_other(waiting: list[int], size: int, gone: set[int]) -> None:
    first = page_from(waiting, 1, size)
    assert first is not None
    if first.next is None:
        return
    left = [one for one in waiting if one not in gone]
    second = page_from(left, first.next, size)
    rest = [one for one in left if one >= first.next]
    if rest:
        assert second is not None
        assert list(second.ids) == rest[:size]


@given(IDS, SIZES, st.integers(1, 70))
def test_every_button_of_every_page_leads_to_a_page(waiting: list[int], size: int, start: int) -> None:
    page = page_from(waiting, start, size)
    assert page is not None
    assert 1 <= page.number <= page.pages
    assert (page.number == page.pages) == (page.next is None)
    assert (page.number == 1) == (page.previous is None)
    for target in (page.previous, page.next, page.last):
        assert target is None or target in waiting
    last = page_from(waiting, page.last, size)
    assert last is not None
    assert last.next is None
