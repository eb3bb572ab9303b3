import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import BadOption
from model.sampling import SamplingOptions, choose
from model.vocabulary import END, UNKNOWN

NOTHING = np.array([], dtype=np.int64)
LOGITS = np.array([0.0, 9.0, 1.0, 3.0, 2.0, -4.0], dtype=np.float32)


@pytest.mark.parametrize(
    "wrong",
    [
        {"temperature": -0.1},
        {"temperature": math.nan},
        {"temperature": math.inf},
        {"temperature": "0.8"},
        {"temperature": True},
        {"max_chars": 0},
        {"max_chars": 10**9},
        {"max_chars": 10.0},
        {"top_k": 0},
        {"top_k": 1.5},
        {"top_p": 0},
        {"top_p": 1.01},
        {"top_p": math.nan},
        {"seed": -1},
        {"seed": 2**63},
    ],
)
def test_options_out_of_range_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BadOption):
        SamplingOptions(**wrong)  # type: ignore[arg-type]


@given(
    st.floats(0, 1e6, exclude_max=True),
    st.none() | st.integers(1, 10),
    st.none() | st.floats(1e-6, 1),
    st.floats(0, 1, exclude_max=True),
    st.lists(st.floats(-50, 50, width=32), min_size=4, max_size=30),
)
def test_the_unknown_and_the_forbidden_are_never_chosen(
    temperature: float, top_k: int | None, top_p: float | None, draw: float, logits: list[float]
) -> None:
    options = SamplingOptions(temperature=temperature, top_k=top_k, top_p=top_p)

    symbol = choose(np.array(logits, dtype=np.float32), options, np.array([END, 2]), draw)

    assert symbol not in (END, UNKNOWN, 2)
    assert 0 <= symbol < len(logits)


def test_temperature_zero_takes_the_likeliest_known_symbol() -> None:
    assert {choose(LOGITS, SamplingOptions(temperature=0), NOTHING, draw) for draw in (0.0, 0.5, 0.999)} == {3}


def test_a_temperature_near_zero_does_the_same() -> None:
    assert choose(LOGITS, SamplingOptions(temperature=1e-300), NOTHING, 0.999) == 3


@pytest.mark.parametrize(("temperature", "power"), [(1.0, 1.0), (0.5, 2.0), (2.0, 0.5)])
def test_symbols_are_drawn_as_often_as_the_temperature_says(temperature: float, power: float) -> None:
    draws = (np.arange(20_000) + 0.5) / 20_000
    options = SamplingOptions(temperature=temperature)

    counts = np.bincount([choose(LOGITS, options, NOTHING, draw) for draw in draws], minlength=len(LOGITS))

    odds = np.exp(LOGITS.astype(np.float64)) ** power
    odds[UNKNOWN] = 0
    assert counts / 20_000 == pytest.approx(odds / odds.sum(), abs=2e-4)


def test_top_k_leaves_the_k_likeliest() -> None:
    options = SamplingOptions(temperature=1, top_k=2)

    assert {choose(LOGITS, options, NOTHING, draw) for draw in np.linspace(0, 0.9999, 200)} == {3, 4}


def test_top_p_leaves_the_fewest_symbols_that_reach_the_probability() -> None:
    likeliest = math.exp(3) / sum(math.exp(x) for x in (0, 1, 3, 2, -4))
    draws = np.linspace(0, 0.9999, 200)

    just_enough = SamplingOptions(temperature=1, top_p=likeliest - 1e-6)
    not_enough = SamplingOptions(temperature=1, top_p=likeliest + 1e-6)

    assert {choose(LOGITS, just_enough, NOTHING, draw) for draw in draws} == {3}
    assert {choose(LOGITS, not_enough, NOTHING, draw) for draw in draws} == {3, 4}
