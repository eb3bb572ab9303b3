import pytest

from model.errors import BadOption
from model.planning import plan


def test_more_time_and_more_cores_never_mean_a_smaller_network() -> None:
    sizes = [plan(2_000_000, minutes, 2).network.hidden for minutes in (0.5, 1, 2, 5, 10, 30, 120)]
    by_cores = [plan(2_000_000, 10, cores).network.hidden for cores in (1, 2, 4, 64)]

    assert sizes == sorted(sizes)
    assert by_cores == sorted(by_cores)
    assert sizes[0] < sizes[-1]


def test_a_small_corpus_gets_a_small_network_and_much_dropout() -> None:
    small, large = plan(30_000, 10, 2), plan(2_000_000, 10, 2)

    assert small.network.hidden < large.network.hidden
    assert small.network.dropout >= 0.5 > large.network.dropout


def test_weights_forget_as_much_in_a_pass_over_few_posts_as_over_many() -> None:
    forgotten = []
    for characters in (200_000, 2_000_000, 20_000_000):
        training = plan(characters, 10, 2).training
        steps = characters / (training.batch * training.length)
        forgotten.append(training.learning_rate * training.weight_decay * steps)

    assert forgotten == pytest.approx([forgotten[0]] * 3)


def test_what_is_read_oftener_has_more_left_out() -> None:
    networks = [plan(1_000_000, minutes, 1).network for minutes in (1, 10, 60, 600)]
    left_out = [(network.dropout, network.recurrent_dropout) for network in networks]

    assert left_out == sorted(left_out)
    assert left_out[0] < left_out[-1]


def test_a_corpus_that_is_read_often_enough_stops_before_the_time_is_up() -> None:
    tiny = plan(10_000, 10, 2).training

    assert tiny.minutes is None
    assert tiny.steps is not None
    assert tiny.steps * tiny.batch * tiny.length == pytest.approx(40 * 10_000, rel=0.01)
    assert plan(2_000_000, 10, 2).training.minutes == 10


def test_the_plan_says_why_in_a_sentence_with_its_figures() -> None:
    why = plan(165_000, 2, 2).why

    assert "165,000 characters" in why
    assert "2 minutes on 2 cores" in why
    assert why.endswith(".")


@pytest.mark.parametrize("minutes", [0, -1, float("nan"), float("inf")])
def test_an_impossible_time_is_refused(minutes: float) -> None:
    with pytest.raises(BadOption):
        plan(1000, minutes, 2)


def test_any_corpus_and_machine_get_a_plan() -> None:
    for characters in (0, 1, 500, 10**4, 10**6, 10**10):
        for minutes in (0.01, 1, 60 * 24 * 30):
            for cores in (0, 1, 2, 1000):
                plan(characters, minutes, cores)
