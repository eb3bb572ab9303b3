"""Where a line may end: between words, after a hyphen, between Chinese characters, and inside a word that is too long.

Works in ems; knows no pixels and no box.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from bot.pictures.lettering import clusters, is_emoji

if TYPE_CHECKING:
    from pyphen import Pyphen

# These begin no line, and those end none (after JIS X 4051 and Chinese practice, the common part of both).
_NO_BEGINNING = frozenset(
    "、。，．・：；？！）］｝〕〉》」』】〗ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々,.!?:;)]}»”’…%"
)
_NO_END = frozenset("（［｛〔〈《「『【〖([{«“‘")
_EACH = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\u3000-\u303F\uFF00-\uFFEF]")
# Written without spaces; a break anywhere is better than none, and takes no hyphen.
_UNSPACED = regex.compile(r"[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]")
_AFTER_HYPHEN = regex.compile(r"(?<=\p{L}\p{M}*[-‐/])(?=\p{L})")
_DASH = regex.compile(r"[-–—―]+")
_CYRILLIC = regex.compile(r"\p{Cyrillic}")
_LATIN = regex.compile(r"\p{Latin}")
SOFT_HYPHEN = "\u00ad"


class Splitting(IntEnum):
    """How far a word may be taken apart to have larger letters."""

    NEVER = 0
    BY_SYLLABLES = 1
    ANYWHERE = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """What no line tears. `space`: one stands before it unless it begins a line; `hyphen`: one is written after it if
    it ends a line.
    """

    text: str
    width: float
    space: bool = False
    hyphen: bool = False


Width = Callable[[str], float]


def pieces(paragraph: str, width: Width) -> list[Piece]:
    """The pieces of a line of the member's, in order; no word is taken apart."""
    found: list[Piece] = []
    for word in paragraph.split(" "):
        if not word:
            continue
        if found and _DASH.fullmatch(word) and not _DASH.fullmatch(found[-1].text[-1]):
            # A dash stays with what it follows, as Russian wants it.
            last = found[-1]
            text = f"{last.text} {word}"
            found[-1] = replace(last, text=text, width=width(text))
            continue
        for index, part in enumerate(_parts(word)):
            found.append(Piece(part, width(part), space=index == 0 and bool(found)))
    return found


def split(piece: Piece, limit: float, splitting: Splitting, width: Width) -> list[Piece]:
    """The piece, or if it is wider than `limit` what may stand on lines of its own."""
    if piece.width <= limit or splitting is Splitting.NEVER:
        return [piece]
    syllables = _syllables(piece.text)
    parts = [Piece(text, width(text), hyphen=True) for text in syllables[:-1]]
    parts.append(Piece(syllables[-1], width(syllables[-1]), hyphen=piece.hyphen))
    if splitting is Splitting.ANYWHERE:
        parts = [small for part in parts for small in _torn(part, limit, width)]
    return [replace(parts[0], space=piece.space), *parts[1:]]


def _torn(piece: Piece, limit: float, width: Width) -> list[Piece]:
    hyphen = width("-")
    if piece.width + (hyphen if piece.hyphen else 0) <= limit:
        return [piece]
    letters = clusters(piece.text)
    with_hyphen = not _UNSPACED.match(piece.text)
    room = limit - (hyphen if with_hyphen else 0.0)
    parts: list[Piece] = []
    start, used = 0, 0.0
    for end, letter in enumerate(letters):
        # The sum of letters' widths: together they are hardly ever wider, and each sum would be a text to measure.
        letter_width = width(letter)
        if end > start and used + letter_width > room:
            takes_hyphen = with_hyphen and letters[end - 1][-1].isalnum() and letter[0].isalnum()
            parts.append(Piece("".join(letters[start:end]), used, hyphen=takes_hyphen))
            start, used = end, 0.0
        used += letter_width
    parts.append(Piece("".join(letters[start:]), used, hyphen=piece.hyphen))
    return parts


def _parts(word: str) -> list[str]:
    """A word at its own places for a line to end: after hyphens, between Chinese characters and emoji."""
    if word.isascii():
        return _AFTER_HYPHEN.split(word)
    found: list[str] = []
    loose = False
    for cluster in clusters(word):
        each = bool(_EACH.match(cluster)) or is_emoji(cluster)
        if found and not ((each or loose) and _may_part(found[-1], cluster)):
            found[-1] += cluster
        else:
            found.append(cluster)
        loose = each
    return [part for joined in found for part in _AFTER_HYPHEN.split(joined)]


def _may_part(before: str, after: str) -> bool:
    return after[0] not in _NO_BEGINNING and before[-1] not in _NO_END


@lru_cache(maxsize=4096)
def _syllables(word: str) -> list[str]:
    if SOFT_HYPHEN in word:
        return [part for part in word.split(SOFT_HYPHEN) if part] or [word]
    language = "ru_RU" if _CYRILLIC.search(word) else "en_US" if _LATIN.search(word) else None
    if language is None:
        return [word]
    positions = [0, *_dictionary(language).positions(word.lower()), len(word)]
    if len(word.lower()) != len(word):
        return [word]
    return [word[start:end] for start, end in pairwise(positions) if end > start]


@cache
def _dictionary(language: str) -> "Pyphen":
    # Looks through all its dictionaries when it is imported; few memes need it, and the first should be quick.
    from pyphen import Pyphen  # noqa: PLC0415

    return Pyphen(lang=language)
