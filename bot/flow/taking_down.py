"""Takes a draft down from every place where it was published, as far as the platforms let a bot."""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot.domain.audit import Signature
from bot.domain.member import Platform
from bot.domain.place import Place, post_link
from bot.domain.problem import Problem
from bot.domain.publication import Publication, PublicationState
from bot.errors import IllegalMove, Misconfigured, Refused, WallflowerError
from bot.flow.sending import CLOCKS_APART
from bot.ports import Channel, Clock
from bot.storage.publications import Publications
from bot.storage.queue import Queue

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Remnant:
    """What could not be taken down: where it is, why, and its address where it has one."""

    place: Place
    problem: str
    link: str | None = None


class TakingDown:
    """Deletes posts. May be done again: what is gone is gone, and what remained is tried anew."""

    def __init__(
        self, publications: Publications, queue: Queue, channels: Mapping[Platform, Channel], clock: Clock
    ) -> None:
        self._publications = publications
        self._queue = queue
        self._channels = channels
        self._clock = clock

    async def take_down(self, draft_id: int, by: Signature | None = None) -> list[Remnant]:
        """Delete the draft's posts, and send nothing more of it; what remains.

        One place's failure doesn't stop the others. Raises IllegalMove for a draft that is not on its way and nowhere,
        Refused for none.
        """
        has_picture = bool((await self._queue.get(draft_id)).captions)
        withdrawn = await self._publications.withdraw(draft_id, Problem.WITHDRAWN.value, by)
        everywhere = await self._publications.of_draft(draft_id)
        states = {one.state for one in everywhere}
        if not withdrawn and not states & _THERE:
            raise IllegalMove(f"draft {draft_id} is nowhere to be taken down from")
        remnants: list[Remnant] = []
        for publication in everywhere:
            if publication.state is PublicationState.PUBLISHED:
                remnants += await self._take_down(publication, by, has_picture=has_picture)
            elif publication.state in _UNKNOWN:
                problem = "nobody knows whether it is there" if publication.state in _LOST else "it is being sent now"
                remnants.append(Remnant(publication.place, problem))
        return remnants

    async def _take_down(self, publication: Publication, by: Signature | None, *, has_picture: bool) -> list[Remnant]:
        place = publication.place
        remote_id = publication.remote_id
        try:
            channel = self._channels.get(place.platform)
            if channel is None:
                raise Misconfigured(f"{place.platform} is switched off in the settings")
            if remote_id is None:
                remote_id = await self._found(channel, publication, has_picture=has_picture)
            await channel.take_down(place, remote_id)
        except WallflowerError as error:
            _log.warning("not taken down", publication=publication.id, place=str(place), problem=str(error))
            return [Remnant(place, str(error), None if remote_id is None else post_link(place, remote_id))]
        try:
            await self._publications.settle(
                publication, PublicationState.TAKEN_DOWN, self._clock.now(), remote_id=remote_id, by=by
            )
        except IllegalMove:
            _log.info("taken down by somebody else as well", publication=publication.id, place=str(place))
        return []

    @staticmethod
    async def _found(channel: Channel, publication: Publication, *, has_picture: bool) -> str:
        """The id of a post of which a person said that it is there; one with a picture is known only by that."""
        text, attachment = publication.sent_text, publication.attachment or None
        if text is not None and (attachment is not None or not has_picture):
            since = publication.due_at - CLOCKS_APART
            found = await channel.find(publication.place, text, since, attachment)
            if found is not None:
                return found
        raise Refused(f"its number at {publication.place} is not known: delete it there by hand")


_LOST = frozenset({PublicationState.UNSURE})
_UNKNOWN = _LOST | {PublicationState.SENDING}
_THERE = _UNKNOWN | {PublicationState.PUBLISHED, PublicationState.TAKEN_DOWN}
