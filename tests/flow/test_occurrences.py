"""From slots to filled publications: each date once, none lost, the rest recorded with its reason."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest

from bot.domain.audit import Signature
from bot.domain.draft import Decision, Draft, DraftState, Verdict
from bot.domain.measured import Measured
from bot.domain.member import Address, Platform
from bot.domain.place import Place
from bot.domain.publication import PublicationState
from bot.domain.question import Question, QuestionKind
from bot.domain.quiet_hours import QuietHours
from bot.domain.slot import IfNothing, Slot
from bot.domain.votes import Needs, VotingRules
from bot.errors import Refused
from bot.flow.occurrences import Occurrences, ServingRules
from bot.flow.silence import Silence
from bot.ports import WrittenText
from bot.storage.audit import AuditLog
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.occurrences import StoredOccurrences
from bot.storage.publications import Publications
from bot.storage.questions import Questions
from bot.storage.queue import Queue
from bot.storage.slots import Slots
from tests.flow.fakes import StillClock

MODERATOR, OTHER = Address(Platform.VK, 1), Address(Platform.VK, 2)
WALL, CHANNEL = Place(Platform.VK, "-1"), Place(Platform.TELEGRAM, "@channel")
WINDOW = timedelta(hours=3)
# A Monday; the slot at 19:30 in Berlin is due at 18:30 UTC.
MONDAY = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EVENING = Slot(0, (WALL, CHANNEL), time(19, 30), "Europe/Berlin")
GOOD = Measured(characters=100, lines=1, copied_characters=10, looped_share=0.0, known_words=1.0)
POOR = Measured(characters=100, lines=1, copied_characters=50, looped_share=0.2, known_words=0.9)
COPIED = Measured(characters=100, lines=1, copied_characters=100, looped_share=0.0, known_words=1.0)

# What became of an occurrence: its state, and the reason why it was skipped.
Fates = dict[date, tuple[str, str | None]]


class Bench:
    """A database with one slot, and as many processes on it as are asked for."""

    def __init__(self, database: Database, quiet: QuietHours | None = None, voting: VotingRules | None = None) -> None:
        self.database = database
        self.clock = StillClock(MONDAY)
        self.queue, self.slots, self.stored = Queue(database), Slots(database), StoredOccurrences(database)
        self.publications = Publications(database)
        self.rules = ServingRules(catch_up=WINDOW, voting=voting or VotingRules())
        self.quiet = quiet
        self.silence = Silence(Community(database), self.clock, quiet, "Europe/Berlin")
        self.occurrences = self.process(self.clock)

    def process(self, clock: StillClock) -> Occurrences:
        silence = Silence(Community(self.database), clock, self.quiet, "Europe/Berlin")
        return Occurrences(self.slots, self.publications, self.stored, silence, clock, self.rules)

    async def at(self, text: str) -> bool:
        """Go to an instant (UTC) and advance; whether posts may go out."""
        self.clock.instant = datetime.fromisoformat(text).replace(tzinfo=UTC)
        return await self.occurrences.advance()

    async def draft(self, text: str, measured: Measured | None = GOOD, temperature: float = 0.8) -> Draft:
        self.clock.forward(seconds=1)
        return await self.queue.add(WrittenText(text, True, "run", 1, measured), "", temperature, self.clock.now())

    async def approved(self, text: str, temperature: float = 0.8) -> Draft:
        draft = await self.draft(text, temperature=temperature)
        return await self.decide(draft, Verdict.APPROVE)

    async def decide(self, draft: Draft, verdict: Verdict, by: Address = MODERATOR, **more: str) -> Draft:
        decision = Decision(draft.id, verdict, by, self.clock.now(), text_after=more.get("text"))
        return await self.queue.decide(decision, Needs(), editor_may_approve=True)

    async def fates(self) -> Fates:
        """Of each date, when all places of it fared alike."""
        found: Fates = {}
        for one in await self.publications.newest(1_000):
            assert one.local_date is not None
            assert found.setdefault(one.local_date, (one.state, one.problem)) == (one.state, one.problem)
        return found

    async def taken(self) -> list[str]:
        """The texts that the places of all occurrences were given, in the order of time."""
        rows = sorted(await self.publications.newest(1_000), key=lambda one: (one.due_at, one.place))
        return [(await self.queue.get(one.draft_id)).text for one in rows if one.draft_id is not None]


@pytest.fixture
def bench(database: Database) -> Callable[..., Bench]:
    """Makes a bench on the test's database."""
    return lambda **more: Bench(database, **more)


async def test_all_places_of_an_occurrence_get_the_draft_that_was_approved_first(
    bench: Callable[..., Bench],
) -> None:
    on = bench()
    await on.slots.add(EVENING, MONDAY)
    first, second = await on.approved("first"), await on.approved("second")
    assert await on.at("2026-03-02T18:30")
    assert await on.taken() == ["first", "first"]
    assert (await on.queue.get(first.id)).state is DraftState.PUBLISHING
    assert (await on.queue.get(second.id)).state is DraftState.APPROVED


async def test_after_a_downtime_only_the_newest_is_made_up_for_and_the_others_are_on_record(
    bench: Callable[..., Bench],
) -> None:
    """A history without holes: each date of the days in between, with why nothing came of it."""
    on = bench()
    await on.slots.add(EVENING, MONDAY)
    await on.approved("post")
    await on.at("2026-03-05T20:00")
    down = (PublicationState.SKIPPED, "the bot was not running then")
    assert await on.fates() == {
        date(2026, 3, 2): down, date(2026, 3, 3): down, date(2026, 3, 4): down,
        date(2026, 3, 5): (PublicationState.DUE, None),
    }  # fmt: skip
    assert await on.taken() == ["post", "post"]


async def test_a_downtime_longer_than_the_window_leaves_the_newest_out_too(bench: Callable[..., Bench]) -> None:
    on = bench()
    await on.slots.add(EVENING, MONDAY)
    await on.approved("post")
    await on.at("2026-03-02T21:30")
    assert await on.fates() == {date(2026, 3, 2): (PublicationState.SKIPPED, "the bot was not running then")}


async def test_what_found_no_draft_within_the_window_is_skipped_with_that_reason(bench: Callable[..., Bench]) -> None:
    on = bench()
    await on.slots.add(EVENING, MONDAY)
    await on.at("2026-03-02T18:30")
    await on.at("2026-03-02T21:29:59")
    assert (await on.fates())[date(2026, 3, 2)][0] == PublicationState.DUE
    await on.at("2026-03-02T21:30")
    assert await on.fates() == {date(2026, 3, 2): (PublicationState.SKIPPED, "nothing was approved in time")}


async def test_a_slot_made_after_its_time_waits_for_the_next_day(bench: Callable[..., Bench]) -> None:
    on = bench()
    await on.slots.add(EVENING, datetime(2026, 3, 2, 18, 31, tzinfo=UTC))
    await on.at("2026-03-02T18:32")
    assert await on.fates() == {}


async def test_what_waits_when_the_slots_next_time_comes_gives_way(database: Database) -> None:
    """Never two posts at once from one slot: with a window of a day, on the date of 23 hours."""
    on = Bench(database)
    on.rules = ServingRules(catch_up=timedelta(hours=24))
    on.occurrences = on.process(on.clock)
    await on.slots.add(Slot(0, (WALL,), time(1, 0), "Europe/Berlin"), MONDAY)
    await on.at("2026-03-28T00:00")
    await on.at("2026-03-29T00:00")
    await on.at("2026-03-29T23:00")  # 01:00 of the 30th: the 29th came 23 hours ago
    fates = await on.fates()
    assert fates[date(2026, 3, 29)] == (
        PublicationState.SKIPPED, "nothing was approved before the slot's next time came",
    )  # fmt: skip
    assert fates[date(2026, 3, 30)] == (PublicationState.DUE, None)


async def test_a_pause_leaves_out_what_falls_into_it_also_while_the_bot_was_down(bench: Callable[..., Bench]) -> None:
    """The pause was over when the bot came back, within the window."""
    on = bench()
    await on.slots.add(EVENING, MONDAY)
    await on.approved("post")
    await on.silence.begin_pause(datetime(2026, 3, 2, 19, 0, tzinfo=UTC))
    assert await on.at("2026-03-02T19:30")
    assert await on.fates() == {
        date(2026, 3, 2): (PublicationState.SKIPPED, "nothing was published then: there was a pause")
    }


async def test_an_ended_pause_leaves_out_nothing_that_comes_after(bench: Callable[..., Bench]) -> None:
    on = bench()
    await on.slots.add(EVENING, MONDAY)
    await on.approved("post")
    await on.silence.begin_pause(datetime(2030, 1, 1, tzinfo=UTC))
    assert not await on.at("2026-03-02T13:00")
    await on.silence.end_pause()
    assert await on.at("2026-03-02T18:30")
    assert await on.taken() == ["post", "post"]


async def test_what_is_due_before_a_pause_waits_for_its_end(bench: Callable[..., Bench]) -> None:
    on = bench()
    await on.slots.add(EVENING, MONDAY)
    await on.at("2026-03-02T18:30")
    await on.silence.begin_pause(datetime(2026, 3, 2, 20, 0, tzinfo=UTC))
    await on.approved("post")
    assert not await on.at("2026-03-02T19:00")
    assert await on.taken() == []
    assert await on.at("2026-03-02T20:00")
    assert await on.taken() == ["post", "post"]


@pytest.mark.parametrize(
    ("at", "served", "fate"),
    [
        (time(6, 30), "2026-03-03T07:00", (PublicationState.DUE, None)),  # 08:00 in Berlin: 90 minutes later
        (time(5, 0), None, (PublicationState.SKIPPED,
                            "it fell into the quiet hours, which lasted too long to make up for it")),
    ],
)  # fmt: skip
async def test_quiet_hours_put_off_what_the_window_allows_and_leave_out_the_rest(
    bench: Callable[..., Bench], at: time, served: str | None, fate: tuple[str, str | None]
) -> None:
    on = bench(quiet=QuietHours(time(23), time(8), "Europe/Berlin"))
    await on.slots.add(Slot(0, (WALL,), at, "Europe/Berlin"), MONDAY)
    await on.approved("post")
    assert not await on.at("2026-03-03T06:00")
    assert await on.taken() == []
    assert await on.at("2026-03-03T07:00")
    assert await on.taken() == (["post"] if served else [])
    assert (await on.fates())[date(2026, 3, 3)] == fate


async def test_quiet_hours_of_the_chat_override_those_of_the_settings(bench: Callable[..., Bench]) -> None:
    on = bench(quiet=QuietHours(time(13), time(15), "Europe/Berlin"))
    assert await on.silence.is_quiet()
    await on.silence.set_quiet_hours(QuietHours(time(16), time(17), "Europe/Berlin"))
    assert not await on.silence.is_quiet()
    assert await on.silence.quiet_hours() == QuietHours(time(16), time(17), "Europe/Berlin")
    await on.silence.set_quiet_hours(None)
    assert await on.silence.quiet_hours() is None


async def test_a_slot_with_a_temperature_takes_drafts_written_at_it_and_one_without_takes_any(
    bench: Callable[..., Bench],
) -> None:
    on = bench()
    await on.slots.add(Slot(0, (WALL,), time(19, 30), "Europe/Berlin", temperature=1.1), MONDAY)
    await on.approved("tame")
    await on.at("2026-03-02T18:30")
    assert await on.taken() == []
    await on.approved("wild", temperature=1.1)
    await on.at("2026-03-02T18:31")
    assert await on.taken() == ["wild"]
    await on.slots.add(Slot(0, (CHANNEL,), time(20, 0), "Europe/Berlin"), MONDAY)
    await on.at("2026-03-02T19:00")
    assert await on.taken() == ["wild", "tame"]


async def test_an_occurrence_takes_only_what_enough_have_approved_for_all_of_its_places(database: Database) -> None:
    on = Bench(database, voting=VotingRules(by_place={CHANNEL: 2}))
    await on.slots.add(EVENING, MONDAY)
    draft = await on.approved("post")
    await on.at("2026-03-02T18:30")
    assert await on.taken() == []
    again = Decision(draft.id, Verdict.APPROVE, OTHER, on.clock.now())
    await on.queue.decide(again, Needs(1, 2))
    await on.at("2026-03-02T18:31")
    assert await on.taken() == ["post", "post"]


async def test_without_an_approval_the_best_goes_out_where_an_owner_said_so(bench: Callable[..., Bench]) -> None:
    """By its score, the oldest of equals, none that copies or that nobody measured; and the log tells of it."""
    on = bench()
    await on.slots.add(Slot(0, (WALL,), time(19, 30), "Europe/Berlin", if_nothing=IfNothing.BEST), MONDAY)
    await on.draft("copied", COPIED)
    await on.draft("unmeasured", None)
    await on.draft("poor", POOR)
    best = await on.draft("good", GOOD)
    await on.draft("as good but later", GOOD)
    await on.at("2026-03-02T18:30")
    assert await on.taken() == ["good"]
    [entry] = await AuditLog(on.database).last(1)
    assert (entry.actor, entry.action, entry.object) == (
        "wallflower", "draft.publish_unapproved", f"draft:{best.id}",
    )  # fmt: skip


async def test_what_is_approved_goes_before_what_is_better(bench: Callable[..., Bench]) -> None:
    on = bench()
    await on.slots.add(Slot(0, (WALL,), time(19, 30), "Europe/Berlin", needs_approval=False), MONDAY)
    await on.draft("better")
    await on.decide(await on.draft("approved", POOR), Verdict.APPROVE)
    await on.at("2026-03-02T18:30")
    assert await on.taken() == ["approved"]


@pytest.mark.parametrize(
    "slot", [EVENING, Slot(0, (WALL,), time(19, 30), "Europe/Berlin", if_nothing=IfNothing.REMIND)]
)
async def test_where_nobody_said_so_nothing_unapproved_ever_goes_out(bench: Callable[..., Bench], slot: Slot) -> None:
    on = bench()
    await on.slots.add(slot, MONDAY)
    await on.draft("good")
    await on.at("2026-03-02T18:30")
    assert await on.taken() == []


async def test_a_draft_that_a_moderator_has_something_against_is_never_the_best(bench: Callable[..., Bench]) -> None:
    """Rejected and taken back, edited, an approval taken back, or an edit that somebody has begun."""
    on = bench()
    await on.slots.add(Slot(0, (WALL,), time(19, 30), "Europe/Berlin", if_nothing=IfNothing.BEST), MONDAY)
    back = await on.draft("rejected and back")
    await on.decide(back, Verdict.REJECT)
    await on.decide(back, Verdict.TAKE_BACK)
    await on.decide(await on.draft("edited"), Verdict.EDIT, text="edited by hand")
    await on.decide(await on.draft("rejected"), Verdict.REJECT)
    begun = await on.draft("being edited")
    asked = Question(QuestionKind.TEXT, begun.id)
    await Questions(on.database).ask(MODERATOR, MODERATOR, asked, on.clock.now())
    await on.at("2026-03-02T18:30")
    assert await on.taken() == []
    assert await on.queue.get(begun.id) == begun


async def test_a_removed_slot_leaves_what_is_due_and_empty_and_goes_on_with_what_is_filled(
    bench: Callable[..., Bench],
) -> None:
    on = bench()
    filled = await on.slots.add(Slot(0, (WALL,), time(19, 30), "Europe/Berlin"), MONDAY)
    empty = await on.slots.add(Slot(0, (CHANNEL,), time(19, 30), "Europe/Berlin"), MONDAY)
    await on.approved("post")
    await on.at("2026-03-02T18:30")
    await on.slots.remove(filled.id)
    await on.slots.remove(empty.id)
    await on.approved("too late")
    await on.at("2026-03-02T18:31")
    assert {one.slot_id: (one.state, one.problem) for one in await on.publications.newest()} == {
        filled.id: (PublicationState.DUE, None),
        empty.id: (PublicationState.SKIPPED, "the slot was removed"),
    }
    assert await on.taken() == ["post"]
    with pytest.raises(Refused):
        await on.slots.remove(empty.id)


async def test_an_edited_slot_serves_no_date_twice_and_makes_up_for_no_new_time(bench: Callable[..., Bench]) -> None:
    on = bench()
    by = Signature("telegram:1", MONDAY)
    slot = await on.slots.add(EVENING, MONDAY)
    await on.approved("post")
    await on.at("2026-03-02T18:30")
    later = await on.slots.change(Slot(slot.id, (WALL,), time(20, 0), "Europe/Berlin"), on.clock.now(), by)
    assert await on.slots.get(slot.id) == later
    await on.at("2026-03-02T19:30")
    assert set(await on.fates()) == {date(2026, 3, 2)}
    following = await on.occurrences.next(later)
    assert following is not None
    assert following.day == date(2026, 3, 3)
    on.clock.instant = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
    await on.slots.change(Slot(slot.id, (WALL,), time(18, 0), "Europe/Berlin"), on.clock.now(), by)
    await on.at("2026-03-03T18:01")
    assert set(await on.fates()) == {date(2026, 3, 2)}
    assert [entry.action for entry in await AuditLog(on.database).last(2)] == ["slot.edit", "slot.edit"]


async def test_a_place_that_an_edit_takes_from_a_slot_is_left_out_of_what_is_due(bench: Callable[..., Bench]) -> None:
    on = bench()
    slot = await on.slots.add(EVENING, MONDAY)
    await on.at("2026-03-02T18:30")
    await on.slots.change(Slot(slot.id, (WALL,), slot.at, slot.zone), on.clock.now())
    await on.approved("post")
    await on.at("2026-03-02T18:31")
    assert {one.place: one.state for one in await on.publications.newest()} == {
        WALL: PublicationState.DUE, CHANNEL: PublicationState.SKIPPED,
    }  # fmt: skip
    assert await on.taken() == ["post"]


@pytest.mark.parametrize("seed", range(2))
async def test_two_processes_with_clocks_apart_serve_each_date_once_over_a_change_of_the_clocks(
    database: Database, seed: int
) -> None:
    """Looks at random times, at most a window apart: each date of four days has its draft, and no draft two."""
    random = Random(seed)
    begin = datetime(2026, 3, 27, tzinfo=UTC) if seed else datetime(2026, 10, 23, tzinfo=UTC)
    on = Bench(database)
    clocks = [StillClock(begin), StillClock(begin + timedelta(minutes=5))]
    processes = [on.process(clock) for clock in clocks]
    slot = await on.slots.add(Slot(0, (WALL, CHANNEL), time(2, 30), "Europe/Berlin"), begin)
    for number in range(5):
        await on.approved(f"post {number}")
    end = begin + timedelta(days=4)
    while clocks[0].now() < end:
        minutes = random.randint(1, 170)
        for clock in clocks:
            clock.forward(minutes=minutes)
        for process in random.sample(processes, random.randint(1, 2)):
            await process.advance()
    for process in processes:
        await process.advance()
    expected = [one.day for one in slot.occurrences(begin, clocks[1].now())]
    rows = await on.publications.newest(1_000)
    assert sorted((one.local_date, one.place) for one in rows) == sorted(
        (day, place) for day in expected for place in (WALL, CHANNEL)
    )
    by_date = {one.local_date: one.draft_id for one in rows}
    assert None not in by_date.values()
    assert len(set(by_date.values())) == len(expected)


async def test_the_forecast_names_the_draft_the_delay_and_what_is_left_out(bench: Callable[..., Bench]) -> None:
    on = bench(quiet=QuietHours(time(22), time(23), "Europe/Berlin"))
    early = await on.slots.add(EVENING, MONDAY)
    late = await on.slots.add(Slot(0, (WALL,), time(22, 30), "Europe/Berlin"), MONDAY)
    draft = await on.approved("post")
    await on.draft("pending")
    await on.silence.begin_pause(datetime(2026, 3, 2, 18, 30, tzinfo=UTC))
    ahead = await on.occurrences.forecast(MONDAY + timedelta(days=1, hours=7))
    shown = [(one.coming.slot.id, one.coming.occurrence.day.day, one.fate, one.draft) for one in ahead]
    assert [(slot_id, day, fate, draft and draft.id) for slot_id, day, fate, draft in shown] == [
        (early.id, 2, datetime(2026, 3, 2, 18, 30, tzinfo=UTC), draft.id),
        (late.id, 2, datetime(2026, 3, 2, 22, 0, tzinfo=UTC), None),
        (early.id, 3, datetime(2026, 3, 3, 18, 30, tzinfo=UTC), None),
    ]  # fmt: skip
    assert await on.occurrences.lacking(timedelta(days=1, hours=7)) == [None]


async def test_a_forecast_of_a_far_month_is_the_end_of_the_whole_one(bench: Callable[..., Bench]) -> None:
    """Whether the drafts last until then or not."""
    on = bench()
    for slot in (EVENING, Slot(0, (WALL,), time(9), "Europe/Berlin", temperature=1.1)):
        await on.slots.add(slot, MONDAY)
    for number in range(3):
        await on.approved(f"post {number}")
    late, until = MONDAY + timedelta(days=15), MONDAY + timedelta(days=21)
    for temperature in (0.8, 1.1):
        whole = await on.occurrences.forecast(until)
        far = await on.occurrences.forecast(until, since=late)
        assert [one for one in far if one.coming.occurrence.due_at >= late] == [
            one for one in whole if one.coming.occurrence.due_at >= late
        ]
        assert len(whole) == 42
        # The drafts of 0.8 are gone in the first week; with enough of 1.1 for both slots every day is looked at.
        assert len(far) == (42 if temperature == 1.1 else 14 + 12)
        for number in range(45):
            await on.approved(f"daring {number}", temperature=1.1)


async def test_a_reminder_comes_once_a_chat_for_what_has_no_draft_and_not_in_quiet_hours(
    bench: Callable[..., Bench],
) -> None:
    on = bench(quiet=QuietHours(time(18, 40), time(19, 10), "Europe/Berlin"))
    await on.slots.add(
        Slot(0, (WALL,), time(19, 30), "Europe/Berlin", if_nothing=IfNothing.REMIND, remind_before=timedelta(hours=1)),
        MONDAY,
    )
    for text, reminds in (("17:29", False), ("17:30", True), ("17:45", False), ("18:20", True), ("18:30", False)):
        on.clock.instant = datetime.fromisoformat(f"2026-03-02T{text}").replace(tzinfo=UTC)
        assert bool(await on.occurrences.to_remind_of()) is reminds, text
    on.clock.instant = datetime(2026, 3, 2, 17, 35, tzinfo=UTC)
    [coming] = await on.occurrences.to_remind_of()
    other = on.process(on.clock)
    assert [await process.claim_reminder(coming, MODERATOR) for process in (on.occurrences, other)] == [True, False]
    assert await other.claim_reminder(coming, OTHER)
    await other.release_reminder(coming, MODERATOR)
    assert await other.claim_reminder(coming, MODERATOR)
    await on.approved("post")
    assert await on.occurrences.to_remind_of() == []
