"""Checkpoints with random weights: the writer's manners don't depend on what it writes."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from corpus import captions
from model import checkpoint as checkpoints
from model.checkpoint import BEST, Manifest
from model.configuration import NetworkConfig, TrainingConfig
from model.vocabulary import END, Vocabulary


@pytest.fixture
def save_run(tmp_path: Path) -> Callable[[str], Path]:
    """Saves a run of this name under `checkpoints` and returns that folder. The run `endless` never ends a text.

    The run `loops` writes one letter for ever. The run `memes` has learned captions for the template drake.
    """

    def save(run: str) -> Path:
        vocabulary = Vocabulary(
            "абвгд .\n!" + (captions.HEADING + captions.BOX + captions.sigil_of("drake") if run == "memes" else "")
        )
        network = NetworkConfig(embedding=8, hidden=16, layers=2, parts=3 if run == "memes" else 0)
        draw = np.random.default_rng(len(run))
        weights = {
            name: draw.normal(scale=0.3, size=shape).astype(np.float32)
            for name, shape in checkpoints.shapes(network, vocabulary.size).items()
        }
        if run == "endless":
            weights["output.bias"][END] = -1000.0
        if run == "loops":
            weights["output.bias"][vocabulary.encode("а")] = 1000.0
        manifest = Manifest(
            run=run,
            network=network,
            training=TrainingConfig(steps=1),
            vocabulary_size=vocabulary.size,
            corpus_hash="0" * 16,
            posts=0,
            characters=0,
            steps=5,
            epochs=0.0,
            seconds=0.0,
            bits_per_character=None,
            created="2026-01-01T00:00:00+00:00",
            files={},
            templates=("drake",) if run == "memes" else (),
        )
        root = tmp_path / "checkpoints"
        checkpoints.save(root / run / BEST, manifest, vocabulary, weights)
        return root

    return save


@pytest.fixture
def endless(save_run: Callable[[str], Path]) -> Path:
    """A folder of checkpoints whose live one writes on until the length limit."""
    folder = save_run("endless")
    checkpoints.make_live(folder, "endless")
    return folder


@pytest.fixture
def root(save_run: Callable[[str], Path]) -> Path:
    """A folder of checkpoints in which the run `first` is live."""
    folder = save_run("first")
    checkpoints.make_live(folder, "first")
    return folder
