"""How the console says what became of publications."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.publication import PublicationState


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationWords:
    """One language."""

    states: Mapping[PublicationState, str]


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
)

PUBLICATIONS: Mapping[str, PublicationWords] = MappingProxyType({"ru": RU, "en": EN})
