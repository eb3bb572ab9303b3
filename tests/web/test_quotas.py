"""Who asks too often is told how long to wait, and others are not."""

from hypothesis import given
from hypothesis import strategies as st

from bot.web.quotas import Quotas


def test_a_minute_may_be_spent_at_once_and_comes_back_in_a_minute() -> None:
    quotas = Quotas(60)
    assert [quotas.take("anna", 1, 0.0) for _ in range(61)] == [0] * 60 + [1]
    assert quotas.take("boris", 1, 0.0) == 0
    assert quotas.take("anna", 1, 1.0) == 0
    assert quotas.take("anna", 30, 1.0) == 30
    assert [quotas.take("anna", 1, 100.0) for _ in range(61)] == [0] * 60 + [1]


def test_what_costs_more_than_a_minute_gives_can_be_had_once_in_a_while() -> None:
    quotas = Quotas(10)
    assert quotas.take("anna", 50, 0.0) == 0
    assert quotas.take("anna", 1, 60.0) > 0
    assert quotas.take("anna", 1, 400.0) == 0


def test_callers_without_number_take_no_memory_without_end() -> None:
    quotas = Quotas(1, most_callers=3)
    for number in range(100):
        assert quotas.take(str(number), 1, 0.0) == 0
    assert quotas.take("99", 1, 0.0) > 0
    assert quotas.take("0", 1, 0.0) == 0


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0.1, 8)), max_size=50))
def test_nobody_gets_more_than_the_time_gave(asked: list[tuple[float, float]]) -> None:
    quotas, now_s, spent = Quotas(6), 0.0, 0.0
    for pause_s, cost in asked:
        now_s += pause_s
        wait_s = quotas.take("anna", cost, now_s)
        if wait_s:
            assert quotas.take("anna", cost, now_s) == wait_s
        else:
            spent += cost
    assert spent <= 6 + now_s / 10 + 8
