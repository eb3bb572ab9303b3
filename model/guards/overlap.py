"""How much of a text stands word for word in the posts that the network has read, found by a suffix array.

The posts are laid end to end as UTF-8 bytes and the places where a suffix begins are sorted by what follows them
(Manber and Myers, 1993; libdivsufsort by Mori): whether a run of bytes occurs anywhere is then a binary search. Only
places where a character begins are kept, so that a run begins with a whole character; its end is grown by whole
characters. Four bytes a character and the text itself stay in memory: 2 million characters of Russian take 11 MB.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from pydivsufsort import divsufsort

# Stands after each post. No UTF-8 text holds this byte, so no run reaches from one post into the next.
_BETWEEN = b"\xff"


@dataclass(frozen=True, slots=True)
class Overlap:
    """The longest run of a text that a post holds too: its length in characters, where it begins, and that post."""

    characters: int
    start: int
    post: str


NO_OVERLAP = Overlap(0, 0, "")


class Originals:
    """The posts, ready to be searched. Built in 0.2 s for 3 MB; a search takes some 5 µs a character."""

    def __init__(self, posts: Iterable[str]) -> None:
        """Takes the posts one by one: neither a list of them nor of their words need ever be in memory."""
        text, begins = bytearray(), array("q")
        for post in posts:
            begins.append(len(text))
            text += _bytes(post) + _BETWEEN
        self._text = bytes(text)
        self._begins = begins
        bytes_ = np.frombuffer(self._text, dtype=np.uint8)
        suffixes = divsufsort(self._text) if self._text else np.zeros(0, dtype=np.int32)
        begins_character = (bytes_[suffixes] & 0xC0) != 0x80  # 10xxxxxx goes on with a character
        # A memoryview gives plain numbers, which bisect compares twice as fast as numpy's.
        kept = suffixes[begins_character]
        self._suffixes: memoryview[int] = memoryview(kept.data).cast("B").cast("i" if kept.itemsize == 4 else "q")

    def __len__(self) -> int:
        return len(self._begins)

    def __iter__(self) -> Iterator[str]:
        return map(self._post, range(len(self)))

    def longest_run(self, text: str) -> Overlap:
        """The longest run of `text` that occurs in a post; the first of several as long."""
        best, start, place = 0, 0, 0
        # Wherever a longer run begins, its first best + 1 characters occur: one question a character and a growth.
        for begin in range(len(text)):
            while begin + best < len(text):
                found = self._find(_bytes(text[begin : begin + best + 1]))
                if found is None:
                    break
                best, start, place = best + 1, begin, found
        return Overlap(best, start, self._post_around(place)) if best else NO_OVERLAP

    def _find(self, run: bytes) -> int | None:
        """A place where `run` occurs."""
        text, length = self._text, len(run)
        index = bisect_left(self._suffixes, run, key=lambda place: text[place : place + length])
        if index == len(self._suffixes):
            return None
        place = self._suffixes[index]
        return place if text[place : place + length] == run else None

    def _post_around(self, place: int) -> str:
        return self._post(bisect_right(self._begins, place) - 1)

    def _post(self, number: int) -> str:
        end = self._begins[number + 1] if number + 1 < len(self) else len(self._text)
        return self._text[self._begins[number] : end - 1].decode("utf-8", "surrogatepass")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
