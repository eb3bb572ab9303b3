"""How fast this machine trains, found out in a few seconds, so that a plan rests on what it has to do with today.

Processors differ tenfold (bf16 instructions, cores, what else runs), so no table of them is kept.
"""

import time
from dataclasses import dataclass

import torch
from torch.nn.functional import cross_entropy

from model.configuration import NetworkConfig
from model.network import Network

# Big enough that the matrix products take most of the time, as they do in the networks that are planned with it.
_PROBE = NetworkConfig(embedding=64, hidden=512, layers=1)
_VOCABULARY = 160
_BATCH, _LENGTH = 16, 64
_LEAST_STEPS = 3
# For so much of a budget it is measured, and not at all if that is less than a second.
_SHARE_OF_THE_BUDGET, _LEAST_S, _MOST_S = 0.02, 1.0, 4.0


@dataclass(frozen=True, slots=True)
class Speed:
    """What was measured: forward multiplications a second while training, and the threads and precision of it.

    A network is trained on `multiplications_per_s / its weights` characters a second, near enough.
    """

    multiplications_per_s: float
    threads: int
    bf16: bool


def multiplications_per_s(minutes: float) -> float | None:
    """What a plan for so many minutes rests on; None if finding out would take too much of them."""
    seconds = min(_MOST_S, minutes * 60 * _SHARE_OF_THE_BUDGET)
    return None if seconds < _LEAST_S else measure(seconds=seconds).multiplications_per_s


def measure(device: torch.device | None = None, seconds: float = 3.0) -> Speed:
    """The best of one thread and all of them, fp32 and bf16: each does real steps for its share of `seconds`.

    Without a `device` the GPU is measured if there is one.
    """
    if device is None:
        device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    threads_before = torch.get_num_threads()
    counts = [1] if device.type != "cpu" else sorted({1, threads_before})
    best = Speed(0.0, 1, bf16=False)
    with torch.random.fork_rng():
        network = Network(_PROBE, _VOCABULARY).to(device).train()
        ids = torch.randint(_VOCABULARY, (_BATCH, _LENGTH + 1), device=device)
        try:
            for threads in counts:
                torch.set_num_threads(threads)
                for bf16 in (False, True):
                    step_s = _step_s(network, ids, bf16=bf16, seconds=seconds / (2 * len(counts)))
                    done = _weights() * _BATCH * _LENGTH / step_s
                    if done > best.multiplications_per_s:
                        best = Speed(done, threads, bf16)
        finally:
            torch.set_num_threads(threads_before)
    return best


def _step_s(network: Network, ids: torch.Tensor, *, bf16: bool, seconds: float) -> float:
    """Seconds that one update takes, the middle one of as many as fit into `seconds`; the first does not count."""
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) <= _LEAST_STEPS or time.perf_counter() < end:
        begun = time.perf_counter()
        with torch.autocast(ids.device.type, torch.bfloat16, enabled=bf16):
            logits, _ = network(ids[:, :-1])
        loss = cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())
        network.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        loss.item()  # waits for a GPU
        times.append(time.perf_counter() - begun)
    return sorted(times[1:])[len(times[1:]) // 2]


def _weights() -> int:
    return 4 * _PROBE.hidden * (_PROBE.embedding + _PROBE.hidden) + _PROBE.hidden * _VOCABULARY
