"""A value that a finding's sentence names, kept as a value so that each language says it in its own way."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes that something takes, or that are left."""

    in_bytes: int


@dataclass(frozen=True, slots=True)
class Share:
    """How much a file, a folder or a part of the home takes."""

    name: str
    size: Size


Fact = str | int | timedelta | datetime | Size | tuple[Share, ...]
"""Text stands for a name, an address, an error's words; a whole number for a count, and never for a name."""


def fact_to_json(fact: Fact) -> object:
    """What `fact_from_json` takes: text and numbers as they are, everything else with its unit."""
    match fact:
        case timedelta():
            return {"seconds": fact.total_seconds()}
        case datetime():
            return {"at": fact.isoformat()}
        case Size():
            return {"bytes": fact.in_bytes}
        case tuple():
            return [{"name": share.name, "bytes": share.size.in_bytes} for share in fact]
    return fact


def fact_from_json(found: object) -> Fact:
    """What `fact_to_json` gave. Raises ValueError for anything else."""
    match found:
        case str() | int():
            return found
        case {"seconds": int() | float() as seconds}:
            return timedelta(seconds=seconds)
        case {"at": str() as at}:
            return datetime.fromisoformat(at)
        case {"bytes": int() as count}:
            return Size(count)
        case list():
            return tuple(_share(one) for one in found)
    raise ValueError("this is no fact")


def _share(found: object) -> Share:
    match found:
        case {"name": str() as name, "bytes": int() as count}:
            return Share(name, Size(count))
    raise ValueError("this is no share")
