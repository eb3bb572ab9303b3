"""Driving the sandbox from another process: the JSON doors under /sandbox/."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest
import requests

if TYPE_CHECKING:
    from tests.sandbox.vk.conftest import Stage, Vk


async def post(stage: Stage, action: str, body: Any) -> tuple[int, Any]:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    response = await asyncio.to_thread(
        requests.post, f"{stage.sandbox.base_url}/sandbox/{action}", data=data, timeout=5
    )
    return response.status_code, response.json()


async def get(stage: Stage, path: str) -> tuple[int, Any]:
    response = await asyncio.to_thread(requests.get, f"{stage.sandbox.base_url}/sandbox/{path}", timeout=5)
    return response.status_code, response.json()


async def test_a_whole_community_is_built_and_used_from_outside(stage: Stage) -> None:
    """People, a community, a key, a wall, a conversation: all by JSON, then used by the real vk_api."""
    _, admin = await post(stage, "add_user", {"first_name": "Юля"})
    _, group = await post(stage, "add_group", {"name": "Новая", "admins": [admin["result"]]})
    wall = -group["result"]
    _, key = await post(stage, "add_token", {"kind": "community", "group_id": group["result"], "rights": ["messages"]})
    await post(stage, "fill_wall", {"owner_id": wall, "posts": ["раз", {"text": "два", "marked_as_ads": True}]})
    await post(stage, "say", {"user_id": admin["result"], "peer_id": wall, "text": "/meme"})
    keyboard = json.dumps(
        {"inline": True, "buttons": [[{"action": {"type": "callback", "label": "Да", "payload": "1"}}]]}
    )
    vk = stage.key(key["result"])
    await vk("messages.send", peer_id=admin["result"], message="?", random_id=0, keyboard=keyboard)
    press = {"user_id": admin["result"], "peer_id": wall, "conversation_message_id": 2, "payload": "Да"}
    status, pressed = await post(stage, "press", press)
    assert status == 200
    event_id = pressed["result"]["event_id"]
    await vk("messages.sendMessageEventAnswer", event_id=event_id, user_id=admin["result"], peer_id=admin["result"])
    _, event = await post(stage, "button_event", {"event_id": event_id})
    assert event["result"]["is_answered"] is True
    _, messages = await get(stage, f"messages?member_id={admin['result']}&peer_id={wall}")
    assert [message["text"] for message in messages["items"]] == ["/meme", "?"]
    _, posts = await get(stage, f"wall?owner_id={wall}&count=1")
    assert (posts["count"], posts["items"][0]["marked_as_ads"]) == (2, 1)
    _, events = await get(stage, f"events?group_id={group['result']}")
    assert [event["type"] for event in events["items"]] == [
        "message_allow",
        "message_new",
        "message_reply",
        "message_event",
    ]


async def test_faults_are_planned_and_calls_are_seen_from_outside(stage: Stage, service: Vk) -> None:
    plan = [{"method": "utils.*", "fault": {"kind": "api_error", "code": 10}, "times": 1}]
    status, answer = await post(stage, "faults", plan)
    assert (status, answer["strikes"]) == (200, 0)
    assert await service.error("utils.getServerTime") == 10
    _, answer = await get(stage, "faults")
    assert answer["strikes"] == 1
    _, calls = await get(stage, "calls")
    assert [(call["method"], call["outcome"], call["faults"]) for call in calls["items"]] == [
        ("utils.getServerTime", "not performed", ["api_error before"])
    ]
    assert service.token not in json.dumps(calls)
    assert (await get(stage, "calls?since=1"))[1]["items"] == []


@pytest.mark.parametrize(
    ("action", "body", "status"),
    [
        ("say", {"user_id": 1}, 400),
        ("say", {"user_id": "x", "peer_id": -77, "text": "а"}, 400),
        ("say", {"user_id": 1, "peer_id": -77, "text": "а", "more": 1}, 400),
        ("say", {"user_id": 1, "peer_id": 2_000_000_009, "text": "а"}, 400),
        ("say", {"user_id": 999, "peer_id": -77, "text": "а"}, 400),
        ("press", {"user_id": 1, "peer_id": -77, "conversation_message_id": 5, "payload": "x"}, 400),
        ("fill_wall", {"owner_id": -77, "posts": [{"txt": "а"}]}, 400),
        ("fill_wall", {"owner_id": -999, "posts": ["а"]}, 400),
        ("like", [1, 2], 400),
        ("like", b"{broken", 400),
        ("like", b"\xff\xfe", 400),
        ("like", b"[" * 100_000, 400),
        ("faults", {"kind": "drop"}, 400),
        ("stop", {}, 404),
        ("__init__", {}, 404),
    ],
)
async def test_a_wrong_request_is_told_so_in_a_sentence(stage: Stage, action: str, body: Any, status: int) -> None:
    """No traceback and no change: the status and one sentence."""
    before = len(stage.sandbox.posts(stage.wall))
    answer_status, answer = await post(stage, action, body)
    assert answer_status == status
    assert answer["error"].endswith(".")
    assert len(stage.sandbox.posts(stage.wall)) == before


@pytest.mark.parametrize(
    "path", ["wall", "wall?owner_id=x", "messages?member_id=1", "events?group_id=5", "calls?since=²"]
)
async def test_a_wrong_question_is_answered_with_400(stage: Stage, path: str) -> None:
    """Missing and malformed numbers are named."""
    status, answer = await get(stage, path)
    assert status == 400
    assert answer["error"]
