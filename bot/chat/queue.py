"""/queue: what waits, and more of it."""

import re

from bot.chat.answer import Answer, Reach, Request
from bot.chat.members import writer_trouble
from bot.chat.rights import refusal
from bot.domain.draft import DraftState
from bot.errors import Misconfigured, Refused, Retryable

# How many cards one /queue sends: a screenful; the next are shown when these are decided.
_SHOWN = 3
MOST_DRAFTS = 20


async def queue(request: Request, reach: Reach) -> Answer:
    """Counts and the oldest drafts' cards; with a number (admins) write that many more."""
    words = request.words
    if not request.arguments:
        return await _waiting(request, reach)
    refused = refusal(request, "/queue N")
    if refused is not None:
        return refused
    if not re.fullmatch(r"[0-9]{1,3}", request.arguments) or not 1 <= int(request.arguments) <= MOST_DRAFTS:
        return request.reply(words.queue_usage.format(most=MOST_DRAFTS))
    try:
        drafts = await reach.compose.queue(int(request.arguments), by=request.signed(reach))
    except (Retryable, Misconfigured, Refused) as error:
        return request.reply(writer_trouble(error, words, request.role))
    if not drafts:
        return request.reply(words.queue_written_none)
    answer = request.reply(words.queue_written.format(drafts=words.count(len(drafts), words.drafts)))
    return Answer(messages=answer.messages, has_new_drafts=True)


async def _waiting(request: Request, reach: Reach) -> Answer:
    words = request.words
    counts = await reach.queue.counts()
    lines = [words.queue_counts.format(pending=counts[DraftState.PENDING], approved=counts[DraftState.APPROVED])]
    oldest = await reach.queue.waiting(DraftState.PENDING, _SHOWN)
    if oldest:
        lines.append(words.queue_oldest.format(age=words.duration(reach.clock.now() - oldest[0].created_at)))
    # Drafts are for moderators' eyes: a group that is not theirs gets the counts only.
    may_show = await reach.is_discreet(request)
    if oldest and not may_show:
        lines.append(words.queue_elsewhere)
    answer = request.reply("\n".join(lines))
    return Answer(messages=answer.messages, shown_here=tuple(draft.id for draft in oldest) if may_show else ())
