"""Results of inline queries: articles and photos, checked, and turned into messages when a person chooses one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.composing import read_caption, read_text
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.keyboards import read_inline_keyboard
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.state import FormattedText, JsonObject

MAX_RESULTS = 50
MAX_RESULT_ID_BYTES = 64
_START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class ChosenContent:
    """The message that a result becomes. A photo comes by file_id or by address."""

    keyboard: JsonObject | None
    text: FormattedText | None = None
    photo_file_id: str | None = None
    photo_url: str | None = None
    caption: FormattedText | None = None


def read_results(backend: Backend, given: object) -> list[JsonObject]:
    """The `results` parameter, decoded; each one is checked as far as `read_content` reads it."""
    if not isinstance(given, list):
        raise bad_request("can't parse inline query results: expected an Array of InlineQueryResult")
    if len(given) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    seen: set[str] = set()
    for result in given:
        if not isinstance(result, dict):
            raise bad_request("can't parse InlineQueryResult: expected an Object")
        result_id = result.get("id")
        if not isinstance(result_id, str) or not 1 <= len(result_id.encode()) <= MAX_RESULT_ID_BYTES:
            raise bad_request("RESULT_ID_INVALID")
        if result_id in seen:
            raise bad_request("RESULT_ID_DUPLICATE")
        seen.add(result_id)
        read_content(backend, result)
    return given


def read_button(given: object) -> JsonObject | None:
    """The `button` above the results: it opens the private chat with `/start` and the parameter."""
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("text"), str) or not given["text"]:
        raise bad_request("can't parse InlineQueryResultsButton: button must have a text")
    if "web_app" in given:
        raise bad_request("web apps are unsupported here")
    if not isinstance(given.get("start_parameter"), str) or not _START_PARAMETER.fullmatch(given["start_parameter"]):
        raise bad_request("START_PARAM_INVALID")
    return given


def read_content(backend: Backend, result: JsonObject) -> ChosenContent:
    """What choosing the result would send. Raises BotApiError."""
    parameters = Parameters(result)
    keyboard = read_inline_keyboard(parameters.json("reply_markup", "reply keyboard markup"))
    instead = result.get("input_message_content")
    text: FormattedText | None = None
    if instead is not None:
        if not isinstance(instead, dict) or "message_text" not in instead:
            raise bad_request("can't parse input message content: unsupported input message content")
        text = read_text(backend, Parameters(instead), "message_text")
    kind = result.get("type")
    if kind == "article":
        if not parameters.text("title"):
            raise bad_request("ARTICLE_TITLE_EMPTY")
        if text is None:
            raise bad_request("can't parse InlineQueryResult: Can't find field \"input_message_content\"")
        return ChosenContent(keyboard, text=text)
    if kind != "photo":
        raise bad_request(f'can\'t parse InlineQueryResult: type "{kind}" is unsupported for the inline query result')
    caption = read_caption(backend, parameters)
    file_id, url = parameters.text("photo_file_id") or None, parameters.text("photo_url") or None
    if file_id is None and (url is None or not parameters.text("thumbnail_url")):
        raise bad_request("PHOTO_CONTENT_URL_EMPTY" if url is None else "PHOTO_THUMB_URL_EMPTY")
    if text is not None:
        return ChosenContent(keyboard, text=text)
    return ChosenContent(keyboard, photo_file_id=file_id, photo_url=url, caption=caption)
