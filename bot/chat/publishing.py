"""What is done by buttons to bring a draft out, to take it down, and about publications of which nobody knows."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.answer import Answer, Reach, Request
from bot.chat.verdicts import stopped, take_back, too_late, votes
from bot.domain.draft import Decision, Draft, DraftState, Verdict
from bot.domain.publication import Publication
from bot.domain.votes import AlreadyApproved, OwnText, revision
from bot.errors import IllegalMove, Refused
from bot.flow.banning import BannedText

# For so long after the first post went out any moderator may take it down again; later only admins.
CANCEL_WITHIN = timedelta(minutes=1)

_SOMEWHERE = (DraftState.PUBLISHING, DraftState.PUBLISHED, DraftState.UNSURE)
_LONGEST_PROBLEM = 200


async def publish_now(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Approve the draft, and if its approvals are enough, publish it without waiting for a slot.

    Where more are needed the vote counts all the same.
    """
    words = request.words
    draft = await reach.queue.get(draft_id)
    if draft.state is DraftState.APPROVED and request.seen != revision(await reach.queue.decisions(draft_id)):
        return Answer(notice=words.notice_outdated, redrawn=(draft_id,))
    try:
        draft = await reach.decide.approve(draft_id, request.sender, request.seen)
    except (OwnText, BannedText) as error:
        if draft.state is not DraftState.APPROVED:
            return await stopped(request, reach, draft_id, error)
    except IllegalMove as error:
        # Approved before, perhaps by this very press before a crash: then it only remains to publish it.
        if draft.state is DraftState.PENDING and not isinstance(error, AlreadyApproved):
            return await stopped(request, reach, draft_id, error)
    try:
        await reach.publish.now(draft_id, request.signed(reach))
    except Refused:
        return Answer(notice=words.notice_now_refused, redrawn=(draft_id,))
    except IllegalMove:
        if draft.state in (DraftState.PENDING, DraftState.APPROVED):
            notice = words.notice_now_short.format(votes=await votes(request, reach, draft))
            return Answer(notice=notice, redrawn=(draft_id,))
        return await too_late(request, reach, draft_id)
    return Answer(notice=words.notice_now, redrawn=(draft_id,))


async def cancel(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Take a post down that has just gone out, or stop it on its way."""
    draft = await reach.queue.get(draft_id)
    if not may_cancel(draft, await reach.publications.of_draft(draft_id), reach.clock.now()):
        return Answer(notice=request.words.notice_cancel_over, redrawn=(draft_id,))
    return await take_down(request, reach, draft_id)


async def take_down(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Delete a draft's posts at every place."""
    words = request.words
    by = request.signed(reach)
    # Somebody may have been asked about one of them: that question is closed now.
    asked = tuple(one.id for one in await reach.publications.of_draft(draft_id))
    try:
        remnants = await reach.publish.take_down(draft_id, by)
    except IllegalMove:
        return await too_late(request, reach, draft_id)
    state = (await reach.queue.get(draft_id)).state
    if state is DraftState.APPROVED:
        # It had not gone anywhere yet. Approved it would go out with the next slot, which is not what was asked for.
        return replace(await take_back(request, reach, draft_id), settled=asked)
    if state is DraftState.PENDING:
        return Answer(notice=words.notice_taken_back, redrawn=(draft_id,), settled=asked)
    await reach.queue.note(Decision(draft_id, Verdict.TAKE_DOWN, request.sender, by.at))
    if not remnants:
        return Answer(notice=words.notice_taken_down, redrawn=(draft_id,), settled=asked)
    rows = [
        words.remnant.format(place=one.place, problem=words.why(one.problem)[:_LONGEST_PROBLEM], link=one.link or "")
        for one in remnants
    ]
    told = request.reply("\n".join([words.remnants.format(id=draft_id), *(row.rstrip() for row in rows)]))
    return Answer(notice=words.notice_remnants, messages=told.messages, redrawn=(draft_id,), settled=asked)


def may_cancel(draft: Draft, publications: list[Publication], now: datetime) -> bool:
    """Whether the draft is on its way out, or went out so lately that any moderator may take it down."""
    out = [one.published_at for one in publications if one.published_at is not None]
    if not out:
        return draft.state is DraftState.PUBLISHING
    return draft.state in _SOMEWHERE and now - min(out) < CANCEL_WITHIN


async def there(request: Request, reach: Reach, publication_id: int) -> Answer:
    """An admin found the post of which nobody knew whether it arrived."""
    return await resolved(request, reach, publication_id, is_there=True, notice=request.words.notice_there)


async def again(request: Request, reach: Reach, publication_id: int) -> Answer:
    """An admin looked and it is not there."""
    return await resolved(request, reach, publication_id, is_there=False, notice=request.words.notice_again)


async def retry(request: Request, reach: Reach, publication_id: int) -> Answer:
    """An admin has mended what kept a place from being served."""
    try:
        await reach.publish.retry(publication_id, request.signed(reach))
    except Refused:
        return Answer(notice=request.words.notice_no_publication)
    except IllegalMove:
        return Answer(notice=request.words.notice_settled)
    return Answer(notice=request.words.notice_retry, settled=(publication_id,))


async def resolved(request: Request, reach: Reach, publication_id: int, *, is_there: bool, notice: str) -> Answer:
    """A person said what became of a publication; `notice` is what they are told if nobody was faster."""
    words = request.words
    try:
        draft_id = (await reach.publications.get(publication_id)).draft_id
        await reach.publish.resolve(publication_id, is_there=is_there, by=request.signed(reach))
    except Refused:
        return Answer(notice=words.notice_no_publication)
    except IllegalMove:
        return Answer(notice=words.notice_settled, settled=(publication_id,))
    redrawn = () if draft_id is None else (draft_id,)
    return Answer(notice=notice, redrawn=redrawn, settled=(publication_id,))
