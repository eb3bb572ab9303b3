"""How to get each key, in the platforms' own words: VK's pages are in Russian for nearly everybody who has a community.

What VK lets which key do differs between its documents and what was measured; these texts say what can be relied on.
"""

WELCOME = """
This makes a home for one community: a folder with its settings, keys, posts and all that is learned from them.
Each key is tried at once. Enter takes what stands in [brackets]. Stop with Ctrl-C whenever you like: what you have
answered is kept, and the same command goes on from there:

    {command}

What will be asked for:
  - a key or two of your VK community, or a Telegram bot, or both; how to get them is said in its place
  - a phone or a browser in which you are logged in, to write one message to your bot
  - then some minutes in which it reads your wall and learns from it
"""

COMMUNITY_KEY = """
The community key is what the bot chats with, and where VK lets it, posts with. In a browser, as an administrator:
  1. open the community, Управление (Manage) → Работа с API (API usage); newer pages have it below Дополнительно
  2. Ключи доступа (Access tokens) → Создать ключ (Create token)
  3. tick: управление сообществом, сообщения, фотографии, файлы, стена
           (manage, messages, photos, docs, wall)
  4. confirm on your phone, copy the key (it begins with vk1.a.) and paste it here
And so that people can write to the bot: Управление → Сообщения → switch Сообщения сообщества on.
"""

SERVICE_KEY = """
The service key reads the wall; a community key may not. It can do nothing else.
  1. open https://dev.vk.com, log in, Мои приложения (My apps) → Создать (Create); any name, the kind does not matter
  2. in the app's settings copy Сервисный ключ доступа (Service key) and paste it here
Without one press Enter: then posts come from a file, a Telegram export for example.
"""

USER_KEY = """
Optional: an administrator's own key, with the rights wall and photos. VK lets some community keys post on the wall
and refuses others, and only a user key surely uploads pictures for wall posts and takes posts down again.
  - keys of VK ID (they begin with vk2.a.) may post nothing
  - such a key may do in your name all that its rights say: it stays in .env and goes to VK alone
Without one press Enter: what VK refuses is then handed to admins in chat, to be posted with two taps.
"""

BOT = """
A Telegram bot takes a minute:
  1. in Telegram open https://t.me/BotFather and write /newbot
  2. give it a name, and an address that ends in `bot`
  3. it answers with a token, like 123456789:AAE…: copy it and paste it here
"""

CHANNEL = """
Posts can go to a Telegram channel. Make the bot an administrator there: the channel's page → Edit → Administrators →
Add administrator → @{name}, and leave “Post messages” on.

Then write the channel's address (@name or https://t.me/name), or `?` to have the bot look where it was added within the
last day, which also finds a private channel. Enter: no channel.
"""

OWNER = """
Owners may do everything, also make others admins and moderators (in chat: /role). The first one should be you.
The bot finds your number itself: it shows a code here, and whoever writes it to the bot is the owner.
"""

OWNER_BY_HAND = """
Your number is what @userinfobot or another such bot tells on Telegram; on VK it is in the address of your page's photo,
vk.com/photo123_456: here 123.
"""

CONSOLE = """
Queue, calendar, corpus and statistics can also be seen in a browser. That page is served on this machine alone,
unless you put a proxy with TLS before it (docs/operators.md says how).
"""

FILE = """
Posts can come from a file: a Telegram export (Telegram Desktop: channel → ⋮ → Export chat history →
Machine-readable JSON), a text with empty lines between posts, CSV or JSON lines.
"""

TRAINING = """
Training takes one or two cores for as long as you say: five minutes will do for a small wall, ten for some thousand
posts. {voice}
It can be stopped and goes on later, and `wallflower train` trains anew whenever you like.
"""

VOICE = "A Russian wall that is not big begins with base-ru, a network that knows Russian and comes with Wallflower."

SLOT = """
A slot is a time at which one approved draft goes out. Add days, a zone or places if you like:
  19:30       21:00 fri,sat       12:00 weekdays vk:-1
"""
