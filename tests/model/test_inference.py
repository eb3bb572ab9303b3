import numpy as np
import pytest
import torch

from model import checkpoint as checkpoints
from model.checkpoint import Checkpoint
from model.configuration import NetworkConfig
from model.inference import BLOCK, NumpyNetwork
from model.network import Network
from model.vocabulary import UNKNOWN, Vocabulary

VOCABULARY = Vocabulary("".join(map(chr, range(0x430, 0x430 + 90))))


def make(untrained: Checkpoint, network: Network) -> Checkpoint:
    """The torch network as a checkpoint."""
    weights = {name: tensor.detach().numpy() for name, tensor in network.state_dict().items()}
    for name in ("start.hidden", "start.cell"):
        weights[name] = np.zeros((network.config.layers, network.config.hidden), dtype=np.float32)
    fields = {name: getattr(untrained.manifest, name) for name in untrained.manifest.__slots__}
    manifest = checkpoints.Manifest(**{**fields, "network": network.config, "vocabulary_size": VOCABULARY.size})
    return Checkpoint(manifest, VOCABULARY, weights)


@pytest.mark.parametrize("layers", [1, 2, 3])
def test_numpy_and_torch_agree_on_the_logits(untrained: Checkpoint, layers: int) -> None:
    torch.manual_seed(layers)
    network = Network(NetworkConfig(embedding=24, hidden=80, layers=layers, dropout=0.5), VOCABULARY.size).eval()
    with torch.no_grad():
        for weight in network.parameters():
            weight.mul_(4)  # a fresh network is so meek that errors would not show
    ids = torch.randint(0, VOCABULARY.size, (BLOCK, 60))
    numpy_network = NumpyNetwork(make(untrained, network))
    state = numpy_network.new_state(BLOCK)

    with torch.no_grad():
        expected = network(ids)[0].numpy()  # (B, T, V)
    found = np.stack([numpy_network.step(ids[:, t].numpy(), state) for t in range(60)], axis=1)

    assert np.abs(found - expected).max() < 1e-4
    assert np.abs(expected).max() > 1


@pytest.mark.parametrize("hidden", [48, 192, 256, 320])
def test_a_row_gives_the_same_bits_wherever_it_stands_and_whoever_stands_beside_it(
    untrained: Checkpoint, hidden: int
) -> None:
    torch.manual_seed(hidden)
    network = NumpyNetwork(make(untrained, Network(NetworkConfig(embedding=8, hidden=hidden), VOCABULARY.size)))
    draw = np.random.default_rng(5)
    ids = draw.integers(0, VOCABULARY.size, (4 * BLOCK, 12))
    order = draw.permutation(len(ids))
    together, shuffled, alone = (network.new_state(rows) for rows in (len(ids), len(ids), BLOCK))
    padded = np.zeros((BLOCK, 12), dtype=np.int64)
    padded[0] = ids[order[0]]

    for t in range(12):
        first = network.step(ids[:, t], together)
        second = network.step(ids[order, t], shuffled)
        third = network.step(padded[:, t], alone)
        assert np.array_equal(first[order], second)
        assert np.array_equal(second[0], third[0])


def test_a_restarted_row_remembers_nothing_and_its_neighbours_everything(untrained: Checkpoint) -> None:
    network = NumpyNetwork(untrained)
    state = network.new_state(BLOCK)
    fresh = network.step(np.full(BLOCK, 3), state)[0].copy()
    later = network.step(np.full(BLOCK, 3), state)[1]
    assert not np.array_equal(fresh, later)

    kept = network.new_state(BLOCK)
    network.step(np.full(BLOCK, 3), kept)
    network.restart(kept, 0)
    logits = network.step(np.full(BLOCK, 3), kept)

    assert np.array_equal(logits[0], fresh)
    assert np.array_equal(logits[1], later)


def test_rows_that_fill_no_whole_block_are_refused(untrained: Checkpoint) -> None:
    with pytest.raises(ValueError, match="multiple"):
        NumpyNetwork(untrained).new_state(BLOCK + 1)


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
