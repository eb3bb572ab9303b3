"""Topics that come later are learned by their own vectors alone: all else is written as before, to the last bit."""

import random
from pathlib import Path

import numpy as np
import pytest

from model import checkpoint as checkpoints
from model.beside import Beside
from model.checkpoint import BEST, Checkpoint
from model.configuration import NetworkConfig, TrainingConfig
from model.errors import BadOption
from model.evaluation import bits_per_character
from model.new_topics import teach
from model.sampling import SamplingOptions
from model.training import train
from model.writing import write

NETWORK = NetworkConfig(embedding=16, hidden=64, layers=1)
STEPS = TrainingConfig(steps=500, batch=16, length=32, learning_rate=1e-2, precision="fp32", patience=0)
HEADING, BOX = "\x01", "\x02"
SIGIL = {"yes": "\U000f0001", "no": "\U0010fffd", "perhaps": "\U000f0777", "never": "\U000f0778"}
BEGIN = {"yes": "да", "no": "нет"}
OPTIONS = SamplingOptions(temperature=0.3, max_chars=60, seed=1)


def captions(template: str, like: str, count: int, seed: int) -> list[tuple[str, ...]]:
    """Captions of `template` that read like those of another."""
    draw = random.Random(seed)
    begin = HEADING + SIGIL[template] + BOX
    return [
        (f"{begin}{BEGIN[like]} {draw.randrange(999)}{BOX}{BEGIN[like]} {draw.randrange(999)}",) for _ in range(count)
    ]


def beside(of: dict[str, list[tuple[str, ...]]]) -> Beside:
    found = Beside.of(of, 10_000)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def learned(tmp_path_factory: pytest.TempPathFactory, toy_posts: list[str]) -> Checkpoint:
    folder = tmp_path_factory.mktemp("topics") / "both"
    old = {name: captions(name, name, 150, 1) for name in ("yes", "no")}
    train(toy_posts, folder, NETWORK, STEPS, beside=beside(old))
    return checkpoints.load(folder / BEST)


def test_a_topic_of_twenty_texts_is_learned_and_nothing_is_forgotten(
    learned: Checkpoint, tmp_path: Path, toy_posts: list[str]
) -> None:
    new = beside({"perhaps": captions("perhaps", "no", 20, 2), "never": captions("never", "yes", 20, 3)})
    taught = teach(learned, new, tmp_path / "later")
    assert taught.after < taught.before - 0.05
    later = checkpoints.load(tmp_path / "later" / BEST)
    assert later.manifest.templates == ("never", "no", "perhaps", "yes")
    for template, like in (("perhaps", "no"), ("never", "yes"), ("no", "no"), ("yes", "yes")):
        prime = HEADING + SIGIL[template] + BOX
        written = write(later, prime, OPTIONS, 20, parts=3)
        assert sum(sample.text.removeprefix(prime).startswith(BEGIN[like]) for sample in written) >= 18
    assert write(later, "", OPTIONS, 20) == write(learned, "", OPTIONS, 20)
    bits = [bits_per_character(each, toy_posts[:100]) for each in (learned, later)]
    assert abs(bits[0] - bits[1]) < 1e-4
    for name, array in learned.weights.items():
        if name not in {"embedding.weight", "output.weight", "output.bias"}:
            assert np.array_equal(later.weights[name], array)
    known = later.vocabulary.encode(learned.vocabulary.characters)
    before = learned.weights["embedding.weight"][2:]
    assert np.array_equal(later.weights["embedding.weight"][known], before)


def test_the_same_seed_teaches_the_same(learned: Checkpoint, tmp_path: Path) -> None:
    new = beside({"perhaps": captions("perhaps", "no", 30, 2)})
    for name in ("one", "other"):
        teach(learned, new, tmp_path / name)
    one, other = (checkpoints.load(tmp_path / name / BEST).weights for name in ("one", "other"))
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_what_can_not_be_taught_is_refused(learned: Checkpoint, trained: Checkpoint, tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="no template"):
        teach(learned, beside({"yes": captions("yes", "yes", 20, 5)}), tmp_path / "known")
    with pytest.raises(BadOption, match="learned no captions"):
        teach(trained, beside({"yes": captions("yes", "yes", 20, 5)}), tmp_path / "posts")
    assert not any(tmp_path.iterdir())
