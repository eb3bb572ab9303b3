from dataclasses import replace
from pathlib import Path

import pytest

from model import checkpoint as checkpoints
from model.checkpoint import BEST, LAST, Checkpoint
from model.configuration import NetworkConfig, TrainingConfig
from model.dataset import split
from model.errors import BadOption, OtherRun
from model.evaluation.likelihood import post_bits
from model.fine_tuning import plan_from
from model.starting_point import StartingPoint
from model.training import train
from model.training_progress import Progress

STEPS = TrainingConfig(steps=40, batch=8, length=16, precision="fp32", validations=5, save_every_s=0.0)


class Killed(Exception):  # noqa: N818
    """Stands for the end of a process."""


def killed_after(steps: int, folder: Path, posts: list[str], start: StartingPoint) -> None:
    def kill(progress: Progress) -> None:
        if progress.step >= steps:
            raise Killed

    with pytest.raises(Killed):
        train(posts, folder, start.network, STEPS, kill, start)


@pytest.fixture
def start(trained: Checkpoint) -> StartingPoint:
    return StartingPoint.of_checkpoint(trained)


@pytest.fixture
def few_posts(toy_posts: list[str]) -> list[str]:
    """A small community that writes nearly as the voice does, with a character of its own."""
    return [post.replace("утром", "в полдень").replace("!", "+") for post in toy_posts[:80]]


def test_a_few_steps_from_a_voice_beat_many_from_nothing(
    tmp_path: Path, few_posts: list[str], start: StartingPoint
) -> None:
    train(few_posts, tmp_path / "from", start.network, STEPS, start=start)
    train(few_posts, tmp_path / "nothing", start.network, replace(STEPS, steps=120, learning_rate=1e-2))

    held_out = split(few_posts, STEPS.seed).validation
    bits = {name: post_bits(checkpoints.load(tmp_path / name / BEST), held_out).sum() for name in ("from", "nothing")}
    assert bits["from"] < 0.8 * bits["nothing"]


def test_what_came_of_a_start_names_it_and_needs_it_no_more(
    tmp_path: Path, few_posts: list[str], start: StartingPoint
) -> None:
    train(few_posts, tmp_path / "run", start.network, STEPS, start=start)

    found = checkpoints.load(tmp_path / "run" / BEST)
    assert found.manifest.started_from == f"{start.name} {start.digest}"
    assert set(start.vocabulary.characters) | {"+"} == set(found.vocabulary.characters)
    assert StartingPoint.of_checkpoint(found).network == start.network


def test_a_killed_run_from_a_start_ends_with_the_same_weights_as_one_that_was_left_alone(
    tmp_path: Path, few_posts: list[str], start: StartingPoint
) -> None:
    train(few_posts, tmp_path / "alone", start.network, STEPS, start=start)
    killed_after(15, tmp_path / "killed", few_posts, start)
    assert 0 < checkpoints.read_manifest(tmp_path / "killed" / LAST).steps < 40

    assert train(few_posts, tmp_path / "killed", start.network, STEPS, start=start).resumed

    expected, found = (checkpoints.load(tmp_path / name / LAST).weights for name in ("alone", "killed"))
    assert {name: array.tobytes() for name, array in found.items()} == {
        name: array.tobytes() for name, array in expected.items()
    }


def test_a_run_that_began_elsewhere_is_not_gone_on_with(
    tmp_path: Path, few_posts: list[str], start: StartingPoint
) -> None:
    killed_after(15, tmp_path / "run", few_posts, start)

    with pytest.raises(OtherRun, match="another start"):
        train(few_posts, tmp_path / "run", start.network, STEPS, start=replace(start, digest="0" * 16))


def test_a_network_of_another_shape_than_its_start_is_refused(
    tmp_path: Path, few_posts: list[str], start: StartingPoint
) -> None:
    with pytest.raises(BadOption, match="has its shape"):
        train(few_posts, tmp_path / "run", NetworkConfig(embedding=16, hidden=24, layers=2), STEPS, start=start)


def test_the_plan_keeps_the_shape_and_the_held_out_posts_of_its_start(start: StartingPoint) -> None:
    start = replace(start, seed=7)

    planned = plan_from(start, 40_000, 10, 2)

    assert planned.network.shape == start.network.shape
    assert planned.training.seed == 7
    assert plan_from(replace(start, seed=None), 40_000, 10, 2, seed=3).training.seed == 3


def test_a_small_corpus_is_read_a_few_times_and_a_big_one_as_often_as_the_time_allows(start: StartingPoint) -> None:
    small, big = (plan_from(start, characters, 1, 2).training for characters in (40_000, 10**10))

    assert small.steps is not None
    assert 2 < small.steps * small.batch * small.length / 40_000 < 20
    assert big.minutes == 1


def test_the_fewer_posts_the_gentler_the_training(start: StartingPoint) -> None:
    plans = [plan_from(start, characters, 10, 2) for characters in (40_000, 300_000, 2_000_000)]

    rates, dropouts = [each.training.learning_rate for each in plans], [each.network.dropout for each in plans]
    assert rates == sorted(set(rates))
    assert dropouts == sorted(set(dropouts), reverse=True)
    assert all(0 < each.training.patience < each.training.validations for each in plans)


def test_the_plan_says_what_it_begins_with_and_why(start: StartingPoint) -> None:
    why = plan_from(start, 165_000, 2, 2).why

    assert start.name in why
    assert "165,000 characters and 2 minutes on 2 cores" in why
    assert why.endswith(".")


@pytest.mark.parametrize("minutes", [0, -1, float("nan"), float("inf")])
def test_an_impossible_time_is_refused(minutes: float, start: StartingPoint) -> None:
    with pytest.raises(BadOption):
        plan_from(start, 1000, minutes, 2)


def test_what_has_learned_the_posts_and_has_no_time_to_read_them_again_goes_on_gently(start: StartingPoint) -> None:
    characters = 10**8
    own = plan_from(start, characters, minutes=0.1, cores=1).training.learning_rate
    a_voice = plan_from(replace(start, seed=None), characters, minutes=0.1, cores=1).training.learning_rate
    with_time = plan_from(start, characters, minutes=10_000, cores=1).training.learning_rate
    assert own < a_voice == with_time
