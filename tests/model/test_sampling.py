import math

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import BadOption
from model.sampling import Rules, SamplingOptions, ceilings, choose
from model.vocabulary import END, UNKNOWN

LOGITS = np.array([0.0, 9.0, 1.0, 3.0, 2.0, -4.0], dtype=np.float32)


def drawn(options: SamplingOptions, draws: npt.ArrayLike, logits: npt.NDArray[np.float32] = LOGITS) -> list[int]:
    """What is chosen from the same logits for each draw, nothing forbidden."""
    each = np.asarray(draws, dtype=np.float64)
    many = np.repeat(logits[None], len(each), axis=0)
    highest = ceilings(np.zeros(len(logits), dtype=np.bool_))
    return [int(symbol) for symbol in choose(many, Rules([options] * len(each)), highest, each)]


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
    st.floats(0, 1e308),
    st.none() | st.integers(1, 10),
    st.none() | st.floats(1e-6, 1),
    st.floats(0, 1, exclude_max=True),
    st.lists(st.floats(-50, 50, width=32), min_size=4, max_size=30),
)
def test_the_unknown_and_the_forbidden_are_never_chosen(
    temperature: float, top_k: int | None, top_p: float | None, draw: float, logits: list[float]
) -> None:
    options = SamplingOptions(temperature=temperature, top_k=top_k, top_p=top_p)

    forbidden = np.zeros((1, len(logits)), dtype=np.bool_)
    forbidden[0, [END, 2]] = True

    (symbol,) = choose(np.array([logits], dtype=np.float32), Rules([options]), ceilings(forbidden), np.array([draw]))

    assert symbol not in (END, UNKNOWN, 2)
    assert 0 <= symbol < len(logits)


@given(st.integers(0, 2**32), st.integers(2, 70), st.integers(3, 200))
def test_a_choice_does_not_depend_on_the_rows_beside_it(seed: int, rows: int, symbols: int) -> None:
    draw = np.random.default_rng(seed)
    logits = draw.normal(scale=4, size=(rows, symbols)).astype(np.float32)
    options = [
        SamplingOptions(
            temperature=float(draw.choice([0, 0.3, 0.8, 1.5])),
            top_k=int(draw.integers(1, 9)) if draw.random() < 0.3 else None,
            top_p=float(draw.uniform(0.1, 1)) if draw.random() < 0.3 else None,
        )
        for _ in range(rows)
    ]
    forbidden, draws = draw.random((rows, symbols)) < 0.1, draw.random(rows)

    together = choose(logits, Rules(options), ceilings(forbidden), draws)

    for row in range(rows):
        alone = slice(row, row + 1)
        by_itself = choose(logits[alone], Rules(options[alone]), ceilings(forbidden[alone]), draws[alone])
        assert by_itself == together[alone]


@pytest.mark.parametrize("strange", [np.nan, np.inf])
def test_logits_that_are_no_numbers_choose_something_all_the_same(strange: float) -> None:
    logits = np.array([strange, 1.0, strange, 2.0], dtype=np.float32)

    assert drawn(SamplingOptions(), [0.5], logits)[0] in range(4)


def test_temperature_zero_takes_the_likeliest_known_symbol() -> None:
    assert set(drawn(SamplingOptions(temperature=0), [0.0, 0.5, 0.999])) == {3}


def test_of_equally_likely_symbols_temperature_zero_takes_the_first() -> None:
    logits = np.array([0.0, 9.0, 1.0, 1.0, 1.0], dtype=np.float32)

    assert set(drawn(SamplingOptions(temperature=0), [0.0, 0.5, 0.999], logits)) == {2}


def test_a_temperature_near_zero_does_the_same() -> None:
    assert drawn(SamplingOptions(temperature=1e-300), [0.999]) == [3]


@pytest.mark.parametrize(("temperature", "power"), [(1.0, 1.0), (0.5, 2.0), (2.0, 0.5)])
def test_symbols_are_drawn_as_often_as_the_temperature_says(temperature: float, power: float) -> None:
    draws = (np.arange(20_000) + 0.5) / 20_000
    options = SamplingOptions(temperature=temperature)

    counts = np.bincount(drawn(options, draws), minlength=len(LOGITS))

    odds = np.exp(LOGITS.astype(np.float64)) ** power
    odds[UNKNOWN] = 0
    assert counts / 20_000 == pytest.approx(odds / odds.sum(), abs=2e-4)


def test_top_k_leaves_the_k_likeliest() -> None:
    options = SamplingOptions(temperature=1, top_k=2)

    assert set(drawn(options, np.linspace(0, 0.9999, 200))) == {3, 4}


def test_top_p_leaves_the_fewest_symbols_that_reach_the_probability() -> None:
    likeliest = math.exp(3) / sum(math.exp(x) for x in (0, 1, 3, 2, -4))
    draws = np.linspace(0, 0.9999, 200)

    just_enough = SamplingOptions(temperature=1, top_p=likeliest - 1e-6)
    not_enough = SamplingOptions(temperature=1, top_p=likeliest + 1e-6)

    assert set(drawn(just_enough, draws)) == {3}
    assert set(drawn(not_enough, draws)) == {3, 4}
