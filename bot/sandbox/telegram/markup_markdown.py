"""parse_mode MarkdownV2: its marks, and its many characters that must be escaped."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.sandbox.telegram.errors import BotApiError, bad_request
from bot.sandbox.telegram.utf16 import utf16_length

# "__" before "_": of two underscores the servers always make an underline's beginning or end.
_MARKS = (("||", "spoiler"), ("__", "underline"), ("*", "bold"), ("_", "italic"), ("~", "strikethrough"))
_RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
_URL = re.compile(r"\(((?:[^()\\]|\\.)*)\)", re.DOTALL)
_ESCAPED = re.compile(r"\\([\x01-\x7e])")
_LANGUAGE = re.compile(r"([\w#+.-]+)\n")


def _cannot_parse(why: str) -> BotApiError:
    return bad_request(f"can't parse entities: {why}")


@dataclass(slots=True)
class _Parser:
    source: str
    place: int = 0
    units: int = 0
    text: list[str] = field(default_factory=list)
    entities: list[dict[str, object]] = field(default_factory=list)
    stack: list[tuple[str, str, int, int]] = field(default_factory=list)
    """(mark, kind, offset in units, byte of its start)."""
    quote: int | None = None

    def add(self, piece: str) -> None:
        self.text.append(piece)
        self.units += utf16_length(piece)

    def byte(self, place: int) -> int:
        return len(self.source[:place].encode())

    def entity(self, kind: str, offset: int, **extra: object) -> None:
        if self.units > offset:
            self.entities.append({"type": kind, "offset": offset, "length": self.units - offset, **extra})

    def parse(self) -> None:
        while self.place < len(self.source):
            self._end_or_begin_quote()
            if self.place >= len(self.source):
                break
            character = self.source[self.place]
            if character == "\\" and self.source[self.place + 1 : self.place + 2].isascii():
                self.add(self.source[self.place + 1 : self.place + 2])
                self.place += 2
            elif character == "`":
                self._code()
            elif not self._link() and not self._mark():
                if character in _RESERVED:
                    raise _cannot_parse(
                        f"Character '{character}' is reserved and must be escaped with the preceding '\\'"
                    )
                self.add(character)
                self.place += 1
        if self.stack:
            _, kind, _, at_byte = self.stack[-1]
            name = {"strikethrough": "Strikethrough", "text_link": "TextUrl"}.get(kind, kind.capitalize())
            raise _cannot_parse(f"Can't find end of {name} entity at byte offset {at_byte}")
        if self.quote is not None:
            self.entity("blockquote", self.quote)

    def _end_or_begin_quote(self) -> None:
        at_line_start = self.place == 0 or self.source[self.place - 1] == "\n"
        if not at_line_start:
            return
        quoted = self.source.startswith(">", self.place)
        if quoted:
            self.place += 1
            if self.quote is None:
                self.quote = self.units
        elif self.quote is not None:
            self.entity("blockquote", self.quote)
            self.quote = None

    def _code(self) -> None:
        mark = "```" if self.source.startswith("```", self.place) else "`"
        start = self.place
        self.place += len(mark)
        extra: dict[str, object] = {}
        language = _LANGUAGE.match(self.source, self.place) if mark == "```" else None
        if language is not None:
            extra, self.place = {"language": language[1]}, language.end()
        offset = self.units
        while not self.source.startswith(mark, self.place):
            if self.place >= len(self.source):
                name = "Pre" if mark == "```" else "Code"
                raise _cannot_parse(f"Can't find end of {name} entity at byte offset {self.byte(start)}")
            if self.source[self.place] == "\\" and self.place + 1 < len(self.source):
                self.place += 1
            self.add(self.source[self.place])
            self.place += 1
        self.place += len(mark)
        self.entity("pre" if mark == "```" else "code", offset, **extra)

    def _link(self) -> bool:
        for opening in ("![", "["):
            if self.source.startswith(opening, self.place):
                self.stack.append((opening, "text_link", self.units, self.byte(self.place)))
                self.place += len(opening)
                return True
        if self.source[self.place] != "]" or not self.stack or self.stack[-1][1] != "text_link":
            return False
        opening, kind, offset, at_byte = self.stack.pop()
        address = _URL.match(self.source, self.place + 1)
        if address is None:
            raise _cannot_parse(f"Can't find end of a URL at byte offset {at_byte}")
        self.place = address.end()
        url = _ESCAPED.sub(r"\1", address[1])
        if opening == "![":
            self.entity("custom_emoji", offset, custom_emoji_id=url.removeprefix("tg://emoji?id="))
        elif url:
            self.entity(kind, offset, url=url)
        return True

    def _mark(self) -> bool:
        for mark, kind in _MARKS:
            if not self.source.startswith(mark, self.place):
                continue
            opened = self.stack[-1] if self.stack else None
            self.place += len(mark)
            if opened is not None and opened[0] == mark:
                self.stack.pop()
                self.entity(kind, opened[2])
            elif self._is_open(mark):
                raise _cannot_parse(
                    f"Can't find end of {self.stack[-1][1].capitalize()} entity at byte offset {self.stack[-1][3]}"
                )
            else:
                self.stack.append((mark, kind, self.units, self.byte(self.place - len(mark))))
            return True
        return False

    def _is_open(self, mark: str) -> bool:
        return any(opened[0] == mark for opened in self.stack)


def parse_markdown_v2(source: str) -> tuple[str, list[dict[str, object]]]:
    """Plain text and its entities (offsets in UTF-16 units)."""
    parser = _Parser(source)
    parser.parse()
    return "".join(parser.text), parser.entities
