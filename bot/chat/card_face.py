"""What a draft's card looks like. Pure: values in, a Message out."""

from collections.abc import Sequence

from bot.chat.action import Action, Verb
from bot.chat.words import Words
from bot.domain.draft import Decision, Draft, DraftState, Verdict
from bot.domain.measured import Measured
from bot.domain.message import Button, Message
from bot.domain.place import Place, utf16_length

# UTF-16 units of a text that a card shows: with its other lines it must fit one message of 4,096 (Telegram),
# for a message that was split can't be edited as one.
MAX_SHOWN = 3_500


def draft_card(words: Words, draft: Draft, decisions: Sequence[Decision], place: Place | None) -> Message:
    """A card; buttons only while a decision is awaited. `place` is where it was published, if that is known."""
    title = words.card_title.format(id=draft.id, temperature=f"{draft.temperature:g}", checkpoint=draft.checkpoint)
    status = [_status(words, draft, decisions, place)]
    if draft.measured is not None:
        status.insert(0, _measured(words, draft.measured, ended_by_itself=draft.ended_by_itself))
    editor = next((one.moderator for one in reversed(decisions) if one.verdict is Verdict.EDIT), None)
    if editor is not None:
        status.insert(0, words.card_edited.format(who=editor))
    text = f"{title}\n\n{shown(words, draft.text)}\n\n" + "\n".join(status)
    return Message(text, _draft_buttons(words, draft.id) if draft.state is DraftState.PENDING else ())


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


def _status(words: Words, draft: Draft, decisions: Sequence[Decision], place: Place | None) -> str:
    verdict = next((one for one in reversed(decisions) if one.verdict is not Verdict.EDIT), None)
    who = words.somebody if verdict is None else verdict.moderator
    if draft.state is DraftState.REJECTED:
        # An approved draft that is rejected after all: the place would not take it.
        refused = verdict is None or verdict.verdict is Verdict.APPROVE
        replaced = verdict is not None and verdict.verdict is Verdict.ANOTHER
        template = words.card_refused if refused else words.card_replaced if replaced else words.card_rejected
    else:
        template = {
            DraftState.PENDING: words.card_pending,
            DraftState.APPROVED: words.card_approved,
            DraftState.PUBLISHING: words.card_publishing,
            DraftState.PUBLISHED: words.card_published,
            DraftState.UNSURE: words.card_unsure,
            DraftState.EXPIRED: words.card_expired,
            DraftState.TAKEN_DOWN: words.card_taken_down,
        }[draft.state]
    return template.format(who=who, place=place or words.somewhere)


def _draft_buttons(words: Words, draft_id: int) -> tuple[tuple[Button, ...], ...]:
    approve = Button(words.button_approve, str(Action(Verb.APPROVE, draft_id)))
    reject = Button(words.button_reject, str(Action(Verb.REJECT, draft_id)))
    edit = Button(words.button_edit, str(Action(Verb.EDIT, draft_id)))
    another = Button(words.button_another, str(Action(Verb.ANOTHER, draft_id)))
    return (approve, reject), (edit, another)


def shown(words: Words, text: str) -> str:
    """As much of a draft's text as one message can show."""
    if utf16_length(text) <= MAX_SHOWN:
        return text
    # Half as many characters fit for certain: none takes more than two units.
    kept = text[: MAX_SHOWN // 2].rstrip()
    return f"{kept}\n{words.card_cut.format(rest=words.count(len(text) - len(kept), words.characters))}"
