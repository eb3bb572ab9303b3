"""How the console says what became of publications, and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.problem import Problem, known_problem
from bot.domain.publication import PublicationState


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationWords:
    """One language."""

    states: Mapping[PublicationState, str]
    problems: Mapping[Problem, str]

    def problem(self, recorded: str | None) -> str:
        """The reason in this language where the bot knows it; else as it was recorded, in a platform's words."""
        known = known_problem(recorded)
        return (recorded or "") if known is None else self.problems[known]


RU = PublicationWords(
    states={
        PublicationState.DUE: "ждёт отправки",
        PublicationState.SENDING: "отправляется",
        PublicationState.HANDED_OVER: "передан человеку",
        PublicationState.UNSURE: "неизвестно, вышел ли",
        PublicationState.PUBLISHED: "опубликован",
        PublicationState.REFUSED: "не принят площадкой",
        PublicationState.FAILED: "не вышел",
        PublicationState.SKIPPED: "пропущен",
        PublicationState.TAKEN_DOWN: "снят с публикации",
    },
    problems={
        Problem.PAUSED: "была пауза",
        Problem.QUIET: "попал в тихие часы, а они слишком долгие",
        Problem.DOWN: "бот тогда не работал",
        Problem.OVERTAKEN: "до следующего раза ничего не одобрили",
        Problem.NOTHING: "вовремя ничего не одобрили",
        Problem.SLOT_REMOVED: "слот убрали",
        Problem.SLOT_OFF: "слот выключили",
        Problem.SLOT_MOVED: "слот сюда больше не публикует",
        Problem.WITHDRAWN: "сняли до отправки",
        Problem.TAKEN_DOWN: "черновик сняли с публикации раньше, чем он сюда дошёл",
        Problem.LATE: "не удалось отправить вовремя",
        Problem.STOPPED: "бот остановился во время отправки",
    },
)

EN = PublicationWords(
    states={
        PublicationState.DUE: "waits to be sent",
        PublicationState.SENDING: "being sent",
        PublicationState.HANDED_OVER: "given to a person",
        PublicationState.UNSURE: "nobody knows whether it is there",
        PublicationState.PUBLISHED: "published",
        PublicationState.REFUSED: "refused by the place",
        PublicationState.FAILED: "failed",
        PublicationState.SKIPPED: "left out",
        PublicationState.TAKEN_DOWN: "taken down",
    },
    problems={
        Problem.PAUSED: "there was a pause",
        Problem.QUIET: "it fell into the quiet hours, which lasted too long",
        Problem.DOWN: "the bot was not running then",
        Problem.OVERTAKEN: "nothing was approved before the slot's next time",
        Problem.NOTHING: "nothing was approved in time",
        Problem.SLOT_REMOVED: "the slot was removed",
        Problem.SLOT_OFF: "the slot was switched off",
        Problem.SLOT_MOVED: "the slot does not go there any more",
        Problem.WITHDRAWN: "it was taken down before it was sent",
        Problem.TAKEN_DOWN: "the draft was taken down before it was sent here",
        Problem.LATE: "it could not be sent in time",
        Problem.STOPPED: "the bot stopped while it was sending",
    },
)

PUBLICATIONS: Mapping[str, PublicationWords] = MappingProxyType({"ru": RU, "en": EN})
