import math

import pytest
import torch
from torch import Tensor, nn

from benchmarks.shakespeare import nats_per_character
from benchmarks.side_by_side import SYSTEMS, compare
from benchmarks.yardsticks.held_out import State
from benchmarks.yardsticks.material import Material
from benchmarks.yardsticks.rnn import FittedRnn


class AllAlike(nn.Module):
    """Gives every symbol the same odds."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    def forward(self, ids: Tensor, state: State) -> tuple[Tensor, State]:
        return torch.zeros(*ids.shape, self.size), state


def test_what_only_counts_is_learned_once_and_stands_in_the_table_of_every_budget(
    toy_material: Material, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = compare(toy_material, [2, 10], ["ngrams"], seed=0)
    assert first is second
    printed = capsys.readouterr().out
    assert "2 minutes" in printed
    assert "10 minutes" in printed
    assert printed.count("\nngrams") == 2


def test_ratios_are_to_the_naive_loop_which_therefore_comes_first() -> None:
    assert next(iter(SYSTEMS)) == "naive"


def test_odds_that_are_all_alike_cost_the_natural_logarithm_of_the_vocabulary(toy_text: Material) -> None:
    size = toy_text.vocabulary.size
    assert nats_per_character(FittedRnn(AllAlike(size)), toy_text) == pytest.approx(math.log(size), rel=1e-5)
