"""What a bundle says of itself: which version made it, of which home, and every member with its size and digest."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from bot.backup.member_names import DATABASE, MANIFEST, MOST_MEMBERS, most_bytes

FORMAT = 1

_DIGEST = re.compile(r"[0-9a-f]{64}")


class Unsound(Exception):  # noqa: N818 - the end of a sentence
    """Why a bundle is not taken: the end of a sentence that begins with its path. Does not leave this package."""


class DatabaseKind(StrEnum):
    """Where the home's database was: only SQLite's is in the bundle."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the home, `/` between folders; `size` in bytes, `sha256` in hexadecimal digits."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BundleManifest:
    """`wallflower` is the version that made it, `created` ISO 8601 in UTC, `home` the folder's name.

    `community` is `vk:-123`, or empty without VK; `revision` is the database's, None where it is not in the bundle.
    """

    wallflower: str
    created: str
    home: str
    community: str
    database: DatabaseKind
    revision: str | None
    members: tuple[Member, ...]

    def to_bytes(self) -> bytes:
        """What `from_bytes` takes."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "BundleManifest":
        """Read what `to_bytes` wrote, or raise Unsound: everything in it is somebody else's word."""
        try:
            found = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise Unsound(f"its {MANIFEST} is not JSON") from error
        if not isinstance(found, dict):
            raise Unsound(f"its {MANIFEST} is not a manifest")
        version = found.pop("format", None)
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise Unsound(f"its {MANIFEST} names no format")
        if version > FORMAT:
            raise Unsound(
                f"it has format {str(version)[:20]} and this version of Wallflower reads up to {FORMAT}: "
                "install a newer version"
            )
        if set(found) != {field.name for field in fields(cls)}:
            raise Unsound(f"its {MANIFEST} lacks entries or has strange ones")
        texts = {name: _text(found[name], name) for name in ("wallflower", "created", "home", "community")}
        revision = None if found["revision"] is None else _text(found["revision"], "revision")
        kind = next((kind for kind in DatabaseKind if kind.value == found["database"]), None)
        if kind is None:
            raise Unsound(f"its {MANIFEST} names a strange database")
        members = _members(found["members"])
        holds_database = any(member.name == DATABASE for member in members)
        if holds_database is not (kind is DatabaseKind.SQLITE) or (revision is None) is holds_database:
            raise Unsound(f"its {MANIFEST} says something else of the database than what is there")
        return cls(**texts, database=kind, revision=revision, members=members)


def _members(found: object) -> tuple[Member, ...]:
    if not isinstance(found, list) or len(found) > MOST_MEMBERS:
        raise Unsound(f"its {MANIFEST} lists no members, or too many")
    members = tuple(_member(entry) for entry in found)
    if len({member.name for member in members}) != len(members):
        raise Unsound(f"its {MANIFEST} names a member twice")
    return members


def _member(found: object) -> Member:
    if not isinstance(found, Mapping) or set(found) != {"name", "size", "sha256"}:
        raise Unsound(f"its {MANIFEST} has a member that is none")
    name, size, digest = found["name"], found["size"], found["sha256"]
    most = most_bytes(name) if isinstance(name, str) else None
    if most is None or name == MANIFEST:
        raise Unsound(f"its {MANIFEST} names {str(name)[:100]!r}, which is no file of a home")
    if not isinstance(size, int) or isinstance(size, bool) or not 0 <= size <= most:
        raise Unsound(f"its {MANIFEST} gives {name} a size that it can't have")
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest):
        raise Unsound(f"its {MANIFEST} gives {name} no digest")
    return Member(name, size, digest)


def _text(found: object, name: str) -> str:
    if not isinstance(found, str) or len(found) > 200 or not found.isprintable():
        raise Unsound(f"its {MANIFEST} has a strange {name}")
    return found
