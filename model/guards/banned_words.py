"""Words that may not go out, found however they are spelled (see `disguise`)."""

import re
from collections.abc import Iterable
from functools import lru_cache

from model.errors import BadOption
from model.guards import coarse_words, disguise

MOST_WORDS = 1_000
MOST_CHARS_A_WORD = 100
# How many finds are named; more say nothing new.
_MOST_NAMED = 5
# What a pattern of the built-in list is made of, as far as letters may be doubled in it.
_PART = re.compile(r"\\.|\[[^]]+\]|[а-яa-z]")


class BannedWords:
    """A list of banned words; `find` takes some 50 µs for a post."""

    def __init__(self, words: Iterable[str] = (), *, coarse: bool = True) -> None:
        """`words` are the community's own, several words in one entry mean them in this order; a star stands for any
        letters, so that `слон*` bans слоны too. With `coarse` the built-in list counts as well.

        Raises BadOption for an entry without a letter or digit beside its stars, or longer than 100 characters.
        """
        own = [_own(word) for word in words]
        if len(own) > MOST_WORDS:
            raise BadOption(f"At most {MOST_WORDS} words can be banned, these are {len(own)}.")
        listed = (coarse_words.RUSSIAN, coarse_words.LATIN) if coarse else ((), ())
        self._russian = _compiled([*(entry.russian for entry in own), *map(_with_doubles, listed[0])])
        self._latin = _compiled([*(entry.latin for entry in own), *map(_with_doubles, listed[1])])

    def find(self, text: str) -> tuple[str, ...]:
        """The banned words of a text as they were read, at most five."""
        readings = disguise.read(text)
        found: dict[str, None] = {}  # a set that keeps its order
        for pattern, reading in ((self._russian, readings.russian), (self._latin, readings.latin)):
            if pattern is not None:
                found |= dict.fromkeys(match.group() for match in pattern.finditer(reading))
        return tuple(found)[:_MOST_NAMED]


@lru_cache(maxsize=32)
def banned_words(words: tuple[str, ...], *, coarse: bool) -> BannedWords:
    """The same list compiled once: a request names its words each time. Raises BadOption."""
    return BannedWords(words, coarse=coarse)


def _own(entry: str) -> disguise.Readings:
    """An entry as patterns for both readings; empty where it can't be read so."""
    if len(entry) > MOST_CHARS_A_WORD:
        raise BadOption(f"A banned word may have {MOST_CHARS_A_WORD} characters, this has {len(entry)}.")
    russian, latin = disguise.read_entry(entry)
    if not (russian + latin).strip("* "):
        raise BadOption(f"The banned word {entry!r} has no letter: a star alone would ban everything.")
    return disguise.Readings("".join(map(_own_part, russian)), "".join(map(_own_part, latin)))


def _own_part(character: str) -> str:
    if character == "*":
        return r"\w*"
    return f"{character}{{1,2}}" if character.isalpha() else re.escape(character)


def _with_doubles(pattern: str) -> str:
    """A built-in pattern that also finds its letters doubled; longer runs come as two (see `disguise`)."""
    return _PART.sub(lambda part: part[0] if part[0][0] == "\\" else f"(?:{part[0]}{{1,2}})", pattern)


def _compiled(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """Any of the patterns, as whole words of a reading."""
    usable = [pattern for pattern in patterns if pattern]
    return re.compile(f"(?<= )(?:{'|'.join(usable)})(?= )") if usable else None
