"""Our own plan and recipe with the cells of a GRU: what of our figures is the LSTM's, and what the recipe's.

Size, batch, length, learning rate, dropout and decay are those that are planned for this corpus, machine and time;
carried state, cosine, clipping, and bf16 where it is faster. No mean of the weights is kept and no moment chosen: the
last weights count, which at the end of the cosine are as good.
"""

import math
import time

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy

from benchmarks.yardsticks.budget import Budget
from benchmarks.yardsticks.held_out import State
from benchmarks.yardsticks.material import Material
from benchmarks.yardsticks.ours import planned
from benchmarks.yardsticks.rnn import CharacterRnn, FittedRnn, contiguous_windows, detached
from benchmarks.yardsticks.system import Learned
from model.optimisation import learning_rate, optimizer


def fused_gru(material: Material, budget: Budget, seed: int) -> Learned:
    """Learn as ours does, with another cell."""
    plan = planned(material, budget, seed)
    shape, config = plan.network, plan.training
    torch.manual_seed(seed)
    network = CharacterRnn(
        "gru", material.vocabulary.size, shape.embedding, shape.hidden, shape.layers, shape.dropout
    ).train()
    nn.init.normal_(network.embedding.weight, std=0.5)
    adamw = optimizer(network, config)
    batch = max(1, min(config.batch, material.characters // (config.length + 1)))
    windows = contiguous_windows(material, batch, config.length, np.random.default_rng(seed))
    bf16 = _bf16_pays(network, next(windows)[0])
    state: State = None

    def step(share: float) -> int:
        nonlocal state
        for group in adamw.param_groups:
            group["lr"] = learning_rate(config, share)
        inputs, targets, _, begins = next(windows)
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            logits, state = network(inputs, None if begins else state)
        state = detached(state)
        adamw.zero_grad(set_to_none=True)
        cross_entropy(logits.float().flatten(0, 1), targets.flatten()).backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), config.clip)
        adamw.step()
        return inputs.numel()

    return Learned(FittedRnn(network), budget.spend(step))


def _bf16_pays(network: CharacterRnn, ids: torch.Tensor) -> bool:
    """Whether the faster of some passes each way is one in bf16."""
    fastest = {False: math.inf, True: math.inf}
    for bf16 in (False, True) * 3:
        begun = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            logits, _ = network(ids)
        logits.float().logsumexp(-1).mean().backward()
        fastest[bf16] = min(fastest[bf16], time.perf_counter() - begun)
    network.zero_grad(set_to_none=True)
    return fastest[True] < fastest[False]
