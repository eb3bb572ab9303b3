"""What moderators do by a card's buttons, and the new text that an edit asks for."""

from collections.abc import Awaitable
from datetime import timedelta

from bot.chat.answer import Answer, Reach, Request
from bot.domain.draft import Draft, DraftState, Verdict
from bot.domain.member import Address, Platform
from bot.domain.message import Message
from bot.domain.place import MAX_POST
from bot.errors import IllegalMove, Misconfigured, Refused, Retryable


async def approve(request: Request, reach: Reach, draft_id: int) -> Answer:
    """The draft waits for a slot."""
    return await _decided(
        request, reach, draft_id, reach.decide.approve(draft_id, request.sender), request.words.notice_approved
    )


async def reject(request: Request, reach: Reach, draft_id: int) -> Answer:
    """The draft is never published."""
    return await _decided(
        request, reach, draft_id, reach.decide.reject(draft_id, request.sender), request.words.notice_rejected
    )


async def another(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Another draft takes this one's place; while none can be written, this one stays."""
    words = request.words
    await reach.queue.get(draft_id)  # Refused means "no such draft" here and "no such prime" below
    try:
        _, written = await reach.decide.another(draft_id, request.sender)
    except IllegalMove:
        return await _too_late(request, reach, draft_id)
    except Retryable as error:
        return Answer(notice=words.notice_busy.format(wait=words.duration(timedelta(seconds=error.retry_after_s))))
    except Misconfigured:
        return Answer(notice=words.notice_absent)
    except Refused:
        return Answer(notice=words.notice_trouble)
    notice = words.notice_replaced if written else words.notice_replaced_by_none
    return Answer(notice=notice, redrawn=(draft_id,), has_new_drafts=True)


async def edit(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Ask for the new text: the moderator's next message in this chat."""
    draft = await reach.queue.get(draft_id)
    if draft.state is not DraftState.PENDING:
        return await _too_late(request, reach, draft_id)
    await reach.community.ask(request.chat, request.sender, draft_id, reach.clock.now())
    question = Message(
        request.words.edit_question.format(id=draft_id),
        reply_to=None if request.is_private else request.message_id,
        asks_reply=True,
    )
    return Answer(notice=request.words.notice_edit, messages=(question,))


async def take_text(request: Request, reach: Reach, draft_id: int, text: str) -> Answer:
    """The answer to the question that `edit` asked. That the person still is a moderator was checked before."""
    words = request.words
    try:
        await reach.decide.edit(draft_id, request.sender, text)
    except IllegalMove:
        await reach.community.stop_asking(request.chat, request.sender)
        draft = await reach.queue.get(draft_id)
        return request.reply(words.edit_too_late.format(id=draft_id, state=words.states[draft.state]))
    except Refused:
        longest = words.count(MAX_POST[Platform.TELEGRAM], words.characters)
        return request.reply(words.edit_unpublishable.format(limit=longest))
    await reach.community.stop_asking(request.chat, request.sender)
    done = request.reply(words.edit_done.format(id=draft_id))
    return Answer(messages=done.messages, redrawn=(draft_id,))


async def cancel(request: Request, reach: Reach) -> Answer:
    """Drop the open question."""
    if await reach.community.asked(request.chat, request.sender, reach.clock.now()) is None:
        return request.reply(request.words.edit_none)
    await reach.community.stop_asking(request.chat, request.sender)
    return request.reply(request.words.edit_dropped)


async def there(request: Request, reach: Reach, publication_id: int) -> Answer:
    """An admin found the post of which nobody knew whether it arrived."""
    return await _resolved(request, reach, publication_id, is_there=True)


async def again(request: Request, reach: Reach, publication_id: int) -> Answer:
    """An admin looked and it is not there."""
    return await _resolved(request, reach, publication_id, is_there=False)


async def _decided(request: Request, reach: Reach, draft_id: int, verdict: Awaitable[Draft], notice: str) -> Answer:
    try:
        await verdict
    except IllegalMove:
        return await _too_late(request, reach, draft_id)
    return Answer(notice=notice, redrawn=(draft_id,))


async def _too_late(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Who was first, and what they said. The card is drawn anew: whoever pressed saw an old one."""
    words = request.words
    draft = await reach.queue.get(draft_id)
    who = await who_decided(reach, draft_id)
    state = words.states[draft.state]
    if who == request.sender:
        notice = words.notice_decided_by_you.format(id=draft_id, state=state)
    else:
        notice = words.notice_decided.format(id=draft_id, state=state, who=who or words.somebody)
    return Answer(notice=notice, redrawn=(draft_id,))


async def who_decided(reach: Reach, draft_id: int) -> Address | None:
    """The moderator whose verdict brought the draft where it is; None while nobody decided."""
    decisions = await reach.queue.decisions(draft_id)
    return next((one.moderator for one in reversed(decisions) if one.verdict is not Verdict.EDIT), None)


async def _resolved(request: Request, reach: Reach, publication_id: int, *, is_there: bool) -> Answer:
    words = request.words
    try:
        draft_id = (await reach.publications.get(publication_id)).draft_id
        await reach.publish.resolve(publication_id, is_there=is_there, by=request.signed(reach))
    except Refused:
        return Answer(notice=words.notice_no_publication)
    except IllegalMove:
        return Answer(notice=words.notice_settled, settled=(publication_id,))
    redrawn = () if draft_id is None else (draft_id,)
    notice = words.notice_there if is_there else words.notice_again
    return Answer(notice=notice, redrawn=redrawn, settled=(publication_id,))
