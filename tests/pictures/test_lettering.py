"""Which font draws what, and what becomes of characters that nobody should send."""

import unicodedata

import pytest
from PIL import Image, ImageDraw

from bot.domain.template import Face
from bot.pictures.faces import EMOJI, JAPANESE, KOREAN, MONO, OSWALD, REST, SANS, SERIF, SIMPLIFIED, FontFile, font
from bot.pictures.lettering import MAX_MARKS, clean, clusters, is_emoji, runs, script

EVERY_FILE = (OSWALD, SANS, SERIF, MONO, REST, JAPANESE, KOREAN, SIMPLIFIED)


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("ПОНЕДЕЛЬНИК, Ёё? monday!", [OSWALD]),
        ("Ελλάδα", [REST]),
        ("ok 😂 да", [OSWALD, EMOJI, OSWALD]),
        ("漢字", [SIMPLIFIED]),
        ("क्षि ก้ ქ", [REST]),
        ("❤ ❤\ufe0f", [REST, EMOJI]),
        ("©®", [OSWALD]),
        ("Қазақстан ᏣᎳᎩ да", [OSWALD, REST, OSWALD]),
    ],
)
def test_a_line_is_drawn_with_the_first_font_that_has_each_cluster(text: str, files: list[FontFile]) -> None:
    assert [run.file for run in runs(text, Face.MEME)] == files


def test_a_word_is_drawn_with_one_font_even_where_the_face_has_most_of_its_letters() -> None:
    assert "\u04d3" not in SANS.coverage
    (word,) = runs("пӓл\u04d3н", Face.PLAIN)
    assert word.file is REST


def test_chinese_characters_are_drawn_as_the_rest_of_the_text_means_them() -> None:
    assert script("漢字かな") == "kana"
    assert script("漢字 한국") == "hangul"
    assert runs("漢", Face.PLAIN, han="kana")[0].file is JAPANESE
    assert runs("漢", Face.PLAIN, han="hangul")[0].file is KOREAN


@pytest.mark.parametrize("emoji", ["😀", "👨‍👩‍👧‍👦", "🇷🇺", "👍🏽", "1️⃣", "#⃣", "❤️", "🏳️‍🌈", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "☕", "🧑🏽‍🚀", "❤️‍🔥"])
def test_an_emoji_is_one_cluster_in_colour_whatever_it_is_made_of(emoji: str) -> None:
    assert clusters(emoji) == [emoji]
    assert is_emoji(emoji)
    (run,) = runs(emoji, Face.MEME)
    assert run.file is EMOJI
    image = Image.new("RGBA", (400, 200))
    ImageDraw.Draw(image).text((50, 120), emoji, font=font(EMOJI, 60), anchor="ls", embedded_color=True)
    box = image.getbbox()
    assert box is not None
    assert box[2] - box[0] < 90, "drawn as several"


@pytest.mark.parametrize("text", ["❤\ufe0e", "1", "#", "A", "©"])
def test_what_is_text_by_default_is_no_emoji(text: str) -> None:
    assert not is_emoji(text)


def test_marks_stay_with_their_letter() -> None:
    assert clean("и\u0306") == "й"
    assert clusters(clean("а\u0301я")) == ["а\u0301", "я"]
    assert [run.text for run in runs("q\u0301", Face.SERIF)] == ["q\u0301"]


def test_a_character_that_no_font_has_gets_a_run_of_its_own_without_a_font() -> None:
    found = runs("a\U00010330\U00010331b\ue000", Face.MEME)
    assert [(run.text, run.file) for run in found] == [
        ("a", OSWALD), ("\U00010330", None), ("\U00010331", None), ("b", OSWALD), ("\ue000", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("a\r\nb\rc\x0bd\u2028e", "a\nb\nc\nd\ne"),
        ("\ud83d\ude00", "😀"),
        ("a\ud83db", "a\ufffdb"),
        ("  a \t b  ", "a b"),
        ("a\n\n\n\n\nb\n\n", "a\n\nb"),
        ("\u202eabc\u2066d", "abcd"),
        ("неразрывный\u00a0пробел", "неразрывный\u00a0пробел"),
    ],
)
def test_what_cannot_be_drawn_is_taken_out(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_a_tower_of_marks_is_cut_down() -> None:
    tower = clean("a" + "\u0317\u0346" * 500 + "b")
    assert sum(unicodedata.combining(character) > 0 for character in tower) <= MAX_MARKS
    assert (tower[0], tower[-1]) == ("a", "b")


@pytest.mark.parametrize("file", EVERY_FILE, ids=lambda file: file.path[-20:])
def test_a_font_is_said_to_have_exactly_what_it_draws(file: FontFile) -> None:
    face = font(file, 40)
    nothing = bytes(face.getmask("\U0010fffe"))
    # A mark and what looks like the empty box itself can't be told by their looks.
    for code in [
        *range(0x21, 0x7F),
        *range(0x400, 0x460),
        *range(0x5D0, 0x5EB),
        *range(0x3041, 0x3060),
        *range(0x4E00, 0x4E40),
    ]:
        assert (bytes(face.getmask(chr(code))) != nothing) == (chr(code) in file.coverage), hex(code)
