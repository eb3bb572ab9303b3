"""Posts from a table: CSV with commas, semicolons, tabs or bars, as spreadsheets and databases write it."""

import csv
from collections.abc import Iterator
from datetime import UTC, tzinfo
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.post import Post
from corpus.readers.opening import lines, opened_text
from corpus.readers.record import WrongShape, post_from, text_name

_DELIMITERS = (",", ";", "\t", "|")


def read_csv(
    path: Path, column: str | None = None, encoding: str | None = None, *, zone: tzinfo = UTC
) -> Iterator[Post]:
    """The posts of `path`, whose first row names the columns. Raises UnreadableFile.

    The text is in `column`, else in one called text, body, message or post; id, author and date are read where such
    columns are. Dates without a zone are local times in `zone`; a date that is none is left out.
    """
    with opened_text(path, encoding, newline="") as file:
        source = lines(path, file)
        header = next(source, "")
        delimiter, names, text = _columns(path, header, column)
        rows = csv.reader(source, delimiter=delimiter, strict=True)
        ordinal = 0
        try:
            for row in rows:
                if not any(field.strip() for field in row):
                    continue
                ordinal += 1
                yield post_from(_record(names, row), text=text, source=f"file:{path.name}", ordinal=ordinal, zone=zone)
        except (csv.Error, WrongShape) as error:
            advice = "Mend that line, or save the table as CSV again."
            raise UnreadableFile(path, f"line {rows.line_num + 1}: {error}", advice) from error


def _record(names: list[str], row: list[str]) -> dict[str, object]:
    if len(row) != len(names):
        raise WrongShape(f"it has {len(row)} fields where the first row has {len(names)}")
    return dict(zip(names, row, strict=True))


def _columns(path: Path, header: str, wanted: str | None) -> tuple[str, list[str], str]:
    """The delimiter, the names of all columns and that of the text's."""
    readings: list[tuple[str, list[str]]] = []
    for delimiter in _DELIMITERS:
        try:
            names = next(csv.reader([header], delimiter=delimiter), [])
        except csv.Error as error:
            raise UnreadableFile(path, f"line 1: {error}", "The first row must name the columns.") from error
        readings.append((delimiter, names))
        found = text_name(names, wanted)
        if found is not None:
            return delimiter, names, found
    _, names = max(readings, key=lambda reading: len(reading[1]))
    there_are = ", ".join(f"“{name.strip()[:40]}”" for name in names[:20])
    why = f"it has no column “{wanted}”" if wanted else "none of its columns is called text, body, message or post"
    advice = f"Its columns are {there_are}: say which one holds the text."
    raise UnreadableFile(path, why, advice)
