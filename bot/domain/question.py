"""A question that the bot asked one person and that their next message in that chat answers."""

from dataclasses import dataclass
from enum import StrEnum


class QuestionKind(StrEnum):
    """What the next message is: a draft's new text, why it was rejected, or a word to ban."""

    TEXT = "text"
    REASON = "reason"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Question:
    """`draft_id` is the draft whose card the question came from."""

    kind: QuestionKind
    draft_id: int
