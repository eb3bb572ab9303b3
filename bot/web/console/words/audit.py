"""Words of the audit log: what each action is called, what its details are, and how the chain stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.audit import Flaw


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditWords:
    """One language. What has no line in the mappings is shown as it is stored."""

    title: str
    lead: str
    none: str
    when: str
    who: str
    the_bot: str
    terminal: str
    author: str
    actor: str
    actor_hint: str
    action: str
    any_action: str
    show: str
    show_all: str
    found: str

    chain: str
    chain_lead: str
    unchecked: str
    whole: str
    head: str
    broken: str
    flaws: Mapping[Flaw, str]
    head_held: str
    head_lost: str
    head_kept: str
    head_hint: str
    check: str
    checked_now: str
    download: str

    actions: Mapping[str, str]
    objects: Mapping[str, str]
    names: Mapping[str, str]
    values: Mapping[str, str]


RU = AuditWords(
    title="Журнал",
    lead="Кто что сделал. Записи только добавляются, и каждая связана с предыдущей: подмену видно.",
    none="Записей нет.",
    when="Когда",
    who="Кто",
    the_bot="сам бот",
    terminal="терминал, пользователь {number}",
    author="автор {number}",
    actor="Кто",
    actor_hint="vk:12345, telegram:12345, terminal:1000 или wallflower (сам бот)",
    action="Что сделано",
    any_action="что угодно",
    show="Показать",
    show_all="Показать всё",
    found="Записей: {count}",
    chain="Цела ли цепочка",
    chain_lead="Проверка читает весь журнал и пересчитывает связи между записями.",
    unchecked="С запуска бота журнал здесь не проверяли.",
    whole="{at}: проверено записей — {count}, ни одна не изменена, не удалена, не вставлена и не переставлена.",
    head="Голова (связь последней записи): ",
    broken="{at}: запись {number} не такая, какой её написали. {flaw}",
    flaws=MappingProxyType(
        {
            Flaw.MISSING: "Её нет: на её месте стоит другая.",
            Flaw.CHANGED: "Её содержимое изменили.",
            Flaw.UNCHAINED: "Она не продолжает предыдущую: одну из двух вставили или подменили.",
        }
    ),
    head_held="Сохранённая голова на месте: до неё журнал тот же.",
    head_lost="Такой головы в журнале нет: конец журнала отрезали или журнал написали заново.",
    head_kept="Голова, которую вы сохранили раньше (если есть)",
    head_hint="По ней видно и то, чего не видно по самой цепочке: не отрезан ли конец.",
    check="Проверить",
    checked_now="Журнал проверен.",
    download="Скачать весь журнал (JSON Lines)",
    actions=MappingProxyType(
        {
            "author.forget": "забыт автор",
            "author.remember": "автор снова согласен",
            "chat.chance": "как часто вступать в разговор",
            "chat.language": "язык чата",
            "checkpoint.purge": "чекпойнт удалён: помнил забытое",
            "checkpoint.train": "обучение",
            "checkpoint.teach": "обучение новым шаблонам",
            "checkpoint.use": "выбран чекпойнт",
            "console.login": "вход в консоль",
            "console.logout": "выход из консоли",
            "console.password": "пароль владельца для консоли",
            "control.turn": "настройка в чате",
            "draft.another": "черновик заменён",
            "draft.approve": "черновик одобрен",
            "draft.ban": "черновик отклонён из-за запрещённого слова",
            "draft.edit": "черновик исправлен",
            "draft.expire": "черновик устарел",
            "draft.explain": "причина отказа",
            "draft.publish": "опубликовать сейчас",
            "draft.publish_unapproved": "публикация без одобрения",
            "draft.reject": "черновик отклонён",
            "draft.take_back": "решение отменено",
            "draft.take_down": "снято с публикации",
            "draft.withdraw": "публикация отменена",
            "draft.write": "написан черновик",
            "home.backup": "резервная копия",
            "home.export": "выгрузка данных",
            "home.restore": "восстановление из копии",
            "key.add": "сделан ключ программы",
            "key.revoke": "отозван ключ программы",
            "place.retry": "попробовать снова",
            "posts.import": "посты из файла",
            "publication.remind": "напомнить о публикации",
            "publication.settle": "разобрались с публикацией",
            "role.change": "смена роли",
            "slot.add": "новый слот",
            "slot.edit": "слот изменён",
            "slot.remove": "слот удалён",
            "template.add": "новый шаблон",
            "template.learn": "шаблон найден в картинках",
            "template.remove": "шаблон удалён",
            "template.rename": "шаблон переименован",
            "training.begin": "обучение начато",
            "training.end": "обучение остановлено",
            "word.ban": "слово запрещено",
            "word.lift": "слово разрешено",
        }
    ),
    objects=MappingProxyType(
        {
            "draft": "черновик {number}",
            "slot": "слот {number}",
            "publication": "публикация {number}",
            "chat": "чат {number}",
            "key": "ключ «{number}»",
            "file": "файл {number}",
            "author": "автор {number}",
            "words": "",
        }
    ),
    names=MappingProxyType(
        {
            "after": "стало",
            "approvals": "одобрений",
            "at": "когда",
            "before": "было",
            "characters": "знаков",
            "checkpoint": "чекпойнт",
            "day": "день",
            "draft": "черновик",
            "drafts": "отклонено черновиков",
            "edited": "изменено",
            "enabled": "включён",
            "if_nothing": "если одобренного нет",
            "language": "язык",
            "live": "выбран",
            "made": "сделана",
            "needs_approval": "нужно одобрение",
            "new": "новых",
            "percent": "процентов",
            "place": "куда",
            "places": "куда",
            "posts": "постов",
            "published": "уже опубликованы черновики",
            "remind_minutes": "напомнить за минут",
            "secrets": "с ключами",
            "sessions": "завершено входов",
            "slot": "слот",
            "state": "состояние",
            "steps": "шагов",
            "temperature": "температура",
            "way": "как",
            "weekdays": "дни недели",
            "word": "слово",
            "zone": "часовой пояс",
        }
    ),
    values=MappingProxyType(
        {
            "true": "да",
            "false": "нет",
            "True": "да",
            "False": "нет",
            "None": "нет",
            "link": "по ссылке",
            "password": "по паролю",
            "telegram": "через Telegram",
            "set": "задан",
            "removed": "убран",
        }
    ),
)

EN = AuditWords(
    title="Audit log",
    lead="Who did what. Entries are only ever added, each chained to the one before: a change shows.",
    none="There are no entries.",
    when="When",
    who="Who",
    the_bot="the bot itself",
    terminal="terminal, user {number}",
    author="author {number}",
    actor="Who",
    actor_hint="vk:12345, telegram:12345, terminal:1000, or wallflower for the bot itself",
    action="What was done",
    any_action="anything",
    show="Show",
    show_all="Show everything",
    found="Entries: {count}",
    chain="Is the chain whole",
    chain_lead="The check reads the whole log and reckons anew how its entries are chained.",
    unchecked="The log was not checked here since the bot started.",
    whole="{at}: {count} entries checked, none changed, removed, inserted or moved.",
    head="Head (the last entry's hash): ",
    broken="{at}: entry {number} is not as it was written. {flaw}",
    flaws=MappingProxyType(
        {
            Flaw.MISSING: "It is missing: another stands in its place.",
            Flaw.CHANGED: "Its contents were changed.",
            Flaw.UNCHAINED: "It does not follow the one before: one of the two was put in later, or replaced.",
        }
    ),
    head_held="The head that you kept is in the log: up to it nothing is different.",
    head_lost="No entry has this hash: the log was cut off at its end, or written anew.",
    head_kept="A head that you kept earlier (if you have one)",
    head_hint="It shows what the chain itself can't: whether the end was cut off.",
    check="Check",
    checked_now="The log is checked.",
    download="Download the whole log (JSON lines)",
    actions=MappingProxyType(
        {
            "author.forget": "an author was forgotten",
            "author.remember": "an author agrees again",
            "chat.chance": "how often to join a talk",
            "chat.language": "language of a chat",
            "checkpoint.purge": "checkpoint deleted: it knew forgotten posts",
            "checkpoint.train": "training",
            "checkpoint.teach": "new templates taught",
            "checkpoint.use": "checkpoint chosen",
            "console.login": "logged in to the console",
            "console.logout": "logged out of the console",
            "console.password": "the owner's password for the console",
            "control.turn": "turned in chat",
            "draft.another": "draft replaced",
            "draft.approve": "draft approved",
            "draft.ban": "draft rejected for a banned word",
            "draft.edit": "draft edited",
            "draft.expire": "draft expired",
            "draft.explain": "reason given",
            "draft.publish": "publish now",
            "draft.publish_unapproved": "published without approval",
            "draft.reject": "draft rejected",
            "draft.take_back": "decision taken back",
            "draft.take_down": "taken down",
            "draft.withdraw": "publication cancelled",
            "draft.write": "draft written",
            "home.backup": "backup",
            "home.export": "export of data",
            "home.restore": "restored from a bundle",
            "key.add": "program's key made",
            "key.revoke": "program's key revoked",
            "place.retry": "try again",
            "posts.import": "posts of a file",
            "publication.remind": "remind of a publication",
            "publication.settle": "publication settled",
            "role.change": "role changed",
            "slot.add": "slot added",
            "slot.edit": "slot edited",
            "slot.remove": "slot removed",
            "template.add": "template added",
            "template.learn": "template found in pictures",
            "template.remove": "template removed",
            "template.rename": "template renamed",
            "training.begin": "training begun",
            "training.end": "training ended",
            "word.ban": "word banned",
            "word.lift": "word allowed",
        }
    ),
    objects=MappingProxyType(
        {
            "draft": "draft {number}",
            "slot": "slot {number}",
            "publication": "publication {number}",
            "chat": "chat {number}",
            "key": "key “{number}”",
            "file": "file {number}",
            "author": "author {number}",
            "words": "",
        }
    ),
    names=MappingProxyType(
        {
            "drafts": "drafts rejected",
            "if_nothing": "if nothing is approved",
            "made": "made at",
            "needs_approval": "needs approval",
            "published": "drafts that are out already",
            "remind_minutes": "reminder, minutes before",
            "secrets": "with keys",
            "sessions": "sessions ended",
        }
    ),
    values=MappingProxyType({"true": "yes", "false": "no", "True": "yes", "False": "no", "None": "none"}),
)

AUDIT: Mapping[str, AuditWords] = MappingProxyType({"ru": RU, "en": EN})
