"""Lines of several directions, held to what Raqm and FriBidi draw when one font has all of the line."""

import random
import unicodedata

import pytest
from PIL import Image, ImageChops, ImageDraw

from bot.pictures.faces import REST, font
from bot.pictures.reading_order import is_rtl, levels, visual

# Letters of both directions, European and Arabic numbers, brackets, what stands between numbers, other neutrals.
_KINDS = ("אבגדהוז", "מרשת", "abcdW", "1234", "()[]", "-+.:/%$! ", "مرف", "٤٥")


@pytest.mark.parametrize("rtl", [False, True])
@pytest.mark.parametrize("seed", range(40))
def test_a_line_is_drawn_as_the_whole_of_it_would_be(seed: int, rtl: bool) -> None:
    draw = random.Random(seed)
    for _ in range(5):
        line = "".join(draw.choice(draw.choice(_KINDS)) for _ in range(draw.randrange(2, 14))).strip()
        whole, ours = _drawn([(line, rtl)]), _drawn(_runs(line, rtl=rtl))
        ink = sum(whole.histogram()[128:])
        difference = sum(ImageChops.difference(whole, ours).histogram()[128:])
        # Runs begin at whole pixels; a character at another place is more than an eighth of so short a line.
        assert difference <= ink / 8, ascii(line)


def test_the_first_strong_character_says_which_way_a_paragraph_runs() -> None:
    assert is_rtl("123 «שלום» hello")
    assert not is_rtl("123 «hello» שלום")
    assert not is_rtl("123")


def test_a_line_without_leftward_characters_stands_as_it_was_written() -> None:
    assert levels("Привет, 2 + 2 (= 4)!", rtl=False) == [0] * 20


def test_brackets_that_are_never_closed_do_not_take_for_ever() -> None:
    line = "א" + "(" * 5000 + ")" * 5000
    assert sorted(visual(levels(line, rtl=True))) == list(range(len(line)))


def _runs(line: str, *, rtl: bool) -> list[tuple[str, bool]]:
    runs: list[tuple[str, int]] = []
    for character, level in zip(line, levels(line, rtl=rtl), strict=True):
        if runs and runs[-1][1] == level:
            runs[-1] = (runs[-1][0] + character, level)
        else:
            runs.append((character, level))
    return [(runs[index][0], bool(runs[index][1] % 2)) for index in visual([level for _text, level in runs])]


def _drawn(runs: list[tuple[str, bool]]) -> Image.Image:
    assert all(unicodedata.bidirectional(character) for text, _rtl in runs for character in text)
    face = font(REST, 60)
    image = Image.new("L", (1600, 150))
    pen = 50.0
    for text, rtl in runs:
        direction = "rtl" if rtl else "ltr"
        ImageDraw.Draw(image).text((pen, 100), text, 255, face, anchor="ls", direction=direction)
        pen += face.getlength(text, direction=direction)
    return image
