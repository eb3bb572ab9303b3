"""A text that repeats itself is told from one that laughs, counts or has a refrain."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.guards.loops import looped_share


@pytest.mark.parametrize(
    "text",
    [
        "не не не не не не не не не не не не не не",
        "Кот спит. Кот спит. Кот спит. Кот спит. Кот спит.",
        "Кот\nПёс\nКот\nПёс\nКот\nПёс\nКот\nПёс",
        "а" * 50,
        "Я пошёл в магазин за хлебом, я пошёл в магазин за хлебом, а потом я пошёл в магазин за хлебом.",
    ],
)
def test_a_loop_is_most_of_the_text(text: str) -> None:
    assert looped_share(text) > 0.4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ха-ха-ха-ха!",
        "Ну да, ну да...",
        "-----------------",
        "Жить стало лучше, жить стало веселее.",
        "Купил кот слона.\nСлон купил кота.\nКто кого кормит — не поймёшь.",
    ],
)
def test_what_people_repeat_is_no_loop(text: str) -> None:
    assert looped_share(text) == 0.0


def test_the_share_is_that_of_the_repeating_stretch() -> None:
    """Thirty of sixty characters go round in a circle."""
    assert looped_share("Десять разных слов стоят здесь" + "кот и " * 5) == pytest.approx(0.5, abs=0.05)


@given(st.text(max_size=300))
def test_any_text_has_a_share_from_0_to_1(text: str) -> None:
    assert 0 <= looped_share(text) <= 1
