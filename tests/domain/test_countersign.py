import random

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.countersign import Countersign

CODE = Countersign("K7PMXW4Q")


def test_it_is_shown_in_two_halves_and_read_however_a_phone_writes_it() -> None:
    assert str(CODE) == "K7PM-XW4Q"
    for text in ("K7PM-XW4Q", "k7pm-xw4q", " K7PMXW4Q\n", "k7pm xw4q", "/start K7PM-XW4Q", "/start K7PMXW4Q"):
        assert CODE.is_in(text), text


def test_nothing_else_is_the_code() -> None:
    for text in ("", "/start", "K7PM", "K7PM-XW4", "K7PM-XW4QQ", "my code is K7PM-XW4Q", "K7PM-XW4R", "К7РМ-ХW4Q"):
        assert not CODE.is_in(text), text
    assert not CODE.is_in(" " * 100 + "K7PM-XW4Q")


@given(st.text())
def test_no_text_of_a_stranger_breaks_it(text: str) -> None:
    assert not CODE.is_in(f"{text}!")


def test_each_is_drawn_anew_and_has_no_letters_that_are_taken_for_others() -> None:
    chance = random.Random(5)
    made = {Countersign.make(chance.choice).code for _ in range(2000)}
    assert len(made) == 2000
    assert not set("".join(made)) & set("01OIL")
    assert all(len(code) == 8 for code in made)
    assert Countersign.make() != Countersign.make()
