"""What must not write is found out in a short look, and what writes soundly is let through."""

from dataclasses import replace

import numpy as np
import pytest

from model.checkpoint import Checkpoint
from model.self_check import fault


def with_weights(checkpoint: Checkpoint, name: str, factor: float) -> Checkpoint:
    return replace(checkpoint, weights={**checkpoint.weights, name: checkpoint.weights[name] * np.float32(factor)})


def test_a_trained_network_passes(trained: Checkpoint, toy_posts: list[str]) -> None:
    assert fault(trained, toy_posts) is None
    assert fault(trained, []) is None


def test_one_that_knows_less_than_a_guess_does_not(trained: Checkpoint, toy_posts: list[str]) -> None:
    found = fault(with_weights(trained, "output.weight", -3), toy_posts)

    assert found is not None
    assert "guessing takes" in found


def test_one_that_does_much_worse_than_in_training_does_not(trained: Checkpoint, toy_posts: list[str]) -> None:
    found = fault(with_weights(trained, "lstm.weight_hh_l0", 0.0), toy_posts)

    assert found is not None
    assert "in training it needed" in found or "guessing takes" in found


@pytest.mark.parametrize("huge", [1e30, 1e38])
def test_one_whose_numbers_overflow_does_not(trained: Checkpoint, toy_posts: list[str], huge: float) -> None:
    assert fault(with_weights(trained, "output.weight", huge), toy_posts) is not None


def test_one_that_only_repeats_itself_does_not_pass_though_there_are_no_posts_to_read(trained: Checkpoint) -> None:
    bias = trained.weights["output.bias"].copy()
    bias[5] = 1000.0

    found = fault(replace(trained, weights={**trained.weights, "output.bias": bias}), [])

    assert found is not None
    assert "repeat themselves" in found
