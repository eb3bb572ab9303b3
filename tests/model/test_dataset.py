import random
import re

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.dataset import LEAST_POSTS, Streams, corpus_hash, leading, rows, split
from model.errors import TooLittleText
from model.separator import Separator
from model.vocabulary import Vocabulary

POSTS = [f"пост номер {number}, и в нём есть слова" for number in range(2000)]


def test_about_a_twentieth_is_held_out_and_nothing_is_lost() -> None:
    parts = split(POSTS)

    assert sorted(parts.training + parts.validation) == sorted(POSTS)
    assert 0.03 < len(parts.validation) / len(POSTS) < 0.07


def test_the_split_does_not_depend_on_the_order_of_the_posts() -> None:
    shuffled = POSTS.copy()
    random.Random(3).shuffle(shuffled)

    assert split(shuffled) == split(POSTS)


def test_equal_posts_land_on_the_same_side() -> None:
    parts = split(POSTS + POSTS[:500])

    assert not set(parts.training) & set(parts.validation)


def test_a_post_keeps_its_side_when_others_come() -> None:
    before, after = split(POSTS), split([*POSTS, *(f"новый пост {n}" for n in range(500))])

    assert set(before.validation) <= set(after.validation)
    assert set(before.training) <= set(after.training)


def test_another_seed_holds_out_other_posts() -> None:
    assert split(POSTS, seed=1).validation != split(POSTS, seed=2).validation


def test_a_small_corpus_gives_up_to_a_fifth_for_validation() -> None:
    assert len(split(POSTS[:50]).validation) == 10
    assert len(split(POSTS[:300]).validation) == 30


@pytest.mark.parametrize("posts", [[], POSTS[: LEAST_POSTS - 1], ["a"] * 10_000, [" "] * 10_000])
def test_too_little_text_is_said_in_a_sentence(posts: list[str]) -> None:
    with pytest.raises(TooLittleText, match="too little to learn from"):
        split(posts)


def test_the_hash_of_a_corpus_tells_posts_apart_and_not_their_order() -> None:
    assert corpus_hash(["a", "b"]) == corpus_hash(["b", "a"])
    assert corpus_hash(["a", "b"]) != corpus_hash(["ab"])
    assert corpus_hash(["a"]) != corpus_hash(["a", "a"])


def test_the_leading_posts_reach_the_wanted_length_and_are_never_none() -> None:
    assert leading(["abc", "de", "f"], 4) == ["abc", "de"]
    assert leading(["abc", "de"], 100) == ["abc", "de"]
    assert leading(["abc"], 1) == ["abc"]
    assert leading([], 5) == []


@given(st.lists(st.integers(1, 30), min_size=1, max_size=40), st.integers(1, 20))
def test_every_stream_begins_where_a_piece_does_and_follows_the_ring(lengths: list[int], count: int) -> None:
    pieces = [np.arange(length) for length in lengths]
    symbols = sum(lengths)
    streams = rows(pieces, min(count, symbols))

    assert not np.any(streams[:, 0])
    assert streams.shape == (min(count, symbols), symbols // min(count, symbols) + 1)
    ring = [*np.concatenate(pieces).tolist()] * 2
    for stream in streams.tolist():
        assert any(ring[i : i + len(stream)] == stream for i in range(symbols))


VOCABULARY = Vocabulary.of(POSTS, always="\n")


@pytest.fixture(params=["end", "newlines"])
def streams(request: pytest.FixtureRequest) -> Streams:
    separator = Separator.of(request.param, VOCABULARY)
    return Streams(POSTS[:200], VOCABULARY, separator, batch=8, length=50, seed=4)


def test_targets_are_the_inputs_one_symbol_later_and_windows_follow_on(streams: Streams) -> None:
    windows = list(streams.windows(epoch=0, window=0))
    inputs = np.concatenate([window.ids for window in windows], axis=1)
    targets = np.concatenate([window.targets for window in windows], axis=1)

    assert len(windows) == streams.windows_per_epoch
    assert np.array_equal(inputs[:, 1:], targets[:, :-1])
    assert inputs.shape == (8, streams.symbols // 8)


def test_an_epoch_can_be_entered_at_any_window(streams: Streams) -> None:
    whole = list(streams.windows(epoch=3, window=0))

    for window in (0, 1, 7, len(whole)):
        rest = list(streams.windows(epoch=3, window=window))
        assert len(rest) == len(whole) - window
        assert all(np.array_equal(a.ids, b.ids) for a, b in zip(rest, whole[window:], strict=True))


def test_posts_come_in_another_order_each_epoch(streams: Streams) -> None:
    first, second = (next(streams.windows(epoch=epoch, window=0)).ids for epoch in (0, 1))

    assert not np.array_equal(first, second)


def test_a_tiny_corpus_makes_fewer_streams_instead_of_none() -> None:
    posts = ["короткий пост"] * 5
    vocabulary = Vocabulary.of(posts)
    streams = Streams(posts, vocabulary, Separator.of("end", vocabulary), batch=64, length=100, seed=0)

    window = next(streams.windows(0, 0))

    assert streams.batch == 1
    assert window.ids.shape == window.targets.shape
    assert window.ids.size > 0


def test_every_post_of_an_epoch_is_read_with_its_whole_separators(streams: Streams) -> None:
    inputs = np.concatenate([window.ids for window in streams.windows(epoch=0, window=0)], axis=1)

    between = {run for row in inputs for run in re.findall(r"(?<=[^\0\n])[\0\n]+(?=[^\0\n])", _shown(row))}

    assert between in ({"\0"}, {"\n" * 10})


def _shown(ids: npt.NDArray[np.int64]) -> str:
    return "".join("\0" if symbol == 0 else VOCABULARY.decode([symbol]) for symbol in ids)
