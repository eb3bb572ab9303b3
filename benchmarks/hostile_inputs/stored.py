"""What a database may hold, whatever came in: texts that any database takes, lengths and states as declared."""

from enum import StrEnum

from sqlalchemy import Column, Integer, String, Text, select

from bot.domain.draft import DraftState, Verdict
from bot.domain.member import Platform
from bot.domain.publication import PublicationState
from bot.storage import tables
from bot.storage.database import Database

# Longer than anything a platform takes in or shows in one piece, with room for what is kept beside a text.
LONGEST_TEXT = 200_000

_STATES: dict[tuple[str, str], type[StrEnum]] = {
    ("drafts", "state"): DraftState,
    ("decisions", "verdict"): Verdict,
    ("publications", "state"): PublicationState,
    ("inbox", "platform"): Platform,
}


async def wrongs(database: Database) -> list[str]:
    """What is wrong in any row of any table, a line each."""
    found: list[str] = []
    for table in tables.metadata.sorted_tables:
        async with database.begin() as connection:
            rows = (await connection.execute(select(table))).mappings().all()
        for row in rows:
            for column in table.columns:
                why = _wrong(table.name, column, row[column])
                if why:
                    found.append(f"{table.name}.{column.name} {why}: {ascii(row[column])[:100]}")
    return found


def _wrong(table: str, column: Column[object], value: object) -> str | None:
    if value is None:
        return None if column.nullable else "is nothing"
    if isinstance(column.type, Integer) and not -(2**63) <= int(str(value)) < 2**63:
        return "is out of range"
    if isinstance(column.type, Text) and len(str(value)) > LONGEST_TEXT:
        return "is far too long"
    if isinstance(column.type, String) and column.type.length and len(str(value)) > column.type.length:
        return f"is longer than {column.type.length}"
    if isinstance(value, str) and ("\0" in value or any("\ud800" <= character <= "\udfff" for character in value)):
        return "holds what no database takes"
    states = _STATES.get((table, column.name))
    if states is not None and value not in set(states):
        return "is no state"
    return None
