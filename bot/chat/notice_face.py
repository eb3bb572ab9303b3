"""What moderators are told of publications and checkpoints. Pure: values in, a Message out."""

from bot.chat.action import Action, Verb
from bot.chat.card_face import shown
from bot.chat.hand_over import REMINDED_AFTER
from bot.chat.words import Words
from bot.domain.draft import Draft
from bot.domain.message import Button, Message
from bot.domain.publication import Publication, PublicationState
from bot.flow.sending import MISCONFIGURED_PAUSE

_LONGEST_PROBLEM = 300


def label(words: Words, verb: Verb) -> str:
    """What stands on a notice's button."""
    return {
        Verb.THERE: words.button_there,
        Verb.AGAIN: words.button_again,
        Verb.RETRY: words.button_retry,
        Verb.POSTED: words.button_posted,
        Verb.NOT_YET: words.button_not_yet,
    }[verb]


def unsure_notice(words: Words, publication: Publication, draft: Draft | None) -> Message:
    """A publication that is or was unsure; buttons while it is."""
    if publication.state is PublicationState.UNSURE:
        text = words.unsure_question.format(
            id="?" if draft is None else draft.id,
            place=publication.place,
            problem=_problem(words, publication.problem),
            text="" if draft is None else shown(words, draft.text),
        )
        there, again = Action(Verb.THERE, publication.id), Action(Verb.AGAIN, publication.id)
        return Message(text, _below((label(words, Verb.THERE), there), (label(words, Verb.AGAIN), again)))
    is_there = publication.state in (PublicationState.PUBLISHED, PublicationState.TAKEN_DOWN)
    closed = words.unsure_was_there if is_there else words.unsure_sent_again
    return Message(closed.format(place=publication.place))


def hand_over_notice(words: Words, publication: Publication, *, is_newest: bool) -> Message:
    """A publication that a person was given to post; buttons while it waits for that.

    Who put it off may still say at any time that it is posted: under an older notice that button stays.
    """
    posted = label(words, Verb.POSTED), Action(Verb.POSTED, publication.id)
    not_yet = label(words, Verb.NOT_YET), Action(Verb.NOT_YET, publication.id)
    if publication.state is PublicationState.HANDED_OVER:
        face = words.handed_over if is_newest else words.handed_over_later
        buttons = _below(posted, not_yet) if is_newest else _below(posted)
    else:
        face = words.handed_over_done if publication.state is PublicationState.PUBLISHED else words.handed_over_ended
        buttons = ()
    text = face.format(
        id=publication.draft_id, place=publication.place, problem=_problem(words, publication.problem),
        wait=words.duration(REMINDED_AFTER),
    )  # fmt: skip
    return Message(text, buttons)


def lost_notice(words: Words, publication: Publication) -> Message:
    """A place that gets nothing of a draft: it was tried in vain, or does not take the text."""
    face = words.publication_refused if publication.state is PublicationState.REFUSED else words.publication_failed
    problem = _problem(words, publication.problem)
    return Message(face.format(id=publication.draft_id, place=publication.place, problem=problem))


def operator_notice(words: Words, publication: Publication, problem: str) -> Message:
    """Something that only an operator can mend keeps a place from being served; with a button for who has mended it."""
    wait = words.duration(MISCONFIGURED_PAUSE)
    text = words.operator_needed.format(place=publication.place, problem=_problem(words, problem), wait=wait)
    # One that was sent and can't be looked for waits for no later try.
    is_due = publication.state is PublicationState.DUE
    return Message(text, _below((label(words, Verb.RETRY), Action(Verb.RETRY, publication.id))) if is_due else ())


def refused_checkpoint(words: Words, run: str, why: str, kept: str) -> Message:
    """A checkpoint that went live could not be written with."""
    return Message(words.checkpoint_refused.format(run=run, why=_problem(words, why), kept=kept))


def _below(*buttons: tuple[str, Action]) -> tuple[tuple[Button, ...], ...]:
    return tuple((Button(label, str(action)),) for label, action in buttons)


def _problem(words: Words, recorded: str | None) -> str:
    problem = words.why(recorded)
    return problem if len(problem) <= _LONGEST_PROBLEM else problem[:_LONGEST_PROBLEM] + "…"
