"""Two moderators at their queue: they approve, reject and edit, now and then both the same draft at the same moment."""

import asyncio
import random

from benchmarks.breaking.clock import SharedClock
from bot.domain.draft import Draft, DraftState
from bot.domain.member import Address, Platform, Roles
from bot.domain.votes import OwnText
from bot.errors import IllegalMove
from bot.flow.banning import Banning
from bot.flow.captioning import Captioning
from bot.flow.compose import Compose, WritingStyle
from bot.flow.decide import Decide
from bot.flow.filling import Filling
from bot.pictures.painter import PillowPainter
from bot.ports import WritingRequest, WrittenText
from bot.storage.banned_words import BannedWords
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.members import Members
from bot.storage.queue import Queue
from bot.storage.slots import Slots
from bot.writer.banned_words import GuardsWordFinder

_PEOPLE = Address(Platform.VK, 2), Address(Platform.TELEGRAM, 3)
_KEPT = 60
# Of the drafts that wait, how many are looked at each time; of these, what is done with them.
_LOOKED_AT, _REJECTED, _EDITED, _BY_BOTH = 0.5, 0.15, 0.1, 0.2


class _NumberedTexts:
    """A writer each of whose texts there is only one of."""

    def __init__(self) -> None:
        self._written = 0

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        texts = []
        for _ in range(request.count):
            self._written += 1
            texts.append(WrittenText(f"Post number {self._written} of this week", True, "none", self._written))
        return texts


class Moderators:
    """The real decisions on the real queue, by people who are played."""

    def __init__(self, database: Database, clock: SharedClock, draw: random.Random) -> None:
        self._queue = Queue(database)
        writer, painter = _NumberedTexts(), PillowPainter()
        compose = Compose(writer, self._queue, Community(database), clock, WritingStyle())
        captioning = Captioning(writer, painter, WritingStyle(), compose.temperature)
        self._filling = Filling(compose, captioning, painter, self._queue, clock)
        banning = Banning(BannedWords(database), GuardsWordFinder(), 100)
        self._decide = Decide(
            self._queue,
            self._filling,
            banning,
            Slots(database),
            Members(database, Roles(moderators=frozenset(_PEOPLE))),
            clock,
        )
        self._draw = draw

    async def work(self) -> None:
        """Fill the queue and decide on some of what waits."""
        await self._filling.refill(_KEPT)
        for draft in await self._queue.waiting(DraftState.PENDING, _KEPT):
            if self._draw.random() < _LOOKED_AT:
                first, second = self._draw.sample(_PEOPLE, 2)
                at_once = [self._press(draft, first)]
                if self._draw.random() < _BY_BOTH:
                    at_once.append(self._press(draft, second))
                await asyncio.gather(*at_once)

    async def _press(self, draft: Draft, moderator: Address) -> None:
        chosen = self._draw.random()
        try:
            if chosen < _REJECTED:
                await self._decide.reject(draft.id, moderator)
            elif chosen < _REJECTED + _EDITED:
                await self._decide.edit(draft.id, moderator, f"{draft.text}, and better")
            else:
                await self._decide.approve(draft.id, moderator)
        except (IllegalMove, OwnText):
            # The other one was faster, or it is the other one's turn: nobody approves what they have edited.
            return
