"""What ports of char-rnn do: a Python loop that calls the network for one character after another, fp32, random chunks.

`naive` has the size that ports are mostly run with; what they leave open (batch, chunk, embedding) is chosen in its
favour: at a small budget the number of updates decides (docs/training-log.md). `char_rnn_port` is the PyTorch port
that most people find first (spro/char-rnn.pytorch) with its defaults.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from torch.nn.functional import cross_entropy

from benchmarks.yardsticks.budget import Budget
from benchmarks.yardsticks.held_out import State
from benchmarks.yardsticks.material import Material
from benchmarks.yardsticks.rnn import CharacterRnn, FittedRnn, random_chunks
from benchmarks.yardsticks.system import Learned


@dataclass(frozen=True, slots=True)
class NaiveLoop:
    """A `System`. Adam at a steady learning rate, each chunk from an empty memory, nothing clipped."""

    cell: Literal["lstm", "gru"]
    embedding: int
    hidden: int
    layers: int
    batch: int
    chunk: int
    learning_rate: float

    def __call__(self, material: Material, budget: Budget, seed: int) -> Learned:
        """Learn from random chunks."""
        torch.manual_seed(seed)
        draw = np.random.default_rng(seed)
        run = material.epoch(draw)
        network = CharacterRnn(self.cell, material.vocabulary.size, self.embedding, self.hidden, self.layers)
        adam = torch.optim.Adam(network.parameters(), lr=self.learning_rate)
        length = min(self.chunk, len(run) - 1)

        def step(share: float) -> int:
            del share  # the learning rate stays as it is
            inputs, targets = random_chunks(run, self.batch, length, draw)
            state: State = None
            loss = torch.zeros(())
            for place in range(length):
                logits, state = network(inputs[:, place : place + 1], state)
                loss = loss + cross_entropy(logits[:, 0], targets[:, place])
            adam.zero_grad()
            (loss / length).backward()  # type: ignore[no-untyped-call]
            adam.step()
            return inputs.numel()

        spent = budget.spend(step)
        return Learned(FittedRnn(network), spent)


naive = NaiveLoop("lstm", embedding=128, hidden=512, layers=2, batch=32, chunk=50, learning_rate=2e-3)
char_rnn_port = NaiveLoop("gru", embedding=100, hidden=100, layers=2, batch=100, chunk=200, learning_rate=1e-2)
