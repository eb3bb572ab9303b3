"""The wire: ways to pass parameters, wrong addresses, hostile bodies, and no secrets in the log."""

import json
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.methods import METHODS
from bot.sandbox.telegram.state import User
from tests.sandbox.telegram.bot_api_schema import RETURNS, BotApiSchema
from tests.sandbox.telegram.conftest import TOKEN, Answers, Clock


async def get_json(response: aiohttp.ClientResponse) -> Any:
    return json.loads(await response.text())


@pytest.mark.parametrize("way", ["query", "form", "multipart", "json", "query of a POST"])
async def test_parameters_are_taken_in_every_documented_way(
    http: aiohttp.ClientSession, sandbox: TelegramSandbox, anna: User, way: str
) -> None:
    parameters = {"chat_id": str(anna.id), "text": "привет"}
    address = f"/bot{TOKEN}/sendMessage"
    match way:
        case "query":
            asking = http.get(address, params=parameters)
        case "form":
            asking = http.post(address, data=parameters)
        case "multipart":
            form = aiohttp.FormData(parameters, default_to_multipart=True)
            asking = http.post(address, data=form)
        case "json":
            asking = http.post(address, json={"chat_id": anna.id, "text": "привет"})
        case _:
            asking = http.post(address, params=parameters)
    async with asking as response:
        assert (await get_json(response))["result"]["text"] == "привет"


async def test_method_names_are_taken_in_any_case(http: aiohttp.ClientSession, anna: User) -> None:
    async with http.get(f"/bot{TOKEN}/GETME") as response:
        assert (await get_json(response))["result"]["is_bot"] is True


@pytest.mark.parametrize(
    ("address", "code", "description"),
    [
        ("/bot999:wrong/getMe", 401, "Unauthorized"),
        (f"/bot{TOKEN}/getYou", 404, "Not Found: method not found"),
        ("/file/bot999:wrong/photos/1.jpg", 401, "Unauthorized"),
        (f"/file/bot{TOKEN}/photos/1.jpg", 404, "Not Found"),
    ],
)
async def test_wrong_addresses_are_refused_in_the_original_words(
    http: aiohttp.ClientSession, anna: User, address: str, code: int, description: str
) -> None:
    async with http.get(address) as response:
        assert response.status == code
        assert await get_json(response) == {"ok": False, "error_code": code, "description": description}


async def test_a_bot_that_logged_out_is_refused_for_ten_minutes(bot: Bot, http: aiohttp.ClientSession) -> None:
    assert await bot.log_out()
    async with http.get(f"/bot{TOKEN}/getMe") as response:
        assert (await get_json(response))["description"] == "Bad Request: Logged out"


async def test_closing_right_after_the_launch_is_refused(bot: Bot, http: aiohttp.ClientSession) -> None:
    async with http.get(f"/bot{TOKEN}/close") as response:
        assert (await get_json(response))["parameters"] == {"retry_after": 601}


async def test_the_call_log_tells_all_but_secrets(sandbox: TelegramSandbox, bot: Bot, anna: User) -> None:
    await bot.send_message(anna.id, "hello")
    await bot.set_webhook("https://example.org/hook", secret_token="s3cret")
    logged = json.dumps([call.to_json() for call in sandbox.calls], ensure_ascii=False)
    assert "hello" in logged
    assert "s3cret" not in logged
    assert TOKEN not in logged
    assert TOKEN not in repr(sandbox.backend.state)


async def test_every_method_is_documented_and_its_result_known(schema: BotApiSchema) -> None:
    assert METHODS.keys() <= schema.methods.keys()
    assert METHODS.keys() == RETURNS.keys()


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("User", {"id": 1, "is_bot": False}),
        ("User", {"id": "1", "is_bot": False, "first_name": "Anna"}),
        ("User", {"id": 1, "is_bot": 0, "first_name": "Anna"}),
        ("User", {"id": 1, "is_bot": False, "first_name": "Anna", "age": 20}),
        ("ChatMember", {"status": "member", "user": {}}),
        ("ChatMember", {"status": "owner", "user": {"id": 1, "is_bot": False, "first_name": "Anna"}}),
        ("Array of User", {}),
        ("True", 1),
    ],
)
async def test_the_check_of_answers_finds_what_is_wrong(schema: BotApiSchema, kind: str, value: object) -> None:
    assert schema.errors(value, kind, "place")


hostile = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=40)
    | st.sampled_from(
        ["attach://x", "\ud800", "[[", '{"inline_keyboard":[[{"text":[],"style":{}}]]}', "<b", "@anna_k"]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                ["type", "text", "inline_keyboard", "keyboard", "id", "media", "emoji", "offset", "length", "url"]
            )
            | st.text(max_size=8),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
NAMES = [
    "chat_id",
    "from_chat_id",
    "text",
    "caption",
    "parse_mode",
    "entities",
    "caption_entities",
    "reply_markup",
    "reply_parameters",
    "message_id",
    "message_ids",
    "media",
    "photo",
    "commands",
    "scope",
    "results",
    "inline_query_id",
    "reaction",
    "allowed_updates",
    "offset",
    "limit",
    "url",
    "file_id",
    "user_id",
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(sorted(METHODS.keys() - {"logOut", "setWebhook"})),
    parameters=st.dictionaries(st.sampled_from(NAMES), hostile, max_size=8),
    to_anna=st.booleans(),
)
async def test_hostile_parameters_get_an_answer_in_the_documented_form(
    http: aiohttp.ClientSession,
    answers: Answers,
    clock: Clock,
    anna: User,
    method: str,
    parameters: dict[str, Any],
    to_anna: bool,
) -> None:
    clock.forward(60)  # so that the limits on sending hide nothing
    if to_anna:
        parameters |= {"chat_id": anna.id, "message_id": 1}
    async with http.post(f"/bot{TOKEN}/{method}", json=parameters) as response:
        answers.keep(method, await response.text())
        assert response.status < 500


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b'{"text": "\\ud800"}', "application/json"),
        (b"no parts", "multipart/form-data; boundary=x"),
        (b"no parts", "multipart/form-data"),
        (
            b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\xff\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"--x\r\nContent-Disposition: form-data\r\n\r\na\r\n--x--\r\n", "multipart/form-data; boundary=x"),
        (b"{}", "application/json; charset=nonsense"),
    ],
)
async def test_a_body_that_cant_be_read_is_refused(
    http: aiohttp.ClientSession, anna: User, body: bytes, content_type: str
) -> None:
    headers = {"Content-Type": content_type}
    async with http.post(f"/bot{TOKEN}/sendMessage", data=body, headers=headers) as response:
        assert response.status == 400
        assert (await get_json(response))["error_code"] == 400
