"""From slots to publications that have a draft: occurrences are made real as their time comes, and filled.

Each is made real once, by an insert on unique (slot, local date, place); what was missed is recorded as skipped with
its reason, so that the history has no holes. Of several that were missed only the newest is made up for, within the
catch-up window. Knows nothing of how posts are sent.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum

import structlog

from bot.domain.audit import THE_BOT, Signature
from bot.domain.draft import Draft
from bot.domain.member import Address
from bot.domain.outlook import Coming, Outlook, by_time
from bot.domain.problem import Problem
from bot.domain.publication import PublicationState
from bot.domain.quiet_hours import QuietHours
from bot.domain.slot import FAR_ENOUGH, Occurrence, Slot
from bot.domain.votes import VotingRules
from bot.flow.banning import BannedText, Banning
from bot.flow.guarding import GuardRules
from bot.flow.silence import Pause, Silence
from bot.ports import Clock
from bot.storage.occurrences import StoredOccurrences, Vacancy
from bot.storage.publications import Publications
from bot.storage.slots import Slots

# Among so many of the oldest waiting drafts the best is looked for.
_MOST_CANDIDATES = 1_000

# A forecast is made a week at a time, so that it can end where no draft is left.
_WEEK = timedelta(days=7)

# A slot that was given a later time may have had its occurrence of the day already: it is looked for so far back.
_TWO_DAYS = timedelta(days=2)

_log = structlog.get_logger()


class Fate(Enum):
    """Why an occurrence is not served, whatever is approved; the value is what is recorded."""

    PAUSED = Problem.PAUSED.value
    QUIET = Problem.QUIET.value


@dataclass(frozen=True, slots=True)
class Forecast:
    """An occurrence, from when it can be served or why it never is, and the draft that it will take as things stand."""

    coming: Coming
    fate: Fate | datetime
    draft: Draft | None

    @property
    def is_empty(self) -> bool:
        """Whether it would be served, but for the lack of a draft."""
        return self.draft is None and not isinstance(self.fate, Fate)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServingRules:
    """`catch_up` is how long after its time a slot is still served (the bot was down, nothing was approved).

    A text that too few have approved goes out only if the `guards` have nothing against it.
    """

    catch_up: timedelta
    voting: VotingRules = field(default_factory=VotingRules)
    guards: GuardRules = field(default_factory=GuardRules)


class Occurrences:
    """Makes occurrences real, fills them, and tells which come next."""

    def __init__(
        self,
        slots: Slots,
        publications: Publications,
        stored: StoredOccurrences,
        silence: Silence,
        clock: Clock,
        rules: ServingRules,
        banning: Banning | None = None,
    ) -> None:
        """`banning` knows the words that were banned since a draft was written."""
        self._slots = slots
        self._publications = publications
        self._stored = stored
        self._silence = silence
        self._clock = clock
        self._rules = rules
        self._banning = banning
        # By slot: up to where this process knows all its occurrences to be real.
        self._made_until: dict[int, datetime] = {}

    async def advance(self) -> bool:
        """Bring the occurrences up to the present and fill them; False while nothing may be published."""
        now = self._clock.now()
        pause, quiet = await self._silence.pause(), await self._silence.quiet_hours()
        for slot, counts_from in await self._slots.with_age():
            await self._make(slot, counts_from, now, pause, quiet)
        is_paused = pause is not None and pause.holds(now)
        if await self._stored.vacancies(now):
            await self._give_up(now, is_paused=is_paused)
        if is_paused or (quiet is not None and quiet.end_after(now) is not None):
            return False
        await self.fill()
        return True

    async def fill(self) -> bool:
        """Give every occurrence that is due and empty its draft, if one is there for it; whether any was given one."""
        slots = {slot.id: slot for slot in await self._slots.enabled()}
        filled = [
            await self._fill(slots[one.slot_id], one)
            for one in await self._stored.vacancies(self._clock.now())
            if one.slot_id in slots
        ]
        return any(filled)

    async def forecast(
        self, until: datetime, *, since: datetime | None = None, if_all_were_approved: bool = False
    ) -> list[Forecast]:
        """What is due and empty and what comes up to `until`, by its time, each with the draft that it would take.

        What comes due before `since` is left out, as far as it takes no drafts from what comes later.
        """
        now = self._clock.now()
        pause, quiet = await self._silence.pause(), await self._silence.quiet_hours()
        slots = {slot.id: slot for slot in await self._slots.enabled()}
        made = await self._stored.made_since(now - _TWO_DAYS)
        needed = (lambda slot: 0) if if_all_were_approved else self.approvals
        outlook = Outlook(await self._stored.coming_drafts(), needed)
        found: list[Forecast] = []
        coming, begin = await self._waiting(slots, now), now
        while True:
            if since is not None and begin < since and outlook.is_over(slots.values()):
                begin = since
            end = min(begin + _WEEK, until)
            coming += _ahead(slots, made, begin, end)
            fates = [(one, self.fate(one.occurrence, pause, quiet)) for one in sorted(coming, key=by_time)]
            expected = iter(outlook.of(one for one, fate in fates if not isinstance(fate, Fate)))
            found += [
                Forecast(one, fate, None if isinstance(fate, Fate) else next(expected).draft) for one, fate in fates
            ]
            if end >= until:
                return found
            coming, begin = [], end

    async def lacking(self, span: timedelta) -> list[float | None]:
        """The temperatures of the slots that will find no draft within `span`, were all that waits approved.

        By the slots' time; None is a slot that takes drafts of any temperature.
        """
        ahead = await self.forecast(self._clock.now() + span, if_all_were_approved=True)
        return [one.coming.slot.temperature for one in ahead if one.is_empty]

    async def coming(self, until: datetime) -> list[Coming]:
        """What is due and empty and what comes up to `until`, by its time."""
        now = self._clock.now()
        slots = {slot.id: slot for slot in await self._slots.enabled()}
        made = await self._stored.made_since(now - _TWO_DAYS)
        return sorted([*await self._waiting(slots, now), *_ahead(slots, made, now, until)], key=by_time)

    async def next(self, slot: Slot) -> Occurrence | None:
        """The slot's next occurrence; None if no weekday is chosen."""
        now = self._clock.now()
        made = await self._stored.made_since(now - _TWO_DAYS)
        ahead = slot.occurrences(now, now + FAR_ENOUGH)
        return next((one for one in ahead if (slot.id, one.day) not in made), None)

    async def to_remind_of(self) -> list[Coming]:
        """Occurrences that come so soon that moderators are to be reminded, and for which nothing is approved.

        Quiet hours keep reminders back like everything that nobody asked for.
        """
        spans = [slot.remind_before for slot in await self._slots.enabled() if slot.needs_approval]
        longest = max((span for span in spans if span is not None), default=None)
        if longest is None or await self._silence.is_quiet():
            return []
        now = self._clock.now()
        ahead = await self.forecast(now + longest)
        return [one.coming for one in ahead if one.is_empty and _is_near(one.coming, now)]

    async def claim_reminder(self, coming: Coming, chat: Address) -> bool:
        """Whether it is this process that reminds this chat of an occurrence: True once, until it is released."""
        return await self._stored.claim_reminder(coming.slot.id, coming.occurrence.day, chat)

    async def release_reminder(self, coming: Coming, chat: Address) -> None:
        """The chat was not reached."""
        await self._stored.release_reminder(coming.slot.id, coming.occurrence.day, chat)

    def approvals(self, slot: Slot) -> int:
        """How many approvals a draft needs to go to all places of a slot."""
        return self._rules.voting.needs(slot.places).most

    def fate(self, occurrence: Occurrence, pause: Pause | None, quiet: QuietHours | None) -> Fate | datetime:
        """From when an occurrence can be served, or why it never is."""
        due = occurrence.due_at
        if pause is not None and pause.holds(due):
            return Fate.PAUSED
        end = None if quiet is None else quiet.end_after(due)
        if end is None:
            return due
        return end if end < due + self._rules.catch_up else Fate.QUIET

    async def _waiting(self, slots: Mapping[int, Slot], now: datetime) -> list[Coming]:
        """What is due and empty."""
        return [
            Coming(slots[one.slot_id], Occurrence(one.local_date, one.due_at))
            for one in await self._stored.vacancies(now)
            if one.slot_id in slots
        ]

    async def _make(
        self, slot: Slot, counts_from: datetime, now: datetime, pause: Pause | None, quiet: QuietHours | None
    ) -> None:
        known = self._made_until.get(slot.id)
        if known is None:
            known = await self._stored.newest_due(slot.id)
        missing = list(slot.occurrences(max(counts_from, known or counts_from), now))
        for occurrence in missing:
            problem = self._why_not(occurrence, now, pause, quiet, is_newest=occurrence is missing[-1])
            state = PublicationState.DUE if problem is None else PublicationState.SKIPPED
            if await self._publications.make_due(slot, *occurrence, state, problem) and problem is not None:
                _log.warning("slot skipped", slot=slot.id, day=str(occurrence.day), problem=problem)
            self._made_until[slot.id] = occurrence.due_at

    def _why_not(
        self, occurrence: Occurrence, now: datetime, pause: Pause | None, quiet: QuietHours | None, *, is_newest: bool
    ) -> str | None:
        fate = self.fate(occurrence, pause, quiet)
        if isinstance(fate, Fate):
            return fate.value
        return None if is_newest and occurrence.due_at > now - self._rules.catch_up else Problem.DOWN.value

    async def _give_up(self, now: datetime, *, is_paused: bool) -> None:
        lost = await self._stored.give_up_overtaken(now, Problem.OVERTAKEN.value)
        lost += await self._stored.give_up_before(
            now - self._rules.catch_up, Fate.PAUSED.value if is_paused else Problem.NOTHING.value
        )
        for one in lost:
            _log.warning("slot skipped", slot=one.slot_id, day=str(one.local_date), problem="it found no draft")

    async def _fill(self, slot: Slot, vacancy: Vacancy) -> bool:
        if await self._stored.fill(vacancy, slot, self.approvals(slot)) is not None:
            return True
        if not slot.takes_unapproved:
            return False
        by = Signature(THE_BOT, self._clock.now())
        for draft in await self._best_unapproved(slot):
            if not await self._is_banned(draft) and await self._stored.fill_unapproved(vacancy, draft, by) is not None:
                return True
        return False

    async def _is_banned(self, draft: Draft) -> bool:
        if self._banning is None:
            return False
        try:
            await self._banning.check(draft.text)
        except BannedText:
            return True
        return False

    async def _best_unapproved(self, slot: Slot) -> list[Draft]:
        """Drafts that no guard has anything against, the best first, of equally good ones the oldest."""
        scored: list[tuple[int, int, Draft]] = []
        for draft in await self._stored.untouched(_MOST_CANDIDATES):
            measured = draft.measured
            if measured is None or slot.temperature not in (None, draft.temperature):
                continue
            if not self._rules.guards.objections(measured):
                scored.append((-measured.score(ended_by_itself=draft.ended_by_itself), draft.id, draft))
        return [draft for *_, draft in sorted(scored, key=lambda one: one[:2])]


def _ahead(
    slots: Mapping[int, Slot], made: Container[tuple[int, date]], after: datetime, until: datetime
) -> list[Coming]:
    """What comes after one instant and up to another, but for what was `made` real."""
    return [
        Coming(slot, one)
        for slot in slots.values()
        for one in slot.occurrences(after, until)
        if (slot.id, one.day) not in made
    ]


def _is_near(coming: Coming, now: datetime) -> bool:
    slot, due = coming.slot, coming.occurrence.due_at
    return slot.needs_approval and slot.remind_before is not None and due - slot.remind_before <= now < due
