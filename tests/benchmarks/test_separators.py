import numpy as np
import pytest

from benchmarks.separators import newline_runs
from model.checkpoint import Checkpoint, Manifest, shapes
from model.configuration import NetworkConfig, TrainingConfig
from model.vocabulary import Vocabulary


@pytest.fixture
def coin() -> Checkpoint:
    """A network that writes a letter or a newline with even odds, whatever came before."""
    vocabulary = Vocabulary("a\n")
    network = NetworkConfig(embedding=2, hidden=4, layers=1)
    manifest = Manifest(
        run="coin",
        network=network,
        training=TrainingConfig(steps=1, separator="newlines"),
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
    weights = {name: np.zeros(shape, np.float32) for name, shape in shapes(network, vocabulary.size).items()}
    return Checkpoint(manifest, vocabulary, weights)


def test_runs_of_newlines_are_counted_from_four_on_as_a_network_writes_them(coin: Checkpoint) -> None:
    runs = newline_runs(coin, temperature=1.0, streams=64, symbols=500, seed=1)

    # a letter, four newlines and more: one in 32 places begins such a run, and half of them go no further
    assert min(runs) == 4
    assert runs.total() == pytest.approx(64 * 500 / 32, rel=0.15)
    assert runs[4] == pytest.approx(runs.total() / 2, rel=0.15)
