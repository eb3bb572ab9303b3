"""Posts cut into streams that a network reads side by side. Knows no network.

split(posts)  →  training and validation posts
Streams       →  (B, T) windows of the training texts, in the same order for the same seed, from any position on
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b, sha256

import numpy as np

from model.errors import TooLittleText
from model.separator import Separator
from model.told import Marks
from model.vocabulary import Ids, Vocabulary

LEAST_POSTS = 20
LEAST_CHARACTERS = 500
VALIDATION_SHARE = 0.05
# Below this a validation figure is mostly luck; a small corpus gives up to a fifth of itself for it.
LEAST_VALIDATION_POSTS = 30
MOST_VALIDATION_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Split:
    """Posts to learn from and posts to judge by, in an order that does not depend on the order they were given in."""

    training: list[str]
    validation: list[str]


def split(posts: Sequence[str], seed: int = 0) -> Split:
    """Put about 5 % of the posts aside. Equal posts always land on the same side, for a seed.

    A post keeps its side when others come and go, but for corpora so small that the 5 % were fewer than
    LEAST_VALIDATION_POSTS. Raises TooLittleText.
    """
    characters = sum(len(post) for post in posts)
    distinct = sorted({(_hash(post, seed), post) for post in posts if post.strip()})
    if len(distinct) < LEAST_POSTS or characters < LEAST_CHARACTERS:
        raise TooLittleText(len(distinct), characters, LEAST_POSTS, LEAST_CHARACTERS)
    below = sum(1 for place, _ in distinct if place < VALIDATION_SHARE)
    least = min(LEAST_VALIDATION_POSTS, int(len(distinct) * MOST_VALIDATION_SHARE))
    held_out = {post for _, post in distinct[: max(below, least)]}
    ordered = sorted((post for post in posts if post.strip()), key=lambda post: (_hash(post, seed), post))
    return Split(
        training=[post for post in ordered if post not in held_out],
        validation=[post for post in ordered if post in held_out],
    )


def always_held_out(post: str, seed: int) -> bool:
    """Whether a run with this seed holds the post out, whatever other posts the corpus has."""
    return _hash(post, seed) < VALIDATION_SHARE


def corpus_hash(posts: Sequence[str]) -> str:
    """A name for these posts, whatever their order: 16 hexadecimal digits."""
    each = sorted(sha256(post.encode("utf-8", "surrogatepass")).digest() for post in posts)
    return sha256(b"".join(each)).hexdigest()[:16]


def leading(posts: Sequence[str], characters: int) -> list[str]:
    """The first posts that together have at least so many characters, or all."""
    reached = np.cumsum([len(post) for post in posts])
    return list(posts[: int(np.searchsorted(reached, characters)) + 1])


def rows(pieces: Sequence[Ids], count: int) -> Ids:
    """(count, L + 1) streams of equal length that together cover the ring of all `pieces` about once.

    Each begins where a piece does (see `Separator.piece`), as a writer does. Pieces (N, 2) of what is told give streams
    (count, L + 1, 2).
    """
    ring = np.concatenate(pieces)
    starts = np.cumsum([0, *map(len, pieces[:-1])])
    cuts = np.arange(count) * len(ring) // count
    begins = starts[np.minimum(np.searchsorted(starts, cuts), len(starts) - 1)]
    length = len(ring) // count
    streams: Ids = ring[(begins[:, None] + np.arange(length + 1)) % len(ring)]
    return streams.astype(np.int64)


@dataclass(frozen=True, slots=True)
class Window:
    """What one step reads: symbols and those that follow them, (B, T) each, and what is told of the symbols, (B, T, 2)
    or None.
    """

    ids: Ids
    targets: Ids
    told: Ids | None


class Streams:
    """The training texts as windows, epoch after epoch, the texts in a new order each time.

    The same seed gives the same windows, and `windows(epoch, window)` begins anywhere in them: that is all that a
    resumed run needs.
    """

    def __init__(
        self,
        posts: Sequence[str],
        vocabulary: Vocabulary,
        separator: Separator,
        batch: int,
        length: int,
        seed: int,
        parts: int = 0,
    ) -> None:
        """`batch` streams are read side by side, up to `length` symbols at a step; a small corpus makes them fewer.

        With `parts` the network is told of topics and so many parts (see `model.told`).
        """
        self._pieces = [separator.piece(post, vocabulary).astype(np.uint16) for post in posts]
        marks = Marks.of(vocabulary)
        self._told = (
            [marks.told(piece.astype(np.int64), parts).astype(np.uint16) for piece in self._pieces] if parts else None
        )
        self._seed = seed
        self.symbols = sum(map(len, self._pieces))
        self.symbols_per_character = separator.symbols_per_character(self.symbols, len(posts))
        self.batch = max(1, min(batch, len(posts), self.symbols // (length + 1)))
        row = self.symbols // self.batch
        self.windows_per_epoch = max(1, round(row / length))
        # Windows of nearly equal length, so that nothing at the end of a stream is left out.
        self._bounds = np.linspace(0, row, self.windows_per_epoch + 1).astype(int)

    def windows(self, epoch: int, window: int) -> Iterator[Window]:
        """The rest of an epoch from `window` on."""
        order = np.random.default_rng([self._seed, epoch]).permutation(len(self._pieces))
        streams = rows([self._pieces[i] for i in order], self.batch)  # (B, L + 1)
        told = None if self._told is None else rows([self._told[i] for i in order], self.batch)  # (B, L + 1, 2)
        for a, b in zip(self._bounds[window:-1], self._bounds[window + 1 :], strict=True):
            yield Window(streams[:, a:b], streams[:, a + 1 : b + 1], None if told is None else told[:, a:b])


def _hash(post: str, seed: int) -> float:
    """A number in [0, 1) that depends on the text and the seed alone."""
    digest = blake2b(post.encode("utf-8", "surrogatepass"), digest_size=8, salt=seed.to_bytes(8, "little")).digest()
    return int.from_bytes(digest, "little") / 2**64
