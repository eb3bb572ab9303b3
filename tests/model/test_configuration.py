import math

import pytest

from model.configuration import NetworkConfig, TrainingConfig
from model.errors import BadOption


@pytest.mark.parametrize(
    "wrong",
    [{"hidden": 0}, {"hidden": 10**6}, {"hidden": 2.5}, {"layers": True}, {"dropout": 1.0}, {"dropout": math.nan}],
)
def test_a_network_of_an_impossible_shape_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BadOption, match=next(iter(wrong))):
        NetworkConfig(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"minutes": 0},
        {"minutes": -1},
        {"minutes": math.inf},
        {"minutes": math.nan},
        {"steps": 0},
        {"steps": 5, "minutes": 5},
        {},
        {"steps": 5, "learning_rate": 0},
        {"steps": 5, "precision": "fp8"},
        {"steps": 5, "device": "abacus"},
        {"steps": 5, "seed": -1},
        {"steps": 5, "separator": "tab"},
        {"steps": 5, "separator": []},
    ],
)
def test_training_settings_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BadOption):
        TrainingConfig(**wrong)  # type: ignore[arg-type]


def test_settings_survive_being_written_down() -> None:
    network, training = NetworkConfig(hidden=7, dropout=0.5), TrainingConfig(minutes=2.5, batch=3)

    assert NetworkConfig.from_json(network.to_json()) == network
    assert TrainingConfig.from_json(training.to_json()) == training


def test_a_run_of_before_there_was_a_choice_of_separators_had_ends() -> None:
    written = TrainingConfig(steps=5).to_json()
    del written["separator"]

    assert TrainingConfig.from_json(written).separator == "end"


@pytest.mark.parametrize("found", [None, 7, [], {}, {"hidden": 4}, {**NetworkConfig().to_json(), "extra": 1}])
def test_anything_but_written_settings_is_refused(found: object) -> None:
    with pytest.raises(BadOption):
        NetworkConfig.from_json(found)
