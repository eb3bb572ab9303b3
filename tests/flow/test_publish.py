"""A due slot publishes one approved draft, once, whatever happens in between."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.audit import Signature
from bot.domain.draft import Decision, Draft, DraftState, Verdict
from bot.domain.measured import Measured
from bot.domain.member import Address, Platform
from bot.domain.picture import Picture
from bot.domain.place import MAX_POSTS_A_DAY, Place
from bot.domain.publication import PublicationState
from bot.domain.quiet_hours import parse_quiet_hours
from bot.domain.slot import Slot
from bot.errors import IllegalMove, Misconfigured, Refused, Retryable, Unsure
from bot.flow.occurrences import Occurrences, ServingRules
from bot.flow.publish import Publish
from bot.flow.sending import LEASE
from bot.flow.silence import Silence
from bot.ports import WrittenText
from bot.storage import tables
from bot.storage.audit import AuditLog
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.occurrences import StoredOccurrences
from bot.storage.publications import Publications
from bot.storage.queue import Queue
from bot.storage.slots import Slots
from tests.flow.fakes import ListChannel, PlainPainter, StillClock

MODERATOR = Address(Platform.VK, 1)
WALL = Place(Platform.VK, "-1")
CATCH_UP = timedelta(hours=3)
BY = Signature(str(MODERATOR), datetime(2026, 11, 21, 16, 30, tzinfo=UTC))


class Bench:
    """A queue, one slot at 19:30 in Moscow (16:30 UTC), a clock that stands just after it."""

    def __init__(self, database: Database, channel: ListChannel) -> None:
        self.channel = channel
        self.clock = StillClock(datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
        self.queue = Queue(database)
        self.slots = Slots(database)
        self.publications = Publications(database)
        self.silence = Silence(Community(database), self.clock, None, "Europe/Moscow")
        self.occurrences = Occurrences(
            self.slots, self.publications, StoredOccurrences(database), self.silence, self.clock,
            ServingRules(catch_up=CATCH_UP),
        )  # fmt: skip
        self.publish = Publish(
            self.occurrences, self.publications, self.silence, {Platform.VK: channel}, self.clock,
            slots=self.slots, queue=self.queue, painter=PlainPainter(), catch_up=CATCH_UP,
        )  # fmt: skip

    async def at_slot_time(self) -> "Bench":
        await self.slots.add(Slot(0, (WALL,), time(19, 30), "Europe/Moscow"), self.clock.now())
        self.clock.instant = datetime(2026, 11, 21, 16, 30, 5, tzinfo=UTC)
        return self

    async def approved(self, text: str) -> Draft:
        draft = await self.queue.add(WrittenText(text, True, "run", 1), "", 0.8, self.clock.now())
        return await self.queue.decide(Decision(draft.id, Verdict.APPROVE, MODERATOR, self.clock.now()))

    async def state(self, draft: Draft) -> DraftState:
        return (await self.queue.get(draft.id)).state


async def bench(database: Database, channel: ListChannel | None = None) -> Bench:
    return await Bench(database, channel or ListChannel()).at_slot_time()


async def test_a_due_slot_publishes_the_draft_that_was_approved_first(database: Database) -> None:
    on = await bench(database)
    first, second = await on.approved("first"), await on.approved("second")
    [outcome] = await on.publish.tick()
    assert outcome.state is PublicationState.PUBLISHED
    assert on.channel.published == ["first"]
    assert (await on.state(first), await on.state(second)) == (DraftState.PUBLISHED, DraftState.APPROVED)
    [publication] = await on.publications.newest()
    assert (publication.state, publication.remote_id) == (PublicationState.PUBLISHED, "1")


async def test_a_slot_publishes_once_a_day_however_often_the_clock_ticks(database: Database) -> None:
    on = await bench(database)
    for n in range(4):
        await on.approved(f"post {n}")
    for _ in range(5):
        await on.publish.tick()
    assert len(on.channel.published) == 1
    on.clock.forward(days=1)
    await on.publish.tick()
    assert len(on.channel.published) == 2


async def test_every_try_of_a_draft_has_one_key_and_another_draft_another(database: Database) -> None:
    """The seed in it tells the first draft of a new home from that of the home that was there before."""
    on = await bench(database, ListChannel(plan=[Retryable("busy"), Refused("not this one")]))
    first, second = await on.approved("first"), await on.approved("second")
    await on.publish.tick()
    on.clock.forward(minutes=1)
    await on.publish.tick()
    refused, refused_again, published = on.channel.keys
    assert refused == refused_again
    assert refused.endswith(f"-{first.id}-{first.seed}")
    assert published.endswith(f"-{second.id}-{second.seed}")


async def test_nothing_is_published_before_its_time_or_without_approval(database: Database) -> None:
    on = await bench(database)
    draft = await on.queue.add(WrittenText("pending", True, "run", 1), "", 0.8, on.clock.now())
    assert await on.publish.tick() == []
    on.clock.instant = datetime(2026, 11, 22, 16, 29, tzinfo=UTC)
    await on.approved("approved")
    assert await on.publish.tick() == []
    assert on.channel.published == []
    assert await on.state(draft) is DraftState.PENDING


async def test_a_draft_approved_after_the_slots_time_still_goes_out_within_the_window(database: Database) -> None:
    on = await bench(database)
    await on.publish.tick()
    on.clock.forward(hours=1)
    await on.approved("late")
    await on.publish.tick()
    assert on.channel.published == ["late"]


async def test_a_slot_that_found_nothing_within_the_window_is_skipped(database: Database) -> None:
    on = await bench(database)
    await on.publish.tick()
    on.clock.forward(hours=4)
    await on.approved("too late")
    await on.publish.tick()
    assert on.channel.published == []
    assert [p.state for p in await on.publications.newest()] == [PublicationState.SKIPPED]


async def test_a_slot_made_after_its_time_waits_for_tomorrow(database: Database) -> None:
    on = Bench(database, ListChannel())
    on.clock.instant = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
    await on.slots.add(Slot(0, (WALL,), time(19, 30), "Europe/Moscow"), on.clock.now())
    await on.approved("post")
    assert await on.publish.tick() == []


async def test_what_surely_did_not_arrive_is_tried_again_after_the_time_that_was_asked_for(database: Database) -> None:
    on = await bench(database, ListChannel([Retryable("busy", 60)]))
    draft = await on.approved("post")
    await on.publish.tick()
    assert await on.state(draft) is DraftState.PUBLISHING
    on.clock.forward(seconds=30)
    await on.publish.tick()
    assert on.channel.published == []
    on.clock.forward(seconds=31)
    await on.publish.tick()
    assert on.channel.published == ["post"]
    assert len(set(on.channel.keys)) == 1


async def test_a_lost_answer_is_cleared_up_by_reading_the_wall(database: Database) -> None:
    on = await bench(database, ListChannel([(Unsure("the answer was lost"), True)]))
    draft = await on.approved("post")
    [outcome] = await on.publish.tick()
    assert (outcome.state, on.channel.published) == (PublicationState.PUBLISHED, ["post"])
    assert await on.state(draft) is DraftState.PUBLISHED


async def test_a_lost_call_that_did_not_arrive_is_sent_again_after_looking(database: Database) -> None:
    on = await bench(database, ListChannel([Unsure("the answer was lost")]))
    await on.approved("post")
    await on.publish.tick()
    on.clock.forward(seconds=2)
    await on.publish.tick()
    assert on.channel.published == ["post"]


async def test_where_nobody_can_look_a_lost_answer_is_unsure_and_never_sent_again(database: Database) -> None:
    on = await bench(database, ListChannel([(Unsure("the answer was lost"), True)], can_look=False))
    draft = await on.approved("post")
    [outcome] = await on.publish.tick()
    assert (outcome.state, outcome.needs_operator) == (PublicationState.UNSURE, True)
    for _ in range(3):
        on.clock.forward(minutes=30)
        await on.publish.tick()
    assert on.channel.published == ["post"]
    assert await on.state(draft) is DraftState.UNSURE


@pytest.mark.parametrize(
    ("is_there", "publication_state", "draft_state"),
    [
        (True, PublicationState.PUBLISHED, DraftState.PUBLISHED),
        (False, PublicationState.DUE, DraftState.PUBLISHING),
    ],
)
async def test_a_person_says_what_became_of_an_unsure_post(
    database: Database, is_there: bool, publication_state: PublicationState, draft_state: DraftState
) -> None:
    on = await bench(database, ListChannel([(Unsure("lost"), True)], can_look=False))
    draft = await on.approved("post")
    await on.publish.tick()
    [publication] = await on.publications.newest()
    await on.publish.resolve(publication.id, is_there=is_there, by=BY)
    assert (await on.publications.get(publication.id)).state is publication_state
    assert await on.state(draft) is draft_state
    with pytest.raises(IllegalMove):
        await on.publish.resolve(publication.id, is_there=is_there, by=BY)


@pytest.mark.parametrize("took_effect", [True, False])
async def test_a_sender_that_died_in_the_middle_is_found_out_and_published_exactly_once(
    database: Database, took_effect: bool
) -> None:
    on = await bench(database)
    draft = await on.approved("post")
    now = on.clock.now()
    assert await on.occurrences.advance()
    assert await on.publications.claim(now, now + LEASE, lambda place, draft: draft.text) is not None
    if took_effect:
        on.channel.published.append("post")
    await on.publish.tick()
    assert await on.state(draft) is DraftState.PUBLISHING
    on.clock.forward(seconds=LEASE.total_seconds())
    await on.publish.tick()
    on.clock.forward(seconds=5)
    await on.publish.tick()
    assert on.channel.published == ["post"]
    assert await on.state(draft) is DraftState.PUBLISHED


async def test_a_text_that_the_place_refuses_gives_way_to_the_next_draft(database: Database) -> None:
    on = await bench(database, ListChannel([Refused("forbidden words", 214)]))
    bad, good = await on.approved("bad"), await on.approved("good")
    await on.publish.tick()
    assert on.channel.published == ["good"]
    assert (await on.state(bad), await on.state(good)) == (DraftState.REJECTED, DraftState.PUBLISHED)


async def test_a_missing_right_keeps_the_draft_and_calls_the_operator(database: Database) -> None:
    on = await bench(database, ListChannel([Misconfigured("the key may not post")]))
    draft = await on.approved("post")
    [outcome] = await on.publish.tick()
    assert outcome.needs_operator
    assert await on.state(draft) is DraftState.PUBLISHING


async def test_a_place_whose_platform_is_off_is_the_operators_matter(database: Database) -> None:
    on = Bench(database, ListChannel())
    channel = Place(Platform.TELEGRAM, "@channel")
    await on.slots.add(Slot(0, (channel,), time(19, 30), "Europe/Moscow"), on.clock.now())
    on.clock.instant = datetime(2026, 11, 21, 16, 31, tzinfo=UTC)
    await on.approved("post")
    [outcome] = await on.publish.tick()
    assert outcome.needs_operator
    assert "switched off" in (outcome.problem or "")


async def test_a_pause_skips_slots_and_ends_by_itself(database: Database) -> None:
    on = await bench(database)
    await on.approved("post")
    await on.silence.begin_pause(on.clock.now() - timedelta(minutes=1) + timedelta(hours=8))
    assert await on.publish.tick() == []
    on.clock.forward(hours=8)
    assert await on.silence.paused_until() is None
    await on.publish.tick()
    assert on.channel.published == []
    on.clock.instant = datetime(2026, 11, 22, 16, 31, tzinfo=UTC)
    await on.publish.tick()
    assert on.channel.published == ["post"]


async def test_a_wall_gets_no_more_posts_a_day_than_the_platform_takes(database: Database) -> None:
    """The next one waits until the oldest is a day old; nothing is sent for the platform to refuse."""
    on = await bench(database)
    most, begin = MAX_POSTS_A_DAY[Platform.VK], on.clock.now() - timedelta(hours=20)
    earlier = [
        {
            "place": str(WALL), "due_at": begin, "state": PublicationState.PUBLISHED.value, "attempts": 1,
            "sent_at": begin + timedelta(seconds=number),
        }
        for number in range(most)
    ]  # fmt: skip
    async with database.begin() as connection:
        await connection.execute(tables.publications.insert(), earlier)
    await on.approved("post")
    (outcome,) = await on.publish.tick()
    assert outcome.state is PublicationState.DUE
    assert f"{most} posts within 24 hours" in (outcome.problem or "")
    assert on.channel.keys == []
    waiting = await on.publications.get(outcome.publication.id)
    assert waiting.lease_until == begin + timedelta(hours=24)


async def test_the_waits_between_tries_double(database: Database) -> None:
    on = await bench(database, ListChannel([Retryable("busy", 0.1)] * 12))
    await on.approved("post")
    waits = []
    for _ in range(11):
        (outcome,) = await on.publish.tick()
        waits.append(((outcome.publication.lease_until or on.clock.now()) - on.clock.now()).total_seconds())
        on.clock.forward(seconds=waits[-1])
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


@dataclass
class SlowChannel(ListChannel):
    """A channel whose call goes on until `meanwhile` is over."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def publish(
        self, place: Place, text: str, key: str, pictures: Sequence[Picture] = (), attachment: str | None = None
    ) -> str:
        remote_id = await super().publish(place, text, key, pictures, attachment)
        if self.meanwhile is not None:
            await self.meanwhile()
        return remote_id


async def test_a_sender_that_was_taken_for_dead_changes_nothing_any_more(database: Database) -> None:
    """Another process has found its post meanwhile; its own answer comes too late and is only logged."""
    slow = SlowChannel()
    on = await bench(database, slow)
    other = Bench(database, slow)
    draft = await on.approved("post")

    async def take_over() -> None:
        other.clock.instant = on.clock.now() + LEASE
        slow.meanwhile = None
        (outcome,) = await other.publish.tick()
        assert outcome.state is PublicationState.PUBLISHED

    slow.meanwhile = take_over
    assert await on.publish.tick() == []
    assert slow.published == ["post"]
    assert await on.state(draft) is DraftState.PUBLISHED


async def test_in_a_pause_and_in_quiet_hours_nothing_is_published_at_once_either(database: Database) -> None:
    on = await bench(database)
    draft = await on.approved("post")
    await on.silence.begin_pause(on.clock.now() + timedelta(hours=8))
    with pytest.raises(Refused, match="end the pause"):
        await on.publish.now(draft.id, BY)
    await on.silence.end_pause()
    await on.silence.set_quiet_hours(parse_quiet_hours("19:00-20:00", "Europe/Moscow"))
    with pytest.raises(Refused, match="quiet hours"):
        await on.publish.now(draft.id, BY)


async def test_what_was_said_of_a_publication_lands_in_the_audit_log(database: Database) -> None:
    on = await bench(database, ListChannel([(Unsure("lost"), True)], can_look=False))
    draft = await on.approved("post")
    await on.publish.now(draft.id, BY)
    await on.publish.tick()
    (publication,) = [one for one in await on.publications.newest() if one.draft_id == draft.id]
    await on.publish.resolve(publication.id, is_there=True, by=BY)
    on.channel.can_look = True
    await on.publish.take_down(draft.id, BY)
    entries = [(one.action, one.object) for one in await AuditLog(database).last(3)]
    subject = f"publication:{publication.id}"
    assert sorted(entries) == [
        ("draft.publish", f"draft:{draft.id}"), ("publication.settle", subject), ("publication.settle", subject),
    ]  # fmt: skip


async def test_a_post_of_which_only_a_person_knew_is_looked_for_to_take_it_down(database: Database) -> None:
    """Where it can't be found it is named, to be deleted by hand."""
    on = await bench(database, ListChannel([(Unsure("lost"), True)], can_look=False))
    draft = await on.approved("post")
    (outcome,) = await on.publish.tick()
    await on.publish.resolve(outcome.publication.id, is_there=True, by=BY)
    (remnant,) = await on.publish.take_down(draft.id, BY)
    assert (remnant.place, remnant.link) == (WALL, None)
    on.channel.can_look = True
    assert await on.publish.take_down(draft.id, BY) == []
    assert on.channel.taken_down == [(WALL, "1")]


async def test_a_draft_that_nobody_approved_and_that_arrived_nowhere_waits_for_a_decision_again(
    database: Database,
) -> None:
    """A slot that needs no approval took it: that is no approval for other slots."""
    on = Bench(database, ListChannel([Retryable("the platform is down")]))
    slot = Slot(0, (WALL,), time(19, 30), "Europe/Moscow", needs_approval=False)
    await on.slots.add(slot, on.clock.now())
    measured = Measured(81, 2, 12, 0.0, 0.9)
    draft = await on.queue.add(WrittenText("text", True, "run", 1, measured), "", 0.8, on.clock.now())
    on.clock.instant = datetime(2026, 11, 21, 16, 30, 5, tzinfo=UTC)
    await on.publish.tick()
    assert await on.state(draft) is DraftState.PUBLISHING
    on.clock.forward(hours=4)
    await on.publish.tick()
    assert await on.state(draft) is DraftState.PENDING


async def test_what_was_sent_is_kept_only_while_it_may_have_to_be_looked_for(database: Database) -> None:
    """A forgotten author's words must not live on there."""
    on = await bench(database, ListChannel([(Unsure("lost"), True)], can_look=False))
    await on.approved("post")
    (unsure,) = await on.publish.tick()
    assert unsure.publication.sent_text == "post"
    await on.publish.resolve(unsure.publication.id, is_there=False, by=BY)
    assert (await on.publications.get(unsure.publication.id)).sent_text is None
    (published,) = await on.publish.tick()
    assert (published.state, published.publication.sent_text) == (PublicationState.PUBLISHED, None)
