"""Bot keyboards: what VK takes (5×10, inline 5×6 with at most ten buttons), everything else is error 911."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.sandbox.vk.errors import VkApiError

LABEL_CHARS = 40
PAYLOAD_CHARS = 255
_COLOURS = frozenset({"primary", "secondary", "default", "negative", "positive"})
_NEEDS = {
    "text": ("label",),
    "callback": ("label", "payload"),
    "open_link": ("label", "link"),
    "location": (),
    "vkpay": ("hash",),
    "open_app": ("label", "app_id"),
}
_COLOURED = frozenset({"text", "callback"})


def read_keyboard(text: str, author_id: int) -> dict[str, object] | None:
    """The keyboard as it stands in messages afterwards; None where `text` is empty. Raises VkApiError 911."""
    if not text:
        return None
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise VkApiError(911, "keyboard is not valid JSON") from error
    if not isinstance(document, dict):
        raise VkApiError(911, "keyboard is not an object")
    is_inline = _boolean(document, "inline")
    one_time = _boolean(document, "one_time")
    if is_inline and one_time:
        raise VkApiError(911, "inline keyboard can't be one_time")
    unknown = document.keys() - {"inline", "one_time", "buttons", "author_id"}
    if unknown:
        raise VkApiError(911, "keyboard has unknown fields")
    rows = document.get("buttons")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise VkApiError(911, "buttons should be an array of arrays")
    _check_size(rows, is_inline=is_inline)
    buttons = [[_read_button(button) for button in row] for row in rows]
    return {"one_time": one_time, "inline": is_inline, "author_id": author_id, "buttons": buttons}


def _boolean(document: dict[str, object], name: str) -> bool:
    value = document.get(name, False)
    if not isinstance(value, bool):
        raise VkApiError(911, f"{name} should be boolean")
    return value


def _check_size(rows: list[list[object]], *, is_inline: bool) -> None:
    most_rows = 6 if is_inline else 10
    if len(rows) > most_rows:
        raise VkApiError(911, f"too many rows, max {most_rows}")
    if any(not 1 <= len(row) <= 5 for row in rows):
        raise VkApiError(911, "a row should have 1 to 5 buttons")
    if is_inline and not 1 <= sum(map(len, rows)) <= 10:
        raise VkApiError(911, "an inline keyboard should have 1 to 10 buttons")


def _read_button(button: object) -> dict[str, object]:
    if not isinstance(button, dict) or not isinstance(button.get("action"), dict):
        raise VkApiError(911, "a button should have an action")
    action = button["action"]
    kind = action.get("type")
    if not isinstance(kind, str) or kind not in _NEEDS:
        raise VkApiError(911, "unknown type of button")
    for name in _NEEDS[kind]:
        if action.get(name) in (None, ""):
            raise VkApiError(911, f"button {kind} needs {name}")
    read: dict[str, object] = {"type": kind}
    if kind == "open_app":
        if not isinstance(action["app_id"], int):
            raise VkApiError(911, "app_id should be integer")
        read["app_id"] = action["app_id"]
    for name in ("label", "link", "hash"):
        if name in action:
            read[name] = _text(action[name], name, LABEL_CHARS if name == "label" else 2_000)
    if "payload" in action:
        read["payload"] = _read_payload(action["payload"])
    answer: dict[str, object] = {"action": read}
    colour = button.get("color")
    if colour is not None and (not isinstance(colour, str) or colour not in _COLOURS):
        raise VkApiError(911, "unknown color")
    if kind in _COLOURED:
        answer["color"] = "default" if colour in (None, "secondary") else colour
    elif colour is not None:
        raise VkApiError(911, f"button {kind} can't have a color")
    return answer


def _text(value: object, name: str, most: int) -> str:
    if not isinstance(value, str):
        raise VkApiError(911, f"{name} should be string")
    if len(value) > most:
        raise VkApiError(911, f"{name} is too long, max {most}")
    return value


def _read_payload(payload: object) -> str:
    """A payload is JSON, sent as text or as the object itself; it comes back as text."""
    text = payload if isinstance(payload, str) else json.dumps(payload, ensure_ascii=False)
    try:
        json.loads(text)
    except (ValueError, RecursionError) as error:
        raise VkApiError(911, "payload is not valid JSON") from error
    return _text(text, "payload", PAYLOAD_CHARS)


def actions(keyboard: dict[str, object]) -> Iterator[dict[str, object]]:
    """The actions of all buttons, row by row."""
    rows = keyboard["buttons"]
    if isinstance(rows, list):
        for row in rows:
            for button in row:
                yield button["action"]
