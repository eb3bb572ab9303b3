"""What the guards measured of a written text, and the score that comes of it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

# What a text that was cut at the length limit loses, and how much a copied or looped share weighs (see `score`).
_CUT_POINTS = 10
_COPIED_POINTS = 50
_LOOPED_POINTS = 100


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures of one text. They are of what the network wrote; the words to begin with don't count.

    characters         how many were written
    lines              of the whole text
    copied_characters  the longest run that a post of the corpus has word for word; None if no corpus was there
    looped_share       how much of it only repeats itself, 0 to 1
    known_words        the share of its words that the corpus knows; None without words or corpus
    banned             banned words, as they were read
    nearest            the post with the copied run. Never stored: its author may want to be forgotten
    """

    characters: int
    lines: int
    copied_characters: int | None
    looped_share: float
    known_words: float | None
    banned: tuple[str, ...] = ()
    nearest: str = ""

    @property
    def copied_share(self) -> float:
        """The longest copied run as a share of what was written, 0 to 1."""
        return (self.copied_characters or 0) / max(1, self.characters)

    def score(self, *, ended_by_itself: bool) -> int:
        """How good a text looks from outside, 0 to 100; a person can reckon it from the card.

        100 times the share of known words, less 50 times the share that the longest copied run has, less 100 times the
        looped share, less 10 if the length limit cut it off. Without words or corpus all words count as known.
        """
        known = 1.0 if self.known_words is None else self.known_words
        lost = _COPIED_POINTS * self.copied_share + _LOOPED_POINTS * self.looped_share
        return max(0, round(100 * known - lost - (0 if ended_by_itself else _CUT_POINTS)))

    def to_json(self) -> dict[str, object]:
        """What is stored: figures and no post."""
        return {
            "characters": self.characters,
            "lines": self.lines,
            "copied_characters": self.copied_characters,
            "looped_share": round(self.looped_share, 4),
            "known_words": None if self.known_words is None else round(self.known_words, 4),
            "banned": list(self.banned),
        }

    @classmethod
    def from_json(cls, found: Mapping[str, object]) -> "Measured":
        """Read what `to_json` or the writer gave. Raises ValueError for anything else."""
        banned, nearest = found.get("banned"), found.get("nearest", "")
        looped = _share(found, "looped_share")
        characters, lines = _whole(found, "characters"), _whole(found, "lines")
        if looped is None or characters is None or lines is None or not isinstance(banned, list):
            raise ValueError("a measurement lacks characters, lines, looped_share or banned")
        return cls(
            characters=characters,
            lines=lines,
            copied_characters=_whole(found, "copied_characters"),
            looped_share=looped,
            known_words=_share(found, "known_words"),
            banned=tuple(map(str, banned)),
            nearest=str(nearest),
        )


def _whole(found: Mapping[str, object], name: str) -> int | None:
    value = found.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{name} must be a whole number from 0 up")
    return value


def _share(found: Mapping[str, object], name: str) -> float | None:
    value = found.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not (0 <= value <= 1 and math.isfinite(value)):
        raise ValueError(f"{name} must be a number from 0 to 1")
    return float(value)
