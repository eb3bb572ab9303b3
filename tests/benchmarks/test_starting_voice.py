from dataclasses import replace

import pytest

from benchmarks.starting_voice import copies_of, known_to_all
from model import checkpoint as checkpoints
from model.checkpoint import BEST, Checkpoint
from model.configuration import NetworkConfig, TrainingConfig
from model.guards.overlap import Originals
from model.training import train
from model.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory, toy_posts: list[str]) -> Checkpoint:
    folder = tmp_path_factory.mktemp("runs") / "toy"
    steps = TrainingConfig(steps=2, batch=8, length=16, precision="fp32", validations=1)
    train(toy_posts, folder, NetworkConfig(embedding=8, hidden=16, layers=1), steps)
    return checkpoints.load(folder / BEST)


def test_only_posts_that_both_networks_can_spell_are_compared(network: Checkpoint) -> None:
    other = replace(network, vocabulary=Vocabulary(network.vocabulary.characters.replace("К", "+")))

    assert known_to_all(["Кот спит", "Пёс спит", "1+1"], [network, other]) == ["Пёс спит"]


def test_texts_that_are_taken_from_the_originals_are_counted() -> None:
    originals = Originals(["Если долго смотреть на закипающий чайник, можно заметить, что он выключен."])
    copy = "Если долго смотреть на закипающий чайник, можно заметить, что он"

    assert copies_of(originals, [copy, "На чайник смотреть можно и недолго.", "Он выключен."]) == pytest.approx(1 / 3)
