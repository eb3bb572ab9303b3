"""What a network is told of a text: topic and part at each symbol, nothing of a post, and the writer the same."""

import numpy as np
import pytest
import torch

from model.checkpoint import Checkpoint
from model.configuration import NetworkConfig, SeparatorForm
from model.dataset import Streams
from model.inference import Int8Network
from model.network import Network
from model.separator import Separator
from model.starting_point import StartingPoint, adapt
from model.told import NO_TOPIC, Marks
from model.vocabulary import Vocabulary
from tests.model.test_inference import make

A, B = "\U000f0001", "\U0010fffd"
VOCABULARY = Vocabulary("абв\n\t\x01\x02" + A + B)
MARKS = Marks.of(VOCABULARY)
CAPTION = f"\x01{A}аб\x02в\x02аб"


def told(text: str, most_parts: int = 9) -> tuple[list[int], list[int]]:
    topics, parts = MARKS.told(VOCABULARY.encode(text), most_parts).T.tolist()
    return topics, parts


def topic(character: str) -> int:
    return int(VOCABULARY.encode(character)[0])


def test_the_topic_is_told_from_the_first_symbol_on_and_a_part_from_its_mark_on() -> None:
    topics, parts = told("\n" + CAPTION)
    assert topics == [topic(A)] * (len(CAPTION) + 1)
    assert parts == [0, 1, 1, 1, 1, 2, 2, 3, 3, 3]
    assert told(CAPTION, most_parts=2)[1][-1] == 2


def test_nothing_is_told_of_a_post() -> None:
    assert told("абв\n\tя") == ([NO_TOPIC] * 6, [0] * 6)


@pytest.mark.parametrize("form", ["end", "newlines"])
def test_every_symbol_of_a_stream_is_told_what_belongs_to_its_own_text(form: SeparatorForm) -> None:
    texts = ["аб", CAPTION, "вв\nа", CAPTION.replace(A, B), "б"] * 7
    separator = Separator.of(form, VOCABULARY)
    streams = Streams(texts, VOCABULARY, separator, batch=3, length=8, seed=1, parts=9)
    known = {}
    for text in texts:
        symbols = separator.piece(text, VOCABULARY)
        known[tuple(symbols.tolist())] = MARKS.told(symbols, 9).tolist()
    longest_first = sorted(known, key=len, reverse=True)
    whole = list(streams.windows(0, 0))
    ids = np.concatenate([window.ids for window in whole], axis=1)
    found = np.concatenate([window.told for window in whole if window.told is not None], axis=1)
    for row, read in zip(ids.tolist(), found.tolist(), strict=True):
        place = 0
        while piece := next((one for one in longest_first if tuple(row[place : place + len(one)]) == one), ()):
            assert read[place : place + len(piece)] == known[piece]
            place += len(piece)
        assert place > len(row) - len(longest_first[0])  # all but what the stream's end cuts off


def test_what_is_told_changes_the_odds_of_its_own_row_and_of_no_other_and_posts_are_read_as_without() -> None:
    torch.manual_seed(0)
    network = Network(NetworkConfig(embedding=8, hidden=16, layers=1, parts=3), VOCABULARY.size).eval()
    ids = torch.randint(2, VOCABULARY.size, (2, 5))
    nothing = torch.zeros(2, 5, 2, dtype=torch.int64)
    something = nothing.clone()
    something[1] = torch.tensor([topic(A), 2])
    plain, _ = network(ids)
    assert torch.equal(plain, network(ids, None, nothing)[0])
    changed, _ = network(ids, None, something)
    assert torch.allclose(plain[0], changed[0], atol=1e-6)
    assert not torch.allclose(plain[1], changed[1], atol=1e-2)


def test_the_writer_is_told_as_the_network_was_in_training(untrained: Checkpoint) -> None:
    torch.manual_seed(1)
    network = Network(NetworkConfig(embedding=24, hidden=80, layers=2, parts=3), VOCABULARY.size).eval()
    with torch.no_grad():
        network.output.weight.mul_(8)
    pieces = [VOCABULARY.encode(text) for text in (CAPTION, "абвабвабв")]
    each = np.stack([MARKS.told(piece, 3) for piece in pieces])  # (2, T, 2)
    with torch.no_grad():
        expected = torch.log_softmax(network(torch.from_numpy(np.stack(pieces)), None, torch.from_numpy(each))[0], -1)
    quantised = Int8Network(make(untrained, network, VOCABULARY))
    state = quantised.new_state(2)
    for place in range(len(pieces[0])):
        rows = [(0, int(each[0, place, 0]), int(each[0, place, 1]))]
        logits = quantised.step([int(piece[place]) for piece in pieces], state, rows)
        found = torch.log_softmax(torch.from_numpy(logits.copy()), -1)
        divergence = (expected[:, place].exp() * (expected[:, place] - found)).sum(-1)
        assert float(divergence.max()) < 0.02


def test_a_new_topic_begins_as_the_mean_of_those_known_and_new_parts_say_nothing(untrained: Checkpoint) -> None:
    torch.manual_seed(2)
    known = Vocabulary("абв\x01\x02" + A + B)
    network = Network(NetworkConfig(embedding=8, hidden=16, layers=1, parts=3), known.size)
    start = StartingPoint("a@1", "0" * 16, network.config, known, make(untrained, network, known).weights, seed=None)
    new = Vocabulary(known.characters + "\U000f0777" + "г")
    weights = adapt(start, new, ["абвг" * 20], parts=5)
    ids = {character: int(new.encode(character)[0]) for character in new.characters}
    rows = weights["embedding.weight"]
    assert np.allclose(rows[ids["\U000f0777"]], (rows[ids[A]] + rows[ids[B]]) / 2)
    assert np.array_equal(weights["part.weight"][:4], start.weights["part.weight"])
    assert not weights["part.weight"][4:].any()
    assert "part.weight" not in adapt(start, new, ["абвг" * 20])
