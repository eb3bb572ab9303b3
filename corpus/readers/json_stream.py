"""A big JSON document read piece by piece, so that a file of any size takes the memory of one record."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import ijson

from corpus.errors import UnreadableFile
from corpus.readers.opening import opened_text

MAX_RECORD_BYTES = 4_000_000
"""More between two records is none that a platform wrote; it is refused before it fills the memory."""
_MAX_DEPTH = 64

Event = tuple[str, object]
"""ijson's: ("start_map", None), ("map_key", "id"), ("number", 1), ("end_map", None) …"""


class JsonStream:
    """The events of one document, and values built from them. Who takes a value's first event takes all of it."""

    def __init__(self, path: Path, file: IO[str]) -> None:
        self._path = path
        self._source = _Source(path, file)
        # Floats, because no field that is read here needs decimals.
        self._events: Iterator[Event] = iter(ijson.basic_parse(self._source, use_float=True))
        self._depth = 0
        self._building = False

    def next(self) -> Event:
        """The next event. Raises UnreadableFile for what is no JSON and for what breaks off."""
        try:
            event = next(self._events)
        except StopIteration:
            raise self.refusal("it breaks off") from None
        except (ijson.JSONError, ValueError, SystemError) as error:
            # SystemError is how ijson's C code passes on Python's refusal of integers of thousands of digits.
            why = (
                "the JSON is damaged or breaks off" if "EOF" not in str(error) else "the JSON breaks off before its end"
            )
            raise self.refusal(why) from error
        if event[0] in {"start_map", "start_array"}:
            self._depth += 1
            if self._depth > _MAX_DEPTH:
                raise self.refusal("its JSON is nested too deeply")
        elif event[0] in {"end_map", "end_array"}:
            self._depth -= 1
        if not self._building:
            self._source.bytes_since_record = 0
        return event

    def each_key(self) -> Iterator[str]:
        """The keys of the object that was opened; the caller takes or skips each one's value before the next."""
        while (event := self.next())[0] == "map_key":
            yield str(event[1])

    def each_element(self) -> Iterator[Event]:
        """The first event of each element of the array that was opened; the caller takes or skips the rest of it."""
        while (event := self.next())[0] != "end_array":
            yield event

    def record(self, opening: Event) -> object:
        """The whole value that begins with `opening`."""
        self._building = True
        value = self._value(opening)
        self._building = False
        return value

    def skip(self, opening: Event) -> None:
        """Pass over the value that begins with `opening`, without keeping any of it."""
        if opening[0] not in {"start_map", "start_array"}:
            return
        outside = self._depth - 1
        while self._depth > outside:
            self.next()

    def finish(self) -> None:
        """Read on behind the document's end. Raises UnreadableFile if anything but blanks is there."""
        try:
            for _ in self._events:
                raise self.refusal("there is more behind the end of its JSON")
        except ijson.JSONError as error:
            raise self.refusal("there is more behind the end of its JSON") from error

    def refusal(self, why: str) -> UnreadableFile:
        """What to raise when the document is not what it should be."""
        return UnreadableFile(self._path, why, "Export or download it again.")

    def _value(self, opening: Event) -> object:
        if opening[0] == "start_map":
            return {key: self._value(self.next()) for key in self.each_key()}
        if opening[0] == "start_array":
            return [self._value(element) for element in self.each_element()]
        return opening[1]


@contextmanager
def opened_json(path: Path, encoding: str | None = None) -> Iterator[JsonStream]:
    """The document in `path`, whatever its encoding."""
    with opened_text(path, encoding) as file:
        yield JsonStream(path, file)


class _Source:
    """Gives ijson the UTF-8 that it wants and counts what it takes, so that no record grows without bounds."""

    def __init__(self, path: Path, file: IO[str]) -> None:
        self._path = path
        self._file = file
        self.bytes_since_record = 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._file.read(size).encode("utf-8")
        self.bytes_since_record += len(chunk)
        if self.bytes_since_record > MAX_RECORD_BYTES:
            why = f"it has a record of more than {MAX_RECORD_BYTES:,} bytes"
            raise UnreadableFile(self._path, why, "Check that it is the right file.")
        return chunk
