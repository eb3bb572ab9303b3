"""What a draft's card looks like. Pure: values in, a Message out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.chat.action import Action, Verb
from bot.chat.word_diff import Change, changes
from bot.chat.words import Words
from bot.domain.caption import Caption
from bot.domain.draft import Decision, Draft, DraftState, Verdict
from bot.domain.forgotten import BLANKED
from bot.domain.measured import Measured
from bot.domain.message import Button, Message
from bot.domain.picture import Picture
from bot.domain.place import Place, utf16_length
from bot.domain.template import Template
from bot.domain.votes import Needs, approvers, editor, may_take_back, revision

# UTF-16 units of one message on Telegram, and of what stands under a picture; one that was split could not be edited
# as one.
_MOST, _MOST_UNDER_A_PICTURE = 4_096, 1_024
# Of a picture's words there is at least so much beside its status lines.
_LEAST_WORDS = 200
# What a message may show of a text when its other lines are short; a card reckons with the lines it has.
MAX_SHOWN = 3_500
# Characters: of an edit's changes, of one side of a change, and of a reason.
_MOST_CHANGES, _MOST_A_SIDE, _MOST_REASON = 300, 60, 150
# More approvals than these are not named one by one.
_MOST_NAMED = 5

_Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a card shows beside the draft and its decisions.

    `needs` are those of the places in use; `places` are where the draft is; `may_cancel`: whether it is on its way or
    has been there for less than a minute. `templates` are what the draft's pictures are drawn on, None for one that is
    gone; `pictures` are how they look, none if one of them can't be drawn.
    """

    needs: Needs = field(default_factory=Needs)
    places: tuple[Place, ...] = ()
    may_cancel: bool = False
    templates: tuple[Template | None, ...] = ()
    pictures: tuple[Picture, ...] = ()


def draft_card(words: Words, draft: Draft, decisions: Sequence[Decision], now: Circumstances) -> Message:
    """A card, with the buttons that have a meaning in the draft's state. It always fits one message."""
    title = words.card_title.format(id=draft.id, temperature=f"{draft.temperature:g}", checkpoint=draft.checkpoint)
    status = "\n".join(card_lines(words, draft, decisions, now))
    # An album's card is a message of its own below the pictures.
    room = (_MOST_UNDER_A_PICTURE if len(now.pictures) == 1 else _MOST) - utf16_length(f"{title}\n\n\n\n")
    if now.pictures:
        status = _cut(status, room - _LEAST_WORDS)
    room -= utf16_length(status)
    buttons = _buttons(words, draft, decisions, now)
    return Message(f"{title}\n\n{shown(words, draft.text, room)}\n\n{status}", buttons, pictures=now.pictures)


def card_lines(words: Words, draft: Draft, decisions: Sequence[Decision], now: Circumstances) -> list[str]:
    """What a card says of its draft below the text: picture, edits, what was measured, status, votes, reason."""
    lines = [_pictured(words, draft.captions, now)] if draft.captions else []
    if editor(decisions) is not None:
        lines += _edited(words, draft, decisions)
    if draft.measured is not None:
        found = _measured(words, draft.measured, ended_by_itself=draft.ended_by_itself)
        # Of the network's words; nobody has measured a person's.
        lines.append(found if editor(decisions) is None else words.card_measured_before.format(measured=found))
    lines.append(_status(words, draft, decisions, now))
    lines += _votes(words, draft, decisions, now.needs)
    if decisions and decisions[-1].verdict is Verdict.REJECT and decisions[-1].reason:
        lines.append(words.card_reason.format(reason=_begun(decisions[-1].reason, _MOST_REASON)))
    return lines


def shown(words: Words, text: str, room: int = MAX_SHOWN) -> str:
    """As much of a draft's text as fits `room` UTF-16 units; what is left out is counted."""
    if utf16_length(text) <= room:
        return text
    # Half as many characters fit for certain: none takes more than two units.
    most = (room - utf16_length(words.card_cut) - 30) // 2
    kept = text[:most].rstrip()
    return f"{kept}\n{words.card_cut.format(rest=words.count(len(text) - len(kept), words.characters))}"


def _pictured(words: Words, captions: Sequence[Caption], now: Circumstances) -> str:
    """What the pictures are drawn on, and what they were to be about."""
    lost = [one.template for one, template in zip(captions, now.templates, strict=False) if template is None]
    if lost:
        return words.card_no_template.format(template=", ".join(dict.fromkeys(lost)))
    names = dict.fromkeys(template.title(words.code) for template in now.templates if template is not None)
    template = ", ".join(names)
    if len(captions) > 1:
        template = f"{words.count(len(captions), words.pictures)}: {template}"
    # All of an album were asked for together.
    title = captions[0].title
    if not title:
        return words.card_picture.format(template=template)
    return words.card_picture_about.format(template=template, title=_begun(title, _MOST_A_SIDE))


def _edited(words: Words, draft: Draft, decisions: Sequence[Decision]) -> list[str]:
    """Who gave the draft its present text, and what became of the network's words."""
    lines = [words.card_edited.format(who=editor(decisions))]
    written = next(one.text_before for one in decisions if one.verdict is Verdict.EDIT)
    parts: list[str] = []
    found = [] if written is None else changes(written, draft.text)
    for number, change in enumerate(found):
        part = _change(change)
        if sum(map(len, parts)) + len(part) > _MOST_CHANGES:
            parts.append(words.card_changes_more.format(count=len(found) - number))
            break
        parts.append(part)
    return [*lines, words.card_changes.format(changes=" · ".join(parts))] if parts else lines


def _change(change: Change) -> str:
    before, after = _begun(change.before, _MOST_A_SIDE), _begun(change.after, _MOST_A_SIDE)
    if not before:
        return f"+ «{after}»"
    return f"«{before}» → «{after}»" if after else f"− «{before}»"


def _measured(words: Words, measured: Measured, *, ended_by_itself: bool) -> str:
    """What the guards found, in a line: the score first, then what it comes from."""
    parts = [words.measured_score.format(score=measured.score(ended_by_itself=ended_by_itself))]
    if measured.known_words is not None:
        parts.append(words.measured_known.format(share=f"{measured.known_words:.0%}".removesuffix("%")))
    if measured.copied_characters is not None:
        run = words.count(measured.copied_characters, words.characters)
        parts.append(words.measured_copied.format(run=run, all=measured.characters))
    if measured.looped_share > 0:
        parts.append(words.measured_looped.format(share=f"{measured.looped_share:.0%}".removesuffix("%")))
    if not ended_by_itself:
        parts.append(words.measured_cut)
    return " · ".join(parts)


def _status(words: Words, draft: Draft, decisions: Sequence[Decision], now: Circumstances) -> str:
    verdict = next((one for one in reversed(decisions) if one.verdict is not Verdict.EDIT), None)
    who = words.somebody if verdict is None else str(verdict.moderator)
    if draft.state is DraftState.REJECTED:
        return words.card_forgotten if draft.text == BLANKED else _rejected(words, verdict, who)
    if draft.state is DraftState.PENDING and verdict is not None and verdict.verdict is Verdict.TAKE_BACK:
        return words.card_taken_back.format(who=who)
    template = {
        DraftState.PENDING: words.card_pending,
        DraftState.APPROVED: words.card_approved,
        DraftState.PUBLISHING: words.card_publishing,
        DraftState.PUBLISHED: words.card_published,
        DraftState.UNSURE: words.card_unsure,
        DraftState.EXPIRED: words.card_expired,
        DraftState.TAKEN_DOWN: words.card_taken_down,
    }[draft.state]
    if draft.state is DraftState.APPROVED:
        voters = [str(one) for one in approvers(decisions)]
        who = ", ".join([*voters[:_MOST_NAMED], *(["…"] if len(voters) > _MOST_NAMED else [])]) or who
    return template.format(who=who, place=", ".join(map(str, now.places)) or words.somewhere)


def _rejected(words: Words, verdict: Decision | None, who: str) -> str:
    # An approved draft that is rejected after all: no place would take it.
    if verdict is None or verdict.verdict is Verdict.APPROVE:
        return words.card_refused
    if verdict.verdict is Verdict.BAN:
        return words.card_banned.format(who=who, word=verdict.reason)
    template = words.card_replaced if verdict.verdict is Verdict.ANOTHER else words.card_rejected
    return template.format(who=who)


def _votes(words: Words, draft: Draft, decisions: Sequence[Decision], needs: Needs) -> list[str]:
    """How many approvals there are, where one does not decide all."""
    is_waiting = draft.state is DraftState.PENDING and needs.least > 1
    is_short = draft.state is DraftState.APPROVED and draft.approvals < needs.most
    if not is_waiting and not is_short:
        return []
    needed = needs.least if is_waiting else needs.most
    lines = [words.card_votes.format(votes=words.votes.format(count=draft.approvals, needed=needed))]
    if is_waiting and draft.approvals:
        lines[0] += ": " + ", ".join(map(str, approvers(decisions)[:_MOST_NAMED]))
    return lines


def _buttons(words: Words, draft: Draft, decisions: Sequence[Decision], now: Circumstances) -> _Rows:
    def button(verb: Verb) -> Button:
        return Button(label(words, verb), str(Action(verb, draft.id, revision(decisions))))

    return tuple(tuple(map(button, row)) for row in open_verbs(draft, decisions, now))


def label(words: Words, verb: Verb) -> str:
    """What stands on a card's button."""
    return {
        Verb.APPROVE: words.button_approve,
        Verb.NOW: words.button_now,
        Verb.REJECT: words.button_reject,
        Verb.WHY: words.button_why,
        Verb.EDIT: words.button_edit,
        Verb.ANOTHER: words.button_another,
        Verb.BAN: words.button_ban,
        Verb.TAKE_BACK: words.button_take_back,
        Verb.CANCEL: words.button_cancel,
        Verb.TAKE_DOWN: words.button_take_down,
    }[verb]


def open_verbs(draft: Draft, decisions: Sequence[Decision], now: Circumstances) -> tuple[tuple[Verb, ...], ...]:
    """What has a meaning in the draft's state, in rows; who may do it is another matter."""
    if draft.state is DraftState.PENDING:
        rows = (Verb.APPROVE, Verb.REJECT), (Verb.NOW, Verb.EDIT), (Verb.ANOTHER, Verb.BAN)
        return (*rows, (Verb.TAKE_BACK,)) if may_take_back(draft, decisions) else rows
    if draft.state is DraftState.APPROVED:
        may_vote = draft.approvals < now.needs.most
        return ((Verb.APPROVE, Verb.NOW) if may_vote else (Verb.NOW,)), (Verb.TAKE_BACK, Verb.BAN)
    if draft.state is DraftState.REJECTED and may_take_back(draft, decisions):
        return ((Verb.TAKE_BACK,) if decisions[-1].reason else (Verb.TAKE_BACK, Verb.WHY),)
    cancel = (Verb.CANCEL,) if now.may_cancel else ()
    is_somewhere = draft.state is DraftState.PUBLISHING and now.places
    if draft.state in (DraftState.PUBLISHED, DraftState.UNSURE) or is_somewhere:
        return ((*cancel, Verb.TAKE_DOWN),)
    return (cancel,) if cancel else ()


def _cut(text: str, most: int) -> str:
    """The beginning of a text, as much as fits `most` UTF-16 units."""
    if utf16_length(text) <= most:
        return text
    return text.encode("utf-16-le")[: 2 * (most - 1)].decode("utf-16-le", "ignore").rstrip() + "…"


def _begun(text: str, most: int) -> str:
    """The beginning of a text, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
