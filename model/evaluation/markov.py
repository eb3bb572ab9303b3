"""The baseline: a Markov chain over words by markovify, as anybody can take it off the shelf.

markovify is an extra (`evaluate` in pyproject.toml): nothing but the evaluation needs it.
"""

import random
import re
from collections.abc import Sequence

STATE_WORDS = 2  # markovify's default
_TOKEN = re.compile(r"\n|[^\s]+")
_SPACES_AROUND_NEWLINE = re.compile(r" ?\n ?")


class MarkovMissing(ImportError):  # noqa: N818 - the name reads as the sentence that it says
    """markovify is not installed."""


class MarkovWriter:
    """A chain in which two words choose the next one; a line's end is a word too, a post's end ends the walk."""

    def __init__(self, posts: Sequence[str]) -> None:
        """Learn the posts: about 3 s and 400 MB for 2 million characters. Raises MarkovMissing."""
        try:
            import markovify  # noqa: PLC0415 - an extra
        except ImportError as error:
            raise MarkovMissing("markovify is not installed (pip install markovify)") from error
        self._chain = markovify.Chain([_TOKEN.findall(post) for post in posts], STATE_WORDS)

    def write(self, count: int, seed: int) -> list[str]:
        """`count` posts, none of them empty. The guard of markovify against copies is left out, as our writer's is."""
        before = random.getstate()
        random.seed(seed)  # the chain draws from the module's generator
        try:
            return [_joined(self._chain.walk()) for _ in range(count)]
        finally:
            random.setstate(before)


def _joined(tokens: Sequence[str]) -> str:
    return _SPACES_AROUND_NEWLINE.sub("\n", " ".join(tokens)).strip()
