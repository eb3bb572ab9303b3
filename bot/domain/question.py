"""A question that the bot asked one person and that their next message in that chat answers."""

from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """What the next message is: a draft's new text, or that of one box, why it was rejected, or a word to ban."""

    TEXT = "text"
    BOX = "box"
    REASON = "reason"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Question:
    """`draft_id` is the draft whose card the question came from.

    `box` is which box of its picture gets the text, from 0 on; None: it is not about one.
    """

    kind: QuestionKind
    draft_id: int
    box: int | None = None
