"""How held-out text is read: cut into overlapping rows, so that every symbol is counted once and never without context.

A row owns some symbols and begins a good way before them; what it reads there fills its memory (a recurrent network)
or its window (a transformer) and is not counted.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from benchmarks.yardsticks.budget import one_thread
from model.vocabulary import Ids

# 256 symbols before a row's own: after so many, a memory that began empty can't be told from one carried all the way
# (a test holds this).
STREAMS = 16
WARM_UP = 256
_WINDOW = 256
_ROWS_AT_ONCE = 256

State = Any
"""What a recurrent network remembers: a tensor for a GRU, two for an LSTM, None for nothing."""


def overlapping(run: Ids, own: int, before: int) -> tuple[Ids, Ids, Ids]:
    """Rows of inputs, targets and ones where a target counts, (R, T) each, T = `own` + `before` or the whole run.

    Each symbol of `run` (N,) but the first counts as a target in one row, `before` or more symbols after that row's
    beginning; in the first row, from the beginning on.
    """
    targets = len(run) - 1
    length = min(targets, own + before)
    first_owned = np.arange(0, targets, own)  # (R,)
    starts = np.clip(first_owned - before, 0, targets - length)
    places = starts[:, None] + np.arange(length)  # (R, T) place of each input in the run
    counts = (places >= first_owned[:, None]) & (places < first_owned[:, None] + own)
    return run[places], run[places + 1], counts.astype(np.int64)


@torch.no_grad()
def carried_bits(network: Callable[[Tensor, State], tuple[Tensor, State]], run: Ids, streams: int = STREAMS) -> float:
    """Mean bits of all symbols of `run` but the first, read by a recurrent network with its state carried on.

    `network` takes (B, T) symbols and a state and returns (B, T, V) logits and the state after them.
    """
    own = math.ceil((len(run) - 1) / streams)
    inputs, targets, counts = map(torch.from_numpy, overlapping(run, own, WARM_UP))
    state: State = None
    bits = 0.0
    with one_thread():
        for start in range(0, inputs.shape[1], _WINDOW):
            window = slice(start, start + _WINDOW)
            logits, state = network(inputs[:, window], state)
            bits += _bits(logits, targets[:, window], counts[:, window])
    return bits / (len(run) - 1)


@torch.no_grad()
def windowed_bits(network: Callable[[Tensor], Tensor], run: Ids, context: int) -> float:
    """Mean bits of all symbols of `run` but the first, read by a network without memory in windows of `context`.

    Windows lie half over one another and only their second halves count, so that every symbol has at least half a
    window before it. `network` takes (B, T) symbols and returns (B, T, V) logits.
    """
    half = context // 2
    rows = map(torch.from_numpy, overlapping(run, half, context - half))
    inputs, targets, counts = (torch.split(part, _ROWS_AT_ONCE) for part in rows)
    with one_thread():
        bits = sum(_bits(network(i), t, c) for i, t, c in zip(inputs, targets, counts, strict=True))
    return bits / (len(run) - 1)


def _bits(logits: Tensor, targets: Tensor, counts: Tensor) -> float:
    """The sum over (B, T) targets that count."""
    nats = cross_entropy(logits.float().flatten(0, 1), targets.flatten(), reduction="none")
    return float((nats.double() * counts.flatten()).sum()) / math.log(2)
