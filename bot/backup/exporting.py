"""`wallflower export`: everything that a home knows, or all that it knows of one person, as text that anybody can read.

A ZIP archive with one file of JSON lines a table, an object a row. Unlike a bundle it can't be restored.
"""

import base64
import json
import os
import secrets
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.backup.member_names import CHECKPOINTS, CORPUS, MANIFEST, SETTINGS, most_bytes
from bot.domain.member import Address
from bot.pictures.own import OwnTemplates
from bot.pictures.wall_pictures import FOLDER, WallPictures
from bot.settings import Home
from bot.storage import tables
from bot.storage.database import Database
from model.checkpoint import BEST

# Columns that hold the address of a person, or of the private chat with one.
ADDRESSES = frozenset({"person", "member", "chat", "moderator", "granted_by", "banned_by", "actor", "object"})
# Columns that hold the keyed hash of an author.
HASHES = frozenset({"author_hash", "person_hash"})
# What lets somebody in, though only hashes are stored: a password could be searched for.
SECRETS = frozenset(
    f"{name}.hash" for name in ("console_sessions", "console_links", "console_spent", "console_passwords")
)
# What a platform sent, as JSON with its sender.
_CONTENTS = "contents"

_ROWS_AT_ONCE = 500
_README = "README.txt"


@dataclass(frozen=True, slots=True)
class Whose:
    """One person: their address, if it is known, and the hashes of their names as an author."""

    person: Address | None
    hashes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Exported:
    """The file, its size in bytes, and how many rows of each table it holds."""

    file: Path
    size: int
    rows: dict[str, int]


async def export(home: Home, database: Database, file: Path, now: datetime, whose: Whose | None = None) -> Exported:
    """Write the archive, readable by its owner alone, beside `file` first and then renamed. Raises OSError, Retryable.

    Each table is as it was at one moment. Secrets and the key of the authors' hashes are not in it.
    """
    beside = file.with_name(f".{file.name}.{secrets.token_hex(4)}.part")
    rows: dict[str, int] = {}
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as raw:  # noqa: PTH123 - made by its descriptor, for its rights
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(_README, _readme(home, now, whose))
                for table in tables.metadata.sorted_tables:
                    condition = None if whose is None else _of(table, whose)
                    if whose is None or condition is not None:
                        rows[table.name] = await _write(archive, database, table, condition)
                if whose is None:
                    _write_files(archive, home)
                else:
                    rows["captions"] = _write_captions(archive, home, whose)
            raw.flush()
            os.fsync(raw.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)
    return Exported(file, file.stat().st_size, rows)


def _readme(home: Home, now: datetime, whose: Whose | None) -> str:
    what = "Everything" if whose is None else f"What is stored of {whose.person or 'one author'}"
    return (
        f"{what} in the Wallflower home {home.folder.name} on {now:%Y-%m-%d %H:%M} UTC.\n\n"
        "tables/*.jsonl: one JSON object a row, in UTF-8; instants are in UTC; bytes are in base64. Authors of posts\n"
        "are keyed hashes: the names themselves are stored nowhere. Of one person, captions.jsonl has the words that\n"
        "were read from pictures of theirs, and pictures/ those that wait to be learned from.\n"
    )


def _of(table: Table, whose: Whose) -> ColumnElement[bool] | None:
    """The rows of a table that are about one person; None for a table that is about nobody."""
    conditions: list[ColumnElement[bool]] = [
        table.c[name].in_(whose.hashes) for name in sorted(HASHES & set(table.c.keys()))
    ]
    if whose.person is not None:
        who = str(whose.person)
        conditions += [table.c[name] == who for name in sorted(ADDRESSES & set(table.c.keys()))]
        if _CONTENTS in table.c:
            conditions.append(table.c[_CONTENTS].contains(json.dumps({"sender": who})[1:-1], autoescape=True))
    return or_(*conditions) if conditions else None


async def _write(
    archive: zipfile.ZipFile, database: Database, table: Table, condition: ColumnElement[bool] | None
) -> int:
    told = [column for column in table.c if f"{table.name}.{column.name}" not in SECRETS]
    query = select(*told).order_by(*table.primary_key.columns)
    if condition is not None:
        query = query.where(condition)
    count = 0
    async with database.begin() as connection:
        with archive.open(f"tables/{table.name}.jsonl", "w", force_zip64=True) as out:
            async for line in _lines(connection, query):
                out.write(line)
                count += 1
    return count


async def _lines(connection: AsyncConnection, query: Select[Any]) -> AsyncIterator[bytes]:
    result = await connection.stream(query.execution_options(yield_per=_ROWS_AT_ONCE))
    async for row in result:
        # Surrogates may have come in with posts of an older version: they are written as JSON writes them.
        text = json.dumps(dict(row._mapping), ensure_ascii=False, default=_plain)  # noqa: SLF001 - its public name
        yield text.encode("utf-8", "backslashreplace") + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _write_captions(archive: zipfile.ZipFile, home: Home, whose: Whose) -> int:
    """What was learned from one person's pictures on the wall, and those that wait."""
    found = OwnTemplates(home.templates).examples_by(whose.hashes)
    lines = [json.dumps({"template": name, "boxes": example.boxes}, ensure_ascii=False) for name, example in found]
    archive.writestr("captions.jsonl", "".join(f"{line}\n" for line in lines))
    for file in WallPictures(home.pictures / FOLDER).of(whose.hashes):
        archive.write(file, file.relative_to(home.folder).as_posix())
    return len(lines)


def _write_files(archive: zipfile.ZipFile, home: Home) -> None:
    for name in (SETTINGS, CORPUS):
        if (home.folder / name).is_file():
            archive.write(home.folder / name, name)
    for manifest in sorted(home.checkpoints.glob(f"*/{BEST}/{MANIFEST}")):
        archive.write(manifest, f"{CHECKPOINTS}/{manifest.parent.parent.name}.json")
    for file in (*sorted(home.templates.glob("*/*")), *sorted(home.pictures.glob("*.jpg"))):
        name = file.relative_to(home.folder).as_posix()
        if most_bytes(name) is not None and file.is_file() and not (file.is_symlink() or file.parent.is_symlink()):
            archive.write(file, name)
