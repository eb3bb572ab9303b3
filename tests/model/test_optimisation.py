import pytest
import torch

from model.configuration import NetworkConfig, TrainingConfig
from model.network import Network
from model.optimisation import AveragedWeights, learning_rate, optimizer

CONFIG = NetworkConfig(embedding=4, hidden=8, layers=1)


def _walk(network: Network, averaged: AveragedWeights, values: list[float]) -> None:
    """Let every weight take these values one after another, a step each."""
    for step, value in enumerate(values, start=1):
        with torch.no_grad():
            for parameter in network.parameters():
                parameter.fill_(value)
        averaged.follow(step)


def test_the_learning_rate_rises_and_then_falls_to_nothing() -> None:
    config = TrainingConfig(steps=100, learning_rate=1e-2, warm_up=0.1)
    rates = [learning_rate(config, share / 100) for share in range(101)]

    assert rates.index(max(rates)) == 10
    assert max(rates) == pytest.approx(1e-2)
    assert rates[:11] == sorted(rates[:11])
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert rates[-1] == pytest.approx(0.0, abs=1e-9)


def test_the_mean_of_the_weights_forgets_the_beginning_and_smooths_what_comes_last() -> None:
    network = Network(CONFIG, 10)
    averaged = AveragedWeights(network, 0.1)
    swinging = [float(step // 4 % 2) for step in range(4000)]

    _walk(network, averaged, [100.0] * 100 + swinging)

    mean = averaged.network.output.weight
    assert torch.allclose(mean, torch.full_like(mean, 0.5), atol=0.05)


def test_without_averaging_the_network_itself_is_judged() -> None:
    network = Network(CONFIG, 10)

    assert AveragedWeights(network, 0.0).network is network


def test_only_matrices_decay() -> None:
    groups = optimizer(Network(CONFIG, 10), TrainingConfig(steps=1, weight_decay=0.3)).param_groups

    assert {parameter.ndim for parameter in groups[0]["params"]} == {2}
    assert {parameter.ndim for parameter in groups[1]["params"]} == {1}
    assert (groups[0]["weight_decay"], groups[1]["weight_decay"]) == (0.3, 0.0)
