import math
from dataclasses import replace

import numpy as np
import pytest

from model.checkpoint import Checkpoint
from model.evaluation.likelihood import post_bits
from model.starting_point import StartingPoint, adapt
from model.vocabulary import MOST_CHARACTERS, Vocabulary


def fitted(checkpoint: Checkpoint, vocabulary: Vocabulary, posts: list[str]) -> Checkpoint:
    """The checkpoint's network for another vocabulary, before any training."""
    weights = adapt(StartingPoint.of_checkpoint(checkpoint), vocabulary, posts)
    start = {name: array for name, array in checkpoint.weights.items() if name.startswith("start.")}
    manifest = replace(checkpoint.manifest, vocabulary_size=vocabulary.size)
    return Checkpoint(manifest, vocabulary, weights | start)


def test_a_network_for_the_same_characters_in_another_order_reads_posts_as_before(
    trained: Checkpoint, toy_posts: list[str]
) -> None:
    backwards = Vocabulary(trained.vocabulary.characters[::-1])

    before, after = (post_bits(each, toy_posts[:50]) for each in (trained, fitted(trained, backwards, toy_posts)))

    assert after == pytest.approx(before, rel=1e-3)


def test_new_characters_hardly_cost_the_others_anything(trained: Checkpoint, toy_posts: list[str]) -> None:
    wider = Vocabulary(trained.vocabulary.characters + "@#")
    with_new = [*toy_posts, "@" * 30 + "#" * 20]

    before, after = (post_bits(each, toy_posts[:50]).sum() for each in (trained, fitted(trained, wider, with_new)))

    assert before <= after < 1.1 * before


def test_new_characters_are_at_first_as_likely_as_they_are_frequent(trained: Checkpoint, toy_posts: list[str]) -> None:
    wider = Vocabulary(trained.vocabulary.characters + "@#")

    weights = adapt(StartingPoint.of_checkpoint(trained), wider, [*toy_posts, "@" * 30 + "#" * 10])

    assert np.diff(weights["output.bias"][-2:]) == pytest.approx(math.log(10 / 30), rel=1e-3)
    assert not weights["output.weight"][-2:].any()


def test_a_character_that_is_in_no_post_is_all_but_impossible(trained: Checkpoint, toy_posts: list[str]) -> None:
    wider = Vocabulary(trained.vocabulary.characters + "@")

    weights = adapt(StartingPoint.of_checkpoint(trained), wider, toy_posts)

    assert weights["output.bias"][-1] == weights["output.bias"].min()
    assert all(np.isfinite(array).all() for array in weights.values())


def test_the_start_itself_is_left_as_it_was(trained: Checkpoint, toy_posts: list[str]) -> None:
    start = StartingPoint.of_checkpoint(trained)
    before = {name: array.tobytes() for name, array in start.weights.items()}

    for array in adapt(start, Vocabulary(trained.vocabulary.characters + "@"), toy_posts).values():
        array[...] = 0

    assert {name: array.tobytes() for name, array in start.weights.items()} == before


def test_both_vocabularies_are_joined_the_corpus_first(trained: Checkpoint) -> None:
    start = StartingPoint.of_checkpoint(trained)
    theirs = trained.vocabulary.characters

    joined = start.vocabulary_with(Vocabulary("@" + theirs[:3])).characters

    assert joined == "@" + theirs


def test_a_full_vocabulary_of_the_corpus_takes_no_more(trained: Checkpoint) -> None:
    full = "".join(map(chr, range(0x4E00, 0x4E00 + MOST_CHARACTERS)))

    assert StartingPoint.of_checkpoint(trained).vocabulary_with(Vocabulary(full)).characters == full


def test_a_checkpoint_as_a_start_names_itself_its_weights_and_its_held_out_posts(trained: Checkpoint) -> None:
    start = StartingPoint.of_checkpoint(trained)

    assert start.name == f"toy@{trained.manifest.steps}"
    assert start.digest in trained.manifest.files["weights"]
    assert start.seed == trained.manifest.training.seed
