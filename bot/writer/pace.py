"""How fast texts get written of late, and so how long a queue of them will take."""

# The last seconds of writing that count; before there are any, a slow machine's speed and a short post are assumed.
_REMEMBERED_S = 10.0
_FIRST_CHARACTERS_PER_S = 10_000.0
_FIRST_CHARACTERS = 150.0
_REMEMBERED_TEXTS = 100
# Nobody need come back sooner.
LEAST_WAIT_S = 1.0


class Pace:
    """Told of every step and every finished text."""

    def __init__(self) -> None:
        self._characters_per_s = _FIRST_CHARACTERS_PER_S
        self._characters = _FIRST_CHARACTERS

    def wrote(self, characters: int, seconds: float) -> None:
        """So many characters were written in so much time, over all texts."""
        if seconds > 0:
            weight = min(1.0, seconds / _REMEMBERED_S)
            self._characters_per_s += weight * (characters / seconds - self._characters_per_s)

    def finished(self, characters: int) -> None:
        """A text came to this length."""
        self._characters += (characters - self._characters) / _REMEMBERED_TEXTS

    def seconds_for(self, texts: int) -> float:
        """How long so many texts will take, one second at least."""
        return max(LEAST_WAIT_S, texts * self._characters / max(1.0, self._characters_per_s))
