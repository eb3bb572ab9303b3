"""Buttons under a message, as VK writes them, and what a press brings back."""

import json
from collections.abc import Sequence

from bot.domain.message import Button
from bot.errors import Refused
from bot.platforms.vk.answers import encodable

# VK's limits for an inline keyboard.
MAX_ROW = 5
MAX_ROWS = 6
MAX_BUTTONS = 10
MAX_LABEL = 40

_ACTION = "a"  # payloads are limited to 255 characters, so the name is short


def inline_keyboard(rows: Sequence[Sequence[Button]]) -> str | None:
    """The keyboard's JSON, or None without buttons. Rows that are too wide are broken, labels that are too long cut.

    Raises Refused if there are more buttons or rows than VK shows.
    """
    broken = [row[start : start + MAX_ROW] for row in rows for start in range(0, len(row), MAX_ROW)]
    if not broken:
        return None
    if len(broken) > MAX_ROWS or sum(map(len, broken)) > MAX_BUTTONS:
        raise Refused(f"VK shows at most {MAX_BUTTONS} buttons in {MAX_ROWS} rows under a message")
    return json.dumps({"inline": True, "buttons": [[_button(b) for b in row] for row in broken]}, ensure_ascii=False)


def action_of(payload: object) -> str:
    """What the pressed button carries, from a payload that is an object or an object's JSON; "" if it is none of ours.

    A payload can be forged: the action is any text whatever.
    """
    if isinstance(payload, str):
        try:
            payload = json.loads(payload)
        except (ValueError, RecursionError):
            return ""
    action = payload.get(_ACTION) if isinstance(payload, dict) else None
    return encodable(action) if isinstance(action, str) else ""


def _button(button: Button) -> dict[str, object]:
    label = button.label if len(button.label) <= MAX_LABEL else button.label[: MAX_LABEL - 1] + "…"
    return {"action": {"type": "callback", "label": label, "payload": json.dumps({_ACTION: button.action})}}
