"""The doctor's findings in Russian, by their codes; their English is beside each check (`bot.doctor`).

`{names}` are the facts of the finding. What is to be typed stands in `backticks`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Wording:
    """What is found, and what mends it; "" where nothing needs to be done."""

    sentence: str
    remedy: str = ""


_FREE_SOME = (
    "освободите место: в checkpoints/ нужны только те запуски, которые `wallflower checkpoint list` показывает рабочим "
    "и прежним"
)
_PROXY = "проверьте, что `wallflower run` работает и что web.public_url ведёт на web.listen: прокси и его сертификат"
_COMMUNITY_KEY = (
    "сделайте новый ключ с правами `manage`, `messages`, `photos`, `docs` и `wall`; в {file}: "
    "`WALLFLOWER_VK_COMMUNITY_KEY=…`"
)
_OTHER_RUN = "`wallflower checkpoint list`, потом `wallflower checkpoint use ЗАПУСК`"

_HOME = {
    "home-missing": Wording("Нет папки {folder}", "укажите её: `--home ПАПКА`; или создайте: `wallflower init`"),
    "home-unwritable": Wording("В папку {folder} нельзя писать", "`sudo chown -R $USER {folder}`"),
    "settings-wrong": Wording(
        "Настройки не годятся: {problem}", "исправьте, что названо; какие настройки есть, покажет `wallflower settings`"
    ),
    "no-platform": Wording(
        "Ни одна площадка не включена, и `wallflower run` делать нечего",
        "`wallflower init`, или задайте `enabled = true` в [vk] или [telegram] в {file}",
    ),
    "disk-full": Wording(
        "На диске осталось {free}, это слишком мало; больше всего в папке занимают {takers}", _FREE_SOME
    ),
    "secrets-open": Wording(
        "Другие пользователи этой машины могут прочесть {file} (права {mode})", "`chmod 600 {file}`"
    ),
    "disk-low": Wording("На диске осталось {free}; больше всего в папке занимают {takers}", _FREE_SOME),
    "disk-over": Wording(
        "Папка занимает {taken}, больше, чем разрешает disk.most_gb ({most}); больше всего в ней занимают {takers}",
        "если работает `wallflower run` — ничего: раз в час он удаляет, что можно; что нужно, остаётся, тогда "
        "увеличьте disk.most_gb",
    ),
    "settings-absent": Wording(
        "Нет wallflower.toml: все настройки по умолчанию",
        "`wallflower init`, или напишите {file}; какие настройки есть, покажет `wallflower settings`",
    ),
    "settings-read": Wording("Настройки читаются"),
    "secrets-closed": Wording("Больше никто на этой машине не может прочесть ключи"),
    "disk-free": Wording("На диске свободно {free}; папка занимает {taken}: {parts}"),
}

_DATABASE = {
    "database-unreachable": Wording("База данных не отвечает: {problem}", "проверьте database.url в настройках"),
    "database-older": Wording("Таблицы старой версии: {problem}", "`wallflower backup`, потом `wallflower migrate`"),
    "database-newer": Wording("Таблицы новой версии: {problem}", "установите новую версию снова"),
    "database-half-done": Wording(
        "Миграция не доведена до конца, или это чужая база: {problem}", "`wallflower restore КОПИЯ --replace`"
    ),
    "database-damaged": Wording("SQLite считает базу повреждённой: {problem}", "`wallflower restore КОПИЯ --replace`"),
    "postgres-old": Wording(
        "PostgreSQL {version} больше не исправляют", "обновите сервер до PostgreSQL {oldest} или новее"
    ),
    "database-absent": Wording("Базы данных ещё нет", "`wallflower import ФАЙЛ` или `wallflower scrape`"),
    "database-empty": Wording("В базе данных ещё нет таблиц", "`wallflower migrate`"),
    "database-answers": Wording("Отвечает, таблицы этой версии"),
    "database-whole": Wording("SQLite, {size}, цела, таблицы этой версии"),
    "database-server": Wording("PostgreSQL {version}, {size}, таблицы этой версии"),
}

_ROLES = {
    "nobody-decides": Wording(
        "Нет ни одного модератора: одобрять черновики некому", "`wallflower role grant telegram:НОМЕР moderator`"
    ),
    "no-owner": Wording(
        "Нет владельца: в чате некому назначать администраторов", "`wallflower role grant telegram:НОМЕР owner`"
    ),
    "somebody-decides": Wording("Владельцев: {owners}, администраторов: {admins}, модераторов: {moderators}"),
}

_VOICE = {
    "no-checkpoint": Wording("Рабочего чекпойнта нет: писать нечем", "`wallflower train`"),
    "checkpoint-unusable": Wording("Рабочий чекпойнт не годится: {problem}", _OTHER_RUN),
    "checkpoint-unsound": Wording("Рабочий чекпойнт {run} пишет плохо: {problem}", _OTHER_RUN),
    "corpus-unreadable": Wording("Корпус не читается: {problem}", "`wallflower corpus`"),
    "checkpoint-marked": Wording(
        "Рабочий чекпойнт {run} {mark}, а сам бот не переобучается",
        "`wallflower train`, или задайте `retrain = true` в [training]",
    ),
    "no-corpus": Wording("Нет corpus.txt: никто не заметит, если черновик повторит чужой пост", "`wallflower corpus`"),
    "checkpoint-old": Wording(
        "Рабочему чекпойнту {run} уже {age}: о том, что было с тех пор, он не знает",
        "`wallflower scrape`, потом `wallflower train`",
    ),
    "checkpoint-waits": Wording(
        "Рабочий чекпойнт {run} {mark}: работающий бот обучит другой", "подождите, или сразу: `wallflower train`"
    ),
    "few-posts": Wording(
        "Постов в корпусе всего {posts}: учиться почти не на чем",
        "`wallflower import ФАЙЛ` добавит посты из файла или выгрузки Telegram",
    ),
    "checkpoint-writes": Wording("Запуск {run} — рабочий и пишет: {network}, постов {posts}, от {made}"),
    "checkpoint-measured": Wording(
        "Запуск {run} — рабочий и пишет: {network}, постов {posts}, бит на символ {bits}, от {made}"
    ),
    "corpus-read": Wording("Постов в корпусе: {posts}"),
}

_PICTURES = {
    "painter": Wording("Мемы не нарисовать: {problem}", "установите Wallflower заново"),
    "template-left-out": Wording("Шаблон {name} пропущен: {problem}", "исправьте его или удалите {folder}"),
    "ocr-absent": Wording("Слов с картинок не прочесть: {problem}", "это нужно только для `wallflower template learn`"),
    "painter-paints": Wording("Мемы рисуются, шаблонов: {templates}"),
    "ocr-reads": Wording("Слова с картинок читаются ({languages})"),
}

_WORK = {
    "no-posts": Wording("Постов нет: учиться не на чем", "`{verb}`"),
    "scrape-stopped": Wording(
        "Чтение {source} остановилось {age} назад на посте {offset} из {total}",
        "`wallflower scrape` (продолжит с этого места)",
    ),
    "scrape-old": Wording("Последнее чтение {source} — {age} назад", "`wallflower scrape`"),
    "queue-empty": Wording(
        "Нет черновиков — ни на решении, ни в ожидании слота",
        "проверьте, что `wallflower run` работает и что его журнал говорит о нейросети",
    ),
    "publication-unsure": Wording(
        "Публикаций, о которых неизвестно, вышли ли они: {count}, последняя — в {place}",
        "посмотрите там и нажмите кнопку под уведомлением в чате",
    ),
    "place-waits": Wording("Пост для {place} ждёт уже {age}: {problem}", "исправьте, что названо; потом он уйдёт сам"),
    "publication-failed": Wording(
        "Последняя публикация, в {place}, не вышла: {problem}", "исправьте, что названо; черновик снова одобрен"
    ),
    "nothing-published": Wording(
        "Уже {age} ничего не публиковалось, хотя слоты есть",
        "одобрите черновики (/queue) и проверьте, что `wallflower run` работает",
    ),
    "chore-failed": Wording(
        "Не удалось по расписанию ({what}), {age} назад: {problem}",
        "исправьте, что названо; в следующий раз получится само, а сразу — `{verb}`",
    ),
    "never-scraped": Wording("Стену ВКонтакте ещё ни разу не читали", "`wallflower scrape`"),
    "no-slots": Wording(
        "Слотов нет: само ничего не выходит", "`/schedule add` в чате (как — покажет `/schedule`) или страница «Слоты»"
    ),
    "paused": Wording("Администратор остановил публикации до {until}", "/resume в чате"),
    "publication-by-hand": Wording(
        "Постов, которые должен опубликовать человек: {count}, последний — для {place}",
        "опубликуйте его и нажмите кнопку под уведомлением в чате",
    ),
    "posts-stored": Wording("Постов сохранено: {posts}"),
    "scraped": Wording("Последнее чтение {source} — {age} назад"),
    "chore-spared": Wording("По расписанию ({what}) {age} назад не понадобилось: {problem}"),
    "chore-done": Wording("По расписанию ({what}) — в последний раз {age} назад"),
    "queue-filled": Wording("Черновиков ждут решения: {pending}, одобренных ждут слота: {approved}"),
    "published": Wording("Последний пост вышел {age} назад: {where}"),
}

_VK = {
    "vk-unreachable": Wording("{problem}; больше там ничего не спрашивали", "проверьте сеть и vk.api_url в настройках"),
    "vk-key": Wording("{problem}", "впишите в {file} другой ключ: `WALLFLOWER_VK_{kind}_KEY=…`"),
    "vk-no-community-key": Wording(
        "Нет ключа сообщества, а без него нет чата ВКонтакте",
        "в сообществе: Управление → Работа с API → Создать ключ; в {file}: `WALLFLOWER_VK_COMMUNITY_KEY=…`",
    ),
    "vk-other-group": Wording(
        "Ключ сообщества — от сообщества {own}, а в vk.group_id записано {named}",
        "задайте `group_id = {own}` в [vk] или возьмите ключ сообщества {named}",
    ),
    "vk-right": Wording("У ключа сообщества нет права {right}: {consequence}", _COMMUNITY_KEY),
    "vk-messages": Wording(
        "Сообщения сообщества не работают: {problem}", "в сообществе: Управление → Сообщения — включите их"
    ),
    "vk-long-poll-closed": Wording("ВКонтакте не говорит, как настроен приём событий: {problem}", "{where}"),
    "vk-wall": Wording(
        "Стена не читается, {kind}: {problem}", "проверьте vk.wall и vk.group_id и что стену могут читать все"
    ),
    "vk-chat": Wording(
        "В беседе vk:{chat} карточки не показать: сообщества в ней нет",
        "пригласите его туда или уберите её из moderation.chats",
    ),
    "vk-small-right": Wording("У ключа сообщества нет права {right}: {consequence}", _COMMUNITY_KEY),
    "vk-callback-fails": Wording(
        "ВКонтакте не доставляет события на web.public_url (сервер у него «{status}»)", _PROXY
    ),
    "vk-no-reader": Wording(
        "Стену читать нечем: не действует ни сервисный ключ, ни ключ пользователя",
        "впишите в {file} `WALLFLOWER_VK_SERVICE_KEY=…` (любого вашего приложения с dev.vk.com)",
    ),
    "vk-wall-empty": Wording("На стене {owner} нет постов", "проверьте vk.wall и vk.group_id в настройках"),
    "vk-no-poster": Wording(
        "Публиковать в {place} нечем: администраторы получат посты для копирования",
        "впишите в {file} ключ администратора с правами wall и photos: `WALLFLOWER_VK_USER_KEY=…`",
    ),
    "vk-login-key": Wording(
        "Ключ пользователя начинается с vk2.a.: он для входа, публиковать им ВКонтакте не даёт",
        "возьмите ключ standalone-приложения с правами wall и photos и впишите в {file}: `WALLFLOWER_VK_USER_KEY=…`",
    ),
    "vk-photos": Wording("Фото не загрузить ({what}): {problem}", "сделайте заново: {kind}, с правом photos"),
    "vk-stranger": Wording(
        "До {person} не доходят карточки и уведомления: сообществу нельзя писать этому человеку",
        "пусть напишет сюда: https://vk.com/im?sel=-{group}",
    ),
    "vk-long-poll": Wording(
        "Long Poll ещё не настроен для бота, `wallflower run` настроит его сам", "ничего, или: {where}"
    ),
    "vk-callback": Wording(
        "ВКонтакте ещё не знает, куда доставлять события; `wallflower run` скажет ему сам", "ничего, или: {where}"
    ),
    "vk-callback-by-hand": Wording(
        "У ключа сообщества нет права manage, поэтому куда доставлять события, говорите ВКонтакте вы", "{where}"
    ),
    "vk-posting-uncertain": Wording(
        "В {place} может публиковать только ключ сообщества: одним ВКонтакте это разрешает, другим нет",
        "ничего (что не примут, администраторы получат для копирования), или ключ администратора в {file}: "
        "`WALLFLOWER_VK_USER_KEY=…`",
    ),
    "vk-rights": Wording("Ключ сообщества {group} с правами {rights}"),
    "vk-long-poll-on": Wording("Long Poll настроен"),
    "vk-messages-on": Wording("Сообщения сообщества включены"),
    "vk-may-show": Wording("В беседе vk:{chat} карточки показать можно"),
    "vk-may-write": Wording("Сообщество может писать всем, кто решает ({people})"),
    "vk-brings": Wording("ВКонтакте доставляет события"),
    "vk-wall-read": Wording("Стена {owner} читается, {kind}; постов: {posts}"),
    "vk-may-post": Wording("В {place} можно публиковать ключом пользователя"),
}

_TELEGRAM = {
    "telegram-no-token": Wording(
        "Telegram включён, а токена нет", "впишите в {file} `WALLFLOWER_TELEGRAM_TOKEN=…` (от @BotFather)"
    ),
    "telegram-token": Wording("{problem}", "возьмите токен у @BotFather (/token) и впишите его в {file}"),
    "telegram-unreachable": Wording(
        "{problem}; больше там ничего не спрашивали", "проверьте сеть и telegram.api_url в настройках"
    ),
    "telegram-place": Wording(
        "В {place} бот публиковать не может: {problem}", "сделайте @{name} там администратором с правом публиковать"
    ),
    "telegram-chat": Wording(
        "В чате {chat} карточки не показать: {problem}", "добавьте туда @{name} или уберите чат из moderation.chats"
    ),
    "telegram-webhook": Wording(
        "Обновления уходят на {host}, и пока это так, бот их не получает",
        "перезапустите `wallflower run`, он это исправит; если повторится, токеном пользуется другая программа: "
        "отзовите его (/revoke)",
    ),
    "telegram-webhook-fails": Wording(
        "Telegram не смог доставить обновление {age} назад: {problem}; ждут доставки: {waiting}", _PROXY
    ),
    "telegram-stranger": Wording(
        "До {person} не доходят карточки и уведомления: у бота нет с этим человеком чата",
        "пусть нажмёт «Начать»: https://t.me/{name}",
    ),
    "telegram-no-webhook": Wording(
        "Telegram ещё не знает, куда доставлять обновления", "ничего: `wallflower run` скажет ему"
    ),
    "telegram-privacy": Wording(
        "В группах бот слышит только команды и ответы себе: /chance работает лишь там, где он администратор",
        "сделайте его там администратором, или /setprivacy у @BotFather и добавьте бота в группу заново",
    ),
    "telegram-no-inline": Wording("`@{name} слова` в чужих чатах выключено", "/setinline у @BotFather"),
    "telegram-answers": Wording("@{name} отвечает"),
    "telegram-hears": Wording("В группах бот слышит всё"),
    "telegram-inline": Wording("Вставка в чужих чатах включена"),
    "telegram-may-post": Wording("В {place} бот публиковать может"),
    "telegram-may-show": Wording("В чате {chat} карточки показать можно"),
    "telegram-knows": Wording("У бота есть чат со всеми, кто решает ({people})"),
    "telegram-fetches": Wording("Бот сам забирает обновления"),
    "telegram-brings": Wording("Telegram доставляет обновления на {host}"),
}

_CLOCK_OFF = Wording("Часы этой машины расходятся с {platform} на {apart}", "`sudo timedatectl set-ntp true`")
_CLOCK = {
    "clock-wrong": _CLOCK_OFF,
    "clock-off": _CLOCK_OFF,
    "clock-unknown": Wording("Ни одна площадка не сказала, который час: часы этой машины могут врать"),
    "clock-right": Wording("Идут верно, по {platform}"),
}

_ANY = {
    "check-failed": Wording("Это не удалось осмотреть: {problem}", "исправьте, что названо"),
    "check-slow": Wording("За {seconds} с осмотр этого не закончился"),
}

RUSSIAN: Mapping[str, Wording] = MappingProxyType(
    {**_HOME, **_DATABASE, **_ROLES, **_VOICE, **_PICTURES, **_WORK, **_VK, **_TELEGRAM, **_CLOCK, **_ANY}
)

# Facts that are words of ours: kinds of keys, what a right is good for, parts of the home, what is done by the clock.
TERMS: Mapping[str, str] = MappingProxyType(
    {
        "service": "сервисный ключ",
        "community": "ключ сообщества",
        "user": "ключ пользователя",
        "chats": "для чатов",
        "nobody gets an answer in chat": "в чате никто не получит ответа",
        "long poll can't be read, so nothing that people write arrives": (
            "Long Poll не прочесть, и ничего из того, что пишут люди, не дойдёт"
        ),
        "memes can't be sent": "мемы не отправить",
        "moving memes can't be sent": "движущиеся мемы не отправить",
        "checkpoints": "чекпойнты",
        "pictures put by": "отложенные картинки",
        "templates": "шаблоны",
        "backups": "резервные копии",
        "corpus": "корпус",
        "logs": "журналы",
        "database": "база данных",
        "other": "прочее",
        "reading the wall": "чтение стены",
        "training": "обучение",
        "wallflower import FILE": "wallflower import ФАЙЛ",
        "VK": "ВКонтакте",
    }
)
