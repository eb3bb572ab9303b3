"""Whatever platforms answer and people press, in any order: no post twice, and drafts stand where their posts are."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy import select

from bot.domain.audit import Signature
from bot.domain.draft import Decision, DraftState, Verdict
from bot.domain.member import Address, Platform
from bot.domain.picture import Picture
from bot.domain.place import Place
from bot.domain.publication import OPEN, PublicationState, draft_state
from bot.domain.slot import Slot
from bot.errors import IllegalMove, Misconfigured, NoKeyMay, Refused, Retryable, Unsure, WallflowerError
from bot.flow.occurrences import Occurrences, ServingRules
from bot.flow.publish import Publish
from bot.flow.silence import Silence
from bot.ports import WrittenText
from bot.storage import tables
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.occurrences import StoredOccurrences
from bot.storage.publications import Publications
from bot.storage.queue import Queue
from bot.storage.slots import Slots
from tests.flow.fakes import PlainPainter, StillClock

PLACES = (Place.parse("vk:-1"), Place.parse("telegram:@channel"))
CATCH_UP = timedelta(hours=3)
P = PublicationState
_FAULTS: tuple[Callable[[], WallflowerError], ...] = (
    lambda: Retryable("busy", 30), lambda: Misconfigured("the key has expired"), lambda: NoKeyMay("no key may"),
    lambda: Refused("not this text"), lambda: Unsure("lost"), lambda: Unsure("lost"),
)  # fmt: skip


@dataclass
class Platforms:
    """Both platforms: what stands where, and how often it was put there. Half of all calls go wrong."""

    random: Random
    standing: Counter[tuple[Place, str]] = field(default_factory=Counter)
    made: Counter[tuple[Place, str]] = field(default_factory=Counter)

    async def attach(self, place: Place, pictures: Sequence[Picture]) -> str | None:
        raise AssertionError("only texts are published here")

    async def publish(
        self, place: Place, text: str, key: str, pictures: Sequence[Picture] = (), attachment: str | None = None
    ) -> str:
        await asyncio.sleep(0)
        fault = self.random.choice(_FAULTS)() if self.random.random() < 0.5 else None
        if fault is None or (isinstance(fault, Unsure) and self.random.random() < 0.5):
            self.standing[place, text] += 1
            self.made[place, text] += 1
        await asyncio.sleep(0)
        if fault is not None:
            raise fault
        return text

    async def find(self, place: Place, text: str, since: datetime, attachment: str | None = None) -> str | None:
        await asyncio.sleep(0)
        if place.platform is Platform.TELEGRAM:
            raise Unsure("a bot can't look")
        if self.random.random() < 0.3:
            raise Retryable("not now", 60)
        return text if self.standing[place, text] else None

    async def take_down(self, place: Place, remote_id: str) -> None:
        await asyncio.sleep(0)
        if self.random.random() < 0.3:
            raise Refused("it stays")
        self.standing[place, remote_id] = 0


class Story:
    """Two processes on one database, people who press what they see, and a clock that goes on in between."""

    def __init__(self, database: Database, seed: int) -> None:
        self.database = database
        self.random = Random(seed)
        self.clock = StillClock(datetime(2027, 3, 1, 12, tzinfo=UTC))
        self.platforms = Platforms(self.random)
        self.queue, self.slots = Queue(database), Slots(database)
        self.publications = Publications(database)
        self.processes = [self._process() for _ in range(2)]
        self.moderator = Address(Platform.VK, 1)

    def _process(self) -> Publish:
        silence = Silence(Community(self.database), self.clock, None, "UTC")
        serving, stored = ServingRules(catch_up=CATCH_UP), StoredOccurrences(self.database)
        occurrences = Occurrences(self.slots, self.publications, stored, silence, self.clock, serving)
        return Publish(
            occurrences, self.publications, silence, dict.fromkeys(Platform, self.platforms), self.clock,
            slots=self.slots, queue=self.queue, painter=PlainPainter(), catch_up=CATCH_UP,
        )  # fmt: skip

    async def tell(self, steps: int) -> None:
        for hour in range(0, 24, 4):
            await self.slots.add(Slot(0, PLACES[: 1 + hour % 3 % 2], time(hour), "UTC"), self.clock.now())
        for _ in range(steps):
            act = self.random.choice([self.approve, self.approve, self.answer, self.press, self.go_on, self.go_on])
            await act()
            await asyncio.gather(*(process.tick() for process in self.processes))
            await self.check()

    async def approve(self) -> None:
        """A moderator approves a new draft."""
        now, number = self.clock.now(), sum((await self.queue.counts()).values())
        draft = await self.queue.add(WrittenText(f"text {number}", True, "run", number), "", 0.8, now)
        await self.queue.decide(Decision(draft.id, Verdict.APPROVE, self.moderator, now))

    async def answer(self) -> None:
        """An admin looks and says what became of a post, or posts by hand what they were given."""
        by = Signature(str(self.moderator), self.clock.now())
        for state in (P.UNSURE, P.HANDED_OVER):
            for one in await self.publications.newest(3, state):
                text = one.sent_text
                assert text is not None
                if state is P.HANDED_OVER:
                    self.platforms.standing[one.place, text] += 1
                    self.platforms.made[one.place, text] += 1
                is_there = self.platforms.standing[one.place, text] > 0
                await self.random.choice(self.processes).resolve(one.id, is_there=is_there, by=by)

    async def press(self) -> None:
        """Somebody wants a draft out at once, or down."""
        by = Signature(str(self.moderator), self.clock.now())
        process = self.random.choice(self.processes)
        for draft in (await self.queue.waiting(DraftState.APPROVED))[:1]:
            await process.now(draft.id, by)
        state = self.random.choice(list(DraftState))
        for draft in (await self.queue.waiting(state))[:1]:
            try:
                await process.take_down(draft.id, by)
            except IllegalMove:
                assert state in (DraftState.APPROVED, DraftState.REJECTED)

    async def go_on(self) -> None:
        """Some time goes by."""
        self.clock.forward(minutes=self.random.choice([1, 10, 60, 240]))

    async def check(self) -> None:
        """What must hold at every moment between two ticks."""
        assert [key for key, count in self.platforms.made.items() if count > 1] == []
        async with self.database.begin() as connection:
            drafts = (await connection.execute(select(tables.drafts))).all()
            rows = (await connection.execute(select(tables.publications))).all()
        for draft in drafts:
            states = [P(row.state) for row in rows if row.draft_id == draft.id]
            if states:
                assert draft.state == draft_state(states).value
            else:
                assert draft.state in (DraftState.APPROVED.value, DraftState.REJECTED.value)
        texts = {draft.id: draft.text for draft in drafts}
        for row in rows:
            is_there = row.draft_id is not None and self.platforms.standing[Place.parse(row.place), texts[row.draft_id]]
            if row.state == P.PUBLISHED:
                assert is_there
            if is_there:
                assert P(row.state) in {P.PUBLISHED, P.UNSURE, *OPEN}
            if row.state in (P.FAILED, P.SKIPPED, P.REFUSED):
                assert row.problem


@pytest.mark.parametrize("seed", range(3))
async def test_no_post_is_made_twice_and_every_draft_stands_where_its_posts_are(database: Database, seed: int) -> None:
    story = Story(database, seed)
    await story.tell(steps=40)
    assert len(story.platforms.made) > 3
