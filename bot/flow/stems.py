"""The words of a text by their beginnings, so that «понедельник» and «понедельника» count as one. Pure."""

import re

_WORD = re.compile(r"[^\W\d_]{3,}")
_STEM = 5


def stems(text: str) -> frozenset[str]:
    """The first five letters of each word of at least three, in small letters, «ё» as «е»."""
    return frozenset(word[:_STEM] for word in _WORD.findall(text.casefold().replace("ё", "е")))
