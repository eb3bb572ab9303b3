"""Buttons that ask for a text, and the next message of who pressed one: a draft's new text, a reason, a word to ban.

A rejection counts at the press, and why is asked afterwards by a button of its own: a moderator has ten drafts to get
through, and most need no words.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from bot.chat.action import Action, Verb
from bot.chat.amending import Amended, Flaw, Flawed, amend_boxes, amend_text, ban_word, give_reason
from bot.chat.answer import Answer, Reach, Request
from bot.chat.verdicts import too_late
from bot.chat.words import Words
from bot.domain.caption import boxes_of
from bot.domain.draft import Draft, DraftState, Verdict
from bot.domain.member import Platform
from bot.domain.message import Button, Message
from bot.domain.place import MAX_POST
from bot.domain.question import Question, QuestionKind
from bot.domain.votes import revision
from bot.flow.decide import MAX_REASON

# VK shows ten under a message, in six rows; templates with more boxes are rare, and those behind stay as they are.
_MOST_BUTTONS = 10
# Characters of a box's words on a button; VK takes labels of 40.
_MOST_LABEL = 30
# … and in the question for its new words.
_MOST_QUOTED = 300


async def edit(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Ask for the new text; of a picture with several boxes, for which of them first, of an album for which picture."""
    draft = await reach.queue.get(draft_id)
    if draft.state is not DraftState.PENDING:
        return await too_late(request, reach, draft_id)
    words = request.words
    if len(draft.captions) > 1:
        return _which_picture(request, draft)
    if draft.captions:
        return _which_box(request, draft, 0)
    return await _ask(request, reach, Question(QuestionKind.TEXT, draft_id), words.edit_question, words.notice_edit)


async def edit_picture(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Ask which text of one picture of an album shall change, or whether the picture shall go."""
    draft = await reach.queue.get(draft_id)
    if len(draft.captions) < 2 or not 1 <= request.part <= len(draft.captions):
        return Answer(notice=request.words.notice_unknown_button)
    if draft.state is not DraftState.PENDING:
        return await too_late(request, reach, draft_id)
    if await _is_outdated(request, reach, draft):
        return Answer(notice=request.words.notice_outdated)
    return _which_box(request, draft, request.part - 1)


async def edit_box(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Ask for the new text of one box."""
    draft = await reach.queue.get(draft_id)
    boxes = boxes_of(draft.captions)
    if not 1 <= request.part <= len(boxes):
        return Answer(notice=request.words.notice_unknown_button)
    if draft.state is not DraftState.PENDING:
        return await too_late(request, reach, draft_id)
    if await _is_outdated(request, reach, draft):
        return Answer(notice=request.words.notice_outdated)
    words, box = request.words, request.part - 1
    question = Question(QuestionKind.BOX, draft_id, box)
    present = _begun(boxes[box], _MOST_QUOTED) or words.box_empty
    return await _ask(request, reach, question, words.edit_box_question, words.notice_edit, text=present)


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
    return await _TAKERS[question.kind](request, reach, question, text)


async def cancel(request: Request, reach: Reach) -> Answer:
    """Drop the open question."""
    if await reach.questions.asked(request.chat, request.sender, reach.clock.now()) is None:
        return request.reply(request.words.edit_none)
    await reach.questions.stop_asking(request.chat, request.sender)
    return request.reply(request.words.edit_dropped)


async def _ask(request: Request, reach: Reach, question: Question, asked: str, notice: str, **more: str) -> Answer:
    await reach.questions.ask(request.chat, request.sender, question, reach.clock.now())
    message = Message(asked.format(id=question.draft_id, **more), reply_to=request.reply_to, asks_reply=True)
    return Answer(notice=notice, messages=(message,))


async def _is_outdated(request: Request, reach: Reach, draft: Draft) -> bool:
    """Whether an album was edited since the button was shown: its pictures and boxes may be counted otherwise now."""
    return len(draft.captions) > 1 and request.seen != revision(await reach.queue.decisions(draft.id))


def _which_picture(request: Request, draft: Draft) -> Answer:
    words = request.words
    buttons = [
        Button(_label(words, number, caption.text), str(Action(Verb.PICTURE, draft.id, request.seen, number)))
        for number, caption in enumerate(draft.captions, start=1)
    ]
    message = Message(words.edit_which_picture.format(id=draft.id), _in_rows(buttons), reply_to=request.reply_to)
    return Answer(notice=words.notice_which_picture, messages=(message,))


def _which_box(request: Request, draft: Draft, picture: int) -> Answer:
    """Of a picture's boxes, which are counted through over all pictures; a picture of an album may also go."""
    words, is_album = request.words, len(draft.captions) > 1
    first = len(boxes_of(draft.captions[:picture])) + 1
    boxes = draft.captions[picture].boxes[: _MOST_BUTTONS - is_album]
    buttons = [
        Button(_label(words, number, text), str(Action(Verb.BOX, draft.id, request.seen, number)))
        for number, text in enumerate(boxes, start=first)
    ]
    if is_album:
        buttons.append(Button(words.button_drop, str(Action(Verb.DROP, draft.id, request.seen, picture + 1))))
    message = Message(words.edit_which_box.format(id=draft.id), _in_rows(buttons), reply_to=request.reply_to)
    return Answer(notice=words.notice_which_box, messages=(message,))


def _in_rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    in_a_row = 1 if len(buttons) <= _MOST_BUTTONS // 2 else 2
    return tuple(tuple(buttons[begin : begin + in_a_row]) for begin in range(0, len(buttons), in_a_row))


def _label(words: Words, number: int, text: str) -> str:
    return words.button_box.format(number=number, text=_begun(text, _MOST_LABEL) or words.box_empty)


async def _take_text(request: Request, reach: Reach, question: Question, text: str) -> Answer:
    return await _edited(request, reach, question, await amend_text(request, reach, question.draft_id, text, None))


async def _take_box(request: Request, reach: Reach, question: Question, text: str) -> Answer:
    boxes = {} if question.box is None else {question.box: text}
    return await _edited(request, reach, question, await amend_boxes(request, reach, question.draft_id, boxes, None))


async def _edited(request: Request, reach: Reach, question: Question, came: Amended | Flawed) -> Answer:
    words, draft_id = request.words, question.draft_id
    if isinstance(came, Amended):
        done = words.edit_done if await reach.decide.editor_may_approve() else words.edit_done_for_others
        return await _answered(request, reach, done.format(id=draft_id), *came.redrawn)
    if came.flaw in (Flaw.TOO_LATE, Flaw.OUTDATED):
        state = words.states[(await reach.queue.get(draft_id)).state]
        return await _answered(request, reach, words.edit_too_late.format(id=draft_id, state=state))
    text = {
        Flaw.BANNED: words.edit_banned,
        Flaw.NO_WORDS: words.edit_no_words,
        Flaw.UNPAINTABLE: words.edit_unpaintable,
    }.get(came.flaw, words.edit_unpublishable)
    longest = words.count(MAX_POST[Platform.TELEGRAM], words.characters)
    return request.reply(text.format(word=came.word, limit=longest))


async def _take_reason(request: Request, reach: Reach, question: Question, text: str) -> Answer:
    words, draft_id = request.words, question.draft_id
    came = await give_reason(request, reach, draft_id, text)
    if isinstance(came, Amended):
        return await _answered(request, reach, words.reason_done.format(id=draft_id), *came.redrawn)
    if came.flaw is Flaw.TOO_LATE:
        return await _answered(request, reach, words.reason_too_late.format(id=draft_id), draft_id)
    return request.reply(words.reason_too_long.format(limit=words.count(MAX_REASON, words.characters)))


async def _take_word(request: Request, reach: Reach, question: Question, text: str) -> Answer:
    words = request.words
    came = await ban_word(request, reach, question.draft_id, text)
    if isinstance(came, Flawed):
        return request.reply(words.word_unusable)
    drafts = words.count(len(came.redrawn), words.drafts)
    return await _answered(request, reach, words.word_banned.format(word=came.word, drafts=drafts), *came.redrawn)


def _begun(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


async def _answered(request: Request, reach: Reach, text: str, *redrawn: int) -> Answer:
    await reach.questions.stop_asking(request.chat, request.sender)
    return Answer(messages=request.reply(text).messages, redrawn=redrawn)


_TAKERS: Mapping[QuestionKind, Callable[[Request, Reach, Question, str], Awaitable[Answer]]] = {
    QuestionKind.TEXT: _take_text,
    QuestionKind.BOX: _take_box,
    QuestionKind.REASON: _take_reason,
    QuestionKind.WORD: _take_word,
}
