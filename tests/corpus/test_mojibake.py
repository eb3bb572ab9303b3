"""Wrong decodings of Russian are undone, whichever two encodings were taken for each other."""

import pytest

from corpus.mojibake import undo_mojibake
from corpus.russian import likeness

RUSSIAN = [
    "Привет, как дела?",
    "Мама мыла раму, а папа читал газету.",
    "- Алло, это прачечная?\n- Нет, это министерство культуры!",
    "ёжик в тумане ищет лошадь",
    "СРОЧНО! Кот доел последнюю котлету и ушёл в отпуск",
]
# What is read as what: bytes of the second, taken for the first.
PAIRS = [
    ("latin-1", "utf-8"), ("cp1251", "utf-8"), ("koi8-r", "utf-8"), ("cp866", "utf-8"),
    ("latin-1", "cp1251"), ("cp1252", "cp1251"), ("koi8-r", "cp1251"), ("cp866", "cp1251"),
    ("latin-1", "koi8-r"), ("cp1251", "koi8-r"), ("cp866", "koi8-r"),
    ("latin-1", "cp866"),
]  # fmt: skip


@pytest.mark.parametrize(("seen", "meant"), PAIRS)
@pytest.mark.parametrize("text", RUSSIAN)
def test_russian_read_in_a_wrong_encoding_is_read_again_in_the_right_one(text: str, seen: str, meant: str) -> None:
    broken = text.encode(meant).decode(seen)
    assert broken != text
    assert undo_mojibake(broken) == text


@pytest.mark.parametrize("text", RUSSIAN)
def test_good_russian_is_left_alone(text: str) -> None:
    assert undo_mojibake(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Гречневую кашу ешь?\n- Да.\n- Жируешь, буржуй!",
        "Убью!\n- Не убъет",
        "бгбгбгбг ЩЩЩ ъыъ гы-гы-гы",
        "ФСБ МВД ГИБДД ЖКХ",
        "Ґудзик, їжак, єнот",
        "Љубав, џеп, ћевапи",
        "ÀÉÎÕÜ",
    ],
)
def test_rare_words_abbreviations_and_other_languages_are_left_alone(text: str) -> None:
    assert undo_mojibake(text) == text


def test_only_the_broken_line_of_a_post_is_changed() -> None:
    assert undo_mojibake("Он сказал:\n" + "Привет".encode().decode("cp1251")) == "Он сказал:\nПривет"


def test_russian_looks_more_like_russian_than_its_broken_forms() -> None:
    text = RUSSIAN[1]
    assert likeness(text).share > 0.6 > likeness(text.encode("cp1251").decode("koi8-r")).share
    assert likeness("no Cyrillic here") == (0, 0)
