"""Open a file that somebody gave us: packed or not, in any of the encodings that Russian text comes in, of any size.

Whatever can go wrong with it becomes UnreadableFile here, so that the readers see text and nothing else.
"""

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from corpus.errors import UnreadableFile
from corpus.readers.encoding import find_encoding

MAX_LINE_CHARS = 4_000_000
"""A longer line is no post and no record: something is wrong with the file, and memory is kept."""

_GZIP = b"\x1f\x8b"
_OTHER_KINDS = {
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF89a": "a GIF picture",
    b"%PDF-": "a PDF document",
    b"PK\x03\x04": "a zip archive, a Word or an Excel file",
    b"SQLite format 3": "an SQLite database",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!\x1a": "a RAR archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"\x7fELF": "a program",
    b"{\\rtf": "a rich-text document",
}
_WEB_PAGES = (b"<!doctype html", b"<html")


def refuse_what_is_no_text(path: Path) -> None:
    """Raises UnreadableFile unless `path` is a file, holds something, and begins as a text does."""
    with opened(path) as file:
        head = file.read(1024)
    if not head:
        raise UnreadableFile(path, "the file is empty", "Give a file that holds posts.")
    for magic, kind in _OTHER_KINDS.items():
        if head.startswith(magic):
            raise UnreadableFile(path, f"it is {kind}, not text", "Give a .txt, .csv, .jsonl or .json file.")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_WEB_PAGES):
        advice = "For Telegram, export the chat again and choose “Machine-readable JSON” as the format."
        raise UnreadableFile(path, "it is a web page", advice)


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of `path`, unpacked if it is a gzip file. Raises UnreadableFile for all that fails inside the block."""
    try:
        if "\x00" in str(path):
            raise UnreadableFile(path, "no file is called so", "Check the path.")
        if path.is_dir():
            raise UnreadableFile(path, "it is a folder", "Name one file in it.")
        if path.exists() and not path.is_file():
            raise UnreadableFile(path, "it is not a regular file", "Save its contents as a file first.")
        with path.open("rb") as file:
            packed = file.read(2) == _GZIP
            file.seek(0)
            if packed:
                with gzip.open(file) as unpacked:
                    yield cast("IO[bytes]", unpacked)
            else:
                yield file
    except FileNotFoundError as error:
        raise UnreadableFile(path, "there is no such file", "Check the path.") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnreadableFile(path, "the gzip file is damaged or breaks off", "Pack or download it again.") from error
    except OSError as error:
        raise UnreadableFile(
            path, f"it can't be read ({error.strerror or error})", "Check its name and its permissions."
        ) from error


@contextmanager
def opened_text(path: Path, encoding: str | None = None, *, newline: str | None = None) -> Iterator[IO[str]]:
    """The text of `path`, its encoding found out unless named. Raises UnreadableFile, as `opened` does."""
    name = encoding_of(path, encoding)
    try:
        with opened(path) as file, _decoding(file, name, newline) as text:
            yield text
    except UnicodeError as error:
        advice = "Name its encoding: utf-8, cp1251 and koi8-r are usual."
        raise UnreadableFile(path, f"a part of it is not {name}", advice) from error


def encoding_of(path: Path, wanted: str | None = None) -> str:
    """The wanted encoding if there is such a one, else that which the file shows. Raises UnreadableFile."""
    if wanted is None:
        with opened(path) as file:
            return find_encoding(path, file)
    try:
        "".encode(wanted)
    except (LookupError, ValueError) as error:  # ValueError: a NUL in the name
        raise UnreadableFile(path, f"there is no encoding “{wanted}”", "Try utf-8, cp1251 or koi8-r.") from error
    return wanted


def _decoding(file: IO[bytes], encoding: str, newline: str | None) -> IO[str]:
    return io.TextIOWrapper(cast("io.BufferedReader", file), encoding=encoding, newline=newline)


def lines(path: Path, file: IO[str]) -> Iterator[str]:
    """The lines of `file` with their ends, none longer than MAX_LINE_CHARS. Raises UnreadableFile."""
    while line := file.readline(MAX_LINE_CHARS + 1):
        if len(line) > MAX_LINE_CHARS:
            why = f"it has a line of more than {MAX_LINE_CHARS:,} characters"
            raise UnreadableFile(path, why, "Check that it is the right file.")
        yield line
