"""Keyboards: what VK takes and what is error 911."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.sandbox.vk.errors import VkApiError
from bot.sandbox.vk.keyboards import actions, read_keyboard


def text_button(label: str = "Да", **more: Any) -> dict[str, Any]:
    return {"action": {"type": "text", "label": label}, **more}


def keyboard(rows: list[list[Any]], **more: Any) -> str:
    return json.dumps({"buttons": rows, **more})


@pytest.mark.parametrize(
    "text",
    [
        keyboard([]),
        keyboard([[text_button()] * 5] * 10),
        keyboard([[text_button()] * 5] * 2, inline=True),
        keyboard([[text_button()]] * 6, inline=True),
        keyboard([[text_button("ы" * 40, color="primary")]]),
        keyboard([[{"action": {"type": "callback", "label": "a", "payload": "x" * 0 + '"' + "x" * 253 + '"'}}]]),
        keyboard([[{"action": {"type": "open_link", "label": "a", "link": "https://example.org"}}]]),
    ],
)
def test_a_keyboard_within_the_limits_is_taken(text: str) -> None:
    """The keyboard comes back with the community as its author and its payloads as text."""
    taken = read_keyboard(text, -1)
    assert taken is not None
    assert taken["author_id"] == -1
    assert all(isinstance(action.get("payload", ""), str) for action in actions(taken))


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{",
        "null",
        "[" * 100_000,
        keyboard([[text_button()] * 6]),
        keyboard([[text_button()]] * 11),
        keyboard([[text_button()]] * 7, inline=True),
        keyboard([[text_button()] * 4] * 3, inline=True),
        keyboard([], inline=True),
        keyboard([[]]),
        keyboard([[text_button()]], inline=True, one_time=True),
        keyboard([[text_button()]], inline=1),
        keyboard([[text_button()]], extra=1),
        keyboard([[text_button("ы" * 41)]]),
        keyboard([[text_button("")]]),
        keyboard([[text_button(color="pink")]]),
        keyboard([[{"action": {"type": "text", "label": 5}}]]),
        keyboard([[{"action": {"type": "jump", "label": "a"}}]]),
        keyboard([[{"action": {"type": ["text"], "label": "a"}}]]),
        keyboard([[{"action": {"type": "callback", "label": "a"}}]]),
        keyboard([[{"action": {"type": "callback", "label": "a", "payload": "not json"}}]]),
        keyboard([[{"action": {"type": "callback", "label": "a", "payload": '"' + "x" * 254 + '"'}}]]),
        keyboard([[{"action": {"type": "open_link", "label": "a"}}]]),
        keyboard([[{"action": {"type": "open_link", "label": "a", "link": "https://a.b"}, "color": "primary"}]]),
        keyboard([["not a button"]]),
        json.dumps({"buttons": {"0": []}}),
    ],
)
def test_a_keyboard_beyond_the_limits_is_error_911(text: str) -> None:
    """Wrong sizes, kinds and types are all refused with the one code that VK has for it."""
    with pytest.raises(VkApiError) as caught:
        read_keyboard(text, -1)
    assert caught.value.code == 911
