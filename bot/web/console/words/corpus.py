"""Words of the corpus: how much was read, what cleaning dropped, posts, and how somebody is forgotten."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from corpus.cleaning import Reason
from corpus.repair import Repair


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusWords:
    """One language."""

    title: str
    lead: str
    none: str
    posts: str
    characters: str
    learned: str
    by_time: str
    by_month: str
    by_year: str
    month: str
    year: str
    no_date: str
    as_table: str

    cleaning: str
    cleaning_none: str
    cleaning_at: str
    what: str
    share: str
    read: str
    kept: str
    dropped: str
    reasons: Mapping[str, str]
    mended: str
    mended_note: str
    repairs: Mapping[str, str]

    sources: str
    source: str
    wrote: str
    last_read: str
    by_file: str
    is_reading: str
    imports: str
    imported: str

    search: str
    search_for: str
    search_hint: str
    find: str
    all_posts: str
    found: str
    found_none: str
    posts_of: str
    post: str
    no_day: str
    edited: str
    is_repost: str
    is_advertising: str
    author: str
    no_author: str
    all_of_author: str
    on_wall: str
    to_list: str
    to_corpus: str

    forget: str
    forget_lead: str
    forget_who: str
    forget_hint: str
    forget_look: str
    forget_author: str
    forget_whom: str
    stored: str
    span: str
    traces: str
    deeds: str
    role: str
    no_role: str
    said_no: str
    forget_what: str
    forget_hash: str
    forget_sure: str
    forget_do: str
    forget_unsure: str
    cancel: str


RU = CorpusWords(
    title="Корпус",
    lead="Всё, что бот прочитал у сообщества и на чём учится.",
    none="Постов пока нет. Их читает wallflower scrape (стена ВКонтакте) или wallflower import (файл).",
    posts="Постов",
    characters="Знаков",
    learned="После чистки",
    by_time="Сколько писали",
    by_month="Посты по месяцам",
    by_year="Посты по годам",
    month="Месяц",
    year="Год",
    no_date="без даты",
    as_table="То же таблицей",
    cleaning="Что убрала чистка",
    cleaning_none=(
        "Чистка ещё ни разу не записала, что убрала. Запишет при следующем обучении или по команде wallflower corpus."
    ),
    cleaning_at="Последняя чистка: {at}.",
    what="Что",
    share="Доля",
    read="Прочитано",
    kept="Осталось",
    dropped="Убрано",
    reasons=MappingProxyType(
        {
            Reason.REPOST: "репосты",
            Reason.ADVERTISING: "реклама",
            Reason.EMPTY: "пустые",
            Reason.LABELS_ONLY: "одни ссылки, упоминания или хештеги",
            Reason.BROKEN: "испорченный текст",
            Reason.TOO_SHORT: "слишком короткие",
            Reason.TOO_LONG: "слишком длинные",
            Reason.COPY: "повторы",
            Reason.NEAR_COPY: "почти повторы",
        }
    ),
    mended="Что исправлено в оставшихся",
    mended_note="Один пост может стоять в нескольких строках.",
    repairs=MappingProxyType(
        {
            Repair.ENCODING: "кодировка",
            Repair.ENTITIES: "остатки HTML",
            Repair.MENTIONS: "упоминания",
            Repair.LINKS: "ссылки",
            Repair.HASHTAGS: "хештеги по краям",
            Repair.INVISIBLE: "невидимые знаки",
            Repair.ACCENTS: "буквы из частей",
            Repair.SPACES: "пробелы и переносы",
        }
    ),
    sources="Откуда посты",
    source="Источник",
    wrote="Написаны",
    last_read="Последнее чтение",
    by_file="из файла",
    is_reading="не дочитано: {offset} из {total}, началось {at}",
    imports="Последние импорты из файлов",
    imported="{at}: {file}, новых {new}, изменено {edited}",
    search="Поиск по постам",
    search_for="Что искать",
    search_hint="Любые знаки ищутся как есть. Регистр не важен, «ё» и «е» — одно и то же.",
    find="Найти",
    all_posts="Все посты",
    found="Найдено: {posts}",
    found_none="Ничего не нашлось.",
    posts_of="Посты автора {author}",
    post="Пост {number}",
    no_day="без даты",
    edited="исправлен {at}",
    is_repost="репост",
    is_advertising="реклама",
    author="Автор",
    no_author="источник не называет",
    all_of_author="все посты автора",
    on_wall="Открыть на стене",
    to_list="Ко всем постам",
    to_corpus="К корпусу",
    forget="Забыть автора",
    forget_lead=(
        "Если человек просит, чтобы бот забыл его посты. Сначала покажем, что хранится; без подтверждения ничего не "
        "удалится."
    ),
    forget_who="Кого забыть",
    forget_hint="vk:12345, telegram:12345, ссылка vk.com/id12345 или @имя того, кто писал боту",
    forget_look="Показать, что хранится",
    forget_author="Забыть этого автора…",
    forget_whom="Забыть: {who}",
    stored="Постов",
    span="с {first} по {last}",
    traces="Следов разговоров с ботом",
    deeds="Решений и других дел (останутся)",
    role="Роль (останется)",
    no_role="нет",
    said_no="Уже просил забыть: {at}",
    forget_what=(
        "Посты и следы разговоров будут удалены, черновики с этими словами отклонены, корпус переписан. Что этот "
        "человек напишет потом, читаться не будет. Сеть, которая на этом училась, бот заменит новой. Обратно нельзя: "
        "снова согласиться может только сам человек."
    ),
    forget_hash=(
        "Имени у поста нет, только ключ автора. Забыты будут посты с этим ключом; разговоры с ботом по нему не найти. "
        "Если знаете, кто это, лучше назовите человека."
    ),
    forget_sure="Да, забыть навсегда",
    forget_do="Забыть",
    forget_unsure="Ничего не удалено: поставьте галочку «Да, забыть навсегда».",
    cancel="Не надо",
)

EN = CorpusWords(
    title="Corpus",
    lead="Everything that the bot has read of the community and learns from.",
    none="There are no posts yet: wallflower scrape reads a VK wall, wallflower import a file.",
    posts="Posts",
    characters="Characters",
    learned="After cleaning",
    by_time="How much was written",
    by_month="Posts by month",
    by_year="Posts by year",
    month="Month",
    year="Year",
    no_date="no date",
    as_table="The same as a table",
    cleaning="What cleaning dropped",
    cleaning_none="No cleaning has told yet what it dropped. The next training does, or wallflower corpus.",
    cleaning_at="Last cleaned {at}.",
    what="What",
    share="Share",
    read="Read",
    kept="Kept",
    dropped="Dropped",
    reasons=MappingProxyType(
        {
            Reason.REPOST: "reposts",
            Reason.ADVERTISING: "advertising",
            Reason.EMPTY: "empty",
            Reason.LABELS_ONLY: "only links, mentions or hashtags",
            Reason.BROKEN: "broken text",
            Reason.TOO_SHORT: "too short",
            Reason.TOO_LONG: "too long",
            Reason.COPY: "copies",
            Reason.NEAR_COPY: "near copies",
        }
    ),
    mended="What was mended in those that were kept",
    mended_note="A post may stand in several lines.",
    repairs=MappingProxyType(
        {
            Repair.ENCODING: "encoding",
            Repair.ENTITIES: "left-over HTML",
            Repair.MENTIONS: "mentions",
            Repair.LINKS: "links",
            Repair.HASHTAGS: "hashtags at the edges",
            Repair.INVISIBLE: "invisible characters",
            Repair.ACCENTS: "letters in pieces",
            Repair.SPACES: "spaces and line breaks",
        }
    ),
    sources="Where posts come from",
    source="Source",
    wrote="Written",
    last_read="Last read",
    by_file="from a file",
    is_reading="not to its end: {offset} of {total}, began {at}",
    imports="Last imports of files",
    imported="{at}: {file}, {new} new, {edited} changed",
    search="Search in posts",
    search_for="What to look for",
    search_hint="Every sign is looked for as it stands. Case makes no difference.",
    find="Search",
    all_posts="All posts",
    found="Found: {posts}",
    found_none="Nothing was found.",
    posts_of="Posts of {author}",
    post="Post {number}",
    no_day="no date",
    edited="edited {at}",
    is_repost="repost",
    is_advertising="advertising",
    author="Author",
    no_author="the source names none",
    all_of_author="all posts of this author",
    on_wall="Open on the wall",
    to_list="To all posts",
    to_corpus="To the corpus",
    forget="Forget an author",
    forget_lead=(
        "For a person who asks to be forgotten. First you see what is stored; nothing is removed unless you say so."
    ),
    forget_who="Whom to forget",
    forget_hint="vk:12345, telegram:12345, a link vk.com/id12345, or the @name of somebody who wrote to the bot",
    forget_look="Show what is stored",
    forget_author="Forget this author…",
    forget_whom="Forget {who}",
    stored="Posts",
    span="from {first} to {last}",
    traces="Traces of their talk with the bot",
    deeds="Decisions and other deeds (these stay)",
    role="Role (it stays)",
    no_role="none",
    said_no="Has said no already: {at}",
    forget_what=(
        "Posts and traces are removed, waiting drafts with their words rejected, the corpus is written anew. Whatever "
        "they write later is not read. The bot trains a new network in place of one that has learned from this. There "
        "is no way back: only the person can agree again."
    ),
    forget_hash=(
        "A post has no name, only a key that stands for its author. The posts with this key are forgotten; talk with "
        "the bot can't be found by it. If you know who it is, name the person instead."
    ),
    forget_sure="Yes, forget for good",
    forget_do="Forget",
    forget_unsure="Nothing was removed: tick “Yes, forget for good” first.",
    cancel="Leave it",
)

CORPUS: Mapping[str, CorpusWords] = MappingProxyType({"ru": RU, "en": EN})
