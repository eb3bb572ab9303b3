"""What may be found: ailments, and what is as it should be, with the sentence that each is told by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from string import Formatter

from bot.doctor.english import in_english
from bot.domain.fact import Fact, Size
from bot.domain.finding import Finding, Level

__all__ = ["Ailment", "Finding", "Level", "Soundness"]


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
        """This ailment, with the facts that its texts name: what is no Fact is one as text."""
        kept = _kept(facts)
        sentence, remedy = _filled(self.sentence, kept), _filled(self.remedy, kept)
        return Finding(self.area, self.code, self.level, sentence, remedy, kept)

    def described(self) -> tuple[str, str]:
        """Sentence and remedy for a page: what differs from case to case in capitals."""
        return self.meaning or _in_capitals(self.sentence), _in_capitals(self.remedy)


@dataclass(frozen=True, slots=True)
class Soundness:
    """Something that may be as it should be; its sentence is as an ailment's."""

    area: str
    code: str
    sentence: str

    def found(self, **facts: object) -> Finding:
        """That it is so, with the facts that its sentence names."""
        kept = _kept(facts)
        return Finding(self.area, self.code, Level.FINE, _filled(self.sentence, kept), facts=kept)


def _kept(facts: Mapping[str, object]) -> dict[str, Fact]:
    return {name: _fact(value) for name, value in facts.items()}


def _fact(value: object) -> Fact:
    return value if isinstance(value, int | timedelta | datetime | Size | tuple) else str(value)


def _filled(text: str, facts: Mapping[str, Fact]) -> str:
    return text.format(**{name: in_english(fact) for name, fact in facts.items()})


def _in_capitals(text: str) -> str:
    return "".join(literal + (name or "").upper() for literal, name, _, _ in Formatter().parse(text))
