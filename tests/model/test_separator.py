from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from model import checkpoint as checkpoints
from model.checkpoint import BEST, Checkpoint
from model.configuration import NetworkConfig, SeparatorForm, TrainingConfig
from model.dataset import split
from model.errors import BadOption, UnusableCheckpoint
from model.evaluation import bits_per_character, ends_by_itself_share
from model.sampling import SamplingOptions
from model.separator import NEWLINES, Separator, needed_characters
from model.training import train
from model.vocabulary import END, Vocabulary
from model.writing import write

VOCABULARY = Vocabulary("ab\n")
A, B, NEWLINE = 2, 3, 4


def test_an_end_stands_before_each_post() -> None:
    separator = Separator.of("end", VOCABULARY)

    assert separator.piece("ab", VOCABULARY).tolist() == [END, A, B]


def test_ten_newlines_stand_between_two_posts() -> None:
    separator = Separator.of("newlines", VOCABULARY)
    two = np.concatenate([separator.piece(post, VOCABULARY) for post in ("a\nb", "b")])

    assert two.tolist() == [NEWLINE, A, NEWLINE, B, *[NEWLINE] * NEWLINES, B, *[NEWLINE] * (NEWLINES - 1)]


@given(st.lists(st.text("ab\n"), min_size=1, max_size=8))
def test_no_post_can_be_taken_for_two_whatever_newlines_it_holds(posts: list[str]) -> None:
    separator = Separator.of("newlines", VOCABULARY)
    texts = [post for post in posts if post.strip("\n")]
    read = "".join(VOCABULARY.decode(separator.piece(post, VOCABULARY)) for post in texts)

    found = [text for text in read.split("\n" * separator.enough) if text.strip("\n")]

    assert [text.strip("\n").replace("\n", "") for text in found] == [text.replace("\n", "") for text in texts]


@pytest.mark.parametrize("form", ["end", "newlines"])
def test_symbols_per_character_count_an_end_as_one_character_however_long_it_is(form: SeparatorForm) -> None:
    separator = Separator.of(form, VOCABULARY)
    posts = ["ab", "a\nb", "a"]
    symbols = sum(len(separator.piece(post, VOCABULARY)) for post in posts)

    characters = symbols / separator.symbols_per_character(symbols, len(posts))

    assert characters == pytest.approx(sum(map(len, posts)) + len(posts))


def test_newlines_need_a_vocabulary_that_knows_them() -> None:
    vocabulary = Vocabulary.of(["aaaa"], always=needed_characters("newlines"))
    assert Separator.of("newlines", vocabulary).piece("a", vocabulary).tolist() == [3, A, *[3] * 9]

    with pytest.raises(BadOption, match="no newline"):
        Separator.of("newlines", Vocabulary("ab"))


@pytest.fixture(scope="module")
def with_newlines(tmp_path_factory: pytest.TempPathFactory, toy_posts: list[str]) -> Checkpoint:
    """What 400 steps on the toy posts, ten newlines between them, come to."""
    folder = tmp_path_factory.mktemp("checkpoints") / "newlines"
    config = TrainingConfig(
        steps=400, batch=16, length=32, learning_rate=1e-2, precision="fp32", patience=0, separator="newlines"
    )
    train(toy_posts, folder, NetworkConfig(embedding=16, hidden=64, layers=1), config)
    return checkpoints.load(folder / BEST)


def test_a_network_learns_to_end_its_posts_with_newlines_and_none_of_them_is_left(with_newlines: Checkpoint) -> None:
    samples = write(with_newlines, "", SamplingOptions(temperature=0.7, max_chars=200, seed=1), count=50)

    assert ends_by_itself_share(samples) >= 0.9
    assert all(sample.text == sample.text.rstrip() for sample in samples)
    assert sum(sample.text.split()[0] in {"Кот", "Пёс", "Сосед", "Лось"} for sample in samples) >= 45


@pytest.mark.parametrize("form", ["end", "newlines"])
def test_a_text_that_just_fits_its_limit_still_ends_by_itself(
    form: SeparatorForm, trained: Checkpoint, with_newlines: Checkpoint
) -> None:
    checkpoint = trained if form == "end" else with_newlines
    free = write(checkpoint, "", SamplingOptions(temperature=0.7, max_chars=200, seed=1), count=20)

    for sample in (sample for sample in free if sample.ended_by_itself):
        options = SamplingOptions(temperature=0.7, max_chars=len(sample.text), seed=sample.seed)
        assert write(checkpoint, "", options) == [sample]
        shorter = write(checkpoint, "", replace(options, max_chars=len(sample.text) - 1))[0]
        assert not shorter.ended_by_itself
        assert sample.text.startswith(shorter.text)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    prime=st.text("абв .\n\N{CAT FACE}", max_size=8),
    room=st.integers(1, 40),
    temperature=st.sampled_from([0.0, 1.0, 5.0]),
    seed=st.integers(0, 2**63 - 1),
)
def test_a_network_fond_of_newlines_keeps_to_the_limit_and_never_writes_a_blank_text_or_an_end(
    untrained: Checkpoint, prime: str, room: int, temperature: float, seed: int
) -> None:
    bias = untrained.weights["output.bias"].copy()
    bias[[END, *untrained.vocabulary.encode("\n")]] += 4.0
    checkpoint = Checkpoint(
        replace(untrained.manifest, training=TrainingConfig(steps=1, separator="newlines")),
        untrained.vocabulary,
        {**untrained.weights, "output.bias": bias},
    )
    limit = len(prime) + room

    for sample in write(checkpoint, prime, SamplingOptions(temperature, limit, seed=seed), count=3):
        assert sample.text.startswith(prime)
        assert sample.text.strip()
        assert len(sample.text) <= limit
        assert "\n" * 4 not in sample.text[len(prime) :]


def test_its_bits_per_character_can_be_held_against_those_of_a_network_with_ends(
    with_newlines: Checkpoint, trained: Checkpoint, toy_posts: list[str]
) -> None:
    posts = split(toy_posts).validation
    ours, theirs = (bits_per_character(checkpoint, posts) for checkpoint in (with_newlines, trained))

    assert ours == pytest.approx(theirs, abs=0.25)
    assert with_newlines.manifest.bits_per_character == pytest.approx(ours, abs=0.1)


def test_a_checkpoint_whose_vocabulary_lacks_its_separator_cannot_be_used(
    untrained: Checkpoint, tmp_path: Path
) -> None:
    manifest = replace(untrained.manifest, training=TrainingConfig(steps=1, separator="newlines"))
    vocabulary = Vocabulary(untrained.vocabulary.characters.replace("\n", "?"))
    checkpoints.save(tmp_path / "best", manifest, vocabulary, untrained.weights)

    with pytest.raises(UnusableCheckpoint, match="no newline"):
        checkpoints.load(tmp_path / "best")
