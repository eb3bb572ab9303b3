"""Reads a text as people do who know how words are hidden: look-alike letters, digits for letters, s p a c i n g."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# Cyrillic for what looks like it, and for the rest of the alphabet what sounds like it.
_AS_RUSSIAN = str.maketrans("aceopxykmtuhnbgdifjlrsvzі013469@", "асеорхукмтинпбддифйлрсвзи" + "оизчбд" + "а")
# The same for words without one Cyrillic letter: only what can't be told apart by eye, so that English stays English.
_WHOLLY_DISGUISED = re.compile(r"[aceopxykmtun03@]+")
_AS_LATIN = str.maketrans("авсенкмортхуипгі013457@$", "abcehkmoptxyunri" + "oieast" + "as")

_CYRILLIC = re.compile(r"[а-яіѕј]")
_LATIN = re.compile(r"[a-z]")
# What may be a letter of a word; the rest may stand between its pieces.
_LETTER = r"(?:[^\W_]|[@$])"
_BETWEEN = r"(?:[^\w@$\n]|_)"
_WORD = re.compile(rf"{_LETTER}+")
# `п.р.и.в.е.т`, `п р и в е т`: at least three single characters with little between them.
_SPACED = re.compile(rf"(?<!{_LETTER}){_LETTER}(?:{_BETWEEN}{{1,3}}{_LETTER}(?!{_LETTER})){{2,}}")
# `при-в.ет`: short pieces with one sign and no space between them.
_CUT_UP = re.compile(rf"(?<!{_LETTER}){_LETTER}{{1,3}}(?:[.*~+=_-]{_LETTER}{{1,3}}(?!{_LETTER}))+")
# The longest chain of single characters that is read from each of its places.
_LONGEST_CHAIN = 40
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_ENTRY = re.compile(rf"(?:{_LETTER}|[*])+")
_UNREADABLE = "|"


class Readings(NamedTuple):
    """A text read with Russian and with Latin eyes: words between single spaces, one space at either end."""

    russian: str
    latin: str


def read(text: str) -> Readings:
    """Both readings of a text. What was cut up stands behind the words, joined."""
    plain = _plain(text)
    words = [*_WORD.findall(plain), _UNREADABLE, *_joined(plain)]
    return Readings(_line(map(_russian, words)), _line(map(_latin, words)))


def read_entry(entry: str) -> Readings:
    """Both readings of an entry of a list, its stars kept; empty where it can't be read so."""
    words = _ENTRY.findall(_plain(entry))
    lines = " ".join(map(_russian, words)), " ".join(map(_latin, words))
    return Readings(*("" if _UNREADABLE in line else line for line in lines))


def plain_entry(entry: str) -> str:
    """An entry of a list as it is kept: without case, accents and what stands between its words; its stars stay."""
    return " ".join(_ENTRY.findall(_plain(entry)))


def _plain(text: str) -> str:
    """Compatibility forms, letter case, accents and invisible characters taken away; ё is е, ааааа is аа."""
    composed = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    visible = "".join(c for c in composed if c.isascii() or unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    return _DRAWN_OUT.sub(r"\1\1", visible)


def _joined(plain: str) -> Iterator[str]:
    for found in _SPACED.finditer(plain):
        chain = "".join(_WORD.findall(found.group()))[:_LONGEST_CHAIN]
        # A word of one letter may stand before the hidden one: `я д у р а к`.
        yield from (chain[start:] for start in range(len(chain) - 2))
    for found in _CUT_UP.finditer(plain):
        yield "".join(_WORD.findall(found.group()))


def _russian(word: str) -> str:
    if _CYRILLIC.search(word):
        return word.translate(_AS_RUSSIAN)
    if not _LATIN.search(word):
        return word  # a number, another alphabet
    return word.translate(_AS_RUSSIAN) if _WHOLLY_DISGUISED.fullmatch(word) else _UNREADABLE


def _latin(word: str) -> str:
    return word.translate(_AS_LATIN) if _LATIN.search(word) else _UNREADABLE


def _line(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "
