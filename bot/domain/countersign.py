"""A one-time code: whoever writes it to the bot sits at the terminal that shows it. Knows no platform."""

import hmac
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Nothing that is read as something else: no 0 and O, no 1, I and L.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
# 31⁸ are 8·10¹¹: a stranger who writes thirty guesses a second for ten minutes finds it once in 47 million attempts.
_LENGTH = 8
_LONGEST_TEXT = 64


@dataclass(frozen=True, slots=True)
class Countersign:
    """`code` is what has to be written: to a phone's keyboard small letters are as good, and a hyphen is no matter."""

    code: str

    @classmethod
    def make(cls, choice: Callable[[Sequence[str]], str] = secrets.choice) -> "Countersign":
        """A new one, drawn by `choice`."""
        return cls("".join(choice(_LETTERS) for _ in range(_LENGTH)))

    def is_in(self, text: str) -> bool:
        """Whether a message is this code and nothing else; what a `t.me/…?start=` link sends counts, too."""
        if len(text) > _LONGEST_TEXT:
            return False
        said = re.sub(r"[\s-]", "", text.strip().removeprefix("/start")).upper()
        return hmac.compare_digest(said.encode(), self.code.encode())

    def __str__(self) -> str:
        half = len(self.code) // 2
        return f"{self.code[:half]}-{self.code[half:]}"
