"""Keeps the queue filled with texts and pictures, by the share of pictures that the settings ask for."""

import secrets
from collections import Counter
from collections.abc import Sequence

from bot.domain.audit import Signature
from bot.domain.caption import words_of
from bot.domain.draft import Draft, DraftState
from bot.domain.template import Template
from bot.flow.albums import write_album
from bot.flow.captioning import Captioning, together
from bot.flow.compose import Compose
from bot.ports import Clock, Painter
from bot.storage.queue import Queue

# Captions tried for one draft before "the network writes only what is queued already" is said.
_CAPTIONS = 3

# Drafts in one go, so that nobody in a chat waits for long behind them.
_MOST_AT_ONCE = 10


class Filling:
    """Has drafts of both kinds written and queued."""

    def __init__(
        self, compose: Compose, captioning: Captioning, painter: Painter, queue: Queue, clock: Clock, share: float = 0.0
    ) -> None:
        """`share` is how many of the drafts that wait are to be pictures, 0 to 1; without templates none are."""
        self._compose = compose
        self._captioning = captioning
        self._painter = painter
        self._queue = queue
        self._clock = clock
        self._share = share

    async def queue(self, count: int, by: Signature | None = None, temperature: float | None = None) -> list[Draft]:
        """Write `count` new pending drafts, as many of them pictures as the share lacks; `by` is who asked.

        Fewer when the network repeats what was queued before. Without a `temperature` it is the one that holds now.
        Raises as the writer does.
        """
        drafts: list[Draft] = []
        for _ in range(await self._lacking_pictures(count)):
            drafts += await self.picture(by, temperature=temperature)
        if len(drafts) < count:
            drafts += await self._compose.queue(count - len(drafts), by=by, temperature=temperature)
        return drafts

    async def picture(
        self,
        by: Signature | None = None,
        template: Template | None = None,
        title: str = "",
        temperature: float | None = None,
    ) -> list[Draft]:
        """One new pending draft with a picture, or none when nothing new was written. Raises as the writer does.

        No `template` means any.
        """
        template = template or self._captioning.for_title(title, secrets.randbits(32))
        if template is None:
            return []
        if temperature is None:
            temperature = await self._compose.temperature()
        for found in await self._captioning.write(template, title, _CAPTIONS, temperature):
            if not await self._queue.knows(found.caption.text):
                now = self._clock.now()
                return [await self._queue.add(found.written, "", temperature, now, by, captions=[found.caption])]
        return []

    async def album(
        self,
        count: int,
        by: Signature | None = None,
        template: Template | None = None,
        title: str = "",
        temperature: float | None = None,
    ) -> list[Draft]:
        """One new pending draft with so many pictures, or with fewer where no more were written; none of less than two.

        No `template` means that each is on another one. Raises as the writer does.
        """
        if temperature is None:
            temperature = await self._compose.temperature()
        seed = secrets.randbits(32)
        found = await write_album(self._captioning, count, template, title, temperature, seed=seed)
        captions = [one.caption for one in found]
        if len(found) < 2 or await self._queue.knows(words_of(captions)):
            return []
        written = together(words_of(captions), [one.written for one in found])
        return [await self._queue.add(written, "", temperature, self._clock.now(), by, captions=captions)]

    async def another(self, old: Draft, by: Signature) -> list[Draft]:
        """A draft in the place of `old`: one that begins alike, or is on the same template and about the same.

        An album gives way to one of as many pictures.

        None when nothing new was written. Raises as the writer does.
        """
        if not old.captions:
            return await self._compose.queue(1, old.prime, by)
        first, *others = old.captions
        is_of_one = all(caption.template == first.template for caption in others)
        template = self._painter.find(first.template) if is_of_one else None
        if others:
            return await self.album(len(old.captions), by, template, first.title)
        return await self.picture(by, template, first.title)

    async def refill(self, keep: int, lacking: Sequence[float | None] = ()) -> list[Draft]:
        """Write what is `lacking`, and more until `keep` drafts wait for a decision or a slot.

        `lacking` holds the temperature of each draft that the coming slots will miss, by their time; None: any. Of many
        only some are written at a time: members want to be answered, too. Raises as the writer does.
        """
        counts = await self._queue.counts()
        spare = keep - counts[DraftState.PENDING] - counts[DraftState.APPROVED] - len(lacking)
        wanted = Counter(([*lacking] + [None] * max(0, spare))[:_MOST_AT_ONCE])
        return [
            draft
            for temperature, count in wanted.items()
            for draft in await self.queue(count, temperature=temperature)
        ]  # fmt: skip

    async def _lacking_pictures(self, count: int) -> int:
        """How many of `count` new drafts must be pictures for the share."""
        if not self._share or not self._painter.templates():
            return 0
        counts = await self._queue.counts()
        waiting = counts[DraftState.PENDING] + counts[DraftState.APPROVED]
        wanted = round(self._share * (waiting + count)) - await self._queue.pictures_waiting()
        return min(count, max(0, wanted))
