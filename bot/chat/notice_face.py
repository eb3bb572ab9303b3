"""What moderators are told of publications and checkpoints. Pure: values in, a Message out."""

from bot.chat.action import Action, Verb
from bot.chat.card_face import shown
from bot.chat.words import Words
from bot.domain.draft import Draft
from bot.domain.message import Button, Message
from bot.domain.place import Place
from bot.domain.publication import Publication, PublicationState

_LONGEST_PROBLEM = 300


def unsure_notice(words: Words, publication: Publication, draft: Draft | None) -> Message:
    """A publication that is or was unsure; buttons while it is."""
    if publication.state is PublicationState.UNSURE:
        text = words.unsure_question.format(
            id="?" if draft is None else draft.id,
            place=publication.place,
            problem=_problem(publication.problem or ""),
            text="" if draft is None else shown(words, draft.text),
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


def _problem(problem: str) -> str:
    return problem if len(problem) <= _LONGEST_PROBLEM else problem[:_LONGEST_PROBLEM] + "…"
