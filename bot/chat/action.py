"""What a button carries: `approve:12`, `approve:12.1` under a draft's second text, `box:12.1/3` for its third box,
`drop:12.1/3` for its third picture.

Anyone can forge one, so what comes back is read strictly.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

# Ids of 18 digits are far beyond any table and still fit the database's integers.
_ACTION = re.compile(r"([a-z]{1,16}):([1-9][0-9]{0,17})(?:\.([1-9][0-9]{0,5}))?(?:/([1-9][0-9]?))?")


class Verb(StrEnum):
    """What a press asks for: of a draft, of a page of the queue or of templates, of a publication, of a reply."""

    APPROVE = "approve"
    NOW = "now"
    REJECT = "reject"
    WHY = "why"
    EDIT = "edit"
    BOX = "box"
    PICTURE = "picture"
    DROP = "drop"
    ANOTHER = "another"
    BAN = "ban"
    TAKE_BACK = "takeback"
    OPEN = "open"
    PAGE = "page"
    CANCEL = "cancel"
    TAKE_DOWN = "takedown"
    THERE = "there"
    AGAIN = "again"
    RETRY = "retry"
    POSTED = "posted"
    NOT_YET = "notyet"
    LIKE = "like"
    DISLIKE = "dislike"
    FORGET_ME = "forgetme"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True)
class Action:
    """`number` is the id of the draft (or the first on a page), of the publication or of the reply, or a page's number.

    `revision` is how many texts the draft had before the one above the button. `part` is which box of its pictures,
    counted through, or which picture is meant, from 1 on; 0: all of it.
    """

    verb: Verb
    number: int
    revision: int = 0
    part: int = 0

    def __str__(self) -> str:
        revision, part = (f".{self.revision}" if self.revision else ""), (f"/{self.part}" if self.part else "")
        return f"{self.verb}:{self.number}{revision}{part}"

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
        return cls(verb, int(match[2]), int(match[3] or 0), int(match[4] or 0))
