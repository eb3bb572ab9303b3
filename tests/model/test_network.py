import torch

from model.configuration import NetworkConfig
from model.network import Network

IDS = torch.arange(12).reshape(2, 6)


def _logits(network: Network) -> torch.Tensor:
    logits: torch.Tensor = network(IDS)[0]
    return logits


def test_recurrent_weights_are_left_out_in_training_only_and_learn_nevertheless() -> None:
    torch.manual_seed(0)
    network = Network(NetworkConfig(embedding=8, hidden=16, layers=2, recurrent_dropout=0.5), 20)

    network.eval()
    assert torch.equal(_logits(network), _logits(network))
    network.train()
    assert not torch.equal(_logits(network), _logits(network))
    network(IDS)[0].sum().backward()

    for layer in range(2):
        gradient = getattr(network.lstm, f"weight_hh_l{layer}").grad
        assert gradient is not None
        left_out = float((gradient == 0).float().mean())
        assert 0.3 < left_out < 0.7


def test_without_dropout_training_reads_as_writing_does() -> None:
    torch.manual_seed(0)
    network = Network(NetworkConfig(embedding=8, hidden=16, layers=1), 20)

    assert torch.equal(_logits(network.train()), _logits(network.eval()))


def test_what_is_left_out_of_the_first_layers_recurrence_does_not_touch_the_first_character() -> None:
    torch.manual_seed(0)
    network = Network(NetworkConfig(embedding=8, hidden=16, layers=1, recurrent_dropout=0.9), 20).train()

    first, second = _logits(network), _logits(network)

    assert torch.equal(first[:, 0], second[:, 0])  # there is no last output yet
    assert not torch.equal(first[:, 1:], second[:, 1:])
