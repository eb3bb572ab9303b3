"""How surprised a network is by posts it has not seen. By the numbers that writing uses."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.checkpoint import Checkpoint
from model.dataset import rows
from model.errors import BadOption
from model.inference import Int8Network, Told
from model.told import Marks
from model.vocabulary import UNKNOWN, Ids

_STREAMS = 64
# What a character costs beyond the UNKNOWN that stands for it, so that no checkpoint gains by knowing fewer: one among
# Unicode's 150,000 or so characters.
_UNKNOWN_COSTS_BITS = 17.0


def bits_per_character(checkpoint: Checkpoint, posts: Sequence[str]) -> float:
    """-log2 p of all `posts` and the ends between them over (characters + posts), read one after another.

    The memory is carried on, UNKNOWN counts as any character: this is the figure that training reports. A separator of
    ten newlines costs the bits of all ten and counts, as END does, as one character, so that checkpoints with either
    can be compared. 100,000 symbols a second for a 1×448 network on one core. Raises BadOption if there is nothing to
    read.
    """
    if not posts:
        raise BadOption("There are no posts to measure bits per character on.")
    separator = checkpoint.separator
    pieces = [separator.piece(post, checkpoint.vocabulary) for post in posts]
    count = min(_STREAMS, len(posts))
    network, marks = Int8Network(checkpoint), Marks.of(checkpoint.vocabulary)
    told = rows([marks.told(piece, network.parts) for piece in pieces], count) if network.parts else None
    bits = _bits(network, rows(pieces, count), told)  # (S, L)
    return float(bits.mean()) * separator.symbols_per_character(sum(map(len, pieces)), len(posts))


def post_bits(
    checkpoint: Checkpoint, posts: Sequence[str], network: Int8Network | None = None
) -> npt.NDArray[np.float64]:
    """(N,) bits that each of N posts costs, its end included, read by itself as a writer would write it.

    A character that the network doesn't know costs 17 bits more than its UNKNOWN, so that the figures of checkpoints
    with different vocabularies can be compared. `network` is the checkpoint's, if it is there already.
    """
    network = network or Int8Network(checkpoint)
    separator = checkpoint.separator
    each = [np.append(separator.piece(post, checkpoint.vocabulary), separator.symbol) for post in posts]
    costs = np.zeros(len(posts))
    # Posts of like length share a batch, so that little is computed beyond their ends.
    order = sorted(range(len(posts)), key=lambda number: len(each[number]))
    for start in range(0, len(order), _STREAMS):
        batch = order[start : start + _STREAMS]
        streams = np.zeros((len(batch), len(each[batch[-1]])), dtype=np.int64)  # (S, L + 1), zeros behind each post
        for row, number in enumerate(batch):
            streams[row, : len(each[number])] = each[number]
        bits = _bits(network, streams)  # (S, L)
        lengths = np.array([len(each[number]) for number in batch])
        counted = np.arange(1, streams.shape[1]) < lengths[:, None]
        unknown = (streams == UNKNOWN).sum(axis=1)
        costs[batch] = (bits * counted).sum(axis=1) + unknown * _UNKNOWN_COSTS_BITS
    return costs


def _bits(network: Int8Network, streams: Ids, told: Ids | None = None) -> npt.NDArray[np.float64]:
    """(S, L) bits of each symbol but the first in streams (S, L + 1) that begin as a writer begins.

    `told`, (S, L + 1, 2), is what model.told says of each symbol; None of posts.
    """
    count, length = len(streams), streams.shape[1] - 1
    state = network.new_state(count)
    bits = np.empty((count, length))
    every = np.arange(count)
    for place in range(length):
        now = [] if told is None else _rows_told(told[:, place])
        logits = network.step(streams[:, place], state, now).astype(np.float64)  # (S, V)
        highest = logits.max(axis=1)
        log_sum = highest + np.log(np.exp(logits - highest[:, None]).sum(axis=1))
        bits[:, place] = log_sum - logits[every, streams[:, place + 1]]
    return bits / math.log(2)


def _rows_told(told: Ids) -> list[Told]:
    """Of (S, 2) the rows of which something is told."""
    return [(row, topic, part) for row, (topic, part) in enumerate(told.tolist()) if topic or part]
