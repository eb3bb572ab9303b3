"""Words, forged presses and malformed updates for a whole community: real polling, desk, commands, database, writer.

People of every role write them, in private chats and in groups. After each batch somebody new asks for `/help` and must
be answered: the loop lives. At the end the database is looked through.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from benchmarks.hostile_inputs.drawing import drawn, short_texts, spoilt, texts
from benchmarks.hostile_inputs.outcome import Outcome
from benchmarks.hostile_inputs.stored import wrongs
from benchmarks.hostile_inputs.watching import watching
from benchmarks.hostile_inputs.wire import GROUP_ID, NOW_S, TOKEN, Wire, wired
from benchmarks.writing import live_checkpoint
from bot.chat.action import Verb
from bot.chat.commands import COMMANDS
from bot.neighbours import Neighbours
from bot.running import serve
from bot.settings import SECRETS_FILE, SETTINGS_FILE, Home, load
from bot.storage.database import Database

_BATCH = 20
_PATIENCE_S = 120.0
_OWNERS, _ADMINS, _MODERATORS, _MEMBERS = (range(start, start + 40) for start in (500, 1_000, 2_000, 3_000))
_CARDS_CHAT = 900
_FIRST_ASKER = 10_000_000

_NAMES = [name for row in COMMANDS for name in (row.name, *row.aliases)]
_commands = st.builds("{}{} {}".format, st.sampled_from("/!"), st.sampled_from(_NAMES), short_texts)
_words = st.one_of(texts, _commands, _commands)
_numbers = st.one_of(
    st.integers(1, 12).map(str),
    st.integers().map(str),
    st.sampled_from(("", "٣", "９", "1e3", "0x1", "+1", "1.1", "1.0")),
)
_actions = st.one_of(
    st.builds("{}:{}".format, st.sampled_from([verb.value for verb in Verb]), _numbers),
    st.builds("{}:{}.{}".format, st.sampled_from([verb.value for verb in Verb]), _numbers, _numbers),
    short_texts,
)
_people = st.sampled_from([*_OWNERS, *_ADMINS, *_MODERATORS, *_MEMBERS])

Update = Any


@dataclass(frozen=True, slots=True)
class _Platform:
    """How one platform says things. `help_from` makes the update in which a person asks for help."""

    settings: Callable[[Wire], str]
    secrets: str
    inputs: st.SearchStrategy[Update]
    numbered: Callable[[Update, int], Update]
    help_from: Callable[[int], Update]


def feed_telegram(count: int, number: int, folder: Path, database_url: str = "") -> Outcome:
    """`count` updates of Telegram's."""
    return asyncio.run(_feed(_TELEGRAM, drawn(_TELEGRAM.inputs, count, number), folder, database_url))


def feed_vk(count: int, number: int, folder: Path, database_url: str = "") -> Outcome:
    """`count` events of VK's."""
    return asyncio.run(_feed(_VK, drawn(_VK.inputs, count, number), folder, database_url))


async def _feed(platform: _Platform, updates: list[Update], folder: Path, database_url: str) -> Outcome:
    outcome = Outcome()
    with watching() as watch:
        async with wired() as wire, _community(platform, wire, folder, database_url) as bot:
            brought: dict[str, Update] = {}
            for start in range(0, len(updates), _BATCH):
                batch = [platform.numbered(update, wire.next_number()) for update in updates[start : start + _BATCH]]
                brought.update((str(_key(update)), update) for update in batch)
                outcome.inputs += len(batch)
                asker = _FIRST_ASKER + start
                asking = platform.numbered(platform.help_from(asker), wire.next_number())
                if not await _answered(wire, batch, asking, asker):
                    outcome.wrong("who asks for /help after these is not answered", batch)
                for heard in watch.taken():
                    named = re.search(r"key=(\w+)", heard)
                    outcome.wrong(heard, brought.get(named[1]) if named else batch)
                if bot.done():
                    outcome.wrong(f"the bot ended: {bot.exception()!r}", batch)
                    break
        for heard in watch.taken():
            outcome.wrong(heard, "at the end")
        for refused in wire.refused:
            outcome.wrong(f"no platform would take {refused}", "one of the answers")
    database = Database(database_url or f"sqlite:///{folder / 'wallflower.db'}")
    for wrong in await wrongs(database):
        outcome.wrong(wrong, "one of the updates")
    await database.close()
    return outcome


async def _answered(wire: Wire, batch: list[Update], asking: Update, asker: int) -> bool:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await wire.bring(batch)
            await wire.bring([asking])
    except TimeoutError:
        return False
    return await wire.until_said_to(asker, _PATIENCE_S)


def _key(update: Update) -> object:
    return update.get("update_id", update.get("event_id")) if isinstance(update, dict) else None


@asynccontextmanager
async def _community(
    platform: _Platform, wire: Wire, folder: Path, database_url: str
) -> AsyncIterator[asyncio.Task[None]]:
    (folder / SETTINGS_FILE).write_text(platform.settings(wire), "utf-8")
    url = f"WALLFLOWER_DATABASE_URL={database_url}\n" if database_url else ""
    (folder / SECRETS_FILE).write_text(platform.secrets + url, "utf-8")
    live_checkpoint(folder / "checkpoints", 1, 16, end_bias=0.4)
    home = Home(folder)
    bot = asyncio.create_task(serve(home, load(home, {}), Neighbours()))
    try:
        yield bot
    finally:
        bot.cancel()
        await asyncio.gather(bot, return_exceptions=True)


def _settings(platform: str, wire: Wire) -> str:
    def people(numbers: range) -> str:
        return ", ".join(f'"{platform}:{number}"' for number in numbers)

    return f"""
[{platform}]
enabled = true
api_url = "{wire.url}"
{f"group_id = {GROUP_ID}" if platform == "vk" else ""}
[roles]
owners = [{people(_OWNERS)}]
admins = [{people(_ADMINS)}]
moderators = [{people(_MODERATORS)}]
[moderation]
chats = ["{platform}:{_CARDS_CHAT}"]
[writing]
min_chars = 1
looped_share = 1
max_chars = 30
[schedule]
place = "{"telegram:@channel" if platform == "telegram" else f"vk:-{GROUP_ID}"}"
tick_s = 1
[limits]
memes = 1000
commands = 1000
presses = 1000
group = 1000
"""


def _telegram_person(number: int) -> Update:
    return {"id": number, "is_bot": False, "first_name": "Аня", "username": f"anna{number}", "language_code": "ru"}


def _telegram_message(number: int, is_private: bool, text: str) -> Update:
    chat = {"id": number, "type": "private", "first_name": "Аня"}
    group = {"id": -1_000_000_000_000 - number % 7, "type": "supergroup", "title": "Стена"}
    return {
        "message_id": 5, "date": NOW_S, "chat": chat if is_private else group, "from": _telegram_person(number),
        "text": text,
    }  # fmt: skip


def _telegram_press(number: int, action: str) -> Update:
    card = {**_telegram_message(number, True, "a card"), "from": {"id": 4711, "is_bot": True, "first_name": "B"}}
    card["chat"] = {"id": _CARDS_CHAT, "type": "private", "first_name": "M"}
    query = {"id": "77", "from": _telegram_person(number), "chat_instance": "1", "data": action, "message": card}
    return {"callback_query": query}


def _telegram_inline(number: int, words: str) -> Update:
    return {"inline_query": {"id": "78", "from": _telegram_person(number), "query": words, "offset": ""}}


_ANSWERED = {
    **_telegram_message(3_000, True, "in answer"),
    "reply_to_message": _telegram_message(3_001, True, "to this"),
}
_PHOTO = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}
_DOCUMENT = {"file_id": "d", "file_unique_id": "v", "mime_type": "image/png", "file_size": 9}
_MEMBER = {"status": "member", "user": _telegram_person(4711)}
_TELEGRAM_GOOD: list[Update] = [
    {"message": _telegram_message(3_000, True, "words")},
    {"message": _telegram_message(1_000, False, "/schedule add 10:00")},
    {"message": {**_ANSWERED, "entities": [{"type": "mention", "offset": 0, "length": 2}]}},
    {"message": {**_telegram_message(3_000, False, ""), "photo": [_PHOTO], "caption": "/help"}},
    {"message": {**_telegram_message(3_000, True, ""), "document": _DOCUMENT, "caption": "/meme"}},
    {"message": {**_telegram_message(3_000, True, "/meme"), "reply_to_message": {
        **_telegram_message(3_001, True, ""), "photo": [_PHOTO, _PHOTO],
    }}},
    {"message": {**_telegram_message(3_000, False, "x"), "sender_chat": {"id": -5, "type": "channel", "title": "c"}}},
    {"message": {**_telegram_message(3_000, False, ""), "migrate_to_chat_id": -100}},
    {"edited_message": {**_telegram_message(3_000, True, "edited"), "edit_date": NOW_S}},
    {"channel_post": _telegram_message(3_000, False, "a post")},
    _telegram_press(1_000, "approve:1"),
    _telegram_inline(3_000, "words"),
    {"my_chat_member": {
        "chat": {"id": -5, "type": "group", "title": "g"}, "from": _telegram_person(3_000), "date": NOW_S,
        "old_chat_member": _MEMBER, "new_chat_member": _MEMBER,
    }},
]  # fmt: skip


def _telegram_numbered(update: Update, number: int) -> Update:
    """With a number of its own, unless it is spoilt so far that it has no place for one."""
    return {"update_id": number, **update} if isinstance(update, dict) else update


_TELEGRAM = _Platform(
    settings=lambda wire: _settings("telegram", wire),
    secrets=f"WALLFLOWER_TELEGRAM_TOKEN={TOKEN}\n",
    inputs=st.one_of(
        st.builds(_telegram_message, _people, st.booleans(), _words).map(lambda message: {"message": message}),
        st.builds(_telegram_press, _people, _actions),
        st.builds(_telegram_inline, _people, _words),
        st.sampled_from([{"update_id": 1, **good} for good in _TELEGRAM_GOOD]).flatmap(spoilt),
        st.sampled_from(_TELEGRAM_GOOD).flatmap(spoilt),
    ),
    numbered=_telegram_numbered,
    help_from=lambda person: {"message": _telegram_message(person, True, "/help")},
)


def _vk_message(number: int, is_private: bool, text: str) -> Update:
    message = {
        "id": 1, "date": NOW_S, "peer_id": number if is_private else 2_000_000_000 + number % 7, "from_id": number,
        "text": text, "conversation_message_id": 5, "out": 0, "random_id": 0, "attachments": [], "fwd_messages": [],
    }  # fmt: skip
    client = {"button_actions": ["callback"], "keyboard": True, "inline_keyboard": True, "lang_id": 0}
    return {"type": "message_new", "group_id": GROUP_ID, "object": {"message": message, "client_info": client}}


def _vk_press(number: int, payload: object) -> Update:
    press = {
        "user_id": number, "peer_id": _CARDS_CHAT, "event_id": "e", "payload": payload, "conversation_message_id": 5,
    }  # fmt: skip
    return {"type": "message_event", "group_id": GROUP_ID, "object": press}


_VK_GOOD: list[Update] = [
    _vk_message(3_000, True, "words"),
    _vk_message(1_000, False, "/schedule add 10:00"),
    {**_vk_message(3_000, True, "x"), "object": {**_vk_message(3_000, True, "x")["object"]["message"]}},
    _vk_press(1_000, {"a": "approve:1"}),
    {"type": "message_reply", "group_id": GROUP_ID, "object": {"text": "x", "from_id": -GROUP_ID}},
    {"type": "wall_post_new", "group_id": GROUP_ID, "object": {"id": 1, "text": "x", "from_id": 5}},
]
_VK_GOOD[0]["object"]["message"]["reply_message"] = {"conversation_message_id": 4, "from_id": 2, "text": "x"}
_VK_PHOTO = {
    "id": 1,
    "owner_id": 3_000,
    "sizes": [{"type": "x", "url": "https://localhost/x.jpg", "width": 9, "height": 9}],
}
_VK_DOC = {"id": 2, "owner_id": 3_000, "ext": "png", "url": "https://localhost/doc", "title": "x", "size": 9}
_VK_GOOD[1]["object"]["message"]["attachments"] = [
    {"type": "doc", "doc": _VK_DOC},
    {"type": "photo", "photo": _VK_PHOTO},
]
_VK_GOOD[0]["object"]["message"]["reply_message"]["attachments"] = [{"type": "photo", "photo": _VK_PHOTO}]
_VK_GOOD[0]["object"]["message"]["payload"] = '{"command": "start"}'


def _vk_numbered(update: Update, number: int) -> Update:
    return {"event_id": f"event{number}", **update} if isinstance(update, dict) else update


_VK = _Platform(
    settings=lambda wire: _settings("vk", wire),
    secrets="WALLFLOWER_VK_COMMUNITY_KEY=vk1.a.community\nWALLFLOWER_VK_USER_KEY=vk1.a.user\n",
    inputs=st.one_of(
        st.builds(_vk_message, _people, st.booleans(), _words),
        st.builds(_vk_press, _people, _actions.map(lambda action: {"a": action})),
        st.builds(_vk_press, _people, short_texts),
        st.sampled_from([{"event_id": "e", **good} for good in _VK_GOOD]).flatmap(spoilt),
        st.sampled_from(_VK_GOOD).flatmap(spoilt),
    ),
    numbered=_vk_numbered,
    help_from=lambda person: _vk_message(person, True, "/help"),
)
