"""How a slot and its coming occurrences are shown to admins."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.answer import Reach
from bot.chat.words import Words
from bot.domain.quiet_hours import QuietHours
from bot.domain.slot import IfNothing, Occurrence, Slot
from bot.flow.occurrences import Fate, Forecast

# How much of a draft is shown.
_BEGINNING = 50


def slot_row(words: Words, slot: Slot) -> str:
    """The slot in a line: when, where, and what differs from the usual."""
    row = words.schedule_row.format(
        id=slot.id, at=f"{slot.at:%H:%M}", weekdays=words.days_of_week(slot.weekdays), zone=slot.zone,
        places=", ".join(map(str, slot.places)),
    )  # fmt: skip
    special: list[str] = []
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
    slot, occurrence, draft, fate = (
        forecast.coming.slot, forecast.coming.occurrence, forecast.draft, forecast.fate,
    )  # fmt: skip
    if fate is Fate.PAUSED:
        what = words.coming_paused
    elif fate is Fate.QUIET:
        what = words.coming_quiet
    elif draft is not None:
        text = " ".join(draft.text.split())
        beginning = text if len(text) <= _BEGINNING else f"{text[:_BEGINNING].rstrip()}…"
        shown = words.coming_draft_text if with_text else words.coming_draft
        what = shown.format(id=draft.id, text=beginning)
    elif occurrence.due_at <= now:
        what = words.coming_waits
    elif slot.takes_unapproved:
        what = words.coming_best
    elif slot.remind_before is not None:
        what = words.coming_reminder.format(span=words.duration(slot.remind_before))
    else:
        what = words.coming_nothing
    lines = words.coming_row.format(
        at=f"{occurrence.due_at.astimezone(ZoneInfo(zone)):%H:%M}", id=slot.id,
        places=", ".join(map(str, slot.places)), what=what,
    )  # fmt: skip
    if isinstance(fate, datetime) and fate > max(now, occurrence.due_at):
        return f"{lines} {words.coming_later.format(moment=words.moment(fate.astimezone(ZoneInfo(zone))))}"
    return lines


async def next_line(words: Words, reach: Reach, slot: Slot) -> str | None:
    """When the slot's next occurrence is, in its own zone."""
    following = await reach.occurrences.next(slot)
    if following is None:
        return None
    return words.schedule_next.format(moment=words.moment(following.due_at.astimezone(ZoneInfo(slot.zone))))


async def quiet_note(words: Words, reach: Reach, slot: Slot) -> str | None:
    """What the quiet hours do to the slot's next occurrence; None if it lies in none."""
    hours = await reach.silence.quiet_hours()
    following = await reach.occurrences.next(slot)
    if hours is None or following is None:
        return None
    return _note(words, hours, following, reach.occurrences.fate(following, None, hours))


def _note(words: Words, hours: QuietHours, following: Occurrence, fate: Fate | datetime) -> str | None:
    if fate is Fate.QUIET:
        return words.quiet_too_long.format(hours=hours)
    if isinstance(fate, datetime) and fate > following.due_at:
        return words.quiet_waits.format(hours=hours, moment=words.moment(fate.astimezone(ZoneInfo(hours.zone))))
    return None
