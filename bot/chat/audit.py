"""/audit: the last entries of the audit log."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.answer import Answer, Reach, Request

_SHOWN = 10


async def audit(request: Request, reach: Reach) -> Answer:
    """Who did what last."""
    words = request.words
    if not await reach.is_discreet(request):
        return request.reply(words.shown_elsewhere)
    entries = await reach.audit_log.last(_SHOWN)
    if not entries:
        return request.reply(words.audit_empty)
    lines = [words.audit_title]
    for entry in entries:
        at = _local(entry.at, reach.habits.zone)
        details = "" if entry.details == "{}" else f" {entry.details}"
        lines.append(f"{entry.sequence}. {at} {entry.actor} {entry.action} {entry.object}{details}")
    return request.reply("\n".join(lines))


def _local(at: str, zone: str) -> str:
    """The settings' zone; what a forger wrote instead of an instant is shown as it is."""
    try:
        return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(zone)):%d.%m %H:%M}"
    except ValueError:
        return at
