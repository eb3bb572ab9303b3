"""What a check found: how bad it is, one sentence, and what mends it."""

from dataclasses import dataclass
from enum import IntEnum
from string import Formatter


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


@dataclass(frozen=True, slots=True)
class Ailment:
    """Something that may be wrong. `sentence` and `remedy` have `{names}` in place of what is known only then.

    `meaning` says what it is where the sentence is all of the platform's or the database's making.
    """

    area: str
    code: str
    level: Level
    sentence: str
    remedy: str = ""
    meaning: str = ""

    def found(self, **facts: object) -> Finding:
        """This ailment, with the facts that its texts name."""
        sentence, remedy = self.sentence.format(**facts), self.remedy.format(**facts)
        return Finding(self.area, self.code, self.level, sentence, remedy)

    def described(self) -> tuple[str, str]:
        """Sentence and remedy for a page: what differs from case to case in capitals."""
        return self.meaning or _in_capitals(self.sentence), _in_capitals(self.remedy)


def fine(area: str, sentence: str) -> Finding:
    """That something is as it should be."""
    return Finding(area, area, Level.FINE, sentence)


def _in_capitals(text: str) -> str:
    return "".join(literal + (name or "").upper() for literal, name, _, _ in Formatter().parse(text))
