import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.ending import end_at_a_whole


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Кот спит. Пёс ест. Лось уш", "Кот спит. Пёс ест."),
        ("— Спишь?\n— Сплю\n— А чего разгова", "— Спишь?\n— Сплю"),
        ("Он сказал: «Хватит!» И уше", "Он сказал: «Хватит!»"),
        ("Так и живём… Ну а чт", "Так и живём…"),
        ("Весь текст до конца.", "Весь текст до конца."),
        ("Да. " + "слово " * 20 + "сло", "Да. " + "слово " * 19 + "слово"),
        ("без знаков препинан", "без знаков"),
        ("В версии 2.5 было лучш", "В версии 2.5 было"),
        ("сплошноеслово", "сплошноеслово"),
        ("", ""),
    ],
)
def test_a_text_ends_after_its_last_whole_sentence_line_or_word(text: str, expected: str) -> None:
    assert end_at_a_whole(text) == expected


@given(st.text("аб .!?…»\n", max_size=80), st.integers(0, 80))
def test_the_beginning_that_must_stay_stays_and_nothing_is_added(text: str, at_least: int) -> None:
    ended = end_at_a_whole(text, at_least)

    assert text.startswith(ended)
    assert len(ended) >= min(at_least, len(text))
