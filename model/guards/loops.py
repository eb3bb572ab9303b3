"""How much of a text repeats itself: a network that has lost its thread says the same thing over and over."""

from collections.abc import Iterable

import numpy as np

from model.guards.words import WORD

# A unit that stands this often in a row is a loop; twice may be emphasis.
_IN_A_ROW = 3
# Under so many characters a repeat is laughter, dots or a rule of dashes, as people write them.
_LEAST_LOOP_CHARS = 20
# The longest unit that is looked for in a row. Longer ones come as whole lines and sentences: see `_said_again`.
_LONGEST_UNIT_CHARS = 200
# So many words in the same order, said again, are no chance.
_PHRASE_WORDS = 4


def looped_share(text: str) -> float:
    """The share of `text` that only repeats the rest of it, from 0 to 1.

    The larger of two: the longest stretch in which one unit (a letter, a word, a line) stands at least three times in a
    row, and the characters of all phrases of four words that stood in the text before.
    """
    if not text:
        return 0.0
    return max(_in_a_row(text), _said_again(text)) / len(text)


def _in_a_row(text: str) -> int:
    """Characters of the longest stretch that repeats a unit, 0 if there is none."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    longest = 0
    for unit in range(1, min(_LONGEST_UNIT_CHARS, len(codes) // _IN_A_ROW) + 1):
        differs = np.flatnonzero(codes[unit:] != codes[:-unit])
        # A character equals the one a unit before it, k times on end: a stretch of k + unit characters.
        same = int(np.diff(differs, prepend=-1, append=len(codes) - unit).max()) - 1
        stretch = same + unit
        if stretch >= max(_LEAST_LOOP_CHARS, _IN_A_ROW * unit):
            longest = max(longest, stretch)
    return longest


def _said_again(text: str) -> int:
    """Characters of words that belong to a phrase which stood before."""
    words = [(match.group().casefold(), match.start(), match.end()) for match in WORD.finditer(text)]
    seen: set[tuple[str, ...]] = set()
    again: set[int] = set()
    for first in range(len(words) - _PHRASE_WORDS + 1):
        phrase = tuple(word for word, _, _ in words[first : first + _PHRASE_WORDS])
        if phrase in seen:
            again.update(range(first, first + _PHRASE_WORDS))
        seen.add(phrase)
    return _covered((words[number][1], words[number][2]) for number in again)


def _covered(spans: Iterable[tuple[int, int]]) -> int:
    return sum(end - start for start, end in spans)
