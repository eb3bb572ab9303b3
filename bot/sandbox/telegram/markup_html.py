"""parse_mode HTML: the tags that Telegram knows, refused in its own words where they don't fit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.sandbox.telegram.errors import BotApiError, bad_request
from bot.sandbox.telegram.utf16 import utf16_length

_SIMPLE = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
}
_TAG = re.compile(r"<(/?)([a-zA-Z0-9-]*)((?:\s+[a-zA-Z-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>\"']+))?)*)\s*>")
_ATTRIBUTE = re.compile(r"([a-zA-Z-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>\"']+)))?")
_ESCAPE = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


@dataclass(slots=True)
class _Open:
    tag: str
    offset: int
    entity: dict[str, object] | None


def _cannot_parse(why: str) -> BotApiError:
    return bad_request(f"can't parse entities: {why}")


def parse_html(source: str) -> tuple[str, list[dict[str, object]]]:
    """Plain text and its entities (offsets in UTF-16 units)."""
    text: list[str] = []
    units = 0
    entities: list[dict[str, object]] = []
    stack: list[_Open] = []
    place = 0
    while place < len(source):
        character = source[place]
        if character == "&" and (escape := _ESCAPE.match(source, place)) is not None:
            piece, place = _unescape(escape), escape.end()
        elif character != "<":
            piece, place = character, place + 1
        else:
            at_byte = len(source[:place].encode())
            tag = _TAG.match(source, place)
            if tag is None:
                raise _cannot_parse(f"Unclosed start tag at byte offset {at_byte}")
            place = tag.end()
            if tag[1]:
                _close(tag[2].lower(), at_byte, units, stack, entities)
            else:
                stack.append(_open(tag[2].lower(), tag[3], at_byte, units, stack))
            continue
        text.append(piece)
        units += utf16_length(piece)
    if stack:
        raise _cannot_parse(f'Can\'t find end tag corresponding to start tag "{stack[-1].tag}"')
    return "".join(text), entities


def _unescape(escape: re.Match[str]) -> str:
    if escape[1]:
        return _NAMED[escape[1]]
    code = int(escape[2]) if escape[2] else int(escape[3], 16)
    is_text = 0 < code < 0x110000 and not 0xD800 <= code < 0xE000
    return chr(code) if is_text else escape[0]


def _open(tag: str, attributes: str, at_byte: int, units: int, stack: list[_Open]) -> _Open:
    named = {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(attributes)}
    named = {name: _ESCAPE.sub(_unescape, value) for name, value in named.items()}
    entity: dict[str, object] | None
    match tag:
        case "a":
            # A link without an address is shown as plain text.
            entity = {"type": "text_link", "url": named["href"]} if named.get("href") else None
        case "span":
            if named.get("class") != "tg-spoiler":
                raise _cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {at_byte}')
            entity = {"type": "spoiler"}
        case "tg-emoji":
            entity = {"type": "custom_emoji", "custom_emoji_id": named.get("emoji-id", "")}
        case "blockquote":
            entity = {"type": "expandable_blockquote" if "expandable" in named else "blockquote"}
        case "code" if stack and stack[-1].tag == "pre" and named.get("class", "").startswith("language-"):
            entity = None
            if stack[-1].entity is not None and stack[-1].offset == units:
                stack[-1].entity["language"] = named["class"].removeprefix("language-")
        case _ if tag in _SIMPLE:
            entity = {"type": _SIMPLE[tag]}
        case _:
            raise _cannot_parse(f'Unsupported start tag "{tag}" at byte offset {at_byte}')
    return _Open(tag, units, entity)


def _close(tag: str, at_byte: int, units: int, stack: list[_Open], entities: list[dict[str, object]]) -> None:
    if not stack:
        raise _cannot_parse(f"Unexpected end tag at byte offset {at_byte}")
    opened = stack.pop()
    if tag not in {"", opened.tag}:
        raise _cannot_parse(f'Unmatched end tag at byte offset {at_byte}, expected "</{opened.tag}>", found "</{tag}>"')
    if opened.entity is not None and units > opened.offset:
        entity = {"type": opened.entity.pop("type"), "offset": opened.offset, "length": units - opened.offset}
        entities.append(entity | opened.entity)
