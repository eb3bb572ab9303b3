import math

import numpy as np
import pytest
import torch
from torch.nn.functional import cross_entropy

from model.checkpoint import Checkpoint
from model.errors import BadOption
from model.evaluation import bits_per_character, copy_share, ends_by_itself_share
from model.inference import BLOCK
from model.network import Network
from model.writing import Sample


def test_bits_per_character_are_those_that_torch_computes(trained: Checkpoint, toy_posts: list[str]) -> None:
    posts = toy_posts[:1]
    network = Network(trained.manifest.network, trained.vocabulary.size).eval()
    weights = {name: torch.from_numpy(array) for name, array in trained.weights.items()}
    start = tuple(weights.pop(f"start.{part}")[:, None].contiguous() for part in ("hidden", "cell"))
    network.load_state_dict(weights)
    ids = torch.tensor([[0, *trained.vocabulary.encode(posts[0]), 0]])  # (1, T + 1)

    with torch.no_grad():
        logits, _ = network(ids[:, :-1], (start[0], start[1]))
    expected = float(cross_entropy(logits[0], ids[0, 1:])) / math.log(2)

    assert bits_per_character(trained, posts) == pytest.approx(expected, abs=1e-5)


def test_a_network_that_has_learned_nothing_needs_about_as_many_bits_as_there_are_symbols(
    trained: Checkpoint, toy_posts: list[str]
) -> None:
    blank = {name: np.zeros_like(array) for name, array in trained.weights.items()}
    knows_nothing = Checkpoint(trained.manifest, trained.vocabulary, blank)

    assert bits_per_character(knows_nothing, toy_posts[:100]) == pytest.approx(math.log2(trained.vocabulary.size))


def test_the_figure_agrees_with_the_one_that_training_reported(trained: Checkpoint, toy_posts: list[str]) -> None:
    reported = trained.manifest.bits_per_character
    assert reported is not None

    assert bits_per_character(trained, toy_posts[: 8 * BLOCK]) == pytest.approx(reported, abs=0.1)


def test_there_is_nothing_to_measure_without_posts(trained: Checkpoint) -> None:
    with pytest.raises(BadOption):
        bits_per_character(trained, [])


def test_copies_are_found_whatever_their_case_spaces_and_punctuation() -> None:
    texts = ["КОТ  спит!", "кот не спит", "...", "!!!"]

    assert copy_share(texts, ["Кот — спит.", "..."]) == 0.5
    assert copy_share([], ["a"]) == 0


def test_the_share_of_texts_that_end_by_themselves() -> None:
    samples = [Sample("а", ended_by_itself=number != 0, seed=number) for number in range(4)]

    assert ends_by_itself_share(samples) == 0.75
    assert ends_by_itself_share([]) == 0
