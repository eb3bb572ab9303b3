"""Sizes and lines: as large as fits, balanced, and cut only when even the smallest letters are too many."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.template import Box, Face
from bot.pictures.fitting import Lines, Room, fit
from bot.pictures.measuring import extent
from bot.pictures.painting import lay_out

ROOM = Room(width=560, height=150, smallest=11, largest=80, outlined=True)


def _texts(lines: Lines) -> list[str]:
    return [line.text for line in lines.lines]


def test_short_words_get_the_largest_letters_and_no_larger_ones() -> None:
    assert fit("Да", Face.MEME, ROOM).size == ROOM.largest


def test_lines_are_about_the_same_length() -> None:
    found = fit("Когда понедельник опять настал", Face.MEME, ROOM)
    assert _texts(found) == ["Когда понедельник", "опять настал"]
    widths = [extent(line, Face.MEME).width for line in _texts(fit("раз два три " * 12, Face.PLAIN, ROOM))]
    assert max(widths) - min(widths) < 0.25 * max(widths)


@pytest.mark.parametrize(
    "text",
    ["Когда ты пришёл домой и лёг спать, а там он", "One does not simply walk into the office on Monday at 9"],
)
@pytest.mark.parametrize("width", range(200, 600, 50))
def test_no_short_word_stands_alone_on_the_last_line(text: str, width: int) -> None:
    lines = _texts(fit(text, Face.PLAIN, replace(ROOM, width=width)))
    assert len(lines) == 1 or len(lines[-1].split()) > 1


def test_a_preposition_goes_with_its_word() -> None:
    lines = _texts(fit("мы все едем к морю в субботу", Face.PLAIN, replace(ROOM, width=300)))
    assert len(lines) > 1
    assert not any(line.endswith((" к", " в")) for line in lines)


def test_line_feeds_of_the_writer_are_kept() -> None:
    assert _texts(fit("раз\nдва три\n\nчетыре", Face.MEME, ROOM)) == ["раз", "два три", "", "четыре"]


def test_a_word_is_parted_only_where_its_letters_grow_by_it() -> None:
    narrow = replace(ROOM, width=130)
    assert any(line.endswith("-") for line in _texts(fit("человеконенавистничество", Face.MEME, narrow)))
    assert not any(
        line.endswith("-") for line in _texts(fit("понедельник опять", Face.MEME, replace(narrow, width=220)))
    )


def test_what_does_not_fit_at_the_smallest_size_is_cut_with_an_ellipsis() -> None:
    found = fit("Съешь ещё этих мягких булок. " * 40, Face.PLAIN, replace(ROOM, width=120, height=60))
    assert found.is_cut
    assert found.size == ROOM.smallest
    assert _texts(found)[-1].endswith("…")
    assert _texts(found)[0].startswith("Съешь")


def test_no_word_is_lost_or_added_by_the_lines() -> None:
    text = "Широкая электрификация южных губерний даст мощный толчок подъёму сельского хозяйства"
    assert " ".join(_texts(fit(text, Face.SERIF, ROOM))) == text


@settings(max_examples=60, deadline=None)
@given(text=st.text("абвгд ёжз", min_size=1, max_size=60).filter(str.strip), width=st.integers(60, 500))
def test_more_room_never_makes_letters_smaller(text: str, width: int) -> None:
    text = " ".join(text.split())
    room = replace(ROOM, width=width)
    before = fit(text, Face.MEME, room)
    after = fit(text, Face.MEME, replace(room, width=width + 40, height=room.height + 40))
    assert after.is_cut <= before.is_cut
    # Where a word was parted for the sake of its letters, whole ones may be a little smaller.
    assert after.size * 2 >= before.size


def test_the_same_box_turned_holds_letters_of_about_the_same_size() -> None:
    straight = Box("a", 0.5, 0.5, 0.5, 0.3)
    turned = replace(straight, angle=30)
    found = [lay_out("Когда всё по плану", box, (600, 600)) for box in (straight, turned)]
    sizes = [laid[0].size for laid in found if laid is not None]
    assert len(sizes) == 2
    assert abs(sizes[0] - sizes[1]) <= 2
