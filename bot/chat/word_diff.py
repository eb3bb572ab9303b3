"""What an edit changed, word by word."""

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Change:
    """Some words became others; either side may be empty."""

    before: str
    after: str


def changes(before: str, after: str) -> list[Change]:
    """What became of the words of `before`, in order. Blank space and line breaks are no words."""
    old, new = before.split(), after.split()
    # `autojunk` keeps long texts of few words fast; what it finds is not always the least, but always true.
    steps = SequenceMatcher(a=old, b=new).get_opcodes()
    return [Change(" ".join(old[a:b]), " ".join(new[c:d])) for kind, a, b, c, d in steps if kind != "equal"]
