"""Answers that no platform would give, to every method that the bot calls, through the real vk_api and aiogram.

Each call ends with a value of the type that it promises, or with one of the bot's own errors.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import NoneType

from aiogram import Bot
from aiogram.utils.backoff import BackoffConfig
from hypothesis import strategies as st

from benchmarks.hostile_inputs.drawing import any_json, drawn, spoilt, spoilt_bytes
from benchmarks.hostile_inputs.outcome import Outcome
from benchmarks.hostile_inputs.wire import BOT, GROUP_ID, NOW_S, TOKEN, Wire, wired
from bot.domain.member import Address, Platform
from bot.domain.message import Button, Incoming, InlineQuery, Message, Offer, Press, Sent
from bot.domain.picture import Picture, PictureFormat
from bot.domain.place import Place
from bot.errors import WallflowerError
from bot.platforms.telegram.channel import TelegramChannel
from bot.platforms.telegram.chat import TelegramChat
from bot.platforms.telegram.client import make_bot
from bot.platforms.telegram.commands import DEFAULT, set_commands
from bot.platforms.telegram.inline import TelegramInline
from bot.platforms.telegram.polling import TelegramPolling
from bot.platforms.telegram.rate_limits import Limits, Rate
from bot.platforms.vk.backoff import Backoff
from bot.platforms.vk.channel import VkChannel
from bot.platforms.vk.chat import VkChat
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.failures import KeyKind
from bot.platforms.vk.group_settings import prepare_group
from bot.platforms.vk.keys import VkClients
from bot.platforms.vk.long_poll import VkLongPoll
from bot.platforms.vk.owner import own_group, resolve_owner
from bot.platforms.vk.wall import VkWall
from bot.ports import WallPage

_MESSAGE = Message("a text", ((Button("yes", "approve:1"),),), reply_to=3)
_POST = {
    "id": 5, "owner_id": -GROUP_ID, "from_id": 2, "signer_id": 2, "date": NOW_S, "text": "a post", "post_type": "post",
    "edited": NOW_S, "is_pinned": 1, "marked_as_ads": 0, "copy_history": [],
}  # fmt: skip
_SENT = {"message_id": 9, "date": NOW_S, "chat": {"id": 42, "type": "private", "first_name": "A"}, "text": "a text"}
_ALBUM = (Picture(b"a picture", PictureFormat.JPEG, 600, 400), Picture(b"another", PictureFormat.JPEG, 600, 400))
_AT_ONCE_S = 0.001
_PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Case:
    """A call, the method whose answer is spoilt, a good answer to it, and the type of what the call returns.

    `is_enveloped`: whether the good answer stands within `response` or `result`.
    """

    method: str
    good: object
    call: Callable[[], Awaitable[object]]
    returns: type | tuple[type, ...] = NoneType
    is_enveloped: bool = True


def feed_vk(count: int, number: int, folder: Path) -> Outcome:
    """`count` answers of VK's."""
    del folder
    return asyncio.run(_feed(_vk_cases, "response", count, number))


def feed_telegram(count: int, number: int, folder: Path) -> Outcome:
    """`count` answers of the Bot API's."""
    del folder
    return asyncio.run(_feed(_telegram_cases, "result", count, number))


async def _feed(
    cases_on: Callable[[Wire], AbstractAsyncContextManager[Sequence[Case]]], envelope: str, count: int, number: int
) -> Outcome:
    outcome = Outcome()
    async with wired() as wire, cases_on(wire) as cases:
        for place, case in enumerate(cases):
            share = count // len(cases) + (place < count % len(cases))
            kind = envelope if case.is_enveloped else ""
            for body in drawn(_bodies(case.good, kind), share, number + place):
                outcome.inputs += 1
                wire.answer(case.method, body)
                await _try(case, body, outcome)
            # The next good answer is understood as ever.
            wire.answer(case.method, _enveloped(case.good, kind))
            await _try(case, b"a good answer", outcome, is_good=True)
            wire.answer(case.method, None)
    return outcome


async def _try(case: Case, body: bytes, outcome: Outcome, *, is_good: bool = False) -> None:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            found = await case.call()
    except WallflowerError as error:
        if is_good:
            outcome.wrong(f"{case.method}: {error!r}", body)
    except Exception as error:  # noqa: BLE001 - what is looked for
        outcome.wrong(f"{case.method}: {error!r}", body)
    else:
        if not isinstance(found, case.returns) or isinstance(found, bool) != (case.returns is bool):
            outcome.wrong(f"{case.method} returned {type(found).__name__}", body)
        if isinstance(found, WallPage):
            for post in found.posts:
                (post.text + str(post.author)).encode()


_ERRORS = {
    "result": {
        "ok": False, "error_code": 400, "description": "Bad Request: x", "parameters": {"migrate_to_chat_id": -5},
    },
    "response": {"error": {"error_code": 15, "error_msg": "Access denied", "request_params": []}},
    "": {"failed": 1, "ts": "5"},
}  # fmt: skip


def _enveloped(good: object, envelope: str) -> bytes:
    whole = {"result": {"ok": True, "result": good}, "response": {"response": good}}.get(envelope, good)
    return json.dumps(whole).encode()


def _bodies(good: object, envelope: str) -> st.SearchStrategy[bytes]:
    return st.one_of(
        spoilt(good).map(lambda value: _enveloped(value, envelope)),
        spoilt(json.loads(_enveloped(good, envelope))).map(lambda value: json.dumps(value).encode()),
        spoilt(_ERRORS[envelope]).map(lambda value: json.dumps(value).encode()),
        spoilt_bytes(_enveloped(good, envelope)),
        any_json.map(lambda value: json.dumps(value).encode()),
        st.sampled_from((b"", b"<html></html>", b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe", b"null")),
    )


@asynccontextmanager
async def _vk_cases(wire: Wire) -> AsyncIterator[list[Case]]:
    client = VkClient(
        "vk1.a.key", wire.url, kind=KeyKind.USER, requests_per_s=100_000, timeout_s=5.0,
        backoff=Backoff(attempts=2, first_s=_AT_ONCE_S, longest_s=_AT_ONCE_S),
    )  # fmt: skip
    place, chat = Place(Platform.VK, str(-GROUP_ID)), Address(Platform.VK, 42)
    channel = VkChannel(VkClients(service=client, user=client), settle_s=0)
    chats = VkChat(client)
    press = Press("k", chat, chat, 5, "approve:1", "event")
    since = datetime.fromtimestamp(NOW_S, UTC)
    page = {"count": 1, "items": [_POST, {**_POST, "id": 6, "signer_id": None}]}
    settings = {
        "is_enabled": True, "api_version": "5.199", "events": {"message_new": 1, "message_event": 1},
    }  # fmt: skip
    sent = [{"peer_id": 42, "message_id": 1, "conversation_message_id": 7}]
    server = {"server": f"{wire.url}/long-poll", "key": "k", "ts": "1"}
    events = {"ts": "2", "updates": [{"type": "group_join", "event_id": "e", "object": {}}]}
    wall = VkWall(client, -GROUP_ID)
    yield [
        Case("wall.get", page, lambda: wall.page(0, 100), WallPage),
        Case("wall.get", page, lambda: channel.find(place, "a post", since), (str, NoneType)),
        Case("wall.post", {"post_id": 5}, lambda: channel.publish(place, "a text", "k"), str),
        Case("wall.delete", 1, lambda: channel.take_down(place, "5")),
        Case("messages.send", sent, lambda: chats.send(chat, _MESSAGE, "k"), Sent),
        Case("messages.edit", 1, lambda: chats.edit(chat, Sent(7), _MESSAGE)),
        Case("messages.sendMessageEventAnswer", 1, lambda: chats.answer(press, "yes")),
        Case("groups.getById", {"groups": [{"id": 1}]}, lambda: own_group(client), int),
        Case("groups.getLongPollSettings", settings, lambda: prepare_group(client, GROUP_ID)),
        Case("utils.resolveScreenName", {"type": "group", "object_id": 1}, lambda: resolve_owner(client, "wall"), int),
        Case("groups.getLongPollServer", server, lambda: _poll_vk(wire, client, "groups.getLongPollServer")),
        Case("long poll", events, lambda: _poll_vk(wire, client, "long poll"), is_enveloped=False),
    ]
    client.close()


async def _poll_vk(wire: Wire, client: VkClient, method: str) -> None:

    async def load() -> None:
        return None

    async def save(ts: str) -> None:
        ts.encode("ascii")

    async def take(updates: Sequence[Incoming | Press]) -> None:
        for update in updates:
            update.key.encode()

    backoff = Backoff(first_s=_AT_ONCE_S, longest_s=_AT_ONCE_S)
    poll = VkLongPoll(client, GROUP_ID, cursor_load=load, cursor_save=save, on_events=take, wait_s=1, backoff=backoff)
    await _survives(wire, poll.run(), method)


@asynccontextmanager
async def _telegram_cases(wire: Wire) -> AsyncIterator[list[Case]]:
    wide = Rate(1_000_000, _AT_ONCE_S)
    bot = make_bot(TOKEN, wire.url, timeout_s=5.0, limits=Limits(overall=wide, chat=wide, group=wide, tries=1))
    place, chat = Place(Platform.TELEGRAM, "@channel"), Address(Platform.TELEGRAM, 42)
    channel, chats, inline = TelegramChannel(bot), TelegramChat(bot), TelegramInline(bot)
    press, query = Press("k", chat, chat, 5, "approve:1", "event"), InlineQuery("k", chat, "words", "q")
    member = {"status": "administrator", "user": BOT, **dict.fromkeys(_ADMINISTRATORS_RIGHTS, True)}
    yield [
        Case("sendMessage", _SENT, lambda: channel.publish(place, "a text", "k"), str),
        Case("sendMessage", _SENT, lambda: chats.send(chat, _MESSAGE, "k"), Sent),
        Case("sendMediaGroup", [_SENT, _SENT], lambda: channel.publish(place, "", "k", _ALBUM), str),
        Case("sendMediaGroup", [_SENT, _SENT], lambda: chats.send(chat, Message("", pictures=_ALBUM), "k"), Sent),
        Case("editMessageText", _SENT, lambda: chats.edit(chat, Sent(9), _MESSAGE)),
        Case("deleteMessage", True, lambda: channel.take_down(place, "42:9")),
        Case("answerCallbackQuery", True, lambda: chats.answer(press, "yes")),
        Case("answerInlineQuery", True, lambda: inline.answer_inline(query, Offer(("a", "b")))),
        Case("getChatMember", member, lambda: chats.hears_everything(chat), bool),
        Case("setMyCommands", True, lambda: set_commands(bot, {DEFAULT: [("help", "what there is")]})),
        Case("getMe", BOT, lambda: _poll_telegram(wire, bot, "getMe")),
        Case("deleteWebhook", True, lambda: _poll_telegram(wire, bot, "deleteWebhook")),
        Case("getUpdates", [], lambda: _poll_telegram(wire, bot, "getUpdates")),
    ]
    await bot.session.close()


_ADMINISTRATORS_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories", "can_send_welcome_messages",
)  # fmt: skip


async def _poll_telegram(wire: Wire, bot: Bot, method: str) -> None:
    async def take(update: Incoming | Press) -> None:
        update.key.encode()

    backoff = BackoffConfig(min_delay=_AT_ONCE_S, max_delay=2 * _AT_ONCE_S, factor=2.0, jitter=0.0)
    polling = TelegramPolling(bot, take, take, timeout_s=1, backoff=backoff)
    await _survives(wire, polling.run(), method)


async def _survives(wire: Wire, polling: Coroutine[None, None, None], method: str) -> None:
    """Let it come upon the answer, then upon good ones until it waits for the next update; raises what it ends with."""
    task = asyncio.create_task(polling)

    async def go_on() -> None:
        await wire.until_answered(method)
        wire.answer(method, None)
        await wire.bring([])

    going_on = asyncio.create_task(go_on())
    try:
        await asyncio.wait({task, going_on}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
    finally:
        for each in (task, going_on):
            each.cancel()
        await asyncio.gather(task, going_on, return_exceptions=True)
