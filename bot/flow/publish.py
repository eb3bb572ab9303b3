"""Brings approved drafts to their places: what slots have due, and what a moderator wants out at once.

The database is the truth: an occurrence is made real by an insert on unique (slot, local date, place) and filled with
one draft for all its places; then each place is served by itself (see sending.py).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.domain.audit import Signature
from bot.domain.member import Platform
from bot.domain.place import Place
from bot.domain.post_form import PostForms
from bot.domain.publication import Publication, PublicationState
from bot.domain.votes import VotingRules
from bot.errors import IllegalMove, Refused
from bot.flow.occurrences import Occurrences
from bot.flow.sending import Outcome, Sending
from bot.flow.silence import Silence
from bot.flow.taking_down import Remnant, TakingDown
from bot.ports import Channel, Clock, Painter
from bot.storage.publications import Publications
from bot.storage.queue import Queue
from bot.storage.slots import Slots


class Publish:
    """Publishes, and takes back what was published."""

    def __init__(
        self,
        occurrences: Occurrences,
        publications: Publications,
        silence: Silence,
        channels: Mapping[Platform, Channel],
        clock: Clock,
        *,
        slots: Slots,
        queue: Queue,
        painter: Painter,
        catch_up: timedelta,
        forms: PostForms | None = None,
        voting: VotingRules | None = None,
        default_place: Place | None = None,
    ) -> None:
        """`catch_up` is for how long after its time a publication is tried; `forms` say how posts look at each place.

        Where there is no slot, what is published at once goes to `default_place`.
        """
        self._occurrences = occurrences
        self._publications = publications
        self._silence = silence
        self._clock = clock
        self._slots = slots
        self._catch_up = catch_up
        self._voting = voting or VotingRules()
        self._default_place = default_place
        self._sending = Sending(publications, channels, clock, forms or PostForms(), painter)
        self._taking_down = TakingDown(publications, queue, channels, clock)

    async def tick(self) -> list[Outcome]:
        """Fill what has come due, look after what was sent, send what can be sent now, give up what is too late."""
        may_publish = await self._occurrences.advance()
        outcomes = await self._sending.look_after()
        outcomes += await self._sending.give_up(self._clock.now() - self._catch_up)
        if may_publish:
            outcomes += await self._sending.send_all()
            # Where each place refused a text, the next one gets its chance at once.
            while await self._occurrences.fill():
                outcomes += await self._sending.send_all()
        return outcomes

    async def now(self, draft_id: int, by: Signature | None = None) -> list[Publication]:
        """Bring an approved draft to all places that slots go to, at the next tick and without waiting for a slot.

        It needs as many approvals as those places ask for. Done again, it changes nothing. Raises IllegalMove for a
        draft that is not approved or lacks approvals, Refused in a pause, in quiet hours and where there is no place.
        """
        until = await self._silence.paused_until()
        if until is not None:
            raise Refused(f"nothing is published until {until:%Y-%m-%d %H:%M} UTC: end the pause first")
        if await self._silence.is_quiet():
            raise Refused("nothing is published in quiet hours: wait for their end, or set others")
        places = sorted(await self._slots.places())
        if not places and self._default_place is not None:
            places = [self._default_place]
        if not places:
            raise Refused("there is no place to publish to: add a slot, or set schedule.place")
        approvals = self._voting.needs(places).most
        return await self._publications.at_once(draft_id, places, self._clock.now(), approvals=approvals, by=by)

    async def take_down(self, draft_id: int, by: Signature | None = None) -> list[Remnant]:
        """Delete a draft's posts everywhere, and send nothing more of it; what remains. As `TakingDown.take_down`."""
        return await self._taking_down.take_down(draft_id, by)

    async def resolve(self, publication_id: int, *, is_there: bool, by: Signature) -> None:
        """What a person found out about an unsure publication, or that they posted what they were given.

        What is not there goes out again, at this place alone. Raises IllegalMove if nobody asked, Refused for no such
        publication.
        """
        publication = await self._publications.get(publication_id)
        if publication.state is PublicationState.HANDED_OVER and not is_there:
            raise IllegalMove(f"publication {publication_id} is with a person: it is not sent again by itself")
        if publication.state not in (PublicationState.UNSURE, PublicationState.HANDED_OVER):
            raise IllegalMove(f"publication {publication_id} is {publication.state}, nobody needs to look")
        state = PublicationState.PUBLISHED if is_there else PublicationState.DUE
        await self._publications.settle(publication, state, self._clock.now(), by=by)

    async def retry(self, publication_id: int, by: Signature) -> None:
        """Wait no longer at the place of this publication: what is due there is sent at the next tick.

        Raises IllegalMove if nothing waits there, Refused for no such publication.
        """
        publication = await self._publications.get(publication_id)
        await self._publications.hasten(publication.place, by)

    async def remind(self, publication_id: int, after: timedelta, by: Signature) -> datetime:
        """Ask about a publication that was handed over again; when. Raises IllegalMove if it is not, Refused."""
        publication = await self._publications.get(publication_id)
        at = self._clock.now() + after
        await self._publications.remind(publication, at, by)
        return at
