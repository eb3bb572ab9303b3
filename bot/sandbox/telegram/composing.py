"""Parts of an outgoing message, read from parameters and held to the limits: text, caption, keyboard, reply."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.entities import format_text
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.keyboards import read_reply_markup
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.state import Chat, FormattedText, JsonObject, Message
from bot.sandbox.telegram.utf16 import utf16_length

MAX_TEXT_UNITS = 4096
MAX_CAPTION_UNITS = 1024
"""Both in UTF-16 units, after the markup is parsed."""

_PREVIEW_SWITCHES = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")


def read_text(backend: Backend, parameters: Parameters, name: str = "text") -> FormattedText:
    given = parameters.json("entities")
    formatted = format_text(parameters.text(name), parameters.text("parse_mode"), given, backend.state.users.get)
    return check_text(formatted)


def check_text(formatted: FormattedText) -> FormattedText:
    if not formatted.text:
        raise bad_request("message text is empty")
    if utf16_length(formatted.text) > MAX_TEXT_UNITS:
        raise bad_request("message is too long")
    return formatted


def read_caption(backend: Backend, parameters: Parameters) -> FormattedText:
    """An empty one where there is no caption."""
    given = parameters.json("caption_entities")
    formatted = format_text(parameters.text("caption"), parameters.text("parse_mode"), given, backend.state.users.get)
    if utf16_length(formatted.text) > MAX_CAPTION_UNITS:
        raise bad_request("message caption is too long")
    return formatted


def read_link_preview(parameters: Parameters) -> JsonObject | None:
    """LinkPreviewOptions as the message will tell them."""
    given = parameters.json("link_preview_options")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise bad_request("can't parse link preview options: object expected")
    kept: JsonObject = {name: True for name in _PREVIEW_SWITCHES if given.get(name) is True}
    if isinstance(given.get("url"), str) and given["url"]:
        kept["url"] = given["url"]
    return kept or None


@dataclass(frozen=True, slots=True)
class Envelope:
    """What all kinds of sent messages have in common."""

    reply_to: Message | None
    inline_keyboard: JsonObject | None
    other_markup: JsonObject | None
    has_protected_content: bool


def read_envelope(parameters: Parameters, chat: Chat) -> Envelope:
    inline, other = read_reply_markup(parameters.json("reply_markup", "reply keyboard markup"))
    return Envelope(_read_reply(parameters, chat), inline, other, parameters.boolean("protect_content"))


def _read_reply(parameters: Parameters, chat: Chat) -> Message | None:
    """The message replied to, by reply_parameters or by the older reply_to_message_id."""
    reply = parameters.json("reply_parameters")
    reply_id: object
    if reply is None:
        reply_id, may_miss = (
            parameters.integer("reply_to_message_id"),
            parameters.boolean("allow_sending_without_reply"),
        )
        if reply_id == 0:
            return None
    elif isinstance(reply, dict):
        reply_id, may_miss = reply.get("message_id"), reply.get("allow_sending_without_reply") is True
        other_chat_id = reply.get("chat_id")
        if other_chat_id is not None and other_chat_id != chat.id:
            raise bad_request("message to be replied not found")
    else:
        raise bad_request("can't parse reply parameters: object expected")
    message = chat.messages.get(reply_id) if isinstance(reply_id, int) else None
    if message is None and not may_miss:
        raise bad_request("message to be replied not found")
    return message
