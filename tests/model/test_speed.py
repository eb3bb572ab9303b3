import time

import torch

from model.planning import plan
from model.speed import measure


def test_a_measured_speed_is_that_of_real_steps_and_leaves_threads_and_chance_as_they_were() -> None:
    threads, chance = torch.get_num_threads(), torch.get_rng_state()
    begun = time.perf_counter()

    found = measure(torch.device("cpu"), seconds=0.4)

    assert time.perf_counter() - begun < 60
    assert 1e8 < found.multiplications_per_s < 1e14
    assert found.threads in (1, threads)
    assert torch.get_num_threads() == threads
    assert torch.equal(torch.get_rng_state(), chance)


def test_a_slow_machine_gets_a_smaller_network_than_a_fast_one() -> None:
    slow, fast = (plan(2_000_000, 10, 2, multiplications_per_s=speed).network.hidden for speed in (2e9, 4e10))

    assert slow < fast
