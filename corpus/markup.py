"""What platforms write into a text for their own programs: entities, line breaks, mentions. Made what a reader sees."""

import html
import re

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_LINE_BREAK = re.compile(r"<br ?/?>")

_TARGET = r"(?:id|club|public|event|app)\d+(?::[\w-]*)?|@[\w.]{2,32}|(?:https?://|(?:m\.)?vk\.(?:com|ru|cc|me)/|t\.me/)[^\s|\[\]]+"
_BRACKETED = re.compile(rf"\[(?:\#alias\|)?(?:{_TARGET})\|([^|\[\]\n]*)(?:\|[^|\[\]\s]*)?\]")
"""`[id1|Name]`, `[club1:bp-1_2|Name]`, `[https://vk.com/x|text]` and VK's aliases `[#alias|vk.com/x|text|vk.com/x]`."""
_WITH_NAME = re.compile(
    r"(?<![\w@*])(?:[@*](?:id|club|public|event)\d+|@[A-Za-z][\w.]{2,31})[ \xa0]?\(([^()\n]{1,100})\)"
)
"""`@id1 (Name)`, `*club1 (Name)`, `@durov (Name)`."""
_BARE = re.compile(r"(?<![\w@*])[@*](?:id|club|public|event)\d+\b")
"""`@id1` where nobody put a name: a number means nothing to a reader."""


def unescape_entities(text: str) -> str:
    """`&amp;`, `&#33;` and VK's `<br>` as what they stand for. Only what ends in a semicolon is an entity."""
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    if "<" in text:
        text = _LINE_BREAK.sub("\n", text)
    return text


def _character(entity: re.Match[str]) -> str:
    name = entity[0][1:-1]
    if name[0] == "#":
        code = int("0" + name[1:], 16) if name[1] in "xX" else int(name[1:])
        if 0xD800 <= code <= 0xDFFF:
            return chr(code)  # half of an emoji, as old exports of VK write them; the halves are joined later
    return html.unescape(entity[0])


def name_mentions(text: str) -> str:
    """Mentions and titled links as the name or title that a reader sees; mentions without a name go."""
    if "[" in text:
        text = _BRACKETED.sub(r"\1", text)
    if "@" in text or "*" in text:
        text = _BARE.sub("", _WITH_NAME.sub(r"\1", text))
    return text
