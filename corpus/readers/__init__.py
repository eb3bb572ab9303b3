"""Posts from files: plain text, CSV, JSON lines, JSON and Telegram's exports, packed by gzip or not.

`read` finds out what a file is. All readers are streaming: a file of any size takes the memory of one post.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, tzinfo
from enum import StrEnum
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.post import Post
from corpus.readers.csv_file import read_csv
from corpus.readers.json_document import read_json_document
from corpus.readers.json_lines import read_json_lines
from corpus.readers.json_stream import opened_json
from corpus.readers.opening import encoding_of, opened_text, refuse_what_is_no_text
from corpus.readers.plain_text import read_plain_text
from corpus.readers.telegram_export import read_telegram_export

__all__ = [
    "Kind",
    "kind_of",
    "read",
    "read_csv",
    "read_json_document",
    "read_json_lines",
    "read_plain_text",
    "read_telegram_export",
]


class Kind(StrEnum):
    """What a file is, in words that fit behind "it is"."""

    PLAIN_TEXT = "plain text"
    CSV = "a table (CSV)"
    JSON_LINES = "JSON lines"
    JSON_DOCUMENT = "a JSON document"
    TELEGRAM_EXPORT = "an export of Telegram's"


_BY_SUFFIX = {
    ".txt": Kind.PLAIN_TEXT,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".jsonl": Kind.JSON_LINES,
    ".ndjson": Kind.JSON_LINES,
}
_GLANCE_CHARS = 200_000
"""How much of a first line is looked at: a JSON line is shorter; a document without line breaks is longer."""
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""What no database and no UTF-8 file takes: NUL and halves of characters."""


def read(
    path: Path,
    *,
    separator: str | None = None,
    column: str | None = None,
    chat: str | None = None,
    encoding: str | None = None,
    zone: tzinfo = UTC,
) -> Iterator[Post]:
    """The posts of any file that a reader understands, in their order.

    `separator` (plain text) is the line between two posts or, in digits, how many empty lines are; `column` (CSV,
    JSON) names the field with the text, `chat` (Telegram) the chat by name or id; `encoding` is found out unless named;
    `zone` holds for dates that name none. The same file gives the same `(source, remote_id)` for a post each time.

    Raises UnreadableFile: at once for what is no such file at all, while iterating for one that breaks off or goes
    wrong later (whoever stores posts throws away those before), and at the end for one without any post.
    """
    refuse_what_is_no_text(path)
    encoding = encoding_of(path, encoding)  # once, for a big file may have to be read far into
    kind = kind_of(path, encoding)
    _refuse_senseless(path, kind, separator=separator, column=column, chat=chat)
    posts: Iterator[Post]
    if kind is Kind.PLAIN_TEXT:
        counted = separator is not None and re.fullmatch("[0-9]{1,4}", separator)
        posts = read_plain_text(path, int(separator) if counted and separator else separator, encoding)
    elif kind is Kind.CSV:
        posts = read_csv(path, column, encoding, zone=zone)
    elif kind is Kind.JSON_LINES:
        posts = read_json_lines(path, column, encoding, zone=zone)
    elif kind is Kind.JSON_DOCUMENT:
        posts = read_json_document(path, column, encoding, zone=zone)
    else:
        posts = read_telegram_export(path, chat, encoding, zone=zone)
    return _storable(path, posts)


def kind_of(path: Path, encoding: str | None = None) -> Kind:
    """What `path` is, by its ending (before .gz) and, for .json and unknown endings, by how it begins.

    Raises UnreadableFile for what can hold no posts.
    """
    refuse_what_is_no_text(path)
    encoding = encoding_of(path, encoding)
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    suffix = suffixes[-1] if suffixes else ""
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    with opened_text(path, encoding) as file:
        first = file.readline(_GLANCE_CHARS)
        while first.isspace():
            first = file.readline(_GLANCE_CHARS)
    if suffix == ".json" or first.lstrip()[:1] in {"{", "["}:
        return _kind_of_json(path, first, encoding)
    return Kind.PLAIN_TEXT


def _kind_of_json(path: Path, first_line: str, encoding: str | None) -> Kind:
    try:
        whole = json.loads(first_line)
    except (ValueError, RecursionError):
        whole = None
    if isinstance(whole, dict) and not whole.keys() & {"messages", "chats", "left_chats", "response", "items"}:
        return Kind.JSON_LINES
    with opened_json(path, encoding) as stream:
        opening = stream.next()[0]
        if opening == "start_array":
            return Kind.JSON_DOCUMENT
        if opening == "start_map":
            for key in stream.each_key():
                if key in {"messages", "chats", "left_chats"}:
                    return Kind.TELEGRAM_EXPORT
                if key in {"response", "items"}:
                    return Kind.JSON_DOCUMENT
                stream.skip(stream.next())
    advice = "Give an export of Telegram's (result.json), a list of posts, or JSON lines."
    raise UnreadableFile(path, "it is JSON, but there are no posts in it", advice)


def _refuse_senseless(path: Path, kind: Kind, *, separator: str | None, column: str | None, chat: str | None) -> None:
    """An option that the file's kind doesn't know would be passed over in silence, and the wrong posts read."""
    for value, name, kinds in (
        (separator, "separator", {Kind.PLAIN_TEXT}),
        (column, "column", {Kind.CSV, Kind.JSON_LINES, Kind.JSON_DOCUMENT}),
        (chat, "chat", {Kind.TELEGRAM_EXPORT}),
    ):
        if value is not None and kind not in kinds:
            raise UnreadableFile(path, f"it is {kind}, where a {name} can't be chosen", f"Leave the {name} out.")


def _storable(path: Path, posts: Iterator[Post]) -> Iterator[Post]:
    empty = True
    for post in posts:
        empty = False
        if _UNSTORABLE.search(f"{post.text}{post.remote_id}{post.author}"):
            yield replace(
                post,
                text=_whole(post.text),
                remote_id=_whole(post.remote_id),
                author=None if post.author is None else _whole(post.author),
            )
        else:
            yield post
    if empty:
        raise UnreadableFile(path, "there are no posts in it", "Check that it is the right file.")


def _whole(text: str) -> str:
    return _UNSTORABLE.sub("", text)
