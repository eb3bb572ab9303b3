"""Something that went wrong of late, as the log told it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """`at` is ISO 8601 in UTC, `level` a log's, `facts` what stood beside the sentence, as text."""

    at: str
    level: str
    sentence: str
    facts: str = ""
