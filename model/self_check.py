"""Whether a checkpoint that has just gone live writes soundly: a short look, right before it takes over.

The gate has looked closer, but elsewhere and earlier: with other software perhaps, before a file was damaged, or not at
all if an operator chose the checkpoint.
"""

import math
from collections.abc import Iterable
from itertools import islice

import numpy as np

from model.checkpoint import Checkpoint
from model.dataset import always_held_out
from model.evaluation.likelihood import post_bits
from model.guards.loops import looped_share
from model.sampling import SamplingOptions
from model.writing import WritingBatch

# A third of a second for 2×512.
_MOST_POSTS = 40
_MOST_POST_CHARS = 300
_TEXTS = 16
_TEXT_CHARS = 150
_LEAST_POSTS = 10
# What is gross: chance on so few posts makes a fifth of it.
_MOST_MORE_BITS = 1.5
_MOST_LOOPS = 0.5


def fault(checkpoint: Checkpoint, posts: Iterable[str]) -> str | None:
    """What is so wrong with a checkpoint that it must not write, for a person and without a full stop; or None.

    Of `posts`, the present corpus, only some that the run has held out are read, each up to its 300th character; with
    fewer than ten the texts alone decide.
    """
    batch: WritingBatch[int] = WritingBatch(checkpoint)
    seed = checkpoint.manifest.training.seed
    held_out = (post[:_MOST_POST_CHARS] for post in posts if always_held_out(post, seed))
    found = list(islice(held_out, _MOST_POSTS))
    if len(found) >= _LEAST_POSTS:
        characters = sum(map(len, found)) + len(found)
        with np.errstate(over="ignore", invalid="ignore"):  # huge weights: the answer is no number, and told below
            bits = float(post_bits(checkpoint, found, batch.network).sum()) / characters
        guess, recorded = math.log2(checkpoint.vocabulary.size), checkpoint.manifest.bits_per_character
        if not bits < guess:
            return f"it needs {bits:.2f} bits per character, and guessing takes {guess:.2f}"
        if recorded is not None and bits > recorded + _MOST_MORE_BITS:
            return f"it needs {bits:.2f} bits per character, and in training it needed {recorded:.2f}"
    looping = sum(looped_share(text) > _MOST_LOOPS for text in _texts(batch))
    if looping > _MOST_LOOPS * _TEXTS:
        return f"{looping} of the {_TEXTS} texts that it wrote only repeat themselves"
    return None


def _texts(batch: WritingBatch[int]) -> list[str]:
    for number in range(_TEXTS):
        batch.join(number, "", SamplingOptions(max_chars=_TEXT_CHARS, seed=number))
    texts = []
    while len(batch):
        texts += [sample.text for _, sample in batch.step()]
    return texts
