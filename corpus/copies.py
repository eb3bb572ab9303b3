"""Posts that were there before: the same words, or nearly the same.

Near copies are found by MinHash and locality-sensitive hashing (Broder 1997; Leskovec, Rajaraman, Ullman: Mining of
Massive Datasets, chapter 3) over character shingles. What the hashes propose is measured exactly before it counts.
"""

import re

from rensa import RMinHash, RMinHashLSH

_WORDS = re.compile(r"[^\W_]+")
_SHINGLE_CHARS = 5
"""Five characters: in Russian about a word's stem, so that another ending makes little difference."""
_PERMUTATIONS = 128
_SEED = 42
_RECALL = 0.99
"""Of the pairs that are just similar enough, so many are proposed; of the more similar ones, more."""


def fingerprint(text: str) -> str:
    """What two copies share: the words, without case, spaces, punctuation and the dots of ё.

    A post without any word (emoji, a picture made of characters) is its own characters without the spaces.
    """
    return " ".join(_WORDS.findall(text.casefold().replace("ё", "е"))) or "".join(text.split())


def similarity(one: str, other: str) -> float:
    """The Jaccard similarity of two fingerprints' shingles, 0 to 1."""
    return _jaccard(_shingles(one), _shingles(other))


class NearCopies:
    """Remembers fingerprints and tells whether a new one is nearly the same as one of them.

    `threshold` is the least similarity (0 < threshold < 1) of near copies, `min_chars` the length under which a
    fingerprint is left alone: of two short sayings that differ in one word both are worth keeping.
    """

    def __init__(self, threshold: float, min_chars: int) -> None:
        self._threshold = threshold
        self._min_chars = min_chars
        self._index = RMinHashLSH(threshold, _PERMUTATIONS, _bands(threshold))
        self._known: list[str] = []

    def seen_or_add(self, known: str) -> bool:
        """True if something nearly the same is known; otherwise `known` is remembered from now on."""
        if len(known) < self._min_chars:
            return False
        shingles = _shingles(known)
        sketch = RMinHash(_PERMUTATIONS, _SEED)
        # Ordered by value: a set's own order changes from process to process.
        sketch.update(sorted(shingles))
        for candidate in self._index.query(sketch):
            if _jaccard(shingles, _shingles(self._known[candidate])) >= self._threshold:
                return True
        self._index.insert(len(self._known), sketch)
        self._known.append(known)
        return False


def _shingles(known: str) -> set[str]:
    return {known[i : i + _SHINGLE_CHARS] for i in range(max(1, len(known) - _SHINGLE_CHARS + 1))}


def _jaccard(one: set[str], other: set[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _bands(threshold: float) -> int:
    """Into how many bands the permutations are cut: as few as propose enough of the pairs at the threshold.

    With b bands of r rows a pair of similarity s is proposed with probability 1 - (1 - s^r)^b.
    """
    for bands in (4, 8, 16, 32, 64):
        rows = _PERMUTATIONS // bands
        if 1 - (1 - threshold**rows) ** bands >= _RECALL:
            return bands
    return _PERMUTATIONS
