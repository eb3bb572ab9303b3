"""What a button carries: `approve:12`. Anyone can forge one, so what comes back is read strictly."""

import re
from dataclasses import dataclass
from enum import StrEnum

# Ids of 18 digits are far beyond any table and still fit the database's integers.
_ACTION = re.compile(r"([a-z]{1,16}):([1-9][0-9]{0,17})")


class Verb(StrEnum):
    """What a press asks for: the first four of a draft, the last two of a publication."""

    APPROVE = "approve"
    REJECT = "reject"
    EDIT = "edit"
    ANOTHER = "another"
    THERE = "there"
    AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Action:
    """`number` is the id of the draft or of the publication."""

    verb: Verb
    number: int

    def __str__(self) -> str:
        return f"{self.verb}:{self.number}"

    @classmethod
    def parse(cls, text: str) -> "Action | None":
        """The action, or None for whatever no button of ours carries."""
        match = _ACTION.fullmatch(text)
        if match is None:
            return None
        try:
            verb = Verb(match[1])
        except ValueError:
            return None
        return cls(verb, int(match[2]))
