"""What the bot of one community does by the clock: publish, fill the queue, remind, tidy, and the like."""

from collections import deque
from datetime import timedelta

import structlog

from bot.chat.answer import Reach
from bot.chat.cards import Cards
from bot.chat.desk import Desk
from bot.chat.notices import Notices
from bot.chat.reminders import Reminders
from bot.chat.unasked import Unasked
from bot.errors import Misconfigured, Retryable
from bot.scheduler import Job
from bot.settings import Settings
from bot.storage.inbox import Inbox
from bot.writer.protocol import Refusal

_log = structlog.get_logger(__name__)


# How often the queue is looked at: an empty one fills within this time.
_REFILL_S = 10.0
# For so long ahead each slot has its draft.
_PROVIDED_FOR = timedelta(hours=48)
_TIDY_S = 3_600.0
_EXPIRE_S = 60.0
# Telegram repeats updates for a day, VK's long poll for hours.
_INBOX_KEPT = timedelta(days=7)
_REQUESTS_KEPT = timedelta(hours=1)
# How often this process says that it lives and looks for what dead ones left.
_RECOVER_S = 4.0
# How often the numbers under a reply may change.
_LIKES_S = 2.0


def jobs(
    reach: Reach,
    cards: Cards,
    notices: Notices,
    reminders: Reminders,
    desk: Desk,
    inbox: Inbox,
    settings: Settings,
    refusals: deque[Refusal],
) -> list[Job]:
    """All of it; `refusals` are live checkpoints that can't be written with, of which moderators are told."""
    unasked = Unasked(reach, cards, notices)

    async def publish() -> None:
        await unasked.report(await reach.publish.tick())

    async def refill() -> None:
        lacking = await reach.occurrences.lacking(_PROVIDED_FOR)
        try:
            await reach.filling.refill(settings.queue.keep, lacking)
            await reminders.tell_writer_trouble(None)
        except Misconfigured as error:
            if lacking:
                await reminders.tell_writer_trouble(str(error))
            raise
        except Retryable as error:
            # Members are served first, or the writer is just starting again. The queue is looked at again right away.
            _log.debug("the queue is filled later", problem=str(error))
        finally:
            await unasked.show_missing()

    async def warn() -> None:
        while refusals and not await reach.silence.is_quiet():
            refusal = refusals.popleft()
            await notices.report_checkpoint(refusal.run, refusal.why, refusal.kept)

    async def tidy() -> None:
        now = reach.clock.now()
        await inbox.forget_before(now - _INBOX_KEPT)
        await reach.requests.forget_before(now - max(_REQUESTS_KEPT, reach.habits.limits.window))
        await reach.replies.forget_before(now - timedelta(days=settings.limits.keep_replies_days))

    async def recover() -> None:
        await desk.recover()

    async def expire() -> None:
        hours = settings.moderation.expire_hours
        for draft_id in await reach.decide.expire(timedelta(hours=hours)) if hours else []:
            await cards.redraw(draft_id)

    return [
        Job("publish", settings.schedule.tick_s, publish),
        Job("refill", _REFILL_S, refill, may_be_cut=True),
        Job("remind", _REFILL_S, reminders.remind),
        Job("warn", _REFILL_S, warn),
        Job("tidy", _TIDY_S, tidy),
        Job("expire", _EXPIRE_S, expire),
        Job("recover", _RECOVER_S, recover),
        Job("likes", _LIKES_S, desk.faces.redraw),
    ]
