"""Reads a wall into the database, page by page, and goes on where a killed run stopped.

A full pass walks from the newest post to the oldest: it finds new and edited posts and forgets those that are gone. A
quick pass stops at the first page that brings nothing new. Each page is stored together with how far the pass has come.

Offsets move while one reads. New posts push the unread ones further back: the next page then repeats some posts, which
does no harm. Deleted posts pull them forward and would make the walk miss some, so when the wall's total has shrunk by
n the walk steps back by n.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.errors import Refused
from bot.flow.authors import AuthorHash
from bot.ports import Clock, Wall
from bot.storage.posts import Change, Pass, Posts

# VK's and most other walls' largest page.
PAGE = 100

# A full pass that would forget more than this share of a wall of some size asks first: a hidden or wiped wall, or a
# wrong address, must not empty the corpus by itself.
_FORGETS_UNASKED = 0.5
_SMALL_WALL = 20


@dataclass(frozen=True, slots=True)
class Scraped:
    """What came of a pass. `read` counts the entries of this run only; a resumed pass read others before."""

    read: int
    new: int
    edited: int
    forgotten: int
    resumed_at: int


class Scrape:
    """Reads one wall."""

    def __init__(self, wall: Wall, posts: Posts, authors: AuthorHash, clock: Clock) -> None:
        self._wall = wall
        self._posts = posts
        self._authors = authors
        self._clock = clock

    async def run(
        self,
        *,
        quick: bool = False,
        accept_deletions: bool = False,
        on_page: Callable[[int, int], None] = lambda _offset, _total: None,
    ) -> Scraped:
        """Read the wall. `on_page(offset, total)` is called after each page.

        Raises Refused for an empty wall, and when most posts seem gone and `accept_deletions` is not given; Retryable
        and Misconfigured as the wall does. What was read until then stays, and the next run goes on from there.
        """
        progress = await self._begin(quick)
        resumed_at = progress.next_offset
        read, change = 0, Change()
        while True:
            page = await self._wall.page(progress.next_offset, PAGE)
            if page.total == 0 and progress.next_offset == 0:
                raise Refused(
                    f"the wall {self._wall.source} has no posts that can be read: check its address, and that it is "
                    "public; nothing was changed"
                )
            shrunk = max(0, progress.total - page.total)
            if shrunk and progress.next_offset:
                progress = replace(progress, next_offset=max(0, progress.next_offset - shrunk), total=page.total)
                continue
            read += page.raw_count
            progress = replace(progress, next_offset=progress.next_offset + page.raw_count, total=page.total)
            found = await self._posts.store_page(progress, self._authors.hide(page.posts))
            change += found
            on_page(progress.next_offset, page.total)
            is_end = page.raw_count == 0 or progress.next_offset >= page.total
            # A pinned post stands first whatever its age, so one page with nothing new is the least that tells.
            if is_end or (quick and not progress.is_full and found == Change()):
                break
        forgotten = await self._finish(progress, accept_deletions)
        return Scraped(read, change.new, change.edited, forgotten, resumed_at)

    async def _begin(self, quick: bool) -> Pass:
        last = await self._posts.current_pass(self._wall.source)
        if last is not None and last.finished_at is None and (last.is_full or quick):
            return last
        is_full = not quick or last is None
        number = 1 if last is None else last.number + 1
        return Pass(self._wall.source, number, 0, 0, is_full, self._clock.now())

    async def _finish(self, progress: Pass, accept_deletions: bool) -> int:
        finished = replace(progress, finished_at=self._clock.now())
        if progress.is_full and progress.next_offset < progress.total - PAGE:
            # The wall stopped giving posts long before its own count: what was not seen may well be there.
            finished = replace(finished, is_full=False)
        elif progress.is_full and not accept_deletions:
            gone = await self._posts.count_unseen(progress.source, progress.number)
            known = gone + progress.next_offset
            if known > _SMALL_WALL and gone > known * _FORGETS_UNASKED:
                await self._posts.finish(replace(finished, is_full=False))
                raise Refused(
                    f"{gone} posts that were on {progress.source} before are not there now; nothing was forgotten. "
                    "If they were really deleted, run `wallflower scrape --accept-deletions`"
                )
        return await self._posts.finish(finished)
