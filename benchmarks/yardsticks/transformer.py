"""A small GPT: nanoGPT's published recipe for a processor (4 layers, 4 heads, 128 wide, 64 characters of context).

Written anew from its README: pre-norm blocks, learned positions, GELU, output tied to the embedding, no dropout; batch
12, AdamW (0.9, 0.99) with decay 0.1 on matrices, 1e-3 falling by a cosine to 1e-4 after 5 % warm-up, clipped at 1,
fp32. Its 2,000 steps are here as many as the budget holds.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import cross_entropy, scaled_dot_product_attention

from benchmarks.yardsticks.budget import Budget, cosine
from benchmarks.yardsticks.held_out import windowed_bits
from benchmarks.yardsticks.material import Material
from benchmarks.yardsticks.rnn import random_chunks
from benchmarks.yardsticks.system import Learned
from model.vocabulary import END, Ids

_BATCH = 12
_LEARNING_RATE, _LOWEST_LEARNING_RATE, _WARM_UP = 1e-3, 1e-4, 0.05
_WEIGHT_DECAY = 0.1
_CLIP = 1.0


@dataclass(frozen=True, slots=True)
class GptShape:
    """Layers, heads, numbers a symbol, symbols in sight."""

    layers: int = 4
    heads: int = 4
    width: int = 128
    context: int = 64


class Gpt(nn.Module):
    """A decoder-only transformer over characters (Radford et al., 2019)."""

    def __init__(self, shape: GptShape, vocabulary_size: int) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(vocabulary_size, shape.width)
        self.position = nn.Embedding(shape.context, shape.width)
        self.blocks = nn.ModuleList(_Block(shape) for _ in range(shape.layers))
        self.norm = nn.LayerNorm(shape.width, bias=False)
        self._initialise()

    @torch.no_grad()
    def _initialise(self) -> None:
        for name, parameter in self.named_parameters():
            if parameter.ndim > 1:
                # The residual stream is added to twice a layer: by less at first, so that it does not grow.
                onto_residual = name.endswith(("project.weight", "down.weight"))
                nn.init.normal_(parameter, std=0.02 / ((2 * self.shape.layers) ** 0.5 if onto_residual else 1.0))

    def forward(self, ids: Tensor) -> Tensor:
        """(B, T) symbols, T ≤ context → (B, T, V) logits."""
        x = self.embedding(ids) + self.position.weight[: ids.shape[1]]  # (B, T, W)
        for block in self.blocks:
            x = block(x)
        return nn.functional.linear(self.norm(x), self.embedding.weight)


class _Block(nn.Module):
    def __init__(self, shape: GptShape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.norm_1, self.norm_2 = (nn.LayerNorm(shape.width, bias=False) for _ in range(2))
        self.attend = nn.Linear(shape.width, 3 * shape.width, bias=False)
        self.project = nn.Linear(shape.width, shape.width, bias=False)
        self.up = nn.Linear(shape.width, 4 * shape.width, bias=False)
        self.down = nn.Linear(4 * shape.width, shape.width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        batch, length, width = x.shape
        parts = self.attend(self.norm_1(x)).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)  # (B, heads, T, W / heads) each
        seen = scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.project(seen.transpose(1, 2).reshape(batch, length, width))
        return torch.add(x, self.down(nn.functional.gelu(self.up(self.norm_2(x)))))


class FittedGpt:
    """The port `Fitted`."""

    def __init__(self, network: Gpt) -> None:
        self._network = network.eval()

    @property
    def parameters(self) -> int:
        """Numbers that it learned."""
        return sum(p.numel() for p in self._network.parameters())

    def bits_per_character(self, run: Ids) -> float:
        """Over the whole of `run` (N,), each symbol after 32 to 63 others, the first ones after all there are."""
        return windowed_bits(self._network, run, self._network.shape.context)

    def symbols(self, temperature: float, seed: int) -> Iterator[int]:
        """As nanoGPT writes: the whole context read anew for each symbol."""
        draw = torch.Generator().manual_seed(seed)
        written = torch.tensor([[END]])
        while True:
            with torch.inference_mode():
                logits = self._network(written)[:, -1]  # (1, V)
                last = torch.multinomial((logits / temperature).softmax(-1), 1, generator=draw)
                written = torch.cat([written, last], dim=1)[:, -self._network.shape.context :]
            yield int(last)


def transformer(material: Material, budget: Budget, seed: int, shape: GptShape | None = None) -> Learned:
    """Learn from random windows."""
    torch.manual_seed(seed)
    draw = np.random.default_rng(seed)
    run = material.epoch(draw)
    network = Gpt(shape or GptShape(), material.vocabulary.size)
    matrices = [p for p in network.parameters() if p.ndim > 1]
    vectors = [p for p in network.parameters() if p.ndim == 1]
    groups = [{"params": matrices, "weight_decay": _WEIGHT_DECAY}, {"params": vectors, "weight_decay": 0.0}]
    adamw = torch.optim.AdamW(groups, lr=_LEARNING_RATE, betas=(0.9, 0.99), fused=True)
    length = min(network.shape.context, len(run) - 1)

    def step(share: float) -> int:
        for group in adamw.param_groups:
            group["lr"] = cosine(share, _LEARNING_RATE, _LOWEST_LEARNING_RATE, _WARM_UP)
        inputs, targets = random_chunks(run, _BATCH, length, draw)
        adamw.zero_grad(set_to_none=True)
        cross_entropy(network(inputs).flatten(0, 1), targets.flatten()).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), _CLIP)
        adamw.step()
        return inputs.numel()

    return Learned(FittedGpt(network), budget.spend(step))
