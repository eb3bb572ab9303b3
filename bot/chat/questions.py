"""Buttons that ask for a text, and the next message of who pressed one: a draft's new text, a reason, a word to ban.

A rejection counts at the press, and why is asked afterwards by a button of its own: a moderator has ten drafts to get
through, and most need no words.
"""

from collections.abc import Awaitable, Callable, Mapping

from bot.chat.answer import Answer, Reach, Request
from bot.chat.verdicts import too_late
from bot.domain.draft import DraftState, Verdict
from bot.domain.member import Platform
from bot.domain.message import Message
from bot.domain.place import MAX_POST
from bot.domain.question import Question, QuestionKind
from bot.errors import IllegalMove, Refused
from bot.flow.banning import BannedText
from bot.flow.decide import MAX_REASON


async def edit(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Ask for the new text."""
    draft = await reach.queue.get(draft_id)
    if draft.state is not DraftState.PENDING:
        return await too_late(request, reach, draft_id)
    words = request.words
    return await _ask(request, reach, Question(QuestionKind.TEXT, draft_id), words.edit_question, words.notice_edit)


async def why(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Ask whoever rejected the draft for the reason."""
    await reach.queue.get(draft_id)
    decisions = await reach.queue.decisions(draft_id)
    last = decisions[-1] if decisions else None
    words = request.words
    if last is None or (last.verdict, last.moderator, last.reason) != (Verdict.REJECT, request.sender, None):
        return Answer(notice=words.notice_not_yours, redrawn=(draft_id,))
    return await _ask(request, reach, Question(QuestionKind.REASON, draft_id), words.reason_question, words.notice_why)


async def ban(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Ask which word to ban."""
    draft = await reach.queue.get(draft_id)
    if draft.state not in (DraftState.PENDING, DraftState.APPROVED):
        return await too_late(request, reach, draft_id)
    words = request.words
    return await _ask(request, reach, Question(QuestionKind.WORD, draft_id), words.word_question, words.notice_ban)


async def take_answer(request: Request, reach: Reach, question: Question, text: str) -> Answer:
    """What the person wrote to an open question. That they still are a moderator was checked before."""
    return await _TAKERS[question.kind](request, reach, question.draft_id, text)


async def cancel(request: Request, reach: Reach) -> Answer:
    """Drop the open question."""
    if await reach.questions.asked(request.chat, request.sender, reach.clock.now()) is None:
        return request.reply(request.words.edit_none)
    await reach.questions.stop_asking(request.chat, request.sender)
    return request.reply(request.words.edit_dropped)


async def _ask(request: Request, reach: Reach, question: Question, text: str, notice: str) -> Answer:
    await reach.questions.ask(request.chat, request.sender, question, reach.clock.now())
    message = Message(
        text.format(id=question.draft_id),
        reply_to=None if request.is_private else request.message_id,
        asks_reply=True,
    )
    return Answer(notice=notice, messages=(message,))


async def _take_text(request: Request, reach: Reach, draft_id: int, text: str) -> Answer:
    words = request.words
    try:
        await reach.decide.edit(draft_id, request.sender, text)
    except IllegalMove:
        draft = await reach.queue.get(draft_id)
        state = words.states[draft.state]
        return await _answered(request, reach, words.edit_too_late.format(id=draft_id, state=state))
    except BannedText as error:
        return request.reply(words.edit_banned.format(word=error.word))
    except Refused:
        longest = words.count(MAX_POST[Platform.TELEGRAM], words.characters)
        return request.reply(words.edit_unpublishable.format(limit=longest))
    done = words.edit_done if await reach.decide.editor_may_approve() else words.edit_done_for_others
    return await _answered(request, reach, done.format(id=draft_id), draft_id)


async def _take_reason(request: Request, reach: Reach, draft_id: int, text: str) -> Answer:
    words = request.words
    try:
        await reach.decide.explain(draft_id, request.sender, text)
    except IllegalMove:
        return await _answered(request, reach, words.reason_too_late.format(id=draft_id), draft_id)
    except Refused:
        return request.reply(words.reason_too_long.format(limit=words.count(MAX_REASON, words.characters)))
    return await _answered(request, reach, words.reason_done.format(id=draft_id), draft_id)


async def _take_word(request: Request, reach: Reach, draft_id: int, text: str) -> Answer:
    words = request.words
    try:
        word, rejected = await reach.decide.ban(draft_id, request.sender, text)
    except Refused:
        return request.reply(words.word_unusable)
    drafts = words.count(len(rejected), words.drafts)
    redrawn = [draft.id for draft in rejected]
    return await _answered(request, reach, words.word_banned.format(word=word, drafts=drafts), *redrawn)


async def _answered(request: Request, reach: Reach, text: str, *redrawn: int) -> Answer:
    await reach.questions.stop_asking(request.chat, request.sender)
    return Answer(messages=request.reply(text).messages, redrawn=redrawn)


_TAKERS: Mapping[QuestionKind, Callable[[Request, Reach, int, str], Awaitable[Answer]]] = {
    QuestionKind.TEXT: _take_text,
    QuestionKind.REASON: _take_reason,
    QuestionKind.WORD: _take_word,
}
