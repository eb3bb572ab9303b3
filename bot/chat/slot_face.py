"""How a slot and its coming occurrences are shown to admins."""

from datetime import datetime
from enum import Enum, auto
from zoneinfo import ZoneInfo

from bot.chat.answer import Reach
from bot.chat.words import Words
from bot.domain.quiet_hours import QuietHours
from bot.domain.slot import IfNothing, Occurrence, Slot
from bot.flow.occurrences import Fate, Forecast

# How much of a draft is shown.
_BEGINNING = 50


def slot_row(words: Words, slot: Slot) -> str:
    """The slot in a line, without its number: when, where, and what differs from the usual."""
    row = words.schedule_row.format(
        at=f"{slot.at:%H:%M}", weekdays=words.days_of_week(slot.weekdays), zone=slot.zone,
        places=", ".join(map(str, slot.places)),
    )  # fmt: skip
    special: list[str] = [] if slot.enabled else [words.slot_off]
    if slot.temperature is not None:
        special.append(words.slot_temperature.format(value=f"{slot.temperature:g}"))
    if not slot.needs_approval:
        special.append(words.slot_without_approval)
    elif slot.if_nothing is IfNothing.BEST:
        special.append(words.slot_best)
    if slot.remind_before is not None and slot.needs_approval:
        special.append(words.slot_reminds.format(span=words.duration(slot.remind_before)))
    return "; ".join([row, *special])


def occurrence_line(words: Words, forecast: Forecast, now: datetime, zone: str, *, with_text: bool) -> str:
    """One occurrence: when in the community's `zone`, where, and what goes out or happens.

    `with_text` shows the draft's beginning, which is for moderators only.
    """
    slot, due_at = forecast.coming.slot, forecast.coming.occurrence.due_at
    line = words.coming_row.format(
        at=f"{due_at.astimezone(ZoneInfo(zone)):%H:%M}", id=slot.id, places=", ".join(map(str, slot.places)),
        what=expectation(words, forecast, now, with_text=with_text),
    )  # fmt: skip
    later = served_later(words, forecast, now, zone)
    return line if later is None else f"{line} {later}"


class Prospect(Enum):
    """What is to be expected of an occurrence."""

    PAUSED = auto()
    QUIET = auto()
    DRAFT = auto()
    WAITS = auto()
    BEST = auto()
    REMINDER = auto()
    NOTHING = auto()


def prospect(forecast: Forecast, now: datetime) -> Prospect:
    """What goes out at an occurrence, or what happens instead."""
    slot = forecast.coming.slot
    if isinstance(forecast.fate, Fate):
        return Prospect.PAUSED if forecast.fate is Fate.PAUSED else Prospect.QUIET
    if forecast.draft is not None:
        return Prospect.DRAFT
    if forecast.coming.occurrence.due_at <= now:
        return Prospect.WAITS
    if slot.takes_unapproved:
        return Prospect.BEST
    return Prospect.NOTHING if slot.remind_before is None else Prospect.REMINDER


def expectation(words: Words, forecast: Forecast, now: datetime, *, with_text: bool) -> str:
    """The prospect in words."""
    draft, remind_before = forecast.draft, forecast.coming.slot.remind_before
    found = prospect(forecast, now)
    if found is Prospect.DRAFT and draft is not None:
        text = " ".join(draft.text.split())
        beginning = text if len(text) <= _BEGINNING else f"{text[:_BEGINNING].rstrip()}…"
        shown = words.coming_draft_text if with_text else words.coming_draft
        return shown.format(id=draft.id, text=beginning)
    if found is Prospect.REMINDER and remind_before is not None:
        return words.coming_reminder.format(span=words.duration(remind_before))
    return {
        Prospect.PAUSED: words.coming_paused,
        Prospect.QUIET: words.coming_quiet,
        Prospect.WAITS: words.coming_waits,
        Prospect.BEST: words.coming_best,
    }.get(found, words.coming_nothing)


def served_later(words: Words, forecast: Forecast, now: datetime, zone: str) -> str | None:
    """From when an occurrence is served, in the community's `zone`, where that is not its own time."""
    fate = forecast.fate
    if isinstance(fate, datetime) and fate > max(now, forecast.coming.occurrence.due_at):
        return words.coming_later.format(moment=words.moment(fate.astimezone(ZoneInfo(zone))))
    return None


async def next_line(words: Words, reach: Reach, slot: Slot) -> str | None:
    """When the slot's next occurrence is, in its own zone."""
    following = await reach.occurrences.next(slot) if slot.enabled else None
    if following is None:
        return None
    return words.schedule_next.format(moment=words.moment(following.due_at.astimezone(ZoneInfo(slot.zone))))


async def quiet_note(words: Words, reach: Reach, slot: Slot) -> str | None:
    """What the quiet hours do to the slot's next occurrence; None if it lies in none."""
    hours = await reach.silence.quiet_hours()
    following = await reach.occurrences.next(slot) if slot.enabled else None
    if hours is None or following is None:
        return None
    return _note(words, hours, following, reach.occurrences.fate(following, None, hours))


def _note(words: Words, hours: QuietHours, following: Occurrence, fate: Fate | datetime) -> str | None:
    if fate is Fate.QUIET:
        return words.quiet_too_long.format(hours=hours)
    if isinstance(fate, datetime) and fate > following.due_at:
        return words.quiet_waits.format(hours=hours, moment=words.moment(fate.astimezone(ZoneInfo(hours.zone))))
    return None
