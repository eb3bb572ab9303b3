"""Posts from `result.json`, which Telegram Desktop writes when a chat is exported as machine-readable JSON.

Understood are exports of one chat and of a whole account, and the forms of 2021 (`from_id` a number, neither
`text_entities` nor `date_unixtime`) as well as today's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.post import Post
from corpus.readers.instants import from_iso, from_unix
from corpus.readers.json_stream import Event, JsonStream, opened_json
from corpus.readers.record import WrongShape

_MOST_NAMED = 15


def read_telegram_export(
    path: Path, chat: str | None = None, encoding: str | None = None, *, zone: tzinfo = UTC
) -> Iterator[Post]:
    """The messages of one chat, oldest first, as `("telegram:<chat id>", "<message id>")`. Raises UnreadableFile.

    `chat` is the name or the id of the chat to read. It may be left out where the export holds only one: that of an
    account holds private talks too, and nothing is learned from those unless somebody asks for it by name. `zone` is
    where the exporting computer stood; only old exports, whose dates are local, need it.

    Service messages and unsupported ones are left out; a photo's caption is a text; forwards are marked as reposts.
    """
    with opened_json(path, encoding) as stream:
        export = _Export(path, stream, chat, zone)
        if stream.next()[0] != "start_map":
            raise stream.refusal("it is not an export of Telegram's")
        yield from export.chat()
        stream.finish()
        export.refuse_unless_one_was_read()


@dataclass
class _Export:
    path: Path
    stream: JsonStream
    wanted: str | None
    zone: tzinfo
    seen: list[str] = field(default_factory=list)
    """The chats so far, as a person is told of them."""
    read: list[str] = field(default_factory=list)

    def chat(self) -> Iterator[Post]:
        """The posts of the chat whose object was opened, and of those that an account's export nests in its own."""
        name, number = None, None
        for key in self.stream.each_key():
            value = self.stream.next()
            if key == "name" and value[0] == "string":
                name = str(value[1])
            elif key == "id" and value[0] == "number":
                number = str(value[1])
            elif key == "messages" and value[0] == "start_array":
                yield from self._messages(name, number)
            elif key in {"chats", "left_chats"} and value[0] == "start_map":
                yield from self._nested()
            else:
                self.stream.skip(value)

    def refuse_unless_one_was_read(self) -> None:
        if len(self.read) == 1:
            return
        there_are = ", ".join(self.seen[:_MOST_NAMED]) + (" …" if len(self.seen) > _MOST_NAMED else "")
        advice = f"Say which one by its name or its id. It holds {there_are}."
        if not self.seen:
            raise UnreadableFile(self.path, "it holds no chat", "Export a chat with its messages.")
        if not self.read:
            raise UnreadableFile(self.path, f"it holds no chat “{self.wanted}”", advice)
        if self.wanted is None:
            raise UnreadableFile(self.path, f"it holds {len(self.seen)} chats", advice)
        raise UnreadableFile(self.path, f"{len(self.read)} of its chats are called “{self.wanted}”", advice)

    def _nested(self) -> Iterator[Post]:
        for key in self.stream.each_key():
            value = self.stream.next()
            if key != "list" or value[0] != "start_array":
                self.stream.skip(value)
                continue
            for element in self.stream.each_element():
                if element[0] != "start_map":
                    raise self.stream.refusal("one of its chats is no object")
                yield from self.chat()

    def _messages(self, name: str | None, number: str | None) -> Iterator[Post]:
        self.seen.append(f"“{(name or 'without a name')[:60]}” ({number or 'no id'})")
        source = f"telegram:{number}" if number else f"file:{self.path.name}"
        chosen = self.wanted is None or self.wanted == number or self.wanted.casefold() == (name or "").casefold()
        if chosen:
            self.read.append(source)
        # After a second one all that is left to do is to collect the names for the refusal.
        is_read = chosen and len(self.read) == 1
        for element in self.stream.each_element():
            if is_read:
                post = self._post(element, source)
                if post is not None:
                    yield post
            else:
                self.stream.skip(element)

    def _post(self, element: Event, source: str) -> Post | None:
        message = self.stream.record(element)
        if not isinstance(message, dict):
            raise self.stream.refusal("one of its messages is no object")
        if message.get("type", "message") != "message":
            return None
        number = message.get("id")
        if isinstance(number, bool) or not isinstance(number, int):
            raise self.stream.refusal("one of its messages has no id")
        try:
            return Post(
                text=_text(message.get("text")) or _text(message.get("text_entities")),
                source=source,
                remote_id=str(number),
                author=_author(message.get("from_id")),
                posted_at=_instant(message, "date", self.zone),
                edited_at=_instant(message, "edited", self.zone),
                is_repost="forwarded_from" in message or "forwarded_from_id" in message,
            )
        except ValueError as error:
            raise self.stream.refusal(f"message {number}: {error}") from error


def _text(value: object) -> str:
    """A string, or a list of strings and of objects with a text: bold, links, custom emoji …"""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        raise WrongShape("its text is neither a text nor a list")
    parts = []
    for part in value:
        words = part.get("text") if isinstance(part, dict) else part
        if not isinstance(words, str):
            raise WrongShape("a part of its text is none")
        parts.append(words)
    return "".join(parts)


def _author(value: object) -> str | None:
    """ "user1", "channel2"; in 2021 people were plain numbers."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongShape("its from_id is neither a text nor a number")
    return f"user{value}"


def _instant(message: dict[str, object], name: str, zone: tzinfo) -> datetime | None:
    exact = message.get(f"{name}_unixtime")
    if isinstance(exact, str | int):
        return from_unix(exact)
    local = message.get(name)
    if isinstance(local, str):
        return from_iso(local, zone)
    return None
