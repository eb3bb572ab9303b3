"""What the page itself says, in Russian and English. What people and the bot say on it is theirs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageWords:
    """`roles` names who a tab belongs to; `chips` are what that person may want to say, ready to be sent.

    `{bot}` in one stands for the bot's name on that platform; `inline` is what to type behind it.
    """

    language: str
    title: str
    about: str
    needs_script: str
    other_language: str
    panes: str
    wall_pane: str
    chat_pane: str
    console_pane: str
    wall: str
    channel: str
    nothing_yet: str
    person: str
    roles: dict[str, str]
    platform: str
    platforms: dict[str, str]
    room: str
    private: str
    messages: str
    message: str
    group_message: str
    send: str
    picture: str
    picture_about: str
    own_picture: str
    snapshots: dict[str, str]
    a_picture: str
    chips_label: str
    chips: dict[str, list[str]]
    group_chips: dict[str, list[str]]
    addressed: dict[str, str]
    inline: str
    offers: str
    offers_wait: str
    offers_none: str
    via: str
    answer: str
    answering: str
    cancel: str
    edited: str
    unread: str
    refused: str
    connection_lost: str
    console_about: str
    console_open: str
    console_as: dict[str, str]
    console_here: str
    console_asks: str
    console_none: str
    walk: str
    walk_over: str
    steps: dict[str, str]
    standings: dict[str, str]
    curve: str


RU = PageWords(
    language="ru",
    title="Wallflower: проба на этом компьютере",
    about="Маленькие ВК и Телеграм живут на этом компьютере, бот настоящий. Говорите за любого из четверых.",
    needs_script="Странице нужен JavaScript: без него переписки не видно. В терминале всё идёт и так.",
    other_language="English",
    panes="Что показать",
    wall_pane="Стена",
    chat_pane="Переписка",
    console_pane="Консоль",
    wall="Стена ВК",
    channel="Канал в Телеграме",
    nothing_yet="Пока пусто",
    person="Кто пишет",
    roles={"member": "участница", "moderator": "модератор", "admin": "админ", "owner": "владелица"},
    platform="Где",
    platforms={"telegram": "Телеграм", "vk": "ВК"},
    room="Чат",
    private="С ботом",
    messages="Сообщения",
    message="Сообщение боту",
    group_message="Сообщение всем в группе",
    send="Отправить",
    picture="Отправить картинку",
    picture_about="Уходит сразу, набранный текст станет подписью.",
    own_picture="Свой файл",
    snapshots={"cat": "Кот на подоконнике", "soup": "Борщ", "yard": "Двор ночью", "umbrella": "Забытый зонт"},
    a_picture="Картинка без подписи",
    chips_label="Что можно сказать",
    chips={
        "member": ["/мем", "/мем drake понедельник | суббота", "/текст", "/топ", "/шаблоны", "/помощь"],
        "moderator": ["/очередь", "/слова", "/помощь"],
        "admin": ["/расписание", "/очередь 3", "/статистика", "/роли", "/помощь"],
        "owner": ["/роли", "/журнал", "/помощь"],
    },
    group_chips={
        "member": ["Кто вчера забыл зонт у третьего подъезда?", "/мем", "/текст Сегодня"],
        "moderator": ["Опять лифт не работает", "/мем про соседей"],
        "admin": ["/шанс 100", "/шанс 0", "Кто за субботник?"],
        "owner": ["/топ", "Всем доброе утро"],
    },
    addressed={"telegram": "/meme@{bot}", "vk": "@{bot} /мем"},
    inline="про понедельник",
    offers="Что предлагает бот",
    offers_wait="Бот подбирает варианты…",
    offers_none="Бот ничего не предложил. Может быть, он ещё не запущен.",
    via="через",
    answer="Ответить",
    answering="Ответ на:",
    cancel="Не отвечать",
    edited="изменено",
    unread="непрочитанных",
    refused="Не получилось:",
    connection_lost="Связь с демонстрацией прервалась. Если она окончена, страницу можно закрыть.",
    console_about="Консоль открывается так же, как у настоящего сообщества: бот присылает ссылку в ответ на /console.",
    console_open="Открыть консоль:",
    console_as={"moderator": "как модератор", "admin": "как админ", "owner": "как владелица"},
    console_here="Открыть консоль рядом",
    console_asks="Бот готовит ссылку…",
    console_none="Ссылка не пришла. Может быть, бот ещё не запущен.",
    walk="Ход демонстрации",
    walk_over="Всё готово, можно пробовать самому.",
    steps={
        "scrape": "прочитать стену",
        "corpus": "очистить посты",
        "train": "обучить сеть",
        "write": "написать три поста",
        "run": "запустить бота",
        "moderate": "одобрить черновики: карточки у модератора",
        "publish": "опубликовать по расписанию",
        "members": "ответить участникам",
    },
    standings={"waits": "ждёт", "runs": "идёт", "done": "готово", "failed": "не вышло"},
    curve="Бит на знак на отложенных постах: чем ниже, тем лучше",
)

EN = PageWords(
    language="en",
    title="Wallflower: tried out on this machine",
    about="A small VK and a small Telegram live on this machine; the bot is the real one. Speak for any of the four.",
    needs_script="This page needs JavaScript to show the chats. In the terminal all goes on without it.",
    other_language="Русский",
    panes="What to show",
    wall_pane="Wall",
    chat_pane="Chat",
    console_pane="Console",
    wall="VK wall",
    channel="Telegram channel",
    nothing_yet="Nothing yet",
    person="Who writes",
    roles={"member": "member", "moderator": "moderator", "admin": "admin", "owner": "owner"},
    platform="Where",
    platforms={"telegram": "Telegram", "vk": "VK"},
    room="Chat",
    private="The bot",
    messages="Messages",
    message="Message to the bot",
    group_message="Message to all in the group",
    send="Send",
    picture="Send a picture",
    picture_about="Sent at once, with what is typed as its caption.",
    own_picture="A file of your own",
    snapshots={"cat": "A cat on a windowsill", "soup": "Borscht", "yard": "A yard at night", "umbrella": "An umbrella"},
    a_picture="A picture without words",
    chips_label="What one may say",
    chips={
        "member": ["/meme", "/meme drake monday | saturday", "/text", "/top", "/templates", "/help"],
        "moderator": ["/queue", "/words", "/help"],
        "admin": ["/schedule", "/queue 3", "/stats", "/roles", "/help"],
        "owner": ["/roles", "/audit", "/help"],
    },
    group_chips={
        "member": ["Who left an umbrella here yesterday?", "/meme", "/text Today"],
        "moderator": ["The lift is broken again", "/meme about neighbours"],
        "admin": ["/chance 100", "/chance 0", "Who comes on Saturday?"],
        "owner": ["/top", "Good morning, everybody"],
    },
    addressed={"telegram": "/meme@{bot}", "vk": "@{bot} /meme"},
    inline="about mondays",
    offers="What the bot offers",
    offers_wait="The bot looks for something…",
    offers_none="The bot offered nothing. Perhaps it does not run yet.",
    via="via",
    answer="Reply",
    answering="Reply to:",
    cancel="Don't reply",
    edited="edited",
    unread="unread",
    refused="That didn't work:",
    connection_lost="The connection to the demo is lost. If it has ended, close this page.",
    console_about="The console opens as it does for a real community: the bot sends a link in answer to /console.",
    console_open="Open the console:",
    console_as={"moderator": "as moderator", "admin": "as admin", "owner": "as owner"},
    console_here="Open the console beside",
    console_asks="The bot makes a link…",
    console_none="No link came. Perhaps the bot does not run yet.",
    walk="How far the demo is",
    walk_over="All is ready: try it yourself.",
    steps={
        "scrape": "read the wall",
        "corpus": "clean the posts",
        "train": "fit the network",
        "write": "write three posts",
        "run": "run the bot",
        "moderate": "approve drafts: cards in the moderator's chat",
        "publish": "publish by the schedule",
        "members": "answer members",
    },
    standings={"waits": "waits", "runs": "runs", "done": "done", "failed": "failed"},
    curve="Bits per character on held-out posts: less is better",
)
