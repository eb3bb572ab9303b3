import numpy as np
import numpy.typing as npt
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from model import checkpoint as checkpoints
from model.checkpoint import Checkpoint
from model.configuration import NetworkConfig
from model.inference import Int8Network
from model.inference_graph import quantise
from model.network import Network
from model.vocabulary import UNKNOWN, Vocabulary

VOCABULARY = Vocabulary("".join(map(chr, range(0x430, 0x430 + 90))))


def make(untrained: Checkpoint, network: Network, vocabulary: Vocabulary = VOCABULARY) -> Checkpoint:
    """The torch network as a checkpoint."""
    weights = {name: tensor.detach().numpy() for name, tensor in network.state_dict().items()}
    for name in ("start.hidden", "start.cell"):
        weights[name] = np.zeros((network.config.layers, network.config.hidden), dtype=np.float32)
    fields = {name: getattr(untrained.manifest, name) for name in untrained.manifest.__slots__}
    manifest = checkpoints.Manifest(**{**fields, "network": network.config, "vocabulary_size": vocabulary.size})
    return Checkpoint(manifest, vocabulary, weights)


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_whole_numbers_and_torch_nearly_agree_on_the_odds(untrained: Checkpoint, layers: int) -> None:
    torch.manual_seed(layers)
    network = Network(NetworkConfig(embedding=24, hidden=80, layers=layers), VOCABULARY.size).eval()
    with torch.no_grad():
        for weight in network.parameters():
            weight.mul_(2)  # a fresh network is so meek that errors would not show
        network.output.weight.mul_(8)
    ids = torch.randint(0, VOCABULARY.size, (9, 60))
    quantised = Int8Network(make(untrained, network))
    state = quantised.new_state(9)

    with torch.no_grad():
        expected = torch.log_softmax(network(ids)[0], dim=-1).numpy()  # (B, T, V)
    logits = np.stack([quantised.step(ids[:, t].numpy(), state).copy() for t in range(60)], axis=1)

    found = torch.log_softmax(torch.from_numpy(logits), dim=-1).numpy()
    divergence = (np.exp(expected) * (expected - found)).sum(axis=-1)  # Kullback-Leibler, (B, T)
    assert divergence.mean() < 0.01
    assert (np.exp(expected) * expected).sum(axis=-1).mean() > -0.9 * np.log(VOCABULARY.size)  # far from even odds


@pytest.mark.parametrize(("layers", "hidden"), [(1, 33), (2, 48), (1, 448), (3, 80)])
def test_a_row_gives_the_same_bits_wherever_it_stands_whoever_stands_beside_it_and_on_any_number_of_threads(
    untrained: Checkpoint, layers: int, hidden: int
) -> None:
    torch.manual_seed(hidden)
    checkpoint = make(untrained, Network(NetworkConfig(8, hidden, layers), VOCABULARY.size))
    network, on_three_threads = Int8Network(checkpoint), Int8Network(checkpoint, threads=3)
    draw = np.random.default_rng(5)
    ids = draw.integers(0, VOCABULARY.size, (64, 6))
    together = network.new_state(64)
    expected = np.stack([network.step(ids[:, t], together).copy() for t in range(6)])  # (T, 64, V)

    for count in range(1, 65):
        rows = draw.permutation(64)[:count]
        state = network.new_state(count)
        found = np.stack([network.step(ids[rows, t], state).copy() for t in range(6)])
        assert np.array_equal(found, expected[:, rows])
        assert np.array_equal(state.cell, together.cell[:, rows])
    state = on_three_threads.new_state(64)
    assert np.array_equal(np.stack([on_three_threads.step(ids[:, t], state).copy() for t in range(6)]), expected)


def test_rows_beyond_those_that_read_keep_their_memory(untrained: Checkpoint) -> None:
    network = Int8Network(untrained)
    state = network.new_state(3)

    network.step(np.array([3, 4]), state)

    assert np.array_equal(state.memory(2).cell, network.start.cell)
    assert not np.array_equal(state.memory(1).cell, network.start.cell)


def test_a_stream_goes_on_in_another_row_as_if_it_had_never_moved(untrained: Checkpoint) -> None:
    network = Int8Network(untrained)
    state = network.new_state(2)
    network.step(np.array([3, 4]), state)
    memory = state.memory(1)
    expected = network.step(np.array([5, 5]), state)[1].copy()

    state.put(0, memory)

    assert np.array_equal(network.step(np.array([5]), state)[0], expected)


def test_a_memory_beyond_what_a_hidden_state_can_hold_is_held_to_it(untrained: Checkpoint) -> None:
    wild = {**untrained.weights, "start.hidden": untrained.weights["start.hidden"] * 1e6}

    start = Int8Network(Checkpoint(untrained.manifest, untrained.vocabulary, wild)).start

    assert set(np.unique(start.hidden)) == {1, 127}


@given(arrays(np.float32, array_shapes(min_dims=2, max_dims=2), elements=st.floats(-1e6, 1e6, width=32)))
def test_quantised_weights_are_off_by_half_a_step_at_most(weight: npt.NDArray[np.float32]) -> None:
    whole, scale = quantise(weight)

    assert np.abs(whole.astype(int)).max() <= 127
    assert (np.abs(whole * scale[:, None] - weight) <= 0.5001 * scale[:, None]).all()


def test_a_character_that_training_never_showed_begins_as_saying_nothing() -> None:
    network = Network(NetworkConfig(embedding=4, hidden=8), VOCABULARY.size)

    assert not network.embedding.weight[UNKNOWN].any()


def test_the_memory_to_start_with_is_the_mean_of_those_at_the_ends_of_posts() -> None:
    network = Network(NetworkConfig(embedding=4, hidden=8), VOCABULARY.size).eval()
    posts = [torch.tensor([0, 5, 6, 7]), torch.tensor([0, 9])]

    start = network.memory_after(posts)

    each = [network(post[None])[1] for post in posts]
    for part in (0, 1):
        expected = torch.stack([state[part][:, 0] for state in each]).mean(dim=0)
        assert torch.allclose(start[part], expected, atol=1e-6)


def test_forget_gates_begin_open() -> None:
    network = Network(NetworkConfig(embedding=4, hidden=8), VOCABULARY.size)

    weights = network.state_dict()
    bias = weights["lstm.bias_ih_l1"] + weights["lstm.bias_hh_l1"]
    assert bias.tolist() == [0.0] * 8 + [1.0] * 8 + [0.0] * 16
