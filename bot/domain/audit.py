"""The audit log's entries: who did what to what, each chained to the one before by a hash.

The hash of an entry is the SHA-256, in hex, of a JSON array in UTF-8 without spaces:
`[sequence,"at","actor","action","object","details","previous"]`. `details` is in it as the text that is stored,
`previous` is the hash of the entry before (64 zeros for the first). So any other program can check the chain.

What the chain shows: an entry that was changed, removed, inserted or moved. What it can't show by itself: entries cut
off at the end, and a log that was written anew from some entry on. Both change the head, the hash of the last entry;
whoever keeps heads elsewhere can ask whether the log still holds them.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

BEFORE_THE_FIRST = "0" * 64

# The actor of what the bot does by itself and the log must tell of.
THE_BOT = "wallflower"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who does something and when; an action that carries one lands in the audit log.

    `actor` is a person's address (`telegram:5`), `terminal:1000` for who runs a command with that user id, or THE_BOT.
    """

    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log, as it is stored: `at` is ISO 8601 in UTC with microseconds, `details` a JSON object."""

    sequence: int
    at: str
    actor: str
    action: str
    object: str
    details: str
    previous: str
    hash: str

    @classmethod
    def following(
        cls, last: "Entry | None", by: Signature, action: str, object_: str, details: Mapping[str, str | float | None]
    ) -> "Entry":
        """The entry that comes after `last`."""
        sequence = 1 if last is None else last.sequence + 1
        previous = BEFORE_THE_FIRST if last is None else last.hash
        at = by.at.astimezone(UTC).isoformat(timespec="microseconds")
        stored = json.dumps(details, ensure_ascii=False, sort_keys=True, allow_nan=False, separators=(",", ":"))
        unsigned = cls(sequence, at, by.actor, action, object_, stored, previous, "")
        return cls(sequence, at, by.actor, action, object_, stored, previous, unsigned.digest())

    def digest(self) -> str:
        """The hash that the entry should have."""
        contents = [self.sequence, self.at, self.actor, self.action, self.object, self.details, self.previous]
        canonical = json.dumps(contents, ensure_ascii=False, separators=(",", ":"))
        # Half surrogates can only be put there by somebody who forged the entry: it must be named, not raise.
        return hashlib.sha256(canonical.encode("utf-8", "backslashreplace")).hexdigest()


class Flaw(StrEnum):
    """How an entry shows that it is not as it was written."""

    MISSING = "missing"
    CHANGED = "changed"
    UNCHAINED = "unchained"


@dataclass(frozen=True, slots=True)
class Break:
    """The first entry that is not as it was written, and why that is known: `why` in English, `flaw` for others."""

    sequence: int
    flaw: Flaw
    why: str


def check(last: Entry | None, entry: Entry) -> Break | None:
    """Whether `entry` is whole and follows `last` (None: it is the first)."""
    expected = 1 if last is None else last.sequence + 1
    if entry.sequence != expected:
        return Break(expected, Flaw.MISSING, f"it is missing: entry {entry.sequence} stands in its place")
    if entry.hash != entry.digest():
        return Break(entry.sequence, Flaw.CHANGED, "its contents don't match its hash: it was changed")
    if entry.previous != (BEFORE_THE_FIRST if last is None else last.hash):
        return Break(
            entry.sequence,
            Flaw.UNCHAINED,
            "it was not written after the entry before it: one of the two was put in later or replaced",
        )
    return None
