"""The control paths: another process founds a community, acts in it and looks on."""

import base64
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramServerError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from tests.sandbox.telegram.conftest import TOKEN, Clock
from tests.sandbox.telegram.pictures import picture


async def act(http: aiohttp.ClientSession, name: str, **body: Any) -> Any:
    async with http.post(f"/sandbox/{name}", json=body) as response:
        answer = await response.json()
        assert response.status == 200, answer
        return answer


async def look(http: aiohttp.ClientSession, name: str, **query: Any) -> Any:
    async with http.get(f"/sandbox/{name}", params=query) as response:
        answer = await response.json()
        assert response.status == 200, answer
        return answer


async def test_a_whole_conversation_is_driven_from_outside(http: aiohttp.ClientSession, client: Any) -> None:
    await act(http, "bots", token=TOKEN, username="wallflower_bot", supports_inline_queries=True)
    bot: Bot = client()
    anna = await act(http, "users", first_name="Anna")
    group = await act(http, "chats", kind="supergroup", title="Memes", creator=anna["id"])
    member = await act(http, "join", user_id=bot.id, chat_id=group["id"], admin=True)
    assert member["status"] == "administrator"
    said = await act(http, "say", user_id=anna["id"], chat_id=group["id"], text="/meme")
    await act(http, "photo", user_id=anna["id"], chat_id=group["id"], picture=base64.b64encode(picture()).decode())
    button = InlineKeyboardButton(text="Like", callback_data="like")
    sent = await bot.send_message(group["id"], "a meme", reply_markup=InlineKeyboardMarkup(inline_keyboard=[[button]]))
    await act(http, "react", user_id=anna["id"], chat_id=group["id"], message_id=sent.message_id, emoji="🔥")
    pressed = await act(
        http, "press", user_id=anna["id"], chat_id=group["id"], message_id=sent.message_id, button="Like"
    )
    await bot.answer_callback_query(pressed["id"], "liked")
    asked = await act(http, "inline_query", user_id=anna["id"], text="cats")
    messages = await look(http, "messages", chat_id=group["id"])
    calls = await look(http, "calls", method="sendMessage")
    assert said["text"] == "/meme"
    assert [message.get("text") for message in messages if "text" in message] == ["/meme", "a meme"]
    assert messages[-1]["reactions"] == {str(anna["id"]): [{"type": "emoji", "emoji": "🔥"}]}
    assert (await look(http, "callback", id=pressed["id"]))["answer"]["text"] == "liked"
    assert (await look(http, "inline_query", id=asked["id"]))["results"] is None
    assert [(call["method"], call["took_effect"]) for call in calls] == [("sendMessage", True)]
    assert await look(http, "calls", after=calls[0]["number"], method="sendMessage") == []
    assert TOKEN not in str(await look(http, "calls"))


async def test_faults_are_planned_and_ended_from_outside(http: aiohttp.ClientSession, bot: Bot, clock: Clock) -> None:
    rule = {"method": "getMe", "fault": {"kind": "api_error", "code": 500, "description": "Internal Server Error"}}
    async with http.post("/sandbox/faults", json=[rule]) as response:
        assert response.status == 200
    with pytest.raises(TelegramServerError):
        await bot.get_me()
    async with http.post("/sandbox/faults", json=[]) as response:
        assert await response.json() == []
    assert (await bot.get_me()).is_bot


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("say", '{"user_id": 1, "chat_id": 1}', "The request can't be read at text: Field required."),
        ("say", '{"user_id": 1, "chat_id": 1, "text": "a"}', "There is no account with the id 1; add it first."),
        ("say", "{", "The body has to be JSON in UTF-8."),
        ("chats", '{"kind": "party", "title": "a"}', "The request can't be read at kind"),
        ("bots", '{"token": "nonsense", "username": "a_bot"}', "A bot's token is a number"),
        ("faults", '[{"method": "getMe"}]', "The fault plan can't be read at 0.fault"),
    ],
)
async def test_what_cant_be_done_is_answered_with_one_sentence(
    http: aiohttp.ClientSession, bot: Bot, name: str, body: str, why: str
) -> None:
    async with http.post(f"/sandbox/{name}", data=body) as response:
        assert response.status == 400
        assert str((await response.json())["error"]).startswith(why)
    async with http.get("/sandbox/messages") as response:
        assert (await response.json())["error"] == "chat_id has to be a whole number."
