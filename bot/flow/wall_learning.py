"""Learns templates from the pictures on the wall: the newest are fetched, put by, learned from and deleted.

Nothing of the wall's photos is remembered between two times, neither addresses nor how far one came: the wall is read
anew, and what is there already is not fetched again. So what was taken off the wall meanwhile is not learned from, and
a gathering that was killed goes on.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.domain.template import Template
from bot.errors import Refused, Retryable
from bot.flow.authors import AuthorHash
from bot.ports import LearnedPictures, PhotoPage, Photos, PhotoWall, TemplateKeeper, WallPhoto
from bot.storage.opt_outs import OptOuts

# VK's largest page; and how far back photos are looked for.
_PAGE, _MOST_POSTS = 100, 10_000
# Of all that is fetched in one go.
_MOST_BYTES = 1_000_000_000
# Seconds from one photo to the next: a person who scrolls fetches more than that.
_BETWEEN_S = 0.25
# Seconds before a photo is asked for again; after the last of them it is given up, and the gathering with it.
_PAUSES_S = (2.0, 10.0)


@dataclass(frozen=True, slots=True)
class Gathered:
    """What came of a gathering. `there` were fetched before, `unusable` were no pictures or gone.

    `unwelcome` are those of people who said no: they were not fetched.
    """

    fetched: int = 0
    there: int = 0
    unusable: int = 0
    unwelcome: int = 0


class WallLearning:
    """Fetches the newest pictures of one wall, and makes templates of them."""

    def __init__(
        self,
        wall: PhotoWall,
        photos: Photos,
        keeper: TemplateKeeper,
        pictures: LearnedPictures,
        authors: AuthorHash,
        opt_outs: OptOuts,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """`rest` takes seconds."""
        self._wall = wall
        self._photos = photos
        self._keeper = keeper
        self._pictures = pictures
        self._authors = authors
        self._opt_outs = opt_outs
        self._rest = rest

    async def gather(self, most: int, on_photo: Callable[[int], None] = lambda _count: None) -> Gathered:
        """Put the `most` newest photos of the wall by; others of the wall that are there are deleted.

        `on_photo` hears how many there are. Raises Retryable, Misconfigured and Refused as the wall does, and Retryable
        where a photo can't be had for now: what was fetched until then stays, and the next gathering goes on from it.
        """
        there = await self._keeper.photos_of_wall()
        seen: set[str] = set()
        fetched = unusable = unwelcome = size = offset = 0
        is_end = False
        while not is_end and len(seen) < most and offset < _MOST_POSTS:
            page = await self._wall.photos(offset, _PAGE)
            for photo in page.photos:
                if len(seen) == most or size > _MOST_BYTES:
                    break
                if photo.name in seen:
                    continue
                hashes = tuple(dict.fromkeys(map(self._authors.of, photo.authors)))
                # Asked anew each time: gathering takes minutes, in which somebody may say no.
                if not (await self._opt_outs.authors()).isdisjoint(hashes):
                    unwelcome += 1
                    continue
                seen.add(photo.name)
                if photo.name not in there:
                    taken = await self._take(photo, hashes)
                    size += taken
                    fetched += taken > 0
                    unusable += taken == 0
                on_photo(len(seen))
            offset += page.raw_count
            is_end = _is_last(page, offset) or size > _MOST_BYTES
        await self._keeper.keep_of_wall(seen)
        await self.leave_out_unwelcome()
        return Gathered(fetched, len(seen) - fetched - unusable, unusable, unwelcome)

    async def learn(self) -> tuple[Template, ...]:
        """Make templates of what was gathered, which is deleted. Raises Refused, Retryable."""
        await self.leave_out_unwelcome()
        made = await self._keeper.learn(from_wall=True)
        await self.leave_out_unwelcome()
        left = frozenset(self._keeper.names())
        return tuple(template for template in made if template.name in left)

    async def leave_out_unwelcome(self) -> None:
        """Whoever said no a moment ago was forgotten, but not what was about to be written just then."""
        await self._pictures.forget(await self._opt_outs.authors())

    async def _take(self, photo: WallPhoto, hashes: tuple[str, ...]) -> int:
        """Fetch a photo and put it by: how many bytes it had, 0 for one that is none or is gone. Raises Retryable."""
        try:
            data = await self._fetched(photo)
            await self._keeper.put_by_of_wall(photo.name, hashes, data)
        except Refused:
            return 0
        finally:
            await self._rest(_BETWEEN_S)
        return len(data)

    async def _fetched(self, photo: WallPhoto) -> bytes:
        for pause_s in _PAUSES_S:
            try:
                return await self._photos.fetch(photo.reference)
            except Retryable as error:
                await self._rest(max(pause_s, error.retry_after_s))
        return await self._photos.fetch(photo.reference)


def _is_last(page: PhotoPage, offset: int) -> bool:
    return page.raw_count == 0 or offset >= page.total
