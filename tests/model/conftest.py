"""Posts from a toy grammar that a tiny network learns in a few seconds, and checkpoints made from them."""

import random
from pathlib import Path

import numpy as np
import pytest

from model import checkpoint as checkpoints
from model.checkpoint import Checkpoint, Manifest
from model.configuration import NetworkConfig, TrainingConfig
from model.training import train
from model.vocabulary import Vocabulary


@pytest.fixture(scope="session")
def toy_posts() -> list[str]:
    draw = random.Random(1)
    who, what = ["Кот", "Пёс", "Сосед", "Лось"], ["спит", "ест суп", "ушёл в лес", "пишет мемы"]
    when = ["утром", "вечером", "в понедельник"]
    return [
        f"{draw.choice(who)} {draw.choice(what)} {draw.choice(when)}{draw.choice(['.', '!', '…'])}\n— {n % 97}"
        for n in range(600)
    ]


@pytest.fixture(scope="session")
def trained_folder(tmp_path_factory: pytest.TempPathFactory, toy_posts: list[str]) -> Path:
    """The folder of a finished run named `toy`."""
    folder = tmp_path_factory.mktemp("checkpoints") / "toy"
    config = TrainingConfig(steps=500, batch=16, length=32, learning_rate=1e-2, precision="fp32", patience=0)
    train(toy_posts, folder, NetworkConfig(embedding=16, hidden=48, layers=2), config)
    return folder


@pytest.fixture(scope="session")
def trained(trained_folder: Path) -> Checkpoint:
    return checkpoints.load(trained_folder / checkpoints.BEST)


@pytest.fixture(scope="session")
def untrained() -> Checkpoint:
    """Random weights: every symbol, END and UNKNOWN included, is about equally likely."""
    vocabulary = Vocabulary("абвгд .\n!")
    network = NetworkConfig(embedding=8, hidden=16, layers=2)
    draw = np.random.default_rng(0)
    weights = {
        name: draw.normal(scale=0.3, size=shape).astype(np.float32)
        for name, shape in checkpoints.shapes(network, vocabulary.size).items()
    }
    manifest = Manifest(
        run="random",
        network=network,
        training=TrainingConfig(steps=1),
        vocabulary_size=vocabulary.size,
        corpus_hash="0" * 16,
        posts=0,
        characters=0,
        steps=0,
        epochs=0.0,
        seconds=0.0,
        bits_per_character=None,
        created="2026-01-01T00:00:00+00:00",
        files={},
    )
    return Checkpoint(manifest, vocabulary, weights)
