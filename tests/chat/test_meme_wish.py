"""What /meme is asked for: a template, what it is about, words of one's own, or a text as ever."""

import pytest

from bot.chat.meme_wish import PictureWish, TextWish, UnknownTemplate, read_wish
from bot.domain.template import Template
from tests.chat.fakes import FakePainter, template

DRAKE = template("drake", "no", "yes", aliases=("дрейк", "нет и да"))
FOUR = template("four-steps", "a", "b", "c", "d")
PAINTER = FakePainter((DRAKE, FOUR))


def own(*texts: str, on: Template | None = None) -> PictureWish:
    return PictureWish(on, own=texts)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", PictureWish()),
        ("drake", PictureWish(DRAKE)),
        ("  DRAKE ", PictureWish(DRAKE)),
        ("дрейк", PictureWish(DRAKE)),
        ("нет и да", PictureWish(DRAKE)),
        ("four-steps", PictureWish(FOUR)),
        ("drake about mondays", PictureWish(DRAKE, "mondays")),
        ("дрейк про понедельники", PictureWish(DRAKE, "понедельники")),
        ("дрейк о том, что завтра", PictureWish(DRAKE, "том, что завтра")),
        ("нет и да: про кота", PictureWish(DRAKE, "кота")),
        ("drake mondays", PictureWish(DRAKE, "mondays")),
        ("about mondays", PictureWish(title="mondays")),
        ("про понедельники\nи вторники", PictureWish(title="понедельники и вторники")),
        ("drake\nwork\nsleep", own("work", "sleep", on=DRAKE)),
        ("drake\n\nwork\n\nsleep\n", own("work", "sleep", on=DRAKE)),
        ("drake work | sleep", own("work", "sleep", on=DRAKE)),
        ("drake | work | sleep", own("work", "sleep", on=DRAKE)),
        ("drake | sleep", own("", "sleep", on=DRAKE)),
        ("drake work |", own("work", "", on=DRAKE)),
        ("drake work\nsleep", own("work", "sleep", on=DRAKE)),
        ("drake a | b | c", own("a", "b", "c", on=DRAKE)),
        ("work | sleep", own("work", "sleep")),
        ("3", PictureWish(count=3)),
        ("3 about mondays", PictureWish(title="mondays", count=3)),
        ("3 про понедельники", PictureWish(title="понедельники", count=3)),
        ("3 drake", PictureWish(DRAKE, count=3)),
        ("12 дрейк про кота", PictureWish(DRAKE, "кота", count=12)),
        ("drake 3", PictureWish(DRAKE, count=3)),
        ("дрейк 3 про кота", PictureWish(DRAKE, "кота", count=3)),
        ("0", PictureWish(count=0)),
        ("drake 3 wishes", PictureWish(DRAKE, "3 wishes")),
        ("drake 3 | 4", own("3", "4", on=DRAKE)),
        ("3 drake work | sleep", own("3 drake work", "sleep")),
        ("drake 3\n4", own("3", "4", on=DRAKE)),
        ("3 мудреца в одном тазу", TextWish("3 мудреца в одном тазу")),
        ("1984", TextWish("1984")),
        ("В понедельник", TextWish("В понедельник")),
        ("О, понедельник", TextWish("О, понедельник")),
        ("a drake about", TextWish("a drake about")),
        ("Слоны\nидут", TextWish("Слоны\nидут")),
    ],
)
def test_a_wish_is_read(text: str, wish: PictureWish | TextWish) -> None:
    assert read_wish(text, PAINTER) == wish


@pytest.mark.parametrize(
    "text", ["draek", "dreke about mondays", "дрэйк про кота", "drakes\nwork\nsleep", "four-step"]
)  # fmt: skip
def test_a_slip_in_a_name_is_told_with_what_was_meant(text: str) -> None:
    wish = read_wish(text, PAINTER)
    assert isinstance(wish, UnknownTemplate)
    assert wish.nearest[0] in (DRAKE, FOUR)


def test_a_word_that_only_looks_a_little_like_a_name_begins_a_text() -> None:
    assert read_wish("драка", PAINTER) == TextWish("драка")
    assert read_wish("drake-ish things happen", PAINTER) == TextWish("drake-ish things happen")


def test_the_nearest_are_three_at_most_and_the_likeliest_comes_first() -> None:
    shelf = tuple(template(f"drake{ending}", "a") for ending in ("xx", "x", "xxx", "", "yyyyyyyyy"))
    wish = read_wish("drakexy", FakePainter(shelf))
    assert isinstance(wish, UnknownTemplate)
    assert [one.name for one in wish.nearest] == ["drakex", "drakexx", "drake"]


@pytest.mark.parametrize("text", ["", "drake", "about mondays", "work | sleep"])
def test_without_templates_every_wish_is_a_text(text: str) -> None:
    assert read_wish(text, FakePainter()) == TextWish(text)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("", PictureWish()),
        ("about mondays", PictureWish(title="mondays")),
        ("mondays", PictureWish(title="mondays")),
        ("when | monday", own("when", "monday")),
        ("when\nmonday\ncomes", own("when", "monday\ncomes")),
        ("| monday", own("", "monday")),
        ("draek", PictureWish(title="draek")),
        ("drake", PictureWish(DRAKE)),
    ],
)
def test_on_a_photo_words_are_for_the_photo_unless_they_name_a_template(text: str, wish: PictureWish) -> None:
    assert read_wish(text, PAINTER, is_on_photo=True) == wish


def test_on_a_photo_no_template_is_needed() -> None:
    assert read_wish("when | monday", FakePainter(), is_on_photo=True) == own("when", "monday")
