"""Every answer that Telegram, or what stands before it, may give is translated into what the caller does about it."""

import gc
import socket
import traceback
import weakref
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from aiogram import Bot
from aiogram.methods import Response
from aiogram.types import Message as TelegramMessage

from bot.domain.member import Address, Platform
from bot.domain.message import Message, Press, Sent
from bot.domain.place import Place
from bot.errors import Misconfigured, Refused, Retryable, Unsure, WallflowerError
from bot.platforms.telegram import TelegramChannel, TelegramChat, set_commands

if TYPE_CHECKING:
    from tests.platforms.telegram.conftest import ScriptedApi

ANNA = Address(Platform.TELEGRAM, 42)
CHANNEL = Place.parse("telegram:@wall")
PRESS = Press(key="1", chat=ANNA, sender=ANNA, message_id=7, action="x", answer_to="q1")


def refusal(code: int, description: str | None, **parameters: int) -> tuple[int, object]:
    body: dict[str, object] = {"ok": False, "error_code": code, "parameters": parameters}
    if description is not None:
        body["description"] = description
    return code, body


LOST = [
    pytest.param(502, "<html>Bad Gateway</html>", id="a gateway's page"),
    pytest.param(*refusal(500, "Internal Server Error"), id="500"),
    pytest.param(*refusal(500, None), id="500 without a description"),
    pytest.param(*refusal(502, "Bad Gateway: restart"), id="restarting"),
    pytest.param(200, "", id="empty body"),
    pytest.param(200, '{"ok": tr', id="truncated"),
    pytest.param(200, "<html>Please wait</html>", id="HTML with 200"),
    pytest.param(200, b"\xff\xfe\x00{}", id="not UTF-8"),
    pytest.param(200, "[" * 100_000, id="nested without end"),
    pytest.param(200, {"ok": True}, id="ok without a result"),
    pytest.param(200, {"ok": [1], "result": {"message_id": "x"}}, id="wrong types"),
    pytest.param(200, {"ok": True, "result": {"message_id": {}, "chat": 5}}, id="wrong types inside"),
    pytest.param(200, {"ok": False}, id="200 that is no success"),
]


@pytest.mark.parametrize(("status", "body"), LOST)
async def test_a_send_without_a_clear_answer_is_unsure_and_sent_once(
    api: "ScriptedApi", bot: Bot, status: int, body: object
) -> None:
    api.answer("sendMessage", api.reply(body, status), api.reply(body, status))
    with pytest.raises(Unsure):
        await TelegramChannel(bot).publish(CHANNEL, "post", "key")
    assert len(api.forms("sendMessage")) == 1
    with pytest.raises(Unsure):
        await TelegramChat(bot).send(ANNA, Message("hello"), "key")
    assert len(api.forms("sendMessage")) == 2


@pytest.mark.parametrize(("status", "body"), LOST)
async def test_an_edit_without_a_clear_answer_may_be_repeated(
    api: "ScriptedApi", bot: Bot, status: int, body: object
) -> None:
    api.answer("editMessageText", api.reply(body, status))
    with pytest.raises(Retryable):
        await TelegramChat(bot).edit(ANNA, Sent(7), Message("hello"))


async def test_nothing_was_sent_where_nobody_listens(bot_at: Callable[..., Bot]) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        bot = bot_at(f"http://127.0.0.1:{unused.getsockname()[1]}")
        with pytest.raises(Retryable, match=r"telegram\.api_url"):
            await TelegramChannel(bot).publish(CHANNEL, "post", "key")


PLACE_REFUSALS: list[tuple[int, str, type[WallflowerError]]] = [
    (400, "Bad Request: chat not found", Misconfigured),
    (400, "Bad Request: not enough rights to send text messages to the chat", Misconfigured),
    (400, "Bad Request: need administrator rights in the channel chat", Misconfigured),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Misconfigured),
    (403, "Forbidden: bot is not a member of the channel chat", Misconfigured),
    (403, "Forbidden: bot was kicked from the channel chat", Misconfigured),
    (400, "Bad Request: TOPIC_CLOSED", Misconfigured),
    (400, "Bad Request: what Telegram says for the first time next year", Misconfigured),
    (400, "Bad Request: message is too long", Refused),
    (400, "Bad Request: message text is empty", Refused),
    (400, "Bad Request: can't parse entities: unsupported start tag", Refused),
    (413, "Request Entity Too Large", Refused),
    (418, "I'm a teapot", Refused),
    (401, "Unauthorized", Misconfigured),
    (404, "Not Found", Misconfigured),
]


@pytest.mark.parametrize(("code", "description", "expected"), PLACE_REFUSALS)
async def test_a_refused_post_says_whether_an_operator_must_act(
    api: "ScriptedApi", bot: Bot, code: int, description: str, expected: type[WallflowerError]
) -> None:
    status, body = refusal(code, description)
    api.answer("sendMessage", api.reply(body, status))
    with pytest.raises(expected) as caught:
        await TelegramChannel(bot).publish(CHANNEL, "post", "key")
    assert type(caught.value) is expected


@pytest.mark.parametrize(
    ("code", "description"), [(403, "Forbidden: bot was blocked by the user"), (400, "Bad Request: chat not found")]
)
async def test_a_chat_that_is_closed_to_the_bot_is_refused_with_its_code(
    api: "ScriptedApi", bot: Bot, code: int, description: str
) -> None:
    status, body = refusal(code, description)
    api.answer("sendMessage", api.reply(body, status))
    with pytest.raises(Refused, match=r"blocked|not found") as caught:
        await TelegramChat(bot).send(ANNA, Message("hello"), "key")
    assert caught.value.code == code


async def test_a_404_that_is_a_web_server_s_page_tells_to_check_the_address(api: "ScriptedApi", bot: Bot) -> None:
    api.answer("sendMessage", api.reply("<h1>Not Found</h1>", 404))
    with pytest.raises(Misconfigured, match=r"telegram\.api_url"):
        await TelegramChannel(bot).publish(CHANNEL, "post", "key")


async def test_a_429_of_a_post_is_handed_to_the_caller_with_its_time(api: "ScriptedApi", bot: Bot) -> None:
    status, body = refusal(429, "Too Many Requests: retry after 17", retry_after=17)
    api.answer("sendMessage", api.reply(body, status))
    with pytest.raises(Retryable) as caught:
        await TelegramChannel(bot).publish(CHANNEL, "post", "key")
    assert caught.value.retry_after_s == 17
    assert len(api.forms("sendMessage")) == 1


async def test_a_429_that_names_no_time_is_retryable_all_the_same(api: "ScriptedApi", bot: Bot) -> None:
    status, body = refusal(429, "Too Many Requests")
    api.answer("sendMessage", api.reply(body, status))
    with pytest.raises(Retryable) as caught:
        await TelegramChannel(bot).publish(CHANNEL, "post", "key")
    assert caught.value.retry_after_s > 1


async def test_a_longer_wait_than_the_bot_has_patience_for_is_handed_to_the_caller(
    api: "ScriptedApi", bot: Bot
) -> None:
    status, body = refusal(429, "Too Many Requests: retry after 86000", retry_after=86_000)
    api.answer("sendMessage", api.reply(body, status))
    with pytest.raises(Retryable) as caught:
        await TelegramChat(bot).send(ANNA, Message("hello"), "key")
    assert caught.value.retry_after_s == 86_000


async def test_a_face_that_is_there_already_is_no_error(api: "ScriptedApi", bot: Bot) -> None:
    status, body = refusal(400, "Bad Request: message is not modified: specified new message content is the same")
    api.answer("editMessageText", api.reply(body, status))
    await TelegramChat(bot).edit(ANNA, Sent(7), Message("hello"))
    assert len(api.forms("editMessageText")) == 1


async def test_a_press_too_old_to_answer_is_no_error(api: "ScriptedApi", bot: Bot) -> None:
    status, body = refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    api.answer("answerCallbackQuery", api.reply(body, status))
    await TelegramChat(bot).answer(PRESS, "done")
    assert len(api.forms("answerCallbackQuery")) == 1


async def test_other_refusals_of_edits_and_answers_are_raised(api: "ScriptedApi", bot: Bot) -> None:
    status, body = refusal(400, "Bad Request: message to edit not found")
    api.answer("editMessageText", api.reply(body, status))
    api.answer("answerCallbackQuery", api.reply(body, status))
    with pytest.raises(Refused):
        await TelegramChat(bot).edit(ANNA, Sent(7), Message("hello"))
    with pytest.raises(Refused):
        await TelegramChat(bot).answer(PRESS, "done")


async def test_a_group_that_became_a_supergroup_is_followed_and_remembered(api: "ScriptedApi", bot: Bot) -> None:
    status, body = refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-100_5)
    api.answer("sendMessage", api.reply(body, status))
    group = Address(Platform.TELEGRAM, -5)
    await TelegramChat(bot).send(group, Message("hello"), "key")
    await TelegramChat(bot).send(group, Message("again"), "key")
    assert [form["chat_id"] for form in api.forms("sendMessage")] == ["-5", "-1005", "-1005"]


async def test_a_supergroup_that_keeps_moving_is_followed_once(api: "ScriptedApi", bot: Bot) -> None:
    for target in (-1005, -1006):
        status, body = refusal(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=target)
        api.answer("sendMessage", api.reply(body, status))
    with pytest.raises(Refused):
        await TelegramChat(bot).send(Address(Platform.TELEGRAM, -5), Message("hello"), "key")
    assert len(api.forms("sendMessage")) == 2


@pytest.mark.parametrize(("status", "body"), [*LOST, pytest.param(*refusal(401, "Unauthorized"), id="401")])
async def test_neither_token_nor_text_shows_in_an_error_or_its_traceback(
    api: "ScriptedApi", bot: Bot, status: int, body: object
) -> None:
    words = "a member's words"
    if isinstance(body, dict):
        body = body | {"echo": words, "result": {"text": [words]}}
    api.answer("sendMessage", api.reply(body, status))
    with pytest.raises(WallflowerError) as caught:
        await TelegramChannel(bot).publish(CHANNEL, words, "key")
    shown = "".join(traceback.format_exception(caught.value))
    assert "must-not-leak" not in shown
    assert words not in shown


async def test_a_server_that_sends_the_caller_round_does_not_get_the_token_into_the_error(
    api: "ScriptedApi", bot: Bot
) -> None:
    api.answer("sendMessage", *[api.reply("", 307)] * 10)
    with pytest.raises(Unsure) as caught:
        await TelegramChannel(bot).publish(CHANNEL, "post", "key")
    assert "must-not-leak" not in "".join(traceback.format_exception(caught.value))


async def test_what_reads_an_answer_is_made_once_and_not_for_every_answer(bot: Bot) -> None:
    await TelegramChat(bot).send(ANNA, Message("hello"), "key")
    shape = weakref.ref(Response[TelegramMessage])
    gc.collect()
    assert shape() is Response[TelegramMessage]


async def test_a_bot_cannot_look_for_a_post(bot: Bot) -> None:
    with pytest.raises(Unsure, match="look there"):
        await TelegramChannel(bot).find(CHANNEL, "post", datetime.now(UTC))


async def test_a_menu_is_set_for_everybody_and_for_a_language(api: "ScriptedApi", bot: Bot) -> None:
    await set_commands(bot, {"default": [("meme", "Write one")], "ru": [("meme", "Напиши")]})
    everybody, russian = api.forms("setMyCommands")
    assert "language_code" not in everybody
    assert russian["language_code"] == "ru"
    assert "Write one" in everybody["commands"]


async def test_a_menu_that_telegram_refuses_is_refused(api: "ScriptedApi", bot: Bot) -> None:
    status, body = refusal(400, "Bad Request: BOT_COMMAND_INVALID")
    api.answer("setMyCommands", api.reply(body, status))
    with pytest.raises(Refused, match="BOT_COMMAND_INVALID"):
        await set_commands(bot, {"default": [("No Such", "x")]})
