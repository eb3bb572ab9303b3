"""What may be found: ailments, with the sentence that each is told by."""

from dataclasses import dataclass
from string import Formatter

from bot.domain.finding import Finding, Level

__all__ = ["Ailment", "Finding", "Level", "fine"]


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
