"""Text as the servers keep it: markup parsed, cleaned and trimmed, entities found, lengths in UTF-16 units."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.markup_html import parse_html
from bot.sandbox.telegram.markup_markdown import parse_markdown_v2
from bot.sandbox.telegram.state import FormattedText, JsonObject, User
from bot.sandbox.telegram.utf16 import utf16_index, utf16_length, utf16_slice

GIVEN_KINDS = frozenset(
    {"bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote", "code", "pre"}
    | {"text_link", "text_mention", "custom_emoji"}
)
FOUND_KINDS = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
"""Kinds that the servers find by themselves; where a bot names them they are left out."""

_FOUND = (
    ("url", re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]]", re.IGNORECASE)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[a-z]{2,}(?![\w-])", re.IGNORECASE)),
    ("bot_command", re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/<>])")),
    ("mention", re.compile(r"(?<![\w@])@[a-zA-Z][a-zA-Z0-9_]{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#])#(?=\w*[^\W\d])\w{1,256}(?!\w)")),
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention"})
_WHITESPACE = " \n\t"


def format_text(
    text: str, parse_mode: str, given: object, user_by_id: Callable[[int], User | None] = lambda _: None
) -> FormattedText:
    """What the servers make of a bot's `text`. `given` is the decoded `entities` parameter, if any.

    Raises BotApiError where markup or entities can't be parsed. Checks no length.
    """
    mode = parse_mode.lower()
    text = _CONTROL.sub(" ", text.replace("\r", ""))
    match mode:
        case "" | "none":
            entities = _read_given(given)
        case "html":
            text, entities = parse_html(text)
        case "markdownv2":
            text, entities = parse_markdown_v2(text)
        case _:
            raise bad_request("unsupported parse_mode")
    entities = list(_resolve_mentions(entities, user_by_id))
    return _trim(text, entities)


def plain_text(text: str) -> FormattedText:
    """What the servers make of a person's text."""
    return _trim(_CONTROL.sub(" ", text.replace("\r", "")), [])


def entity_text(formatted: FormattedText, entity: JsonObject) -> str:
    return utf16_slice(formatted.text, _int(entity["offset"]), _int(entity["length"]))


def _int(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad_request("can't parse MessageEntity: Field must be of type Number")
    return value


def _read_given(given: object) -> list[JsonObject]:
    if given is None:
        return []
    if not isinstance(given, list):
        raise bad_request("can't parse entities: expected an Array of MessageEntity")
    entities: list[JsonObject] = []
    for entity in given:
        if not isinstance(entity, dict):
            raise bad_request("can't parse MessageEntity: expected an Object")
        kind = str(entity.get("type"))
        if kind in FOUND_KINDS:
            continue
        if kind not in GIVEN_KINDS:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        offset, length = _int(entity.get("offset")), _int(entity.get("length"))
        if offset < 0 or length < 0:
            raise bad_request("entity has wrong offset or length")
        kept: JsonObject = {"type": kind, "offset": offset, "length": length}
        extra = {"text_link": "url", "text_mention": "user", "pre": "language", "custom_emoji": "custom_emoji_id"}
        name = extra.get(kind)
        if name is not None and name in entity:
            kept[name] = entity[name]
        elif name is not None and name != "language":
            raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
        entities.append(kept)
    return entities


def _resolve_mentions(entities: Iterable[JsonObject], user_by_id: Callable[[int], User | None]) -> Iterable[JsonObject]:
    """`tg://user?id=…` links and text mentions name a user whom the server knows, or nobody."""
    for entity in entities:
        wanted: object = None
        if entity["type"] == "text_link":
            link = re.fullmatch(r"tg://user\?id=(\d{1,15})", str(entity["url"]))
            if link is None:
                yield entity
                continue
            wanted = int(link[1])
        elif entity["type"] == "text_mention":
            named = entity["user"]
            wanted = named.get("id") if isinstance(named, dict) else None
        else:
            yield entity
            continue
        user = user_by_id(wanted) if isinstance(wanted, int) else None
        if user is not None:
            mentioned: JsonObject = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
            if user.username:
                mentioned["username"] = user.username
            yield {
                "type": "text_mention",
                "offset": entity["offset"],
                "length": entity["length"],
                "user": mentioned,
            }


def _trim(text: str, entities: list[JsonObject]) -> FormattedText:
    """Strip the ends, move and clip the entities, add those that are found, in the order of their offsets."""
    kept = text.strip(_WHITESPACE)
    removed = utf16_length(text[: len(text) - len(text.lstrip(_WHITESPACE))])
    end = utf16_length(kept)
    clipped: list[JsonObject] = []
    for entity in entities:
        start = max(_int(entity["offset"]) - removed, 0)
        stop = min(_int(entity["offset"]) + _int(entity["length"]) - removed, end)
        if start < stop:
            clipped.append({**entity, "offset": start, "length": stop - start})
    clipped.extend(_find(kept, [entity for entity in clipped if entity["type"] in _OPAQUE]))
    clipped.sort(key=lambda entity: (_int(entity["offset"]), -_int(entity["length"])))
    return FormattedText(kept, tuple(clipped))


def _find(text: str, opaque: list[JsonObject]) -> list[JsonObject]:
    index = utf16_index(text)
    taken = [(_int(e["offset"]), _int(e["offset"]) + _int(e["length"])) for e in opaque]
    found: list[JsonObject] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            start, stop = index[match.start()], index[match.end()]
            if all(stop <= low or start >= high for low, high in taken):
                taken.append((start, stop))
                found.append({"type": kind, "offset": start, "length": stop - start})
    return found
