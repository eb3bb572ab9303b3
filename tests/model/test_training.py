import json
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from model import checkpoint as checkpoints
from model.checkpoint import BEST, LAST
from model.configuration import NetworkConfig, TrainingConfig
from model.errors import BadOption, Diverged, OtherRun, TooLittleText, UnusableCheckpoint
from model.training import train
from model.training_progress import Progress

NETWORK = NetworkConfig(embedding=8, hidden=24, layers=2, dropout=0.2)
STEPS = TrainingConfig(steps=60, batch=8, length=16, precision="fp32", validations=6, save_every_s=0.0)

TRAIN_AND_BE_KILLED = """
import json, os, signal, sys
from pathlib import Path
from model.configuration import NetworkConfig, TrainingConfig
from model.training import train

def kill(progress):
    if progress.step >= int(steps) and (Path(folder) / "last" / "manifest.json").exists():
        os.kill(os.getpid(), signal.SIGKILL)

folder, posts, network, training, steps = sys.argv[1:]
network, training = NetworkConfig.from_json(json.loads(network)), TrainingConfig.from_json(json.loads(training))
train(json.loads(posts), Path(folder), network, training, kill)
"""


def killed_after(steps: int, folder: Path, posts: list[str], network: NetworkConfig, training: TrainingConfig) -> None:
    """Train in a process of its own that is killed, with no chance to tidy up, once it has made so many steps."""
    parts = json.dumps(posts), json.dumps(network.to_json()), json.dumps(training.to_json()), str(steps)
    ended = subprocess.run([sys.executable, "-c", TRAIN_AND_BE_KILLED, str(folder), *parts], check=False)
    assert ended.returncode == -signal.SIGKILL


def test_training_learns_to_predict_held_out_posts(trained_folder: Path) -> None:
    bits = checkpoints.read_manifest(trained_folder / BEST).bits_per_character

    assert bits is not None
    assert bits < 0.8  # the grammar's own entropy is about 0.45; letters drawn by their frequency cost 4.6


def test_a_killed_run_ends_with_the_same_weights_as_one_that_was_left_alone(
    tmp_path: Path, toy_posts: list[str]
) -> None:
    alone = train(toy_posts, tmp_path / "alone", NETWORK, STEPS)
    killed_after(20, tmp_path / "killed", toy_posts, NETWORK, STEPS)
    held = checkpoints.read_manifest(tmp_path / "killed" / LAST)

    resumed = train(toy_posts, tmp_path / "killed", NETWORK, STEPS)

    assert 0 < held.steps < 60
    assert resumed.resumed
    assert not alone.resumed
    assert (resumed.steps, resumed.bits_per_character) == (alone.steps, alone.bits_per_character)
    for kind in (BEST, LAST):
        expected, found = (checkpoints.load(tmp_path / name / kind).weights for name in ("alone", "killed"))
        assert {name: array.tobytes() for name, array in found.items()} == {
            name: array.tobytes() for name, array in expected.items()
        }


def test_a_killed_run_in_bf16_with_a_budget_of_time_goes_on_where_it_was(tmp_path: Path, toy_posts: list[str]) -> None:
    config = replace(STEPS, steps=None, minutes=0.1, precision="bf16")
    killed_after(2, tmp_path / "run", toy_posts, NETWORK, config)
    held = checkpoints.read_manifest(tmp_path / "run" / LAST)
    seen: list[Progress] = []

    result = train(toy_posts, tmp_path / "run", on_progress=seen.append)

    assert result.resumed
    assert seen[0].step >= held.steps
    assert result.steps > held.steps
    assert 6.0 <= result.seconds < 6.0 + 10.0


def test_a_finished_run_is_returned_as_it_is(trained_folder: Path, toy_posts: list[str]) -> None:
    before = checkpoints.read_manifest(trained_folder / LAST)

    result = train(toy_posts, trained_folder)

    assert result.resumed
    assert result.steps == before.steps
    assert checkpoints.read_manifest(trained_folder / LAST) == before


def test_a_folder_with_another_run_is_left_alone(trained_folder: Path, toy_posts: list[str]) -> None:
    with pytest.raises(OtherRun, match="other posts"):
        train(toy_posts[1:], trained_folder)
    with pytest.raises(OtherRun, match="another shape"):
        train(toy_posts, trained_folder, NETWORK)
    with pytest.raises(OtherRun, match="other training settings"):
        train(toy_posts, trained_folder, None, STEPS)


def test_training_stops_early_when_held_out_posts_are_read_no_better(tmp_path: Path) -> None:
    noise = [f"{number * 7919 % 99991:05}" * 2 for number in range(150)]
    config = TrainingConfig(
        steps=3000, batch=4, length=16, learning_rate=3e-2, precision="fp32", validations=60, patience=3
    )

    result = train(noise, tmp_path / "noise", NetworkConfig(embedding=16, hidden=64, layers=1), config)

    assert result.stopped_early
    assert result.steps < 3000
    best = checkpoints.read_manifest(tmp_path / "noise" / BEST)
    last = checkpoints.read_manifest(tmp_path / "noise" / LAST)
    assert best.bits_per_character == result.bits_per_character
    assert best.steps < last.steps


def test_progress_rises_from_nothing_to_the_whole_budget(tmp_path: Path, toy_posts: list[str]) -> None:
    seen: list[Progress] = []

    train(toy_posts, tmp_path / "run", NETWORK, STEPS, seen.append)

    assert [progress.step for progress in seen] == sorted(progress.step for progress in seen)
    assert seen[-1].share == 1
    assert seen[-1].seconds_left == pytest.approx(0)
    assert seen[-1].validation_bpc is not None
    assert all(0 <= progress.share <= 1 for progress in seen)


def test_the_budget_of_minutes_is_kept(tmp_path: Path, toy_posts: list[str]) -> None:
    result = train(toy_posts, tmp_path / "run", NETWORK, replace(STEPS, steps=None, minutes=0.03, save_every_s=20.0))

    assert 1.8 <= result.seconds < 1.8 + 3.0


def test_training_that_blows_up_says_so_and_keeps_no_broken_weights(tmp_path: Path, toy_posts: list[str]) -> None:
    config = replace(STEPS, learning_rate=10.0, clip=1e6, warm_up=0.0, weight_decay=10.0, steps=2000)

    with pytest.raises(Diverged, match="learning rate below 10"):
        train(toy_posts, tmp_path / "run", NETWORK, config)

    if (tmp_path / "run" / LAST).exists():
        assert checkpoints.load(tmp_path / "run" / LAST).manifest.steps < 2000


def test_a_broken_training_state_is_said_in_a_sentence(tmp_path: Path, toy_posts: list[str]) -> None:
    folder = tmp_path / "run"
    train(toy_posts, folder, NETWORK, STEPS)
    state = folder / LAST / checkpoints.read_manifest(folder / LAST).files["training"]
    state.write_bytes(state.read_bytes()[:-10])

    with pytest.raises(UnusableCheckpoint, match="cut short or altered"):
        train(toy_posts, folder, NETWORK, STEPS)


def test_too_few_posts_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(TooLittleText):
        train(["один пост"], tmp_path / "run", NETWORK, STEPS)
    with pytest.raises(BadOption):
        train(["один пост"], tmp_path / "..", NETWORK, STEPS)

    assert not (tmp_path / "run").exists()


def test_a_folder_that_cannot_be_made_is_refused_before_any_training(tmp_path: Path, toy_posts: list[str]) -> None:
    (tmp_path / "file").write_text("")
    seen: list[Progress] = []

    with pytest.raises(UnusableCheckpoint, match="choose a folder that you may write"):
        train(toy_posts, tmp_path / "file" / "run", NETWORK, STEPS, seen.append)

    assert not seen


def test_by_default_the_faster_precision_is_found_out_and_kept_for_the_whole_run(
    tmp_path: Path, toy_posts: list[str]
) -> None:
    auto = replace(STEPS, precision="auto")
    train(toy_posts, tmp_path / "auto", NETWORK, auto)

    weights = {}
    for precision in ("bf16", "fp32"):
        train(toy_posts, tmp_path / precision, NETWORK, replace(STEPS, precision=precision))
        weights[precision] = checkpoints.load(tmp_path / precision / LAST).weights["output.bias"].tobytes()

    assert weights["bf16"] != weights["fp32"]
    assert checkpoints.load(tmp_path / "auto" / LAST).weights["output.bias"].tobytes() in weights.values()


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_a_gpu_that_is_not_there_is_said_in_a_sentence(tmp_path: Path, toy_posts: list[str]) -> None:
    with pytest.raises(BadOption, match="no GPU"):
        train(toy_posts, tmp_path / "run", NETWORK, replace(STEPS, device="cuda"))
