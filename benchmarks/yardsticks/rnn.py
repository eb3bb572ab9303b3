"""A recurrent network over characters, and how one is asked: the ground of most yardsticks."""

from collections.abc import Iterator
from typing import Literal

import numpy as np
import torch
from torch import Tensor, nn

from benchmarks.yardsticks.held_out import STREAMS, State, carried_bits
from benchmarks.yardsticks.material import Material
from model.vocabulary import END, Ids


class CharacterRnn(nn.Module):
    """Embedding, LSTM or GRU layers, linear output, each as torch initialises it."""

    def __init__(
        self,
        cell: Literal["lstm", "gru"],
        vocabulary_size: int,
        embedding: int,
        hidden: int,
        layers: int,
        dropout: float = 0.0,
    ) -> None:
        super().__init__()
        self.hidden = hidden
        self.embedding = nn.Embedding(vocabulary_size, embedding)
        kind = {"lstm": nn.LSTM, "gru": nn.GRU}[cell]
        self.rnn = kind(embedding, hidden, layers, batch_first=True, dropout=dropout if layers > 1 else 0.0)
        self.dropout = nn.Dropout(dropout)
        self.output = nn.Linear(hidden, vocabulary_size)

    def forward(self, ids: Tensor, state: State = None) -> tuple[Tensor, State]:
        """(B, T) symbols and the state before them → (B, T, V) logits and the state after them."""
        x, state = self.rnn(self.dropout(self.embedding(ids)), state)  # (B, T, H)
        return self.output(self.dropout(x)), state


class FittedRnn:
    """The port `Fitted`, over any network with the call of `CharacterRnn`."""

    def __init__(self, network: nn.Module) -> None:
        self.network = network.eval()

    @property
    def parameters(self) -> int:
        """Numbers that it learned."""
        return sum(p.numel() for p in self.network.parameters())

    def bits_per_character(self, run: Ids, streams: int = STREAMS) -> float:
        """In fp32, with the state carried over the whole of `run` (N,), read as so many streams side by side."""
        return carried_bits(self.network, run, streams)

    def symbols(self, temperature: float, seed: int) -> Iterator[int]:
        """As everybody writes with torch: a call of the network for each symbol."""
        draw = torch.Generator().manual_seed(seed)
        last, state = torch.tensor([[END]]), None
        while True:
            with torch.inference_mode():
                logits, state = self.network(last, state)  # (1, 1, V)
                last = torch.multinomial((logits[0] / temperature).softmax(-1), 1, generator=draw)  # (1, 1)
            yield int(last)


def detached(state: State) -> State:
    """The state without what led to it: the next step learns nothing about this one."""
    return tuple(part.detach() for part in state) if isinstance(state, tuple) else state.detach()


def random_chunks(run: Ids, batch: int, length: int, draw: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Inputs and targets, (B, T) each, from anywhere in `run`."""
    starts = draw.integers(0, len(run) - length, size=batch)
    chunks = torch.from_numpy(run[starts[:, None] + np.arange(length + 1)])  # (B, T + 1)
    return chunks[:, :-1], chunks[:, 1:]


def contiguous_windows(
    material: Material, batch: int, length: int, draw: np.random.Generator
) -> Iterator[tuple[Tensor, Tensor, int, bool]]:
    """Windows of streams side by side, epoch after epoch: inputs and targets (B, T), the epoch, whether one begins.

    A state can be carried from one to the next within an epoch.
    """
    epoch = 0
    while True:
        run = material.epoch(draw)
        row = (len(run) - 1) // batch
        length_here = min(length, row)
        inputs, targets = (torch.from_numpy(part[: batch * row].reshape(batch, row)) for part in (run[:-1], run[1:]))
        for start in range(0, row - length_here + 1, length_here):
            window = slice(start, start + length_here)
            yield inputs[:, window], targets[:, window], epoch, start == 0
        epoch += 1
