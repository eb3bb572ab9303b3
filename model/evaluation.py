"""Figures that say how good a checkpoint is. Needs no torch."""

import math
import unicodedata
from collections.abc import Sequence

import numpy as np

from model.checkpoint import Checkpoint
from model.dataset import rows, symbols
from model.errors import BadOption
from model.inference import BLOCK, NumpyNetwork
from model.writing import Sample

_STREAMS = 8 * BLOCK


def bits_per_character(checkpoint: Checkpoint, posts: Sequence[str]) -> float:
    """Mean of -log2 p(next symbol) over all `posts`, read one after another with the memory carried on; in fp32.

    The END between posts counts as a symbol, as does UNKNOWN. About 20,000 symbols a second for a 2×256 network on one
    core. Raises BadOption if there is nothing to read.
    """
    ids = symbols(posts, checkpoint.vocabulary)
    if not len(ids):
        raise BadOption("There are no posts to measure bits per character on.")
    streams = rows(ids, min(_STREAMS, len(posts)))  # (S, L + 1)
    network = NumpyNetwork(checkpoint)
    state = network.new_state(-(-len(streams) // BLOCK) * BLOCK)
    padded = np.zeros((state.hidden.shape[1], streams.shape[1]), dtype=np.int64)
    padded[: len(streams)] = streams
    total = 0.0
    every = np.arange(len(streams))
    for place in range(streams.shape[1] - 1):
        logits = network.step(padded[:, place], state)[: len(streams)].astype(np.float64)  # (S, V)
        highest = logits.max(axis=1)
        log_sum = highest + np.log(np.exp(logits - highest[:, None]).sum(axis=1))
        total += float((log_sum - logits[every, streams[:, place + 1]]).sum())
    return total / (streams[:, 1:].size * math.log(2))


def ends_by_itself_share(samples: Sequence[Sample]) -> float:
    """The share of texts that the network ended before the length limit did."""
    return sum(sample.ended_by_itself for sample in samples) / len(samples) if samples else 0.0


def copy_share(texts: Sequence[str], posts: Sequence[str]) -> float:
    """The share of texts that are one of `posts`, whatever their case, spaces and punctuation."""
    known = {_words(post) for post in posts}
    return sum(_words(text) in known for text in texts) / len(texts) if texts else 0.0


def _words(text: str) -> str:
    """Letters and digits in lower case, one space between words; a text without any stays as it is."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split()) or folded.strip()
