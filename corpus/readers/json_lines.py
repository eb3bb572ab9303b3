"""Posts from JSON lines: an object or a string on each line."""

import json
from collections.abc import Iterator
from datetime import UTC, tzinfo
from pathlib import Path

from corpus.errors import UnreadableFile
from corpus.post import Post
from corpus.readers.opening import lines, opened_text
from corpus.readers.record import TEXT_NAMES, WrongShape, post_from, text_name


def read_json_lines(
    path: Path, column: str | None = None, encoding: str | None = None, *, zone: tzinfo = UTC
) -> Iterator[Post]:
    """The posts of `path`; empty lines are passed over. Raises UnreadableFile, which names the line.

    The text is in the field `column`, else in one called text, body, message or post; id, author and date are read
    where they are. Dates without a zone are local times in `zone`.
    """
    with opened_text(path, encoding) as file:
        ordinal = 0
        for number, line in enumerate(lines(path, file), start=1):
            if not line.strip():
                continue
            ordinal += 1
            try:
                yield post_from_value(
                    _parsed(line), column=column, source=f"file:{path.name}", ordinal=ordinal, zone=zone
                )
            except WrongShape as error:
                advice = "Mend that line: each is to be an object with a text, such as {“text”: “…”}."
                raise UnreadableFile(path, f"line {number}: {error}", advice) from error


def post_from_value(value: object, *, column: str | None, source: str, ordinal: int, zone: tzinfo) -> Post:
    """The post that a JSON value is: a string, or an object with a text. Raises WrongShape."""
    if isinstance(value, str):
        value = {"text": value} if column is None else {column: value}
    if not isinstance(value, dict):
        raise WrongShape("it is neither an object nor a text")
    text = text_name(list(value), column)
    if text is None:
        raise WrongShape(f"it has no field “{column}”" if column else f"it has no field {', '.join(TEXT_NAMES[:4])}")
    return post_from(value, text=text, source=source, ordinal=ordinal, zone=zone)


def _parsed(line: str) -> object:
    try:
        return json.loads(line)
    except RecursionError as error:
        raise WrongShape("it is nested too deeply") from error
    except ValueError as error:  # JSONDecodeError, and integers of thousands of digits
        raise WrongShape("it is not JSON, or breaks off") from error
