"""A new checkpoint goes live only if it is no worse than the live one, judged on what neither has learned from."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model import checkpoint as checkpoints
from model.checkpoint import BEST, Checkpoint
from model.dataset import always_held_out, split
from model.errors import UnusableCheckpoint
from model.gate import LEAST_POSTS, Allowance, Comparison, Difference, compare, judge
from model.sampling import SamplingOptions

STYLE = SamplingOptions(temperature=0.8, max_chars=80)


def named(checkpoint: Checkpoint, run: str, **said: object) -> Checkpoint:
    """The same network under another name, its manifest changed."""
    return replace(checkpoint, manifest=replace(checkpoint.manifest, run=run, **said))  # type: ignore[arg-type]


def ignorant(checkpoint: Checkpoint, run: str) -> Checkpoint:
    """A network that holds every symbol for equally likely."""
    blank = {name: np.zeros_like(array) for name, array in checkpoint.weights.items()}
    return replace(named(checkpoint, run), weights=blank)


def kept(folder: Path, checkpoint: Checkpoint) -> None:
    checkpoints.save(
        folder / checkpoint.manifest.run / BEST, checkpoint.manifest, checkpoint.vocabulary, checkpoint.weights
    )


def test_a_checkpoint_is_no_worse_than_itself(trained: Checkpoint, toy_posts: list[str]) -> None:
    comparison = compare(named(trained, "new"), trained, toy_posts, STYLE)

    assert comparison.passed
    assert all(difference.new == difference.live for difference in comparison.differences)
    assert [difference.name for difference in comparison.differences] == ["bits per character", "copies", "loops"]


def test_a_worse_checkpoint_is_refused_with_the_figure_that_is_worse(
    tmp_path: Path, trained: Checkpoint, toy_posts: list[str]
) -> None:
    kept(tmp_path, trained)
    checkpoints.make_live(tmp_path, "toy")
    kept(tmp_path, ignorant(trained, "worse"))

    verdict = judge(tmp_path, "worse", toy_posts, STYLE)

    assert not verdict.passed
    assert "worse than the live one, toy@" in verdict.why
    assert "bits per character" in verdict.why


def test_a_better_checkpoint_passes(tmp_path: Path, trained: Checkpoint, toy_posts: list[str]) -> None:
    # of at most 15 characters nothing is long enough to be a copy
    kept(tmp_path, ignorant(trained, "old"))
    checkpoints.make_live(tmp_path, "old")
    better = named(trained, "better")

    comparison = compare(better, ignorant(trained, "old"), toy_posts, SamplingOptions(temperature=0.8, max_chars=15))

    assert comparison.passed, comparison.why


def test_a_checkpoint_that_copies_more_is_refused_though_its_bits_are_better(
    trained: Checkpoint, toy_posts: list[str]
) -> None:
    # the toy grammar has so few sentences that whoever has learned it writes whole posts of it
    comparison = compare(trained, ignorant(trained, "old"), toy_posts, STYLE)

    assert [difference.name for difference in comparison.differences if difference.is_worse] == ["copies"]
    assert not comparison.passed


def test_the_first_checkpoint_passes_and_so_does_one_that_is_live_already(
    tmp_path: Path, trained: Checkpoint, toy_posts: list[str]
) -> None:
    kept(tmp_path, trained)
    first = judge(tmp_path, "toy", toy_posts, STYLE)
    checkpoints.make_live(tmp_path, "toy")
    again = judge(tmp_path, "toy", toy_posts, STYLE)

    assert first.passed
    assert "no checkpoint is live" in first.why
    assert again.passed
    assert "already" in again.why


def test_a_first_checkpoint_that_knows_no_more_than_a_guess_is_refused(
    tmp_path: Path, trained: Checkpoint, toy_posts: list[str]
) -> None:
    kept(tmp_path, ignorant(trained, "first"))
    verdict = judge(tmp_path, "first", toy_posts, STYLE)
    assert not verdict.passed
    assert "broken" in verdict.why


def test_a_first_checkpoint_that_only_repeats_itself_is_refused(
    tmp_path: Path, trained: Checkpoint, toy_posts: list[str]
) -> None:
    # knows how common each character is and nothing else: its likeliest text is one letter for ever
    parrot = ignorant(trained, "parrot")
    counts = Counter("".join(toy_posts))
    counts[" "] = max(count for character, count in counts.items() if character.isalpha()) - 1
    parrot.weights["output.bias"][2:] = [np.log(counts[character]) for character in trained.vocabulary.characters]
    parrot.weights["output.bias"][0] = np.log(len(toy_posts))
    kept(tmp_path, parrot)

    verdict = judge(tmp_path, "parrot", toy_posts, replace(STYLE, temperature=0.0))

    assert not verdict.passed
    assert "repeats itself" in verdict.why


def test_a_live_checkpoint_that_can_not_be_read_is_no_obstacle(
    tmp_path: Path, trained: Checkpoint, toy_posts: list[str]
) -> None:
    kept(tmp_path, trained)
    (tmp_path / "live").write_text("gone\n")
    verdict = judge(tmp_path, "toy", toy_posts, STYLE)
    assert verdict.passed
    assert "missing" in verdict.why


def test_a_new_checkpoint_that_can_not_be_read_is_said(tmp_path: Path, toy_posts: list[str]) -> None:
    with pytest.raises(UnusableCheckpoint):
        judge(tmp_path, "absent", toy_posts, STYLE)


def test_a_checkpoint_of_this_very_corpus_is_judged_on_all_that_it_held_out(
    trained: Checkpoint, toy_posts: list[str]
) -> None:
    comparison = compare(trained, trained, toy_posts, STYLE, texts=5)
    assert comparison.posts == len(set(split(toy_posts, trained.manifest.training.seed).validation))


def test_a_checkpoint_of_another_corpus_is_judged_on_posts_that_its_seed_holds_out_of_any(
    trained: Checkpoint, toy_posts: list[str]
) -> None:
    older = named(trained, "older", corpus_hash="f" * 16)
    comparison = compare(trained, older, toy_posts, STYLE, texts=5)
    assert comparison.posts == sum(always_held_out(post, 0) for post in set(toy_posts))


def test_without_enough_posts_held_out_from_both_bits_are_not_compared_and_that_is_said(
    trained: Checkpoint, toy_posts: list[str]
) -> None:
    other = named(trained, "other", training=replace(trained.manifest.training, seed=7))
    comparison = compare(trained, other, toy_posts, STYLE, texts=5)
    assert comparison.posts < LEAST_POSTS
    assert [difference.name for difference in comparison.differences] == ["copies", "loops"]
    assert "too few" in comparison.why


def test_what_lies_within_the_margin_is_not_worse() -> None:
    assert not Difference("bits", 2.01, 2.0, 0.02, is_share=False).is_worse
    assert Difference("bits", 2.03, 2.0, 0.02, is_share=False).is_worse
    equal = Difference("loops", 0.0, 0.0, 0.02, is_share=True)
    worse = Difference("copies", 0.5, 0.0, 0.1, is_share=True)
    assert "50.0% against 0.0%" in Comparison("a", "b", 100, (equal, worse)).why
    assert "loops" not in Comparison("a", "b", 100, (equal, worse)).why


def test_what_is_allowed_beyond_the_margin_is_not_worse_either() -> None:
    """Where the live checkpoint should go for a reason of its own; and people are told of it."""
    difference = Difference("bits per character", new=2.15, live=2.0, margin=0.1, is_share=False, allowed=0.1)
    assert not difference.is_worse
    assert "0.100 more is allowed" in str(difference)
    assert replace(difference, new=2.25).is_worse
    assert replace(difference, allowed=0.0).is_worse
    assert "allowed" not in str(replace(difference, allowed=0.0))


def test_an_allowance_lets_a_slightly_worse_checkpoint_live_and_no_broken_one(
    tmp_path: Path, trained: Checkpoint, toy_posts: list[str]
) -> None:
    """Bits and shares have an allowance each."""
    kept(tmp_path, trained)
    checkpoints.make_live(tmp_path, "toy")
    kept(tmp_path, ignorant(trained, "worse"))

    assert not judge(tmp_path, "worse", toy_posts, STYLE, Allowance(bits=0.1, share=0.05)).passed
    assert judge(tmp_path, "worse", toy_posts, STYLE, Allowance(bits=99, share=1)).passed
