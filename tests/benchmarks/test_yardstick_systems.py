import math
from collections import Counter
from functools import partial
from itertools import islice

import numpy as np
import pytest
import torch

from benchmarks.yardsticks.budget import Budget
from benchmarks.yardsticks.fused_gru import fused_gru
from benchmarks.yardsticks.markov_chain import markov_chain
from benchmarks.yardsticks.material import Material
from benchmarks.yardsticks.naive_loop import NaiveLoop
from benchmarks.yardsticks.ngrams import Ngrams, ngrams
from benchmarks.yardsticks.ours import ours
from benchmarks.yardsticks.outcome import HEADING, Judge, write
from benchmarks.yardsticks.system import System
from benchmarks.yardsticks.torch_rnn import torch_rnn
from benchmarks.yardsticks.transformer import Gpt, GptShape, transformer
from model.evaluation.markov import MarkovWriter
from model.guards.words import KnownWords
from model.vocabulary import END

SMALL_NAIVE = NaiveLoop("lstm", embedding=16, hidden=48, layers=1, batch=16, chunk=20, learning_rate=1e-2)
small_transformer = partial(transformer, shape=GptShape(layers=2, heads=2, width=32, context=32))


def letters_alone(material: Material) -> float:
    """Bits per character of odds that know how common each symbol is and nothing else."""
    counts = Counter(material.run(material.held_out).tolist())
    return -sum(n * math.log2(n / counts.total()) for n in counts.values()) / counts.total()


@pytest.mark.parametrize(
    ("system", "steps"),
    [(SMALL_NAIVE, 80), (ours, 60), (fused_gru, 60), (torch_rnn, 50), (small_transformer, 150), (ngrams, 1)],
    ids=["naive", "ours", "gru", "torch_rnn", "transformer", "ngrams"],
)
def test_a_system_learns_more_than_how_common_each_letter_is(
    system: System, steps: int, toy_material: Material
) -> None:
    learned = system(toy_material, Budget(1, steps), 0)
    bits = learned.fitted.bits_per_character(toy_material.run(toy_material.held_out))
    assert bits is not None
    assert bits < letters_alone(toy_material) - 0.3
    assert learned.spent.steps == steps


def test_learning_and_writing_give_torch_back_its_threads(toy_material: Material) -> None:
    torch.set_num_threads(2)
    write(SMALL_NAIVE(toy_material, Budget(1, 2), 0).fitted, toy_material.vocabulary, 0.0)
    assert torch.get_num_threads() == 2


def test_the_chain_has_texts_but_no_odds(toy_material: Material) -> None:
    outcome = Judge(toy_material).outcome("markov", markov_chain(toy_material, Budget(0), 0), writing_s=0.0)
    assert outcome.bits_per_character is None
    assert outcome.known_words == 1.0
    assert outcome.longest_copied > 10


def test_a_row_of_the_table_is_as_wide_as_its_heading(toy_material: Material) -> None:
    judge = Judge(toy_material)
    counted = judge.outcome("ngrams", ngrams(toy_material, Budget(0), 0), writing_s=0.0)
    assert len(counted.row(None)) == len(counted.row(counted)) == len(HEADING)


def test_grams_learned_well_write_words_that_the_posts_have(toy_material: Material) -> None:
    texts, _ = write(ngrams(toy_material, Budget(0), 0).fitted, toy_material.vocabulary, 0.1)
    assert len(texts) > 1
    share = KnownWords(toy_material.training).share("\n".join(texts[:-1]))  # the last one was broken off
    assert share is not None
    assert share > 0.9


@pytest.mark.parametrize("history", [[END], [2, 3], [END, 2, 3], [4, 4, 4], [3, 3, END, 2, 3]])
def test_the_odds_of_grams_after_any_history_sum_to_one(history: list[int]) -> None:
    counted = Ngrams(np.array([END, 2, 3, 2, 3, 4, END, 2, 3, 3, END]), 5, 4)
    assert counted.odds_after(history).sum() == pytest.approx(1.0)


def test_grams_are_judged_by_the_odds_that_they_write_by() -> None:
    run = np.random.default_rng(0).integers(0, 5, size=60)
    counted = Ngrams(run, 5, 4)
    read = run[::-1].copy()
    bits = [-math.log2(counted.odds_after(read[:place].tolist())[read[place]]) for place in range(1, len(read))]
    assert counted.bits_per_character(read) == pytest.approx(sum(bits) / len(bits))


def test_grams_are_smoothed_as_witten_and_bell_say() -> None:
    counted = Ngrams(np.array([END, 2, 3, 2, 3, 2, 4]), 5, 2)
    # after 2: 3 twice and 4 once, of two kinds; 3 is 2 of 7 symbols of 4 kinds among 5
    below = (2 + 4 / 5) / (7 + 4)
    assert counted.bits_per_character(np.array([2, 3])) == pytest.approx(-math.log2((2 + 2 * below) / (3 + 2)))


def test_the_transformer_sees_nothing_of_what_comes() -> None:
    torch.manual_seed(0)
    network = Gpt(GptShape(layers=2, heads=2, width=16, context=16), 10).eval()
    ids = torch.randint(10, (1, 16))
    changed = ids.clone()
    changed[0, 9:] = (changed[0, 9:] + 1) % 10
    with torch.no_grad():
        before, after = network(ids), network(changed)
    torch.testing.assert_close(before[:, :9], after[:, :9])
    assert not torch.allclose(before[:, 9:], after[:, 9:])


def test_the_transformer_of_the_recipe_has_its_800_thousand_weights() -> None:
    assert sum(p.numel() for p in Gpt(GptShape(), 65).parameters()) == pytest.approx(0.80e6, rel=0.01)


def test_the_same_seed_writes_the_same(toy_material: Material) -> None:
    fitted = SMALL_NAIVE(toy_material, Budget(0, 5), 0).fitted
    assert list(islice(fitted.symbols(0.8, 3), 50)) == list(islice(fitted.symbols(0.8, 3), 50))


def test_the_chain_that_is_compared_is_the_one_of_the_evaluation(toy_material: Material) -> None:
    fitted = markov_chain(toy_material, Budget(0), 0).fitted
    (text,) = MarkovWriter(toy_material.training).write(1, seed=5)
    written = list(islice(fitted.symbols(0.8, 5), len(text)))
    assert toy_material.vocabulary.decode(written) == text
