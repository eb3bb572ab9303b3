"""Whatever arrives, the sandbox answers by VK's own rules and goes on."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sandbox.vk import TokenKind, VkSandbox
from bot.sandbox.vk.dispatch import METHODS, Dispatcher
from bot.sandbox.vk.errors import VkApiError

if TYPE_CHECKING:
    from tests.sandbox.vk.conftest import Stage, Vk

PARAMETERS = (
    "owner_id", "post_id", "domain", "offset", "count", "filter", "extended",
    "fields", "posts", "query", "message", "attachments", "attachment", "from_group",
    "guid", "publish_date", "peer_id", "peer_ids", "user_id", "user_ids", "chat_id",
    "random_id", "keyboard", "payload", "reply_to", "forward", "forward_messages", "message_id",
    "cmid", "cmids", "message_ids", "conversation_message_id", "conversation_message_ids", "event_id", "event_data",
    "group_id", "group_ids", "screen_name", "type", "sort", "comment_id", "thread_items_count",
    "photo", "server", "hash", "code", "reply_to_comment", "delete_for_all", "signed",
    "mark_as_ads", "api_version", "enabled", "message_new", "need_likes", "rev", "caption",
)  # fmt: skip

VALUES = st.one_of(
    st.text(max_size=30),
    st.integers(-(2**70), 2**70).map(str),
    st.sampled_from(
        ["-77", "77", "1", "2", "0", "2000000001", "wall", "-77_1", "1,2,3", "photo-77_1", "https://a.b/c", "²", "٣",
         "-", '{"peer_id":2,"cmids":[1,[],null]}', '{"type":"show_snackbar","text":"a"}', "[]", "null", "NaN", "{" * 99,
         '{"buttons":[[{"action":{"type":"text","label":"a"}}]]}', "return API.wall.get({owner_id:-77});"]
    ),
)  # fmt: skip


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(sorted([*METHODS, "execute"])),
    st.dictionaries(st.sampled_from(PARAMETERS), VALUES, max_size=6),
    st.sampled_from(list(TokenKind)),
)
def test_any_parameters_end_in_json_or_in_a_vk_error(method: str, params: dict[str, str], kind: TokenKind) -> None:
    """Every method takes every text: it answers something that can be written, or a VkApiError."""
    sandbox = VkSandbox(clock=lambda: 1_800_000_000.0)
    admin = sandbox.add_user()
    sandbox.add_user()
    group = sandbox.add_group("Стена", group_id=77, admins=[admin], screen_name="wall")
    sandbox.fill_wall(-group, ["раз", "два"])
    sandbox.add_chat("Беседа", [admin, -group])
    sandbox.say(admin, -group, "привет")
    token = sandbox.add_token(kind, user_id=admin, group_id=group)
    try:
        answer = Dispatcher(sandbox.world).call(method, params | {"v": "5.199"}, token)
    except VkApiError as error:
        answer = error.to_json(params)
    assert json.loads(json.dumps(answer)).keys() & {"response", "error"}


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", b"v=5.199&owner_id=\xff\xfe"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"v=5.199"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\n\r\ncut off"),
        ("application/json", b'{"v": "5.199"}'),
        ("text/plain", b"\x00" * 1_000),
    ],
)
async def test_a_body_that_is_no_form_gets_an_error_object(
    stage: Stage, service: Vk, content_type: str, body: bytes
) -> None:
    """Wrong encodings and kinds of body never end in an HTTP 500."""
    url = f"{stage.sandbox.base_url}/method/wall.get"
    response = await asyncio.to_thread(requests.post, url, data=body, headers={"Content-Type": content_type}, timeout=5)
    assert response.status_code == 200
    assert "error_code" in response.json()["error"]
    assert await service("utils.getServerTime") > 0


async def test_a_form_of_thousands_of_fields_is_refused(stage: Stage, service: Vk) -> None:
    url, fields = f"{stage.sandbox.base_url}/method/wall.get", {f"field{number}": "1" for number in range(5_000)}
    assert (await service.run(requests.post, url, fields, timeout=5)).status_code == 413


async def test_texts_of_any_unicode_come_back_as_they_were(stage: Stage, community: Vk, service: Vk) -> None:
    for text in ("😀 ё\u0301 \u202e عربى", "строка\nстрока", "<b>&amp;</b>", "\u200b\ufeffx"):
        made = await community("wall.post", owner_id=stage.wall, from_group=1, message=text)
        found = await service("wall.getById", posts=f"{stage.wall}_{made['post_id']}")
        assert found["items"][0]["text"] == text.strip()
