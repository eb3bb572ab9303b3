"""Texts of another kind that a network learns beside the posts: captions, each a ready text that names its template.

They are few, and must be learned all the same without the posts' being learned worse: so each is read as several texts
that differ in what was asked for, as many as the posts can bear. Some captions are held out, as posts are. Knows no
templates but by name, and not how such a text is put together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from model.dataset import corpus_hash, split
from model.errors import TooLittleText

# Of all characters that are read, so many at most are captions', if that leaves each caption one text.
MOST_SHARE = 0.1
# Every caption in all its texts is read at most so often for each time that the posts are.
_MOST_TIMES = 3
# A network that has read fewer captions of a template can't be asked for more of them.
LEAST_CAPTIONS = 3


@dataclass(frozen=True, slots=True)
class Beside:
    """`training` are read among the posts, `validation` by none but the judge; `templates` are those learned well."""

    training: list[str]
    validation: list[str]
    templates: tuple[str, ...]

    @classmethod
    def of(
        cls, captions: Mapping[str, Sequence[Sequence[str]]], posts_characters: int, seed: int = 0
    ) -> "Beside | None":
        """From each template's captions, each of which is one text or several, the one that is most its own first.

        Of the texts so many are learned as go beside posts of `posts_characters`. None without any caption.
        """
        every = {texts[0]: texts for each in captions.values() for texts in each if texts}
        if not every:
            return None
        try:
            parts = split(list(every), seed)
            training, validation = list(dict.fromkeys(parts.training)), parts.validation
        except TooLittleText:
            training, validation = list(every), []
        chosen = _as_many_as_fit([every[first] for first in training], posts_characters)
        learned = set(training)
        known = [
            name
            for name, each in captions.items()
            if sum(texts[0] in learned for texts in each if texts) >= LEAST_CAPTIONS
        ]
        return cls(chosen, validation, tuple(sorted(known)))

    @property
    def characters(self) -> int:
        """Of the texts that are learned."""
        return sum(map(len, self.training))

    @property
    def hash(self) -> str:
        """A name for these texts, whatever their order."""
        return corpus_hash([*self.training, *self.validation])

    @property
    def marks(self) -> str:
        """Characters that every text has: what a vocabulary must know, however rare texts of this kind are."""
        return "".join(sorted(set.intersection(*map(set, self.training)))) if self.training else ""


def _as_many_as_fit(captions: Sequence[Sequence[str]], posts_characters: int) -> list[str]:
    """Every caption's first text, then further texts and repetitions, round by round, while the posts can bear it."""
    room = posts_characters * MOST_SHARE / (1 - MOST_SHARE)
    most = max(map(len, captions))
    chosen: list[str] = []
    for number in range(most * _MOST_TIMES):
        added = [texts[number % most] for texts in captions if number % most < len(texts)]
        room -= sum(map(len, added))
        if room < 0 and chosen:
            break
        chosen += added
    return chosen
