"""What a pile of texts is like, whoever wrote it: length, lines, words, variety, copies, loops."""

import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np

from model.guards.loops import looped_share
from model.guards.overlap import Originals
from model.guards.words import KnownWords, split
from model.writing import Sample

# A text is a copy if it has a run of more characters than this from one post, or if such a run is more of it than that.
# Runs below _LEAST_COPY_CHARS are nobody's own. The limits of copies and loops are those that the bot's guards have
# unless the settings say otherwise.
COPY_CHARS = 60
COPY_SHARE = 0.7
_LEAST_COPY_CHARS = 20
# A text loops if more of it than this only says again what stands in it already.
LOOPED_SHARE = 0.3
# Variety shrinks as a pile grows (there are only so many words), so all piles are cut to one size first.
_WORDS_FOR_VARIETY = 1000
_TEXTS_FOR_SIMILARITY = 100
_PIECE_CHARS = 4  # what two texts are likened by


@dataclass(frozen=True, slots=True)
class Spread:
    """The 10th, 50th and 90th percentile of a figure."""

    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True)
class TextFigures:
    """What a pile of texts is like. Shares are 0 to 1.

    length           characters of a text
    length_distance  Kolmogorov-Smirnov distance to the corpus's lengths: 0 = distributed alike, 1 = nothing in common
    lines            lines of a text, empty ones not counted; `lines_distance` as above
    known_words      the share of words that some training post has, over all texts
    distinct         the share of different ones among single words, pairs and triples (distinct-1, -2, -3 of Li et al.,
                     2016), over the first 1,000 words of the pile
    self_similarity  how alike a text is to the most similar other one, averaged over the first 100: the pieces of four
                     characters that both have among those that either has
    copies           the share of texts with a verbatim run of over 60 characters, or 70 % of it, from one training post
    longest_copied   characters of the longest verbatim run in any of the texts
    loops            the share of texts of which more than 30 % only repeats the rest
    """

    texts: int
    length: Spread
    length_distance: float
    lines: Spread
    lines_distance: float
    known_words: float
    distinct: tuple[float, float, float]
    self_similarity: float
    copies: float
    longest_copied: int
    loops: float

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What texts are held against: the words and runs of the training posts, the length and lines of `corpus`."""

    known: KnownWords
    originals: Originals
    lengths: Sequence[int]
    lines: Sequence[int]

    @classmethod
    def of(cls, training: Sequence[str], corpus: Sequence[str]) -> "Yardstick":
        """From the posts that were learned from and those whose shape is to be met; neither may be empty."""
        return cls(KnownWords(training), Originals(training), list(map(len, corpus)), list(map(_lines, corpus)))


def measure(texts: Sequence[str], yardstick: Yardstick) -> TextFigures:
    """The figures of at least one text."""
    lengths, lines = list(map(len, texts)), list(map(_lines, texts))
    runs = [yardstick.originals.longest_run(text).characters for text in texts]
    return TextFigures(
        texts=len(texts),
        length=_spread(lengths),
        length_distance=distance(lengths, yardstick.lengths),
        lines=_spread(lines),
        lines_distance=distance(lines, yardstick.lines),
        known_words=yardstick.known.share("\n".join(texts)) or 0.0,
        distinct=(distinct(texts, 1), distinct(texts, 2), distinct(texts, 3)),
        self_similarity=self_similarity(texts),
        copies=sum(is_copy(run, len(text)) for run, text in zip(runs, texts, strict=True)) / len(texts),
        longest_copied=max(runs),
        loops=sum(map(loops, texts)) / len(texts),
    )


def is_copy(run_chars: int, text_chars: int) -> bool:
    """Whether a text of so many characters with a verbatim run of so many counts as a copy."""
    return run_chars > COPY_CHARS or run_chars > max(_LEAST_COPY_CHARS, COPY_SHARE * text_chars)


def loops(text: str) -> bool:
    """Whether more than 30 % of the text only repeats the rest of it."""
    return looped_share(text) > LOOPED_SHARE


def ends_by_itself_share(samples: Sequence[Sample]) -> float:
    """The share of texts that the network ended before the length limit did."""
    return sum(sample.ended_by_itself for sample in samples) / len(samples) if samples else 0.0


def copy_share(texts: Sequence[str], posts: Sequence[str]) -> float:
    """The share of texts that are one of `posts`, whatever their case, spaces and punctuation."""
    known = {_folded(post) for post in posts}
    return sum(_folded(text) in known for text in texts) / len(texts) if texts else 0.0


def distance(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Kolmogorov-Smirnov: the greatest difference between the shares of either that lie at or below some value."""
    a, b = np.sort(np.asarray(ours)), np.sort(np.asarray(theirs))
    both = np.concatenate([a, b])
    below_a, below_b = (np.searchsorted(part, both, side="right") / len(part) for part in (a, b))
    return float(np.abs(below_a - below_b).max())


def distinct(texts: Sequence[str], n: int) -> float:
    """The share of different ones among all runs of n words within a text, over the first 1,000 words; 0 if none."""
    runs: list[tuple[str, ...]] = []
    left = _WORDS_FOR_VARIETY
    for text in texts:
        found = split(text)[:left]
        left -= len(found)
        runs += [tuple(found[place : place + n]) for place in range(len(found) - n + 1)]
    return len(set(runs)) / len(runs) if runs else 0.0


def self_similarity(texts: Sequence[str]) -> float:
    """The mean over texts of the Jaccard index with the most similar other one; 0 for fewer than two texts."""
    pieces = [_pieces(_folded(text)) for text in texts[:_TEXTS_FOR_SIMILARITY]]
    if len(pieces) < 2:
        return 0.0
    nearest = [0.0] * len(pieces)
    for i, one in enumerate(pieces):
        for j in range(i):
            shared = len(one & pieces[j])
            alike = shared / (len(one) + len(pieces[j]) - shared)
            nearest[i], nearest[j] = max(nearest[i], alike), max(nearest[j], alike)
    return sum(nearest) / len(nearest)


def _folded(text: str) -> str:
    """Letters and digits in lower case, one space between words; a text without any stays as it is."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split()) or folded.strip()


def _pieces(text: str) -> set[str]:
    return {text[place : place + _PIECE_CHARS] for place in range(max(1, len(text) - _PIECE_CHARS + 1))}


def _lines(text: str) -> int:
    return sum(1 for line in text.splitlines() if line.strip())


def _spread(values: Sequence[float]) -> Spread:
    low, middle, high = np.percentile(values, [10, 50, 90])
    return Spread(float(low), float(middle), float(high))
