"""Where a training may begin instead of at random weights: a network that has learned a language already.

A wall of 300 posts does not teach Russian. A network that has read many others' posts knows the letters, the words and
how a post goes, and needs only to learn how these people write. Knows no files (see model.checkpoint and model.voices)
and no torch.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from model.checkpoint import Checkpoint, Weights
from model.configuration import NetworkConfig
from model.told import Marks
from model.vocabulary import END, MOST_CHARACTERS, UNKNOWN, Vocabulary

# The rows of these belong to symbols, one a row.
_BY_SYMBOL = ("embedding.weight", "output.weight", "output.bias")
# Of a character that the vocabulary has and the posts don't.
_LEAST_SHARE = 1e-7


@dataclass(frozen=True, slots=True)
class StartingPoint:
    """A network to begin with.

    name     `base-ru`, or the run and step of a checkpoint
    digest   of its weights: 16 hexadecimal digits. Name and digest are written into what is trained from it.
    network  its shape, which is the new network's too
    weights  fp32, by the names that they have in a checkpoint
    seed     which posts it has not learned from, if it learned from this community's: the run's seed, else None
    """

    name: str
    digest: str
    network: NetworkConfig
    vocabulary: Vocabulary
    weights: Weights
    seed: int | None

    @classmethod
    def of_checkpoint(cls, checkpoint: Checkpoint) -> "StartingPoint":
        """A network that was trained here before, to go on with on posts that have grown."""
        manifest = checkpoint.manifest
        digest = manifest.files["weights"].removeprefix("weights-").partition(".")[0]
        return cls(
            checkpoint.name,
            digest,
            manifest.network,
            checkpoint.vocabulary,
            checkpoint.weights,
            manifest.training.seed,
        )

    @property
    def title(self) -> str:
        """Name and digest: what is written into the manifest of a network that began with this one."""
        return f"{self.name} {self.digest}"

    def vocabulary_with(self, corpus: Vocabulary) -> Vocabulary:
        """The characters of both, the corpus's first; at most MOST_CHARACTERS.

        What the start knows and this corpus hasn't shown yet is kept: such a character is then known when it comes, in
        a held-out post or in what a member asks to begin with.
        """
        ours = set(corpus.characters)
        both = corpus.characters + "".join(c for c in self.vocabulary.characters if c not in ours)
        return Vocabulary(both[:MOST_CHARACTERS])


def adapt(start: StartingPoint, vocabulary: Vocabulary, posts: Sequence[str], parts: int = 0) -> Weights:
    """The weights of a network for `vocabulary` that reads and writes as `start` does, without `start.…`.

    It is told of `parts` parts (see `model.told`): those that are new say nothing yet, and a new topic says what the
    known ones have in common.

    Characters that both know, END and UNKNOWN keep their rows. One that is new is read as UNKNOWN was, and is at first
    about as likely everywhere as it is frequent in `posts`: with 300 posts there are too few steps to raise it from
    nothing. (Where 3 % of a text were new characters two passes over 300 posts came to 2.67 bits per character so, to
    2.85 with UNKNOWN's output row for them all, and to 2.66 with the exact level from a forward pass.)
    """
    known = start.vocabulary.encode(vocabulary.characters)  # (V - 2,) each character's number in the start
    numbers = np.concatenate([[END, UNKNOWN], known])  # (V,)
    weights = {name: array.copy() for name, array in start.weights.items() if not name.startswith("start.")}
    for name in _BY_SYMBOL:
        weights[name] = start.weights[name][numbers]
    is_new = np.concatenate([[False, False], known == UNKNOWN])
    topics = Marks.of(vocabulary).topics
    if (topics & is_new).any() and (topics & ~is_new).any():
        weights["embedding.weight"][topics & is_new] = weights["embedding.weight"][topics & ~is_new].mean(axis=0)
    told = weights.pop("part.weight", np.zeros((1, start.network.embedding), dtype=np.float32))  # (parts + 1, E)
    if parts:
        weights["part.weight"] = np.zeros((parts + 1, start.network.embedding), dtype=np.float32)
        weights["part.weight"][: len(told)] = told[: parts + 1]
    if is_new.any():
        shares = _shares(vocabulary, posts)
        bias = weights["output.bias"]
        ruler = ~is_new & (shares > 0)
        level = np.average(bias[ruler] - np.log(shares[ruler]), weights=shares[ruler]) if ruler.any() else 0.0
        weights["output.weight"][is_new] = 0.0
        bias[is_new] = level + np.log(np.maximum(shares[is_new], _LEAST_SHARE))
    return weights


def _shares(vocabulary: Vocabulary, posts: Sequence[str]) -> npt.NDArray[np.float64]:
    """(V,) how often each symbol stands in `posts`, an END after each, among all."""
    counts = np.bincount(vocabulary.encode("".join(posts)), minlength=vocabulary.size).astype(np.float64)
    counts[END] += len(posts)
    shares: npt.NDArray[np.float64] = counts / max(1.0, counts.sum())
    return shares
