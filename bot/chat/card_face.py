"""What a draft's card and an uncertain publication's notice look like. Pure: values in, a Message out."""

from collections.abc import Sequence

from bot.chat.action import Action, Verb
from bot.chat.words import Words
from bot.domain.draft import Decision, Draft, DraftState, Verdict
from bot.domain.measured import Measured
from bot.domain.message import Button, Message
from bot.domain.place import Place, utf16_length
from bot.domain.publication import Publication, PublicationState

# UTF-16 units of the draft's text that a card shows: with its other lines it must fit one message of 4,096 (Telegram),
# for a message that was split can't be edited as one.
MAX_SHOWN = 3_500

_LONGEST_PROBLEM = 300


def draft_card(words: Words, draft: Draft, decisions: Sequence[Decision], place: Place | None) -> Message:
    """A card; buttons only while a decision is awaited. `place` is where it was published, if that is known."""
    title = words.card_title.format(id=draft.id, temperature=f"{draft.temperature:g}", checkpoint=draft.checkpoint)
    status = [_status(words, draft, decisions, place)]
    if draft.measured is not None:
        status.insert(0, _measured(words, draft.measured, ended_by_itself=draft.ended_by_itself))
    editor = next((one.moderator for one in reversed(decisions) if one.verdict is Verdict.EDIT), None)
    if editor is not None:
        status.insert(0, words.card_edited.format(who=editor))
    text = f"{title}\n\n{_shown(words, draft.text)}\n\n" + "\n".join(status)
    return Message(text, _draft_buttons(words, draft.id) if draft.state is DraftState.PENDING else ())


def unsure_notice(words: Words, publication: Publication, draft: Draft | None) -> Message:
    """A publication that is or was unsure; buttons while it is."""
    if publication.state is PublicationState.UNSURE:
        text = words.unsure_question.format(
            id="?" if draft is None else draft.id,
            place=publication.place,
            problem=_problem(publication.problem or ""),
            text="" if draft is None else _shown(words, draft.text),
        )
        there, again = Action(Verb.THERE, publication.id), Action(Verb.AGAIN, publication.id)
        buttons = (Button(words.button_there, str(there)),), (Button(words.button_again, str(again)),)
        return Message(text, buttons)
    was_there = publication.state is PublicationState.PUBLISHED
    closed = words.unsure_was_there if was_there else words.unsure_sent_again
    return Message(closed.format(place=publication.place))


def operator_notice(words: Words, place: Place, problem: str) -> Message:
    """Something that only an operator can mend keeps a place from being served."""
    return Message(words.operator_needed.format(place=place, problem=_problem(problem)))


def refused_checkpoint(words: Words, run: str, why: str, kept: str) -> Message:
    """A checkpoint that went live could not be written with."""
    return Message(words.checkpoint_refused.format(run=run, why=_problem(why), kept=kept))


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
        }[draft.state]
    return template.format(who=who, place=place or words.somewhere)


def _draft_buttons(words: Words, draft_id: int) -> tuple[tuple[Button, ...], ...]:
    approve = Button(words.button_approve, str(Action(Verb.APPROVE, draft_id)))
    reject = Button(words.button_reject, str(Action(Verb.REJECT, draft_id)))
    edit = Button(words.button_edit, str(Action(Verb.EDIT, draft_id)))
    another = Button(words.button_another, str(Action(Verb.ANOTHER, draft_id)))
    return (approve, reject), (edit, another)


def _shown(words: Words, text: str) -> str:
    if utf16_length(text) <= MAX_SHOWN:
        return text
    # Half as many characters fit for certain: none takes more than two units.
    kept = text[: MAX_SHOWN // 2].rstrip()
    return f"{kept}\n{words.card_cut.format(rest=words.count(len(text) - len(kept), words.characters))}"


def _problem(problem: str) -> str:
    return problem if len(problem) <= _LONGEST_PROBLEM else problem[:_LONGEST_PROBLEM] + "…"
