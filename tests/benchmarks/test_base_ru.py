from pathlib import Path

import pytest

from benchmarks.base_ru import pack
from model import voices
from model.configuration import NetworkConfig, TrainingConfig
from model.errors import BadOption
from model.training import train


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory, toy_posts: list[str]) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "toy"
    steps = TrainingConfig(steps=5, batch=8, length=16, precision="fp32", validations=1)
    train(toy_posts, folder, NetworkConfig(embedding=8, hidden=16, layers=1), steps)
    return folder


def test_a_finished_run_becomes_a_voice_that_says_what_it_learned_from(
    run: Path, tmp_path: Path, toy_posts: list[str]
) -> None:
    pack(run, toy_posts, tmp_path / "base-toy")

    voice = voices.read(tmp_path / "base-toy")
    assert voice.name == "base-toy"
    assert (voice.origin.licence, voice.origin.posts) == ("CC0-1.0", len(toy_posts))
    assert "5 steps of 8 streams of 16 characters" in voice.origin.how


def test_a_run_on_other_posts_is_not_packed_under_this_corpus_licence(
    run: Path, tmp_path: Path, toy_posts: list[str]
) -> None:
    with pytest.raises(BadOption, match="may not be shipped"):
        pack(run, toy_posts[1:], tmp_path / "base-toy")

    assert not (tmp_path / "base-toy").exists()
