"""The score can be reckoned by hand, and figures survive being stored while posts are not stored."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.measured import Measured

SHARES = st.floats(0, 1)


@pytest.mark.parametrize(
    ("measured", "ended", "score"),
    [
        (Measured(100, 1, 0, 0.0, 1.0), True, 100),
        (Measured(100, 1, 20, 0.0, 1.0), True, 90),
        (Measured(100, 1, 20, 0.1, 0.8), True, 60),
        (Measured(100, 1, 20, 0.1, 0.8), False, 50),
        (Measured(100, 1, None, 0.0, None), True, 100),
        (Measured(100, 1, 100, 1.0, 0.0), False, 0),
    ],
)
def test_the_score_is_what_a_person_reckons(measured: Measured, ended: bool, score: int) -> None:
    assert measured.score(ended_by_itself=ended) == score


@given(
    st.builds(
        Measured,
        characters=st.integers(0, 10**6),
        lines=st.integers(1, 10**4),
        copied_characters=st.none() | st.integers(0, 10**6),
        looped_share=SHARES.map(lambda share: round(share, 4)),
        known_words=st.none() | SHARES.map(lambda share: round(share, 4)),
        banned=st.lists(st.text(), max_size=3).map(tuple),
    )
)
def test_figures_come_back_as_they_were_stored(measured: Measured) -> None:
    assert Measured.from_json(json.loads(json.dumps(measured.to_json()))) == measured


def test_the_nearest_post_is_never_stored() -> None:
    """It is another person's text, who may want it forgotten."""
    stored = Measured(10, 1, 5, 0.0, 1.0, nearest="somebody's post").to_json()
    assert "somebody" not in json.dumps(stored)


@pytest.mark.parametrize(
    "change",
    [
        {"characters": -1},
        {"characters": None},
        {"lines": "1"},
        {"copied_characters": True},
        {"looped_share": 1.5},
        {"looped_share": float("nan")},
        {"known_words": "all"},
        {"banned": "word"},
    ],
)
def test_what_is_no_measurement_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"must be|lacks"):
        Measured.from_json(Measured(10, 1, 5, 0.0, 1.0).to_json() | change)
