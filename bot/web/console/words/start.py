"""Words of the start page."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class StartWords:
    """One language."""

    title: str
    waiting: str
    waiting_none: str
    oldest: str
    to_queue: str
    approved: str
    approved_note: str
    unsure: str
    unsure_note: str
    next: str
    next_none: str
    to_calendar: str
    last: str
    last_none: str
    checkpoint: str
    checkpoint_none: str
    bits: str
    to_checkpoints: str
    wall: str
    wall_never: str
    wall_read: str
    to_corpus: str
    health: str
    all_well: str
    not_well: str
    to_health: str


RU = StartWords(
    title="Обзор",
    waiting="Ждут решения",
    waiting_none="Все черновики разобраны.",
    oldest="Самый старый ждёт с {moment}.",
    to_queue="К очереди",
    approved="Одобрены",
    approved_note="Выйдут, когда придёт их время.",
    unsure="Неизвестно, вышли ли",
    unsure_note="Бот не уверен, что эти посты опубликованы. Посмотрите на стене и ответьте ему.",
    next="Следующий пост",
    next_none="На ближайшую неделю ничего не запланировано.",
    to_calendar="К календарю",
    last="Последний пост",
    last_none="Пока ничего не опубликовано.",
    checkpoint="Пишет сеть",
    checkpoint_none="Сети пока нет: её надо обучить.",
    bits="{bits} бит на знак",
    to_checkpoints="К чекпойнтам",
    wall="Стена",
    wall_never="Её ещё не читали до конца.",
    wall_read="Прочитана {moment}",
    to_corpus="К корпусу",
    health="Здоровье",
    all_well="Всё в порядке",
    not_well="Что-то не так",
    to_health="Подробнее",
)

EN = StartWords(
    title="Overview",
    waiting="Waiting for a decision",
    waiting_none="All drafts are decided.",
    oldest="The oldest has waited since {moment}.",
    to_queue="To the queue",
    approved="Approved",
    approved_note="They go out when their time comes.",
    unsure="Nobody knows whether they went out",
    unsure_note="The bot is not sure that these were published. Look at the wall, and tell it.",
    next="Next post",
    next_none="Nothing is planned for the coming week.",
    to_calendar="To the calendar",
    last="Last post",
    last_none="Nothing has been published yet.",
    checkpoint="The network that writes",
    checkpoint_none="There is none yet: train one.",
    bits="{bits} bits per character",
    to_checkpoints="To the checkpoints",
    wall="The wall",
    wall_never="It was not read to its end yet.",
    wall_read="Read on {moment}",
    to_corpus="To the corpus",
    health="Health",
    all_well="All is well",
    not_well="Something is wrong",
    to_health="More",
)

START: Mapping[str, StartWords] = MappingProxyType({"ru": RU, "en": EN})
