"""Recognises the phrases of forgotten posts in other texts when the posts themselves are gone.

Texts are compared without case, the dots of ё, and how much space is between words. A phrase is a run of at least
WINDOW characters that no other author has written too. Kept of it are keyed hashes of some of its windows, chosen by
winnowing (Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003): of any SPAN windows in a row the one with the least
hash. So a run of SURELY_FOUND characters is recognised wherever it begins and ends, while the windows that are kept
stand some ten characters apart: from hashes of all of them whoever has the key and knows one could spell out the next
letter by letter.

Of the first two words of each post 16 bits are kept: enough to choose which beginnings, of those that the rest of the
corpus holds, a network is worth being asked to go on from; too few to say which of them was really written.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from bot.flow.authors import AuthorHash

# Characters. Shorter runs are common speech; a guesser needs all of a window at once.
WINDOW = 30
SPAN = 21
SURELY_FOUND = WINDOW + SPAN - 1

_OPENING_WORDS = 2
_OPENING_BYTES = 2
_WINDOW_BYTES = 8


def plain(text: str) -> str:
    """The text as phrases are compared."""
    return " ".join(text.casefold().replace("ё", "е").split())


def windows(text: str) -> Iterator[str]:
    """Every run of WINDOW characters of a plain text."""
    return (text[begin : begin + WINDOW] for begin in range(len(text) - WINDOW + 1))


def own_windows(texts: Iterable[str], others: Iterable[str]) -> set[str]:
    """The windows of `texts` that none of `others` holds; all plain."""
    own = {window for text in texts for window in windows(text)}
    for text in others:
        own.difference_update(windows(text))
    return own


def holds_any(text: str, own: Collection[str]) -> bool:
    """Whether a text holds one of the windows."""
    return any(window in own for window in windows(plain(text)))


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of forgotten posts: hashes of windows, 64 bits each, and of openings, 16 bits each."""

    windows: frozenset[int] = frozenset()
    openings: frozenset[int] = frozenset()

    def __or__(self, other: "Fingerprint") -> "Fingerprint":
        return Fingerprint(self.windows | other.windows, self.openings | other.openings)

    @classmethod
    def union(cls, several: Iterable["Fingerprint"]) -> "Fingerprint":
        """All of them in one."""
        each = list(several)
        return cls(
            frozenset().union(*(one.windows for one in each)), frozenset().union(*(one.openings for one in each))
        )

    def packed(self) -> tuple[bytes, bytes]:
        """Both as they are stored, in order of value, so that nothing tells of the order of the text."""
        return _pack(self.windows, _WINDOW_BYTES), _pack(self.openings, _OPENING_BYTES)

    @classmethod
    def unpacked(cls, windows_: bytes, openings: bytes) -> "Fingerprint":
        """Read what `packed` gave."""
        return cls(_unpack(windows_, _WINDOW_BYTES), _unpack(openings, _OPENING_BYTES))


class PhraseHash:
    """Makes fingerprints and finds them again, under a key of this home."""

    def __init__(self, authors: AuthorHash) -> None:
        self._key = authors.key_for("phrases")

    def fingerprint(self, texts: Iterable[str], own: Collection[str]) -> Fingerprint:
        """Of plain `texts` whose own windows are `own`. A text without any leaves nothing."""
        kept: set[int] = set()
        openings: set[int] = set()
        for text in texts:
            chosen = self._winnowed(text, own)
            if chosen:
                kept |= chosen
                openings.add(self.opening(text))
        return Fingerprint(frozenset(kept), frozenset(openings))

    def find(self, text: str, known: Collection[int]) -> int | None:
        """Where in `text` (as it is written) the first known window begins, or None."""
        compared, places = _with_places(text)
        for begin, window in enumerate(windows(compared)):
            if self._hash(window, _WINDOW_BYTES) in known:
                return places[begin]
        return None

    def opening(self, text: str) -> int:
        """The 16 bits of the first two words of a plain text."""
        return self._hash(" ".join(text.split(" ", _OPENING_WORDS)[:_OPENING_WORDS]), _OPENING_BYTES)

    def _winnowed(self, text: str, own: Collection[str]) -> set[int]:
        chosen: set[int] = set()
        stretch: list[int] = []
        for window in windows(text):
            if window in own:
                stretch.append(self._hash(window, _WINDOW_BYTES))
            else:
                chosen |= _least_of_each_span(stretch)
                stretch = []
        return chosen | _least_of_each_span(stretch)

    def _hash(self, text: str, size: int) -> int:
        return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=size, key=self._key).digest())


def _least_of_each_span(hashes: list[int]) -> set[int]:
    return {min(hashes[begin : begin + SPAN]) for begin in range(max(1, len(hashes) - SPAN + 1))} if hashes else set()


def _with_places(text: str) -> tuple[str, list[int]]:
    """A text as `plain` makes it, and for each of its characters the place in `text` where it stood."""
    compared: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isspace():
            if compared and compared[-1] != " ":
                compared.append(" ")
                places.append(place)
            continue
        for part in character.casefold().replace("ё", "е"):
            compared.append(part)
            places.append(place)
    if compared and compared[-1] == " ":
        compared.pop()
        places.pop()
    return "".join(compared), places


def _pack(values: frozenset[int], size: int) -> bytes:
    return b"".join(value.to_bytes(size) for value in sorted(values))


def _unpack(data: bytes, size: int) -> frozenset[int]:
    return frozenset(int.from_bytes(data[begin : begin + size]) for begin in range(0, len(data), size))
