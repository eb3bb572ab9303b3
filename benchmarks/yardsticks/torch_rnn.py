"""The recipe of jcjohnson/torch-rnn with its defaults, on torch's fused LSTM: 2×128, fp32, carried state.

Taken from its train.lua and LanguageModel.lua as published: batch 50, 50 characters a step, embedding 64, Adam at 2e-3
halved every fifth epoch, gradients clamped to ±5 one by one, weights drawn with 1/√(inputs + cells), forget bias 1,
states emptied at each epoch. Assumed here: nothing of it is keyed to the budget, which torch-rnn gives in epochs (50).
"""

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from benchmarks.yardsticks.budget import Budget
from benchmarks.yardsticks.held_out import State
from benchmarks.yardsticks.material import Material
from benchmarks.yardsticks.rnn import CharacterRnn, FittedRnn, contiguous_windows, detached
from benchmarks.yardsticks.system import Learned

_BATCH = 50
_LENGTH = 50
_EMBEDDING = 64
_HIDDEN = 128
_LAYERS = 2
_LEARNING_RATE = 2e-3
_HALVED_EVERY_EPOCHS = 5
_CLAMP = 5.0


def torch_rnn(material: Material, budget: Budget, seed: int) -> Learned:
    """Learn as torch-rnn does."""
    torch.manual_seed(seed)
    network = CharacterRnn("lstm", material.vocabulary.size, _EMBEDDING, _HIDDEN, _LAYERS)
    _initialise(network)
    adam = torch.optim.Adam(network.parameters(), lr=_LEARNING_RATE, fused=True)
    windows = contiguous_windows(material, _BATCH, _LENGTH, np.random.default_rng(seed))
    state: State = None

    def step(share: float) -> int:
        nonlocal state
        del share  # the learning rate follows the epochs
        inputs, targets, epoch, begins = next(windows)
        for group in adam.param_groups:
            group["lr"] = _LEARNING_RATE * 0.5 ** (epoch // _HALVED_EVERY_EPOCHS)
        logits, state = network(inputs, None if begins else state)
        state = detached(state)
        adam.zero_grad(set_to_none=True)
        cross_entropy(logits.flatten(0, 1), targets.flatten()).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_value_(network.parameters(), _CLAMP)
        adam.step()
        return inputs.numel()

    return Learned(FittedRnn(network), budget.spend(step))


@torch.no_grad()
def _initialise(network: CharacterRnn) -> None:
    nn.init.normal_(network.embedding.weight)
    for name, parameter in network.rnn.named_parameters():
        if name.startswith("weight"):
            inputs = network.embedding.embedding_dim if name == "weight_ih_l0" else network.hidden
            nn.init.normal_(parameter, std=(inputs + network.hidden) ** -0.5)
        else:
            nn.init.zeros_(parameter)
        if name.startswith("bias_ih"):
            parameter[network.hidden : 2 * network.hidden] = 1.0
