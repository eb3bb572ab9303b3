import pytest

from benchmarks.yardsticks.budget import Budget, cosine


def test_seconds_are_spent_to_the_end_and_no_step_begins_after_it() -> None:
    shares: list[float] = []

    def step(share: float) -> int:
        shares.append(share)
        return 10

    spent = Budget(0.05).spend(step)
    assert spent.seconds >= 0.05
    assert shares == sorted(shares)
    assert max(shares) < 1
    assert spent.symbols == 10 * spent.steps == 10 * len(shares)


def test_a_budget_of_steps_does_not_depend_on_time() -> None:
    shares: list[float] = []

    def step(share: float) -> int:
        shares.append(share)
        return 1

    assert Budget(0, 4).spend(step).steps == 4
    assert shares == [0, 0.25, 0.5, 0.75]


def test_the_learning_rate_rises_to_its_highest_and_falls_to_its_lowest() -> None:
    assert cosine(0, 1e-3, 1e-4, 0.05) < 1e-4
    assert cosine(0.05, 1e-3, 1e-4, 0.05) == pytest.approx(1e-3)
    assert cosine(0.525, 1e-3, 1e-4, 0.05) == pytest.approx(5.5e-4)
    assert cosine(1, 1e-3, 1e-4, 0.05) == pytest.approx(1e-4)
