import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor

from benchmarks.yardsticks.held_out import carried_bits, overlapping, windowed_bits
from benchmarks.yardsticks.rnn import CharacterRnn


@given(st.integers(2, 400), st.integers(1, 60), st.integers(0, 60))
def test_every_symbol_but_the_first_is_counted_once_with_enough_before_it(size: int, own: int, before: int) -> None:
    run = np.arange(size)
    inputs, targets, counts = overlapping(run, own, before)
    assert sorted(targets[counts == 1].tolist()) == list(range(1, size))
    assert (targets == inputs + 1).all()
    first_counted = np.where(counts == 1, targets, size).min(axis=1)
    context = first_counted - inputs[:, 0]
    assert (context >= np.minimum(before, first_counted)).all()


def test_odds_that_are_all_alike_cost_the_logarithm_of_the_vocabulary() -> None:
    run = np.random.default_rng(0).integers(0, 8, size=1000)
    uniform = torch.zeros(8)
    assert windowed_bits(lambda ids: uniform.expand(*ids.shape, 8), run, 64) == pytest.approx(3.0)
    assert carried_bits(lambda ids, state: (uniform.expand(*ids.shape, 8), state), run) == pytest.approx(3.0)


def test_streams_read_side_by_side_give_the_figure_of_one_stream_read_from_end_to_end() -> None:
    torch.manual_seed(0)
    network = CharacterRnn("lstm", 20, 8, 16, 2)
    run = np.random.default_rng(0).integers(0, 20, size=3000)
    assert carried_bits(network, run, streams=16) == pytest.approx(carried_bits(network, run, streams=1), abs=1e-6)


def test_one_stream_gives_the_figure_of_reading_all_at_once() -> None:
    torch.manual_seed(0)
    network = CharacterRnn("gru", 20, 8, 16, 1)
    run = np.random.default_rng(0).integers(0, 20, size=700)
    with torch.no_grad():
        logits, _ = network(torch.from_numpy(run[None, :-1]))
        nats = torch.nn.functional.cross_entropy(logits[0], torch.from_numpy(run[1:]))
    assert carried_bits(network, run, streams=1) == pytest.approx(float(nats) / math.log(2), rel=1e-5)


def test_a_window_never_shows_a_network_more_than_its_context() -> None:
    seen: list[int] = []

    def network(ids: Tensor) -> Tensor:
        seen.append(ids.shape[1])
        return torch.zeros(*ids.shape, 8)

    windowed_bits(network, np.zeros(1000, dtype=np.int64), 64)
    assert max(seen) == 64
