"""From slots to due publications: an occurrence is made real once, by an insert on unique (slot, local date, place)."""

from datetime import timedelta

import structlog

from bot.domain.publication import PublicationState
from bot.ports import Clock
from bot.storage.publications import Publications
from bot.storage.slots import Slots

_log = structlog.get_logger()


class Occurrences:
    """Makes due occurrences real and gives up those that nothing was approved for in time."""

    def __init__(self, slots: Slots, publications: Publications, clock: Clock, catch_up: timedelta) -> None:
        """`catch_up` is how long after its time a slot is still served (the bot was down, nothing was approved)."""
        self._slots = slots
        self._publications = publications
        self._clock = clock
        self._catch_up = catch_up

    async def advance(self, *, is_paused: bool) -> None:
        """Bring the occurrences up to the present. While posts are paused, what comes due is skipped."""
        now = self._clock.now()
        for slot, made_at in await self._slots.with_age():
            occurrence = slot.latest(now, self._catch_up)
            if occurrence is not None and occurrence[1] > made_at:
                state = PublicationState.SKIPPED if is_paused else PublicationState.DUE
                await self._publications.make_due(slot, *occurrence, state, "paused" if is_paused else None)
        for skipped in await self._publications.skip_older(now - self._catch_up, "nothing was approved in time"):
            _log.warning("slot skipped", publication=skipped.id, slot=skipped.slot_id, place=str(skipped.place))
