"""What every system of a comparison is given: the same text to learn from, the same held-out text, one vocabulary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from corpus.cleaning import clean
from corpus.readers import read
from model.dataset import split
from model.vocabulary import END, Ids, Vocabulary

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"  # development material
FORTUNES_RU = CORPORA / "fortunes-ru.txt"
TINY_SHAKESPEARE = CORPORA / "tinyshakespeare.txt"

_HELD_OUT_OF_A_TEXT = 0.1
_CHOSEN_BY = 50  # of a text's pieces, every fiftieth
# A text is given to training as posts of about this length, cut at the ends of lines: short enough that batches of
# streams find beginnings, long enough that the END between them (one symbol in 4,000) costs nothing.
_PIECE_CHARS = 4_000


@dataclass(frozen=True, slots=True)
class Material:
    """Texts to learn from, to choose by, and to be judged by; no system sees `held_out` before it is judged.

    `validation` is for systems that choose something while they learn (the best moment, the order of n-grams). Of posts
    it is apart from `training`, of a text a part of it. `vocabulary` is that of `training`, as our own training makes
    it.
    """

    name: str
    training: list[str]
    validation: list[str]
    held_out: list[str]
    vocabulary: Vocabulary

    @property
    def characters(self) -> int:
        """Symbols to learn from in one epoch."""
        return sum(len(text) + 1 for text in self.training)

    def epoch(self, draw: np.random.Generator) -> Ids:
        """The training texts in a new order as one run of symbols."""
        return self.run([self.training[i] for i in draw.permutation(len(self.training))])

    def run(self, texts: Iterable[str]) -> Ids:
        """(N,) symbols of all `texts` one after another, an END before each."""
        return np.concatenate([part for text in texts for part in ([END], self.vocabulary.encode(text))])


def of_posts(name: str, posts: Sequence[str], seed: int = 0) -> Material:
    """Posts held out as `model.dataset.split` does for this seed; of the others as many again to choose by."""
    outer = split(posts, seed)
    inner = split(outer.training, seed + 1)
    return Material(name, inner.training, inner.validation, outer.validation, Vocabulary.of(inner.training))


def of_text(name: str, text: str) -> Material:
    """One long text, its last 10 % held out. All before it is learned from: what a system chooses by is a part of that.

    Nothing can be spared: in tiny-shakespeare the 2 % before the held-out tenth begin the play that it goes on with:
    a network that has not read them comes out 0.1 nats worse (docs/training-log.md).
    """
    before = int(len(text) * (1 - _HELD_OUT_OF_A_TEXT))
    training = pieces(text[:before])
    return Material(name, training, training[::_CHOSEN_BY], [text[before:]], Vocabulary.of(training))


def pieces(text: str) -> list[str]:
    """`text` cut at the ends of lines into pieces of about 4,000 characters; joined they are the text again."""
    found = [""]
    for line in text.splitlines(keepends=True):
        if len(found[-1]) >= _PIECE_CHARS:
            found.append("")
        found[-1] += line
    return found


def fortunes(path: Path = FORTUNES_RU, seed: int = 0) -> Material:
    """A file of posts, cleaned as the product cleans them. Raises UnreadableFile, TooLittleText."""
    return of_posts(path.stem, [post.text for post in clean(read(path)).posts], seed)


def shakespeare(path: Path = TINY_SHAKESPEARE) -> Material:
    """A plain text. Raises OSError."""
    return of_text(path.stem, path.read_text("utf-8"))
