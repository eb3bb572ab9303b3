"""What an examination found: how bad it is, one sentence, and what mends it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from bot.domain.fact import Fact, fact_from_json, fact_to_json


class Level(IntEnum):
    """How bad a finding is."""

    FINE = 0
    NOTE = 1  # worth knowing; nothing needs to be done
    WARNING = 2  # something is missing, or will break
    BROKEN = 3  # the bot can't do a part of its work


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence on one thing. `code` is its name for programs and for other languages, and stays the same over
    versions; `facts` are the values that stand in its sentence and its remedy, which are in English.
    """

    area: str
    code: str
    level: Level
    sentence: str
    remedy: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """What a monitor reads."""
        return {
            "area": self.area, "code": self.code, "level": self.level.name.lower(), "sentence": self.sentence,
            "remedy": self.remedy or None, "facts": {name: fact_to_json(fact) for name, fact in self.facts.items()},
        }  # fmt: skip

    @classmethod
    def from_json(cls, found: Mapping[str, object]) -> "Finding":
        """What `to_json` gave. Raises KeyError for a level that there is not and for what is left out, ValueError."""
        facts = found["facts"]
        if not isinstance(facts, dict):
            raise ValueError("facts have names")  # noqa: TRY004 - whoever reads JSON expects this one
        return cls(
            str(found["area"]), str(found["code"]), Level[str(found["level"]).upper()], str(found["sentence"]),
            str(found["remedy"] or ""), {str(name): fact_from_json(fact) for name, fact in facts.items()},
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Examined:
    """An examination of everything. `findings` is None while it is under way; `problem` says why it came to nothing."""

    began_at: datetime
    findings: tuple[Finding, ...] | None = None
    problem: str = ""
