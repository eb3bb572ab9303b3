"""/queue: what waits, to leaf through and to open, and more of it.

One message shows a page and is redrawn by its buttons. A button carries the draft at which its page begins, so that
nothing is passed over when drafts are decided between two presses.
"""

import re

from bot.chat.action import Action, Verb
from bot.chat.answer import Answer, Reach, Request
from bot.chat.members import writer_trouble
from bot.chat.rights import refusal
from bot.chat.words import Words
from bot.domain.draft import Draft, DraftState
from bot.domain.message import Button, Message
from bot.domain.queue_page import QueuePage
from bot.errors import Misconfigured, Refused, Retryable

# Drafts on a page: with the buttons to leaf they fill the ten that VK shows under a message, five in a row.
PAGE = 5
# Characters of a draft's text.
_BEGINNING = 80
MOST_DRAFTS = 20


async def queue(request: Request, reach: Reach) -> Answer:
    """Counts and the first page; with a number (admins) write that many more."""
    words = request.words
    if not request.arguments:
        # Drafts are for moderators' eyes: a group that is not theirs gets the counts only.
        if not await reach.is_discreet(request):
            return request.reply(f"{await _counts(words, reach)}\n{words.queue_elsewhere}")
        face = await _face(words, reach, 1)
        reply_to = None if request.is_private else request.message_id
        return Answer(messages=(Message(face.text, face.buttons, reply_to=reply_to),))
    refused = refusal(request, "/queue N")
    if refused is not None:
        return refused
    if not re.fullmatch(r"[0-9]{1,3}", request.arguments) or not 1 <= int(request.arguments) <= MOST_DRAFTS:
        return request.reply(words.queue_usage.format(most=MOST_DRAFTS))
    try:
        drafts = await reach.filling.queue(int(request.arguments), by=request.signed(reach))
    except (Retryable, Misconfigured, Refused) as error:
        return request.reply(writer_trouble(error, words, request.role))
    if not drafts:
        return request.reply(words.queue_written_none)
    answer = request.reply(words.queue_written.format(drafts=words.count(len(drafts), words.drafts)))
    return Answer(messages=answer.messages, has_new_drafts=True)


async def leaf(request: Request, reach: Reach, start: int) -> Answer:
    """Redraw the message with the page that begins at the draft `start`, or at the next one that still waits."""
    if not await reach.is_discreet(request):
        return Answer(notice=request.words.notice_elsewhere)
    # Not empty: on Telegram a button turns until its press is answered.
    return Answer(notice=request.words.notice_page, face=await _face(request.words, reach, start))


async def open_card(request: Request, reach: Reach, draft_id: int) -> Answer:
    """Send a draft's card to this chat."""
    if not await reach.is_discreet(request):
        return Answer(notice=request.words.notice_elsewhere)
    await reach.queue.get(draft_id)
    return Answer(notice=request.words.notice_opened.format(id=draft_id), shown_here=(draft_id,))


async def _counts(words: Words, reach: Reach) -> str:
    counts = await reach.queue.counts()
    lines = [words.queue_counts.format(pending=counts[DraftState.PENDING], approved=counts[DraftState.APPROVED])]
    oldest = await reach.queue.waiting(DraftState.PENDING, 1)
    if oldest:
        lines.append(words.queue_oldest.format(age=words.duration(reach.clock.now() - oldest[0].created_at)))
    return "\n".join(lines)


async def _face(words: Words, reach: Reach, start: int) -> Message:
    counts = await _counts(words, reach)
    found = await reach.queue.page(start, PAGE)
    if found is None:
        return Message(counts)
    page, drafts = found
    rows = [_row(words, draft) for draft in drafts]
    cards = tuple(Button(f"{draft.id}", str(Action(Verb.OPEN, draft.id))) for draft in drafts)
    leaves = (_leaves(page),) if page.pages > 1 else ()
    return Message("\n\n".join([counts, *rows, words.queue_open]), (cards, *leaves))


def _row(words: Words, draft: Draft) -> str:
    line = " ".join(draft.text.split())
    beginning = line if len(line) <= _BEGINNING else line[:_BEGINNING].rstrip() + "…"
    named = ", ".join(dict.fromkeys(caption.template for caption in draft.captions))
    picture = f" · 🖼 {named}" if named else ""
    return f"{draft.id} · {words.states[draft.state]}{picture}\n{beginning}"


def _leaves(page: QueuePage) -> tuple[Button, ...]:
    """« ‹ 2/5 › »: all five on every page, so that they stay under the finger; where there is no way on, one stays."""
    here = page.ids[0]

    def to(label: str, start: int) -> Button:
        return Button(label, str(Action(Verb.PAGE, start)))

    return (
        to("«", 1),
        to("‹", here if page.previous is None else page.previous),
        to(f"{page.number}/{page.pages}", here),
        to("›", here if page.next is None else page.next),
        to("»", page.last),
    )
