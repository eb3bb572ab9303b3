import pytest

from corpus import samples
from corpus.russian import letter_share


def test_the_sample_walls_are_told_apart_by_their_letters() -> None:
    assert letter_share(samples.wall("ru").read_text("utf-8")) > 0.95
    assert letter_share(samples.wall("en").read_text("utf-8")) == 0


def test_ukrainian_is_not_taken_for_russian() -> None:
    text = "Всі люди народжуються вільними і рівними у своїй гідності та правах. Вони наділені розумом і совістю."

    assert 0.8 < letter_share(text) < 0.95


@pytest.mark.parametrize("text", ["", "12:30 — 🙂!"])
def test_a_text_without_letters_has_no_share(text: str) -> None:
    assert letter_share(text) == 0


def test_capitals_and_yo_count_and_digits_do_not() -> None:
    assert letter_share("ЁЛКА 2026 tree") == pytest.approx(0.5)
