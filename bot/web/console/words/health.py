"""Words of the health page; those of what the doctor finds are in `findings`."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.chore import Outcome
from bot.domain.finding import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthWords:
    """One language. `states` are by what `bot.web.readiness` says, `areas` by the doctor's."""

    title: str
    lead: str
    well: str
    unwell: str
    now: str
    parts: Mapping[str, str]
    states: Mapping[str, str]
    process: str
    up: str
    memory: str
    megabytes: str
    inbox: str
    scraped: str
    published: str
    trained: str
    weekly: str
    weekly_ended: Mapping[Outcome, str]
    never: str
    days: str
    hours: str
    minutes: str
    found: str
    found_note: str
    levels: Mapping[Level, str]
    areas: Mapping[str, str]
    all_fine: str
    fine_too: str
    mend: str
    examine: str
    examine_note: str
    examine_begun: str
    examine_busy: str
    examined_at: str
    examining: str
    examine_failed: str
    reload: str
    troubles: str
    troubles_note: str
    no_troubles: str
    when: str
    what: str


RU = HealthWords(
    title="Здоровье",
    lead="Всё ли у бота есть для работы и что с этим делать, если нет.",
    well="Всё работает",
    unwell="Что-то не работает",
    now="Прямо сейчас",
    parts=MappingProxyType(
        {"database": "База данных", "writer": "Нейросеть", "vk": "ВКонтакте", "telegram": "Telegram"}
    ),
    states=MappingProxyType(
        {
            "answers": "отвечает",
            "busy": "занята, но отвечает",
            "no usable checkpoint": "нет чекпойнта, которым можно писать",
            "no checkpoint yet": "чекпойнта ещё нет",
            "does not answer": "не отвечает",
            "slow": "отвечает слишком долго",
            "out of reach": "недоступна",
            "broken": "отвечает ошибкой",
            "not migrated": "таблицы другой версии",
            "heard": "на связи",
            "silent": "молчит дольше трёх минут",
            "not heard yet": "ещё не на связи",
        }
    ),
    process="Процесс",
    up="Работает",
    memory="Память",
    megabytes="{n} МБ",
    inbox="Сообщений ждут ответа",
    scraped="Стена прочитана",
    published="Последний пост вышел",
    trained="Последнее обучение закончено",
    weekly="Обучение по расписанию",
    weekly_ended=MappingProxyType(
        {
            Outcome.LIVE: "новый чекпойнт в работе",
            Outcome.KEPT: "новый чекпойнт не лучше, в работе прежний",
            Outcome.SPARED: "не понадобилось",
            Outcome.FAILED: "не удалось",
        }
    ),
    never="ещё ни разу",
    days="{n} дн.",
    hours="{n} ч",
    minutes="{n} мин",
    found="Осмотр",
    found_note="То, что видно с этой машины сразу. Каждая находка — с командой, которая это чинит.",
    levels=MappingProxyType(
        {Level.FINE: "в порядке", Level.NOTE: "к сведению", Level.WARNING: "внимание", Level.BROKEN: "сломано"}
    ),
    areas=MappingProxyType(
        {
            "home": "Папка",
            "database": "База данных",
            "roles": "Роли",
            "voice": "Нейросеть",
            "pictures": "Картинки",
            "work": "Работа",
            "vk": "ВКонтакте",
            "telegram": "Telegram",
            "clock": "Часы",
        }
    ),
    all_fine="Замечаний нет.",
    fine_too="Что в порядке: {count}",
    mend="Что сделать:",
    examine="Осмотреть всё",
    examine_note=(
        "Ещё и ключи, права на площадках, часы и сам чекпойнт — как команда wallflower doctor. Займёт до минуты."
    ),
    examine_begun="Осмотр начался.",
    examine_busy="Осмотр уже идёт.",
    examined_at="Полный осмотр, {at}",
    examining="Осмотр идёт с {at}.",
    examine_failed="Осмотр не удался: {problem}",
    reload="Обновить",
    troubles="Что шло не так",
    troubles_note="Последние предупреждения и ошибки из журнала программы, новые сверху.",
    no_troubles="С запуска ничего такого не было.",
    when="Когда",
    what="Что",
)

EN = HealthWords(
    title="Health",
    lead="Whether the bot has what it needs, and what to do where it hasn't.",
    well="All is well",
    unwell="Something does not work",
    now="Just now",
    parts=MappingProxyType({"database": "Database", "writer": "Neural network", "vk": "VK", "telegram": "Telegram"}),
    states=MappingProxyType(
        {
            "answers": "answers",
            "busy": "busy, but answers",
            "no usable checkpoint": "no checkpoint that can be written with",
            "no checkpoint yet": "there is no checkpoint yet",
            "does not answer": "does not answer",
            "slow": "takes too long to answer",
            "out of reach": "out of reach",
            "broken": "answers with an error",
            "not migrated": "its tables are another version's",
            "heard": "connected",
            "silent": "silent for more than three minutes",
            "not heard yet": "not connected yet",
        }
    ),
    process="Process",
    up="Up for",
    memory="Memory",
    megabytes="{n} MB",
    inbox="Messages waiting for an answer",
    scraped="The wall was read",
    published="The last post went out",
    trained="The last training ended",
    weekly="Training by the clock",
    weekly_ended=MappingProxyType(
        {
            Outcome.LIVE: "a new checkpoint is live",
            Outcome.KEPT: "the new checkpoint was no better, the old one stays",
            Outcome.SPARED: "was left out",
            Outcome.FAILED: "failed",
        }
    ),
    never="never yet",
    days="{n} d",
    hours="{n} h",
    minutes="{n} min",
    found="Examination",
    found_note="What can be seen from this machine at once. Each finding comes with the command that mends it.",
    levels=MappingProxyType(
        {Level.FINE: "fine", Level.NOTE: "to know", Level.WARNING: "to look at", Level.BROKEN: "broken"}
    ),
    areas=MappingProxyType(
        {
            "home": "Home",
            "database": "Database",
            "roles": "Roles",
            "voice": "Neural network",
            "pictures": "Pictures",
            "work": "Work",
            "vk": "VK",
            "telegram": "Telegram",
            "clock": "Clock",
        }
    ),
    all_fine="Nothing to remark.",
    fine_too="What is fine: {count}",
    mend="What to do:",
    examine="Examine everything",
    examine_note=(
        "Keys, rights on the platforms, the clock and the checkpoint as well, "
        "as wallflower doctor does: up to a minute."
    ),
    examine_begun="The examination has begun.",
    examine_busy="An examination is under way already.",
    examined_at="Full examination, {at}",
    examining="An examination is under way since {at}.",
    examine_failed="The examination failed: {problem}",
    reload="Reload",
    troubles="What went wrong",
    troubles_note="The last warnings and errors of the program's log, the newest first.",
    no_troubles="Nothing of the kind since the start.",
    when="When",
    what="What",
)

HEALTH: Mapping[str, HealthWords] = MappingProxyType({"ru": RU, "en": EN})
