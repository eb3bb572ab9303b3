"""Slots come due, one approved draft each is claimed and published once.

The database is the truth: an occurrence is made real by an insert on unique (slot, local date); a claim commits
`sending` before the call; a sender that died between the call and its record is noticed by its lapsed lease, and then
the place is asked whether the post is there. What can't be known is `unsure` and shown to a person, never sent again
blindly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.domain.audit import Signature
from bot.domain.draft import Draft, DraftState
from bot.domain.member import Platform
from bot.domain.place import fits
from bot.domain.publication import Publication, PublicationState
from bot.errors import IllegalMove, Misconfigured, Refused, Retryable, Unsure
from bot.flow.occurrences import Occurrences
from bot.ports import Channel, Clock
from bot.storage.community import Community
from bot.storage.publications import Publications

# Longer than any publishing call may take (two timeouts of at most 45 s, see settings): a lapsed lease means a dead
# sender, not a slow one.
LEASE = timedelta(minutes=2)

# How far the platform's clock may be from ours when we look for a post of ours.
_CLOCK_SKEW = timedelta(minutes=10)

# After an error that only an operator can mend.
_MISCONFIGURED_PAUSE = timedelta(minutes=15)

PAUSE_CONTROL = "paused_until"

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try, for the log, the card and the operator."""

    publication: Publication
    draft: Draft
    state: PublicationState
    problem: str | None = None
    needs_operator: bool = False


class Publish:
    """Publishes what is due."""

    def __init__(
        self,
        occurrences: Occurrences,
        publications: Publications,
        community: Community,
        channels: Mapping[Platform, Channel],
        clock: Clock,
    ) -> None:
        self._occurrences = occurrences
        self._publications = publications
        self._community = community
        self._channels = channels
        self._clock = clock

    async def paused_until(self) -> datetime | None:
        """Until when nothing is published, or None."""
        value = await self._community.control(PAUSE_CONTROL)
        if value is None:
            return None
        until = datetime.fromisoformat(value)
        return until if until > self._clock.now() else None

    async def pause(self, duration: timedelta | None, by: Signature | None = None) -> datetime | None:
        """Publish nothing for `duration`; None ends a pause. Returns until when."""
        until = None if duration is None else self._clock.now() + duration
        await self._community.set_control(PAUSE_CONTROL, None if until is None else until.isoformat(), by)
        return until

    async def tick(self) -> list[Outcome]:
        """Make due occurrences real, look after those whose sender died, publish what can be published now."""
        is_paused = await self.paused_until() is not None
        await self._occurrences.advance(is_paused=is_paused)
        outcomes = await self._reconcile_all()
        if not is_paused:
            outcomes += await self._publish_all()
        return outcomes

    async def resolve(self, publication_id: int, *, is_there: bool, by: Signature | None = None) -> None:
        """What a person found out about an unsure publication. Raises IllegalMove if it isn't unsure."""
        publication = await self._publications.get(publication_id)
        if publication.state is not PublicationState.UNSURE:
            raise IllegalMove(f"publication {publication_id} is {publication.state}, not unsure")
        if is_there:
            await self._publications.settle(publication, PublicationState.PUBLISHED, DraftState.PUBLISHED, by=by)
        else:
            await self._publications.settle(publication, PublicationState.DUE, DraftState.APPROVED, by=by)

    async def _publish_all(self) -> list[Outcome]:
        outcomes: list[Outcome] = []
        while (claimed := await self._claim()) is not None:
            outcomes.append(await self._send(*claimed))
        return outcomes

    async def _claim(self) -> tuple[Publication, Draft] | None:
        now = self._clock.now()
        return await self._publications.claim(now, now + LEASE)

    async def _send(self, publication: Publication, draft: Draft) -> Outcome:
        # Numbers begin anew in a new home; the seed does not, so a platform that remembers keys takes it for no repeat.
        key = f"{publication.key}-{draft.id}-{draft.seed}"
        try:
            remote_id = await self._channel(publication, draft).publish(publication.place, draft.text, key)
        except Retryable as error:
            return await self._again(publication, draft, timedelta(seconds=error.retry_after_s), str(error))
        except Misconfigured as error:
            return await self._again(publication, draft, _MISCONFIGURED_PAUSE, str(error), needs_operator=True)
        except Refused as error:
            return await self._give_up_draft(publication, draft, str(error))
        except Unsure as error:
            return await self._reconcile(publication, draft, str(error))
        return await self._published(publication, draft, remote_id)

    def _channel(self, publication: Publication, draft: Draft) -> Channel:
        place = publication.place
        channel = self._channels.get(place.platform)
        if channel is None:
            raise Misconfigured(f"{place.platform} is switched off in the settings, but a slot publishes to {place}")
        if not fits(place, draft.text):
            raise Refused(f"the text is too long for {place}")
        return channel

    async def _reconcile_all(self) -> list[Outcome]:
        outcomes: list[Outcome] = []
        while True:
            now = self._clock.now()
            lapsed = await self._publications.lapsed(now, now + LEASE)
            if lapsed is None:
                return outcomes
            outcomes.append(await self._reconcile(*lapsed, "the bot stopped while it was publishing"))

    async def _reconcile(self, publication: Publication, draft: Draft, problem: str) -> Outcome:
        """Find out whether the post is there."""
        since = (publication.sent_at or publication.due_at) - _CLOCK_SKEW
        try:
            remote_id = await self._channel(publication, draft).find(publication.place, draft.text, since)
        except Unsure:
            return await self._unsure(publication, draft, problem)
        except (Retryable, Misconfigured, Refused) as error:
            # Still `sending`: the lease lapses and the question is asked again.
            _log.warning("can't look whether the post is there", publication=publication.id, problem=str(error))
            return Outcome(publication, draft, PublicationState.SENDING, str(error), isinstance(error, Misconfigured))
        if remote_id is not None:
            return await self._published(publication, draft, remote_id)
        return await self._again(publication, draft, timedelta(0), problem)

    async def _published(self, publication: Publication, draft: Draft, remote_id: str) -> Outcome:
        await self._publications.settle(
            publication, PublicationState.PUBLISHED, DraftState.PUBLISHED, remote_id=remote_id
        )
        _log.info("published", publication=publication.id, draft=draft.id, place=str(publication.place), post=remote_id)
        return Outcome(publication, draft, PublicationState.PUBLISHED)

    async def _again(
        self, publication: Publication, draft: Draft, wait: timedelta, problem: str, *, needs_operator: bool = False
    ) -> Outcome:
        """It surely is not there: the slot is due again after `wait`, the draft approved again."""
        not_before = self._clock.now() + max(wait, timedelta(seconds=1))
        await self._publications.settle(
            publication, PublicationState.DUE, DraftState.APPROVED, not_before=not_before, problem=problem
        )
        _log.warning("not published yet", publication=publication.id, draft=draft.id, problem=problem)
        return Outcome(publication, draft, PublicationState.DUE, problem, needs_operator)

    async def _give_up_draft(self, publication: Publication, draft: Draft, problem: str) -> Outcome:
        """The place refuses this text: the draft is rejected, the slot takes the next one."""
        await self._publications.settle(publication, PublicationState.DUE, DraftState.REJECTED, problem=problem)
        _log.warning("draft refused", publication=publication.id, draft=draft.id, problem=problem)
        return Outcome(publication, draft, PublicationState.DUE, problem)

    async def _unsure(self, publication: Publication, draft: Draft, problem: str) -> Outcome:
        await self._publications.settle(publication, PublicationState.UNSURE, DraftState.UNSURE, problem=problem)
        _log.error("nobody knows whether this was published", publication=publication.id, draft=draft.id)
        return Outcome(publication, draft, PublicationState.UNSURE, problem, needs_operator=True)
