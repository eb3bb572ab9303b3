"""Whose posts a training run has learned from: a file beside its checkpoints, with keyed hashes.

Runs of versions before there was such a file, and runs that began with a network from elsewhere, may have learned from
anybody.
"""

import json
import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

FILE = "authors.json"

_MOST_BYTES = 64_000_000
_HASH = re.compile(r"[0-9a-f]{64}")


class Mark(StrEnum):
    """Whether a run has learned from somebody who said no since; empty if it surely has not."""

    NONE = ""
    SEEN = "has learned from posts that were forgotten"
    MAY_HAVE = "may have learned from posts that were forgotten"


@dataclass(frozen=True, slots=True)
class Learned:
    """Hashes of the authors whose posts a run has read; `is_complete` unless it may have read others' as well.

    Posts without an author belong to nobody here.
    """

    authors: frozenset[str] = frozenset()
    is_complete: bool = True

    def __or__(self, other: "Learned") -> "Learned":
        return Learned(self.authors | other.authors, self.is_complete and other.is_complete)

    def mark(self, opted_out: Iterable[str]) -> Mark:
        """Held against the hashes of all who said no."""
        said_no = frozenset(opted_out)
        if not self.authors.isdisjoint(said_no):
            return Mark.SEEN
        return Mark.MAY_HAVE if said_no and not self.is_complete else Mark.NONE


UNKNOWN = Learned(is_complete=False)


def read(run: Path) -> Learned:
    """What the run in this folder has learned from; UNKNOWN where nothing says so, or nothing that can be read."""
    try:
        with (run / FILE).open("rb") as file:
            found = json.loads(file.read(_MOST_BYTES + 1))
    except (OSError, ValueError, RecursionError):
        return UNKNOWN
    if not isinstance(found, dict) or not isinstance(found.get("authors"), list):
        return UNKNOWN
    authors = [each for each in found["authors"] if isinstance(each, str) and _HASH.fullmatch(each)]
    is_whole = len(authors) == len(found["authors"])
    return Learned(frozenset(authors), found.get("is_complete") is True and is_whole)


def write(run: Path, learned: Learned) -> None:
    """Say beside the run's checkpoints what it learns from; before it does. Raises OSError."""
    run.mkdir(parents=True, exist_ok=True)
    beside = run / f"{FILE}.{secrets.token_hex(4)}.new"
    said = {"is_complete": learned.is_complete, "authors": sorted(learned.authors)}
    try:
        with beside.open("w", encoding="ascii") as file:
            json.dump(said, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(run / FILE)
    finally:
        beside.unlink(missing_ok=True)
