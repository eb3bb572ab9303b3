"""What moderators decide by a card's buttons."""

from datetime import timedelta

from bot.chat.amending import Amended, Flaw, drop_picture
from bot.chat.answer import Answer, Reach, Request
from bot.domain.draft import Draft, DraftState, Verdict
from bot.domain.member import Address
from bot.domain.votes import AlreadyApproved, OutdatedText, OwnText
from bot.errors import IllegalMove, Misconfigured, Refused, Retryable
from bot.flow.banning import BannedText


async def approve(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Count a vote; with enough of them the draft waits for a slot."""
    words = request.words
    try:
        draft = await reach.decide.approve(draft_id, request.sender, request.seen)
    except AlreadyApproved:
        draft = await reach.queue.get(draft_id)
        return Answer(notice=words.notice_voted_before.format(votes=await votes(request, reach, draft)))
    except (IllegalMove, OwnText, BannedText) as error:
        return await stopped(request, reach, draft_id, error)
    if draft.state is DraftState.APPROVED and draft.approvals >= (await reach.decide.needs()).most:
        return Answer(notice=words.notice_approved, redrawn=(draft_id,))
    notice = words.notice_voted.format(votes=await votes(request, reach, draft))
    return Answer(notice=notice, redrawn=(draft_id,))


async def reject(request: Request, reach: Reach, draft_id: int) -> Answer:
    """The draft is not published."""
    try:
        await reach.decide.reject(draft_id, request.sender, request.seen)
    except IllegalMove as error:
        return await stopped(request, reach, draft_id, error)
    return Answer(notice=request.words.notice_rejected, redrawn=(draft_id,))


async def drop(request: Request, reach: Reach, draft_id: int) -> Answer:
    """One picture is taken out of an album."""
    pictures = len((await reach.queue.get(draft_id)).captions)
    if pictures < 2 or not 1 <= request.part <= pictures:
        return Answer(notice=request.words.notice_unknown_button)
    came = await drop_picture(request, reach, draft_id, request.part - 1, request.seen)
    if isinstance(came, Amended):
        return Answer(notice=request.words.notice_dropped, redrawn=came.redrawn)
    if came.flaw is Flaw.OUTDATED:
        return Answer(notice=request.words.notice_outdated, redrawn=(draft_id,))
    return await too_late(request, reach, draft_id)


async def take_back(request: Request, reach: Reach, draft_id: int) -> Answer:
    """The draft waits for a decision again."""
    try:
        await reach.decide.take_back(draft_id, request.sender)
    except IllegalMove as error:
        return await stopped(request, reach, draft_id, error)
    return Answer(notice=request.words.notice_taken_back, redrawn=(draft_id,))


async def another(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Another draft takes this one's place; while none can be written, this one stays."""
    words = request.words
    await reach.queue.get(draft_id)  # Refused means "no such draft" here and "no such prime" below
    try:
        _, written = await reach.decide.another(draft_id, request.sender, request.seen)
    except IllegalMove as error:
        return await stopped(request, reach, draft_id, error)
    except Retryable as error:
        return Answer(notice=words.notice_busy.format(wait=words.duration(timedelta(seconds=error.retry_after_s))))
    except Misconfigured:
        return Answer(notice=words.notice_absent)
    except Refused:
        return Answer(notice=words.notice_trouble)
    notice = words.notice_replaced if written else words.notice_replaced_by_none
    return Answer(notice=notice, redrawn=(draft_id,), has_new_drafts=True)


async def stopped(request: Request, reach: Reach, draft_id: int, error: IllegalMove | OwnText | BannedText) -> Answer:
    """Why a verdict did not count."""
    words = request.words
    if isinstance(error, OwnText):
        return Answer(notice=words.notice_own_text)
    if isinstance(error, BannedText):
        return Answer(notice=words.notice_banned_text)
    if isinstance(error, OutdatedText):
        return Answer(notice=words.notice_outdated, redrawn=(draft_id,))
    return await too_late(request, reach, draft_id)


async def too_late(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Who was first, and what they said. The card is drawn anew: whoever pressed saw an old one."""
    words = request.words
    draft = await reach.queue.get(draft_id)
    who = await who_decided(reach, draft_id)
    state = words.states[draft.state]
    if draft.state in (DraftState.PENDING, DraftState.EXPIRED):
        notice = words.notice_state.format(id=draft_id, state=state)
    elif who == request.sender:
        notice = words.notice_decided_by_you.format(id=draft_id, state=state)
    else:
        notice = words.notice_decided.format(id=draft_id, state=state, who=who or words.somebody)
    return Answer(notice=notice, redrawn=(draft_id,))


async def who_decided(reach: Reach, draft_id: int) -> Address | None:
    """The moderator whose verdict brought the draft where it is; None while nobody decided."""
    decisions = await reach.queue.decisions(draft_id)
    return next((one.moderator for one in reversed(decisions) if one.verdict is not Verdict.EDIT), None)


async def votes(request: Request, reach: Reach, draft: Draft) -> str:
    """`1 of 2`: the approvals that there are and those that are needed at present."""
    needs = await reach.decide.needs()
    needed = needs.least if draft.state is DraftState.PENDING else needs.most
    return request.words.votes.format(count=draft.approvals, needed=needed)
