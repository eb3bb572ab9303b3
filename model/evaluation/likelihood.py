"""How surprised a network is by posts it has not seen. In fp32 on numpy."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.checkpoint import Checkpoint
from model.dataset import rows, symbols
from model.errors import BadOption
from model.inference import BLOCK, NumpyNetwork
from model.vocabulary import UNKNOWN, Ids

_STREAMS = 8 * BLOCK
# What a character costs beyond the UNKNOWN that stands for it, so that no checkpoint gains by knowing fewer: one among
# Unicode's 150,000 or so characters.
_UNKNOWN_COSTS_BITS = 17.0


def bits_per_character(checkpoint: Checkpoint, posts: Sequence[str]) -> float:
    """Mean of -log2 p(next symbol) over all `posts`, read one after another with the memory carried on.

    The END between posts counts as a symbol, as does UNKNOWN: this is the figure that training reports. About 20,000
    symbols a second for a 2×256 network on one core. Raises BadOption if there is nothing to read.
    """
    ids = symbols(posts, checkpoint.vocabulary)
    if not len(ids):
        raise BadOption("There are no posts to measure bits per character on.")
    streams = rows(ids, min(_STREAMS, len(posts)))  # (S, L + 1)
    bits = _bits(NumpyNetwork(checkpoint), streams)  # (S, L)
    return float(bits.sum()) / bits.size


def post_bits(checkpoint: Checkpoint, posts: Sequence[str]) -> npt.NDArray[np.float64]:
    """(N,) bits that each of N posts costs, its END included, read by itself as a writer would write it.

    A character that the network doesn't know costs 17 bits more than its UNKNOWN, so that the figures of checkpoints
    with different vocabularies can be compared.
    """
    network = NumpyNetwork(checkpoint)
    each = [symbols([post], checkpoint.vocabulary) for post in posts]
    costs = np.zeros(len(posts))
    # Posts of like length share a batch, so that little is computed beyond their ends.
    order = sorted(range(len(posts)), key=lambda number: len(each[number]))
    for start in range(0, len(order), _STREAMS):
        batch = order[start : start + _STREAMS]
        # rows end with END (0) beyond the post's last symbol; what follows the first of these is not counted
        streams = np.zeros((len(batch), len(each[batch[-1]]) + 1), dtype=np.int64)  # (S, L + 1)
        for row, number in enumerate(batch):
            streams[row, : len(each[number])] = each[number]
        bits = _bits(network, streams)  # (S, L)
        lengths = np.array([len(each[number]) for number in batch])
        counted = np.arange(bits.shape[1]) < lengths[:, None]
        unknown = (streams == UNKNOWN).sum(axis=1)
        costs[batch] = (bits * counted).sum(axis=1) + unknown * _UNKNOWN_COSTS_BITS
    return costs


def leading(posts: Sequence[str], characters: int) -> list[str]:
    """The first posts that together have at least so many characters, or all."""
    reached = np.cumsum([len(post) for post in posts])
    return list(posts[: int(np.searchsorted(reached, characters)) + 1])


def _bits(network: NumpyNetwork, streams: Ids) -> npt.NDArray[np.float64]:
    """(S, L) bits of each symbol but the first in streams (S, L + 1) that begin with END."""
    count, length = len(streams), streams.shape[1] - 1
    state = network.new_state(-(-count // BLOCK) * BLOCK)
    padded = np.zeros((state.hidden.shape[1], length + 1), dtype=np.int64)
    padded[:count] = streams
    bits = np.empty((count, length))
    every = np.arange(count)
    for place in range(length):
        logits = network.step(padded[:, place], state)[:count].astype(np.float64)  # (S, V)
        highest = logits.max(axis=1)
        log_sum = highest + np.log(np.exp(logits - highest[:, None]).sum(axis=1))
        bits[:, place] = log_sum - logits[every, streams[:, place + 1]]
    return bits / math.log(2)
