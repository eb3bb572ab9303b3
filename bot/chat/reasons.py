"""Recognises the reasons that the bot gives in English, and says them in another language.

An error is written in English once, where it is raised, and so it stands in the log, in the database and in what other
processes of ours say. Whoever reads another language is told it by a table from the one to the other, in which
`{names}` stand for the values. What a platform, a library or the system has said stays as it was said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

# A reason is a sentence or two; what is longer was not written by us.
_MOST_CHARS = 2_000
# Errors quote errors, and those what to do: five deep at most. A stranger's text may pretend to go on for ever.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class _Wording:
    """`pieces` is what stands before, between and after the values that `names` name."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]
    said: str

    def values_in(self, reason: str) -> dict[str, str] | None:
        """What stands in the places of the names, the shortest from the left on; None if this is another reason.

        Not a regular expression: a stranger's text can't make this take long.
        """
        first, *others = self.pieces
        if not reason.startswith(first):
            return None
        at, values = len(first), []
        for number, piece in enumerate(others):
            is_last = number + 1 == len(others)
            end = len(reason) - len(piece) if is_last else reason.find(piece, at)
            if end < at or not reason.startswith(piece, end):
                return None
            values.append(reason[at:end])
            at = end + len(piece)
        return dict(zip(self.names, values, strict=True)) if at == len(reason) else None


class Reasons:
    """The table of one language. A value may be a reason itself: an error that quotes another one."""

    def __init__(self, table: Mapping[str, str]) -> None:
        # What says the most in words of its own first: "{x} is switched off" also fits a longer sentence's end.
        self._wordings = sorted(
            (_wording(english, said) for english, said in table.items()),
            key=lambda wording: -sum(map(len, wording.pieces)),
        )

    def __call__(self, reason: str) -> str:
        """The reason in this language, or as it is where nobody here has written it."""
        return reason if len(reason) > _MOST_CHARS else self._told(reason, _DEEPEST)

    def _told(self, reason: str, levels: int) -> str:
        for wording in self._wordings if levels else ():
            values = wording.values_in(reason)
            if values is not None:
                return wording.said.format(**{name: self._told(value, levels - 1) for name, value in values.items()})
        return reason


def _wording(english: str, said: str) -> _Wording:
    pieces, names = [""], []
    for literal, name, _, _ in Formatter().parse(english):
        pieces[-1] += literal
        if name is not None:
            names.append(name)
            pieces.append("")
    return _Wording(tuple(pieces), tuple(names), said)
