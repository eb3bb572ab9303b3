import pytest
import torch

from model.dropout import leave_out


@pytest.mark.parametrize("share", [0.1, 0.25, 0.5, 0.9])
def test_the_share_is_left_out_and_the_mean_stays(share: float) -> None:
    torch.manual_seed(0)

    thinned = leave_out(torch.ones(1000, 203), share)

    assert float((thinned == 0).float().mean()) == pytest.approx(share, abs=0.01)
    assert float(thinned.mean()) == pytest.approx(1.0, abs=0.02)
    assert len(set(thinned.flatten().tolist())) == 2


def test_every_place_is_as_likely_to_be_left_out() -> None:
    torch.manual_seed(0)
    by_place = torch.stack([leave_out(torch.ones(64), 0.5) == 0 for _ in range(4000)]).float().mean(dim=0)

    assert float(by_place.min()) > 0.45
    assert float(by_place.max()) < 0.55


def test_gradients_pass_where_values_do_and_chance_is_repeatable() -> None:
    values = torch.ones(30, requires_grad=True)
    torch.manual_seed(1)
    thinned = leave_out(values, 0.5)
    (gradient,) = torch.autograd.grad(thinned.sum(), values)
    torch.manual_seed(1)

    assert torch.equal(gradient, thinned.detach())
    assert torch.equal(leave_out(values, 0.5), thinned)


def test_nothing_is_left_out_of_nothing_or_by_no_share() -> None:
    values = torch.ones(5)

    assert leave_out(values, 0.0) is values
    assert leave_out(torch.ones(0), 0.5).numel() == 0
