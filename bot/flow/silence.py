"""When nothing is published: pauses, which admins make, and quiet hours, which come every night."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.domain.audit import Signature
from bot.domain.quiet_hours import QuietHours, parse_quiet_hours
from bot.ports import Clock
from bot.storage.community import Community

PAUSE_CONTROL = "paused_until"
_PAUSE_BEGIN_CONTROL = "paused_from"
_QUIET_CONTROL = "quiet"

# A pause without an end lasts until somebody ends it; it is kept as an instant that far off.
OPEN = timedelta(days=36_500)

_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Pause:
    """From `begin` up to, but not with, `end`."""

    begin: datetime
    end: datetime

    def holds(self, instant: datetime) -> bool:
        """Whether the instant lies in the pause."""
        return self.begin <= instant < self.end


class Silence:
    """Reads and turns both. What admins turn in chat overrides the settings and outlives the process."""

    def __init__(self, community: Community, clock: Clock, quiet: QuietHours | None, zone: str) -> None:
        """`quiet` are the settings' quiet hours; `zone` is that of the community, in which new ones are meant."""
        self._community = community
        self._clock = clock
        self._quiet = quiet
        self._zone = zone

    async def pause(self) -> Pause | None:
        """The last pause that was made, also when it is over: a slot may have fallen into it while the bot was down."""
        end = await self._community.control(PAUSE_CONTROL)
        if end is None:
            return None
        begin = await self._community.control(_PAUSE_BEGIN_CONTROL)
        return Pause(_EVER if begin is None else datetime.fromisoformat(begin), datetime.fromisoformat(end))

    async def paused_until(self) -> datetime | None:
        """Until when nothing is published, or None."""
        pause = await self.pause()
        return pause.end if pause is not None and pause.holds(self._clock.now()) else None

    async def begin_pause(self, until: datetime, by: Signature | None = None) -> None:
        """Publish nothing until then; one that lasts already gets this end."""
        if await self.paused_until() is None:
            await self._community.set_control(_PAUSE_BEGIN_CONTROL, self._clock.now().isoformat())
        await self._community.set_control(PAUSE_CONTROL, until.isoformat(), by)

    async def end_pause(self, by: Signature | None = None) -> None:
        """Publish again from now on; what fell into the pause stays left out."""
        await self._community.set_control(PAUSE_CONTROL, self._clock.now().isoformat(), by)

    async def quiet_hours(self) -> QuietHours | None:
        """What an admin set in chat, else the settings' quiet hours."""
        turned = await self._community.control(_QUIET_CONTROL)
        return self._quiet if turned is None else parse_quiet_hours(turned, self._zone)

    async def set_quiet_hours(self, hours: QuietHours | None, by: Signature | None = None) -> None:
        """From now on these are quiet every day; None means no hour is, whatever the settings say."""
        await self._community.set_control(_QUIET_CONTROL, "" if hours is None else str(hours), by)

    async def is_quiet(self) -> bool:
        """Whether these are quiet hours: whatever nobody asked for waits."""
        hours = await self.quiet_hours()
        return hours is not None and hours.end_after(self._clock.now()) is not None
