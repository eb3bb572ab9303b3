"""Sends what is due and has its draft, each publication once and by itself, and finds out what became of lost ones.

A claim commits `sending` before the call, and what its pictures are called once they are uploaded is kept before it
too; a sender that died between the call and its record is noticed by its lapsed lease, and then the place is asked
whether the post is there. What can't be known is `unsure` and shown to a person, never sent again blindly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.domain.draft import Draft
from bot.domain.member import Platform
from bot.domain.picture import Picture
from bot.domain.place import MAX_POSTS_A_DAY, Place
from bot.domain.post_form import PostForms
from bot.domain.problem import Problem
from bot.domain.publication import Publication, PublicationState
from bot.errors import IllegalMove, Misconfigured, NoKeyMay, Refused, Retryable, Unsure
from bot.flow.painting import all_painted
from bot.ports import Channel, Clock, Painter
from bot.storage.publications import Publications

# Longer than any publishing call and what follows it may take: two timeouts of at most 45 s (see settings), a queue of
# 10 s, and the minute for which VK may still be at work on a post whose answer was lost.
_LONGEST_SEND = timedelta(minutes=3)
# How far the clocks of two processes, or ours and the platform's, may be apart.
CLOCKS_APART = timedelta(minutes=6)
# A lapsed lease means a dead sender, not a slow one, also to a process whose clock is ahead.
LEASE = _LONGEST_SEND + CLOCKS_APART

# Waits between tries double from the first to the last of these, unless the platform asks for longer ones.
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=1), timedelta(minutes=5)
# After an error that only an operator can mend.
MISCONFIGURED_PAUSE = timedelta(minutes=15)
# How often a place is looked at for what a person was given to post.
_LOOK_EVERY = timedelta(minutes=5)
_A_DAY = timedelta(hours=24)

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one try, for the log, the cards and the notices."""

    publication: Publication
    draft: Draft
    state: PublicationState
    problem: str | None = None
    needs_operator: bool = False


class Sending:
    """Takes publications from `due` to where a person or the platform has the last word."""

    def __init__(
        self,
        publications: Publications,
        channels: Mapping[Platform, Channel],
        clock: Clock,
        forms: PostForms,
        painter: Painter,
    ) -> None:
        self._painter = painter
        self._publications = publications
        self._channels = channels
        self._clock = clock
        self._forms = forms
        # What this process sent and could not look for yet: by id, with the instant from which it may look.
        self._to_look_for: dict[int, tuple[Outcome, datetime]] = {}

    async def send_all(self) -> list[Outcome]:
        """Send what can be sent now."""
        outcomes: list[Outcome] = []
        while True:
            now = self._clock.now()
            claimed = await self._publications.claim(now, now + LEASE, self._post)
            if claimed is None:
                return outcomes
            try:
                outcomes.append(await self._send(*claimed))
            except IllegalMove as error:
                # Only a call that outlasted its lease gets here: then it may be there twice.
                _log.error("settled by somebody else while it was being sent", problem=str(error))

    async def look_after(self) -> list[Outcome]:
        """Find out what became of publications whose sender died, whose answer was lost or that were handed over."""
        outcomes: list[Outcome] = []
        for outcome, not_before in list(self._to_look_for.values()):
            if not_before <= self._clock.now():
                del self._to_look_for[outcome.publication.id]
                outcomes += await self._looked_for(outcome.publication, outcome.draft, outcome.problem or "")
        for state, lease in ((PublicationState.SENDING, LEASE), (PublicationState.HANDED_OVER, _LOOK_EVERY)):
            now = self._clock.now()
            while (lapsed := await self._publications.take_over(state, now, now + lease)) is not None:
                self._to_look_for.pop(lapsed[0].id, None)
                if state is PublicationState.SENDING:
                    outcomes += await self._looked_for(*lapsed, Problem.STOPPED.value)
                else:
                    outcomes += await self._looked_for_by_hand(*lapsed)
        return outcomes

    async def give_up(self, before: datetime) -> list[Outcome]:
        """Try no longer what was due before `before`."""
        outcomes: list[Outcome] = []
        for publication, draft in await self._publications.overdue(before):
            problem = publication.problem or Problem.LATE.value
            outcomes += await self._settled(publication, draft, PublicationState.FAILED, problem=problem)
        return outcomes

    async def _send(self, publication: Publication, draft: Draft) -> Outcome:
        # The same for each try of a publication and no other's: by it a platform can recognise a repeat. Numbers begin
        # anew in a new home; the seed does not.
        key = f"wallflower-{publication.id}-{draft.id}-{draft.seed}"
        try:
            await self._check(publication, draft)
            channel, text = self._channel(publication), _sent_text(publication, draft)
            publication, pictures = await self._with_pictures(channel, publication, draft)
            remote_id = await channel.publish(publication.place, text, key, pictures, publication.attachment or None)
        except Retryable as error:
            wait = max(timedelta(seconds=error.retry_after_s), _FIRST_WAIT)
            backoff = min(_FIRST_WAIT * 2 ** min(publication.attempts - 1, 16), _LONGEST_WAIT)
            return await self._again(publication, draft, max(wait, backoff), str(error))
        except NoKeyMay as error:
            return await self._handed_over(publication, draft, str(error))
        except Misconfigured as error:
            return await self._again(publication, draft, MISCONFIGURED_PAUSE, str(error), needs_operator=True)
        except Refused as error:
            return await self._settle(publication, draft, PublicationState.REFUSED, problem=str(error))
        except Unsure as error:
            return await self._reconcile(publication, draft, str(error))
        return await self._settle(publication, draft, PublicationState.PUBLISHED, remote_id=remote_id)

    def _post(self, place: Place, draft: Draft) -> str:
        return self._forms.post(place, draft.text, has_picture=bool(draft.captions))

    async def _with_pictures(
        self, channel: Channel, publication: Publication, draft: Draft
    ) -> tuple[Publication, tuple[Picture, ...]]:
        """The publication with its pictures where the post can refer to them, and the pictures; none for a text.

        What an earlier try has uploaded is used again. Raises as `all_painted` and `Channel.attach`, and IllegalMove if
        all that took so long that another process has taken the publication over.
        """
        if not draft.captions or publication.attachment:
            return publication, ()
        pictures = await all_painted(self._painter, draft.captions)
        attachment = await channel.attach(publication.place, pictures)
        kept = await self._publications.attached(publication, attachment or "", self._clock.now() + LEASE)
        return kept, pictures

    async def _check(self, publication: Publication, draft: Draft) -> None:
        """Raises Refused for a text that is no post there, and Retryable once a place has had its posts of the day."""
        problem = self._forms.misfit(publication.place, draft.text, has_picture=bool(draft.captions))
        if problem is not None:
            raise Refused(problem)
        most, now = MAX_POSTS_A_DAY.get(publication.place.platform), self._clock.now()
        if most is None:
            return
        sent = await self._publications.sent_since(publication.place, now - _A_DAY)
        # This one is among them.
        if len(sent) > most:
            wait = sent[-most - 1] + _A_DAY - now
            raise Retryable(
                f"{publication.place} has had {most} posts within 24 hours: the next must wait", wait.total_seconds()
            )

    def _channel(self, publication: Publication) -> Channel:
        channel = self._channels.get(publication.place.platform)
        if channel is None:
            platform, place = publication.place.platform, publication.place
            raise Misconfigured(f"{platform} is switched off in the settings, but a slot publishes to {place}")
        return channel

    async def _looked_for(self, publication: Publication, draft: Draft, problem: str) -> list[Outcome]:
        """As `_reconcile`; nothing where another process or a person was faster."""
        try:
            return [await self._reconcile(publication, draft, problem)]
        except IllegalMove:
            return []

    async def _reconcile(self, publication: Publication, draft: Draft, problem: str) -> Outcome:
        """Find out whether the post is there."""
        if draft.captions and publication.attachment is None:
            # The call comes after that was kept.
            return await self._again(publication, draft, _FIRST_WAIT, problem)
        since = (publication.sent_at or publication.due_at) - CLOCKS_APART
        try:
            channel, text = self._channel(publication), _sent_text(publication, draft)
            remote_id = await channel.find(publication.place, text, since, publication.attachment or None)
        except Unsure:
            return await self._settle(publication, draft, PublicationState.UNSURE, problem=problem)
        except (Retryable, Misconfigured, Refused) as error:
            # Still `sending`: this process asks again, or any other when the lease has lapsed.
            _log.warning("can't look whether the post is there", publication=publication.id, problem=str(error))
            wait_s = error.retry_after_s if isinstance(error, Retryable) else _LOOK_EVERY.total_seconds()
            outcome = Outcome(publication, draft, PublicationState.SENDING, problem)
            self._to_look_for[publication.id] = outcome, self._clock.now() + timedelta(seconds=wait_s)
            return Outcome(publication, draft, PublicationState.SENDING, str(error), isinstance(error, Misconfigured))
        if remote_id is not None:
            return await self._settle(publication, draft, PublicationState.PUBLISHED, remote_id=remote_id)
        return await self._again(publication, draft, _FIRST_WAIT, problem)

    async def _looked_for_by_hand(self, publication: Publication, draft: Draft) -> list[Outcome]:
        """Whether a person has posted by now what they were given; where nobody can look, they will say so.

        A picture that they uploaded by themselves has a name that nobody here knows, and its words are in the picture.
        """
        if draft.captions:
            return []
        try:
            channel, text = self._channel(publication), _sent_text(publication, draft)
            remote_id = await channel.find(publication.place, text, publication.due_at - CLOCKS_APART)
        except (Unsure, Retryable, Misconfigured, Refused) as error:
            _log.debug("can't look for what was handed over", publication=publication.id, problem=str(error))
            return []
        if remote_id is None:
            return []
        return await self._settled(publication, draft, PublicationState.PUBLISHED, remote_id=remote_id)

    async def _again(
        self, publication: Publication, draft: Draft, wait: timedelta, problem: str, *, needs_operator: bool = False
    ) -> Outcome:
        """It surely is not there: due again after `wait`, at this place alone."""
        not_before = self._clock.now() + wait
        outcome = await self._settle(publication, draft, PublicationState.DUE, problem=problem, not_before=not_before)
        return Outcome(outcome.publication, draft, outcome.state, problem, needs_operator)

    async def _handed_over(self, publication: Publication, draft: Draft, problem: str) -> Outcome:
        look_at = self._clock.now() + _LOOK_EVERY
        return await self._settle(
            publication, draft, PublicationState.HANDED_OVER, problem=problem, not_before=look_at
        )  # fmt: skip

    async def _settled(
        self, publication: Publication, draft: Draft, state: PublicationState, *,
        remote_id: str | None = None, problem: str | None = None,
    ) -> list[Outcome]:  # fmt: skip
        """As `_settle`; nothing where another process or a person was faster."""
        try:
            return [await self._settle(publication, draft, state, remote_id=remote_id, problem=problem)]
        except IllegalMove:
            return []

    async def _settle(
        self,
        publication: Publication,
        draft: Draft,
        state: PublicationState,
        *,
        remote_id: str | None = None,
        problem: str | None = None,
        not_before: datetime | None = None,
    ) -> Outcome:
        now = self._clock.now()
        settled = await self._publications.settle(
            publication, state, now, remote_id=remote_id, problem=problem, not_before=not_before
        )
        is_good = settled.state is PublicationState.PUBLISHED
        (_log.info if is_good else _log.warning)(
            "published" if is_good else "not published",
            publication=publication.id, draft=draft.id, place=str(publication.place), state=settled.state.value,
            **({"post": remote_id} if is_good else {"problem": problem}),
        )  # fmt: skip
        return Outcome(settled, draft, settled.state, problem, settled.state is PublicationState.UNSURE)


def _sent_text(publication: Publication, draft: Draft) -> str:
    """What was sent; publications of earlier versions don't say, for posts had no form then."""
    return draft.text if publication.sent_text is None else publication.sent_text
