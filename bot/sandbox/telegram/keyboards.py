"""reply_markup: inline keyboards, reply keyboards, their removal and forced replies, checked as the servers do."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.state import JsonObject
from bot.sandbox.telegram.utf16 import utf16_length

MAX_CALLBACK_DATA_BYTES = 64
MAX_INLINE_BUTTONS = 100
MAX_PLACEHOLDER_CHARS = 64

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
    "disabled",
)
_TEXT_ACTIONS = frozenset({"url", "callback_data", "switch_inline_query", "switch_inline_query_current_chat"})
_LOOKS = ("icon_custom_emoji_id", "style")
_STYLES = frozenset({"danger", "success", "primary"})


def read_inline_keyboard(markup: object) -> JsonObject | None:
    """An InlineKeyboardMarkup where nothing else is allowed (edits, inline results). None for an empty one."""
    inline, other = read_reply_markup(markup)
    if other is not None:
        raise bad_request("inline keyboard expected")
    return inline


def read_reply_markup(markup: object) -> tuple[JsonObject | None, JsonObject | None]:
    """(inline keyboard, any other markup); both None without markup. Raises BotApiError."""
    if markup is None:
        return None, None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = [
            [_read_inline_button(button) for button in row]
            for row in _read_rows(markup["inline_keyboard"], "inline_keyboard", "InlineKeyboardButton")
        ]
        if sum(map(len, rows)) > MAX_INLINE_BUTTONS:
            raise bad_request("reply markup is too long")
        rows = [row for row in rows if row]
        return ({"inline_keyboard": rows} if rows else None), None
    if "keyboard" in markup:
        for row in _read_rows(markup["keyboard"], "keyboard", "KeyboardButton"):
            for button in row:
                _read_label(button if isinstance(button, dict) else {"text": button}, "keyboard button")
        _check_placeholder(markup)
        return None, dict(markup)
    if markup.get("remove_keyboard") is True:
        return None, dict(markup)
    if markup.get("force_reply") is True:
        _check_placeholder(markup)
        return None, dict(markup)
    return None, None


def _read_rows(rows: object, name: str, kind: str) -> list[list[object]]:
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" of the ReplyMarkup must be an Array of Arrays')
    for row in rows:
        if not isinstance(row, list):
            raise bad_request(f'field "{name}" must be an Array of Arrays of {kind}')
    return rows


def _read_label(button: JsonObject, what: str) -> str:
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request(f'can\'t parse {what}: Field "text" must be a non-empty String')
    return text


def _check_placeholder(markup: JsonObject) -> None:
    placeholder = markup.get("input_field_placeholder", "")
    if not isinstance(placeholder, str) or utf16_length(placeholder) > MAX_PLACEHOLDER_CHARS:
        raise bad_request("input field placeholder is too long")


def _read_inline_button(button: object) -> JsonObject:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    kept: JsonObject = {"text": _read_label(button, "inline keyboard button")}
    actions = [name for name in _ACTIONS if button.get(name) is not None]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one of the optional fields must be used")
    action, value = actions[0], button[actions[0]]
    if action in _TEXT_ACTIONS and not isinstance(value, str):
        raise bad_request(f'can\'t parse inline keyboard button: Field "{action}" must be of type String')
    if action == "callback_data" and not 1 <= len(str(value).encode()) <= MAX_CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if action == "url":
        _check_url(str(value))
    for name in _LOOKS:
        if button.get(name) is not None:
            kept[name] = button[name]
    if "style" in kept and str(kept["style"]) not in _STYLES:
        raise bad_request("can't parse inline keyboard button: invalid button style specified")
    kept[action] = value
    return kept


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url if "://" in url or url.startswith("tg:") else f"http://{url}")
        is_fine = parts.scheme in {"http", "https", "tg", "ton"} and (parts.scheme == "tg" or "." in parts.netloc)
    except ValueError:
        is_fine = False
    if not is_fine or any(character.isspace() for character in url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
