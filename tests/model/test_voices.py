from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus import samples
from corpus.separator import read_posts
from model import voices
from model.checkpoint import Checkpoint
from model.configuration import TrainingConfig
from model.errors import BadOption, UnusableCheckpoint
from model.training import train
from model.voices import Origin

ORIGIN = Origin("toys", "nobody", "CC0-1.0", 600, 12_000, "0" * 16, "500 steps")


@pytest.fixture
def toy_voice(tmp_path: Path, trained: Checkpoint) -> Path:
    folder = tmp_path / "toy-voice"
    voices.save(folder, trained, "ru", ORIGIN)
    return folder


def test_a_voice_is_read_as_it_was_made_in_half_precision(toy_voice: Path, trained: Checkpoint) -> None:
    voice = voices.read(toy_voice)

    assert (voice.name, voice.language, voice.origin) == ("toy-voice", "ru", ORIGIN)
    assert voice.bits_per_character == trained.manifest.bits_per_character
    assert voice.start.vocabulary == trained.vocabulary
    assert voice.start.network == trained.manifest.network
    for name, array in trained.weights.items():
        assert voice.start.weights[name].dtype == np.float32
        assert voice.start.weights[name] == pytest.approx(array, rel=1e-3, abs=1e-6)


def test_a_voice_that_was_altered_is_not_used(toy_voice: Path) -> None:
    weights = bytearray((toy_voice / voices.WEIGHTS).read_bytes())
    weights[-1] ^= 1
    (toy_voice / voices.WEIGHTS).write_bytes(weights)

    with pytest.raises(UnusableCheckpoint, match="Install Wallflower again"):
        voices.read(toy_voice)


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"network": {}}', '{"network": {"hidden": 1e99}}'])
def test_a_manifest_of_another_form_is_not_used(toy_voice: Path, manifest: str) -> None:
    (toy_voice / "manifest.json").write_text(manifest)

    with pytest.raises(UnusableCheckpoint, match="no voice that can be read"):
        voices.read(toy_voice)


def test_a_network_too_big_for_the_package_makes_no_voice(tmp_path: Path, trained: Checkpoint) -> None:
    big = replace(trained, weights={"embedding.weight": np.zeros((4_000, 1_000), np.float32)})

    with pytest.raises(BadOption, match="train a smaller network"):
        voices.save(tmp_path / "big", big, "ru", ORIGIN)

    assert not (tmp_path / "big").exists()


def test_a_network_that_was_never_measured_makes_no_voice(tmp_path: Path, untrained: Checkpoint) -> None:
    with pytest.raises(BadOption, match="train it to its end"):
        voices.save(tmp_path / "random", untrained, "ru", ORIGIN)


def test_a_name_that_no_voice_has_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(BadOption) as refused:
        voices.load("base-elvish")

    assert all(name in str(refused.value) for name in ["base-elvish", *voices.names()])


@pytest.mark.parametrize("name", [voices.BASE_RU])
class TestShippedVoice:
    def test_it_is_small_and_may_be_passed_on(self, name: str) -> None:
        folder = Path(voices.__file__).parent / name

        assert sum(file.stat().st_size for file in folder.iterdir()) <= voices.MOST_BYTES
        assert voices.load(name).origin.licence == "CC0-1.0"

    def test_its_weights_are_whole_and_finite(self, name: str) -> None:
        voice = voices.load(name)

        assert voice.start.name == name
        assert all(np.isfinite(array).all() for array in voice.start.weights.values())
        assert voice.bits_per_character < 2.2

    def test_a_few_steps_from_it_beat_the_same_steps_from_nothing_by_far(self, name: str, tmp_path: Path) -> None:
        posts = list(read_posts(samples.wall("ru")))
        start = voices.load(name).start
        steps = TrainingConfig(
            steps=40, batch=4, length=48, learning_rate=2e-3, precision="fp32", validations=1, save_every_s=60.0
        )

        begun, anew = (
            train(posts, tmp_path / folder, start.network, steps, start=beginning).bits_per_character
            for folder, beginning in (("begun", start), ("anew", None))
        )

        assert begun < anew - 1
