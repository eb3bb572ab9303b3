"""Measures a written text by all guards."""

from collections.abc import Iterable
from dataclasses import dataclass

from model.guards.banned_words import BannedWords
from model.guards.loops import looped_share
from model.guards.overlap import Originals
from model.guards.words import KnownWords


@dataclass(frozen=True, slots=True)
class Measurement:
    """What the guards found in a text. Figures are of what the network wrote: the words to begin with don't count.

    characters         how many were written, without blank space at either end
    lines              of the whole text
    copied_characters  the longest run that a post has word for word; None if no posts are known
    nearest            the post with that run; empty if there is none
    looped_share       how much of it only repeats itself, 0 to 1
    known_words        the share of its words that the posts know; None if it has no words or no posts are known
    banned             banned words of the whole text, as they were read
    """

    characters: int
    lines: int
    copied_characters: int | None
    nearest: str
    looped_share: float
    known_words: float | None
    banned: tuple[str, ...]


class Guards:
    """Measures texts against the posts that the network has read."""

    def __init__(self, posts: Iterable[str]) -> None:
        """Without any post the guards that compare with posts are silent."""
        originals = Originals(posts)
        self._originals = originals if len(originals) else None
        self._known_words = KnownWords(originals) if len(originals) else None

    def measure(self, text: str, prime: str, banned: BannedWords) -> Measurement:
        """Measure a text that begins with `prime`. Some 2 ms for 500 characters."""
        written = text[len(prime) :].strip()
        overlap = self._originals.longest_run(written) if self._originals else None
        # A word that the prime begins and the network ends is judged whole.
        goes_on = prime and not prime[-1].isspace() and not text[len(prime) :][:1].isspace()
        begun = prime.rsplit(maxsplit=1)[-1] if goes_on else ""
        return Measurement(
            characters=len(written),
            lines=text.count("\n") + 1,
            copied_characters=overlap.characters if overlap else None,
            nearest=overlap.post if overlap else "",
            looped_share=looped_share(written),
            known_words=self._known_words.share(begun + text[len(prime) :]) if self._known_words else None,
            banned=banned.find(text),
        )
