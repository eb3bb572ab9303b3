import math

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from model.checkpoint import Checkpoint
from model.errors import BadOption
from model.evaluation.likelihood import bits_per_character, post_bits
from model.network import Network
from model.vocabulary import Vocabulary


def test_bits_per_character_in_whole_numbers_are_nearly_those_that_torch_computes(
    trained: Checkpoint, toy_posts: list[str]
) -> None:
    posts = toy_posts[:1]
    network = Network(trained.manifest.network, trained.vocabulary.size).eval()
    weights = {name: torch.from_numpy(array) for name, array in trained.weights.items()}
    start = tuple(weights.pop(f"start.{part}")[:, None].contiguous() for part in ("hidden", "cell"))
    network.load_state_dict(weights)
    ids = torch.tensor([[0, *trained.vocabulary.encode(posts[0]), 0]])  # (1, T + 1)

    with torch.no_grad():
        logits, _ = network(ids[:, :-1], (start[0], start[1]))
    expected = float(cross_entropy(logits[0], ids[0, 1:])) / math.log(2)

    assert bits_per_character(trained, posts) == pytest.approx(expected, abs=5e-3)


def test_a_network_that_has_learned_nothing_needs_about_as_many_bits_as_there_are_symbols(
    trained: Checkpoint, toy_posts: list[str]
) -> None:
    blank = {name: np.zeros_like(array) for name, array in trained.weights.items()}
    knows_nothing = Checkpoint(trained.manifest, trained.vocabulary, blank)

    assert bits_per_character(knows_nothing, toy_posts[:100]) == pytest.approx(math.log2(trained.vocabulary.size))


def test_the_figure_agrees_with_the_one_that_training_reported(trained: Checkpoint, toy_posts: list[str]) -> None:
    reported = trained.manifest.bits_per_character
    assert reported is not None

    assert bits_per_character(trained, toy_posts[:64]) == pytest.approx(reported, abs=0.1)


def test_there_is_nothing_to_measure_without_posts(trained: Checkpoint) -> None:
    with pytest.raises(BadOption):
        bits_per_character(trained, [])


def test_each_post_costs_what_it_costs_when_read_alone_whatever_is_read_beside_it(
    trained: Checkpoint, toy_posts: list[str]
) -> None:
    posts = [toy_posts[0], "кот", "\n\n".join(toy_posts[1:6]), *toy_posts[6:80]]

    together = post_bits(trained, posts)

    for number in (0, 1, 2, 50):
        alone = bits_per_character(trained, [posts[number]]) * (len(posts[number]) + 1)
        assert together[number] == pytest.approx(alone, rel=1e-5)


def test_a_checkpoint_gains_nothing_by_knowing_fewer_characters(untrained: Checkpoint) -> None:
    known, unknown = post_bits(untrained, ["а", "Ы"])
    assert unknown > known + 10


def test_characters_that_no_vocabulary_has_cost_the_same_extra(untrained: Checkpoint) -> None:
    assert Vocabulary("абвгд .\n!") == untrained.vocabulary
    one, two = post_bits(untrained, ["Ы", "Ъ"])
    assert one == pytest.approx(two)
