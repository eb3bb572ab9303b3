"""Posts from one JSON document: a list of them, or an answer of VK's wall.get as it was saved."""

from collections.abc import Iterator
from datetime import UTC, tzinfo
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.post import Post
from corpus.readers.json_lines import post_from_value
from corpus.readers.json_stream import Event, JsonStream, opened_json
from corpus.readers.record import WrongShape


def read_json_document(
    path: Path, column: str | None = None, encoding: str | None = None, *, zone: tzinfo = UTC
) -> Iterator[Post]:
    """The posts of `[…]`, `{"items": […]}` or `{"response": {"items": […]}}`, each a text or an object with one.

    Raises UnreadableFile, for a document that breaks off after the posts before the break.
    """
    with opened_json(path, encoding) as stream:
        for ordinal, element in enumerate(_elements(stream, stream.next()), start=1):
            try:
                value = stream.record(element)
                yield post_from_value(value, column=column, source=f"file:{path.name}", ordinal=ordinal, zone=zone)
            except WrongShape as error:
                raise UnreadableFile(path, f"post {ordinal}: {error}", "Mend it, or leave it out.") from error
        stream.finish()


def _elements(stream: JsonStream, opening: Event) -> Iterator[Event]:
    if opening[0] == "start_array":
        yield from stream.each_element()
    elif opening[0] == "start_map":
        for key in stream.each_key():
            value = stream.next()
            if key in {"response", "items"}:
                yield from _elements(stream, value)
            else:
                stream.skip(value)
