"""What an examination found: how bad it is, one sentence, and what mends it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Level(IntEnum):
    """How bad a finding is."""

    FINE = 0
    NOTE = 1  # worth knowing; nothing needs to be done
    WARNING = 2  # something is missing, or will break
    BROKEN = 3  # the bot can't do a part of its work


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence on one thing. `code` is for programs and stays the same over versions; of what is fine it is the
    area's name.
    """

    area: str
    code: str
    level: Level
    sentence: str
    remedy: str = ""

    def to_json(self) -> dict[str, object]:
        """What a monitor reads."""
        return {
            "area": self.area, "code": self.code, "level": self.level.name.lower(), "sentence": self.sentence,
            "remedy": self.remedy or None,
        }  # fmt: skip

    @classmethod
    def from_json(cls, found: Mapping[str, object]) -> "Finding":
        """What `to_json` gave. Raises KeyError for a level that there is not, and for what is left out."""
        return cls(
            str(found["area"]), str(found["code"]), Level[str(found["level"]).upper()], str(found["sentence"]),
            str(found["remedy"] or ""),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Examined:
    """An examination of everything. `findings` is None while it is under way; `problem` says why it came to nothing."""

    began_at: datetime
    findings: tuple[Finding, ...] | None = None
    problem: str = ""
