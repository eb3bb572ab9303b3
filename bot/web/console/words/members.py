"""Words of the pages about people and what they may: roles, banned words, keys of programs."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.member import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberWords:
    """One language."""

    title: str
    lead: str
    person: str
    role: str
    source: str
    by_settings: str
    terminal: str
    change: str
    change_role_of: str
    ban: str
    unban: str
    none: str
    you: str
    only_settings: str
    give: str
    give_note: str
    who: str
    who_hint: str
    give_do: str
    ban_note: str
    sure_ban: str
    what: Mapping[Role, str]
    what_title: str

    words_title: str
    words_lead: str
    words_add: str
    words_word: str
    words_hint: str
    words_add_do: str
    words_none: str
    words_list: str
    words_lift: str
    words_by_settings: str
    words_by_settings_note: str
    words_count: str

    keys_title: str
    keys_lead: str
    keys_off: str
    keys_none: str
    keys_name: str
    keys_since: str
    keys_revoke: str
    keys_revoke_sure: str
    keys_revoked: str
    keys_absent: str
    keys_add: str
    keys_name_hint: str
    keys_add_do: str
    keys_wrong_name: str
    keys_taken: str
    keys_made: str
    keys_once: str
    keys_back: str


RU = MemberWords(
    title="Участники и роли",
    lead="Кто здесь больше или меньше, чем обычный участник. Перемены действуют сразу, и в чатах тоже.",
    person="Человек",
    role="Роль",
    source="Откуда",
    by_settings="из настроек",
    terminal="терминал, пользователь {number}",
    change="Сменить",
    change_role_of="Новая роль для {person}",
    ban="Забанить",
    unban="Снять бан",
    none="Все здесь обычные участники.",
    you="это вы",
    only_settings="меняется только в wallflower.toml",
    give="Дать роль",
    give_note="Роль «участник» снимает всё: и права, и бан.",
    who="Кому",
    who_hint="vk:12345, telegram:12345, ссылка vk.com/id12345 или @имя того, кто писал боту",
    give_do="Дать роль",
    ban_note="Забаненному бот больше не отвечает нигде.",
    sure_ban="Забанить? Бот больше не будет отвечать этому человеку.",
    what=MappingProxyType(
        {
            Role.OWNER: "всё, в том числе назначать админов и владельцев, ключи программ",
            Role.ADMIN: "расписание, пауза, роли ниже своей, корпус, журнал",
            Role.MODERATOR: "решать, что выйдет; запрещать слова",
            Role.MEMBER: "просить мемы и тексты, ставить оценки",
            Role.BANNED: "ничего: бот не отвечает",
        }
    ),
    what_title="Кому что можно",
    words_title="Запрещённые слова",
    words_lead="Текст с таким словом бот не напишет и не опубликует, как бы его ни исказили.",
    words_add="Запретить слово",
    words_word="Слово или выражение",
    words_hint="слон* запретит и «слоны», и «слоновий». Черновики с этим словом будут отклонены.",
    words_add_do="Запретить",
    words_none="В чате ничего не запрещали.",
    words_list="Запрещено модераторами",
    words_lift="Разрешить",
    words_by_settings="Запрещено настройками",
    words_by_settings_note="Меняется только в wallflower.toml: writing.banned_words.",
    words_count="Всего: {count}",
    keys_title="Ключи программ",
    keys_lead="С ключом программа просит у бота мемы и подписи по HTTP.",
    keys_off="HTTP для программ описан в документации: docs/http.md.",
    keys_none="Ключей нет.",
    keys_name="Название",
    keys_since="Действует с",
    keys_revoke="Отозвать",
    keys_revoke_sure="Отозвать ключ «{name}»? Программа с ним сразу перестанет работать.",
    keys_revoked="Ключ «{name}» больше не действует.",
    keys_absent="Ключа «{name}» уже нет.",
    keys_add="Новый ключ",
    keys_name_hint="как вы зовёте программу: латинские буквы, цифры, точка, _ и -",
    keys_add_do="Сделать ключ",
    keys_wrong_name="В названии от 1 до 40 знаков: A–Z, a–z, 0–9, точка, _ и -, первый — буква или цифра.",
    keys_taken="Ключ «{name}» уже есть: выберите другое название или сначала отзовите его.",
    keys_made="Ключ «{name}»",
    keys_once="Скопируйте его сейчас: больше он нигде не покажется, хранится только его отпечаток.",
    keys_back="К ключам",
)

EN = MemberWords(
    title="Members and roles",
    lead="Who is more or less than a member here. Changes count at once, in chats too.",
    person="Person",
    role="Role",
    source="From",
    by_settings="the settings",
    terminal="terminal, user {number}",
    change="Change",
    change_role_of="New role for {person}",
    ban="Ban",
    unban="Lift the ban",
    none="Everybody here is a member.",
    you="this is you",
    only_settings="only wallflower.toml can change it",
    give="Give a role",
    give_note="The role “member” takes everything away: rights, and a ban.",
    who="To whom",
    who_hint="vk:12345, telegram:12345, a link vk.com/id12345, or the @name of somebody who wrote to the bot",
    give_do="Give the role",
    ban_note="Who is banned gets no answer from the bot anywhere.",
    sure_ban="Ban them? The bot will not answer this person any more.",
    what=MappingProxyType(
        {
            Role.OWNER: "everything, also making admins and owners, and keys of programs",
            Role.ADMIN: "schedule, pause, roles below their own, corpus, audit log",
            Role.MODERATOR: "decide what goes out; ban words",
            Role.MEMBER: "ask for memes and texts, like and dislike",
            Role.BANNED: "nothing: the bot does not answer",
        }
    ),
    what_title="Who may do what",
    words_title="Banned words",
    words_lead="The bot neither writes nor publishes a text with such a word, however it is spelled.",
    words_add="Ban a word",
    words_word="Word or phrase",
    words_hint="A star stands for any letters: elephant*. Drafts that hold the word are rejected.",
    words_add_do="Ban",
    words_none="Nothing was banned in chat.",
    words_list="Banned by moderators",
    words_lift="Allow",
    words_by_settings="Banned by the settings",
    words_by_settings_note="Only wallflower.toml can change these: writing.banned_words.",
    words_count="In all: {count}",
    keys_title="Keys of programs",
    keys_lead="With a key a program asks the bot for memes and captions over HTTP.",
    keys_off="What programs can ask for is said in docs/http.md.",
    keys_none="There are no keys.",
    keys_name="Name",
    keys_since="Since",
    keys_revoke="Revoke",
    keys_revoke_sure="Revoke the key “{name}”? The program that has it stops working at once.",
    keys_revoked="The key “{name}” is in force no more.",
    keys_absent="There is no key “{name}” any more.",
    keys_add="A new key",
    keys_name_hint="what you call the program: letters, digits, full stop, _ and -",
    keys_add_do="Make a key",
    keys_wrong_name="A name has 1 to 40 of A–Z, a–z, 0–9, full stop, _ and -; the first is a letter or a digit.",
    keys_taken="There is a key “{name}” already: choose another name, or revoke it first.",
    keys_made="The key “{name}”",
    keys_once="Copy it now: it is shown nowhere again, only its hash is kept.",
    keys_back="To the keys",
)

MEMBERS: Mapping[str, MemberWords] = MappingProxyType({"ru": RU, "en": EN})
