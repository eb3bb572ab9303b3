"""A caption is a text of its own kind: it comes back as it was, and no post is ever taken for one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import captions
from corpus.captions import CaptionText
from corpus.invisible import remove_invisible

SIGIL = captions.sigil_of("drake")
OTHER = captions.sigil_of("cat")
TEXTS = st.text(max_size=60).filter(lambda text: remove_invisible(text) == text)
NAMES = st.from_regex(re.compile(r"[a-z0-9-]{1,32}"), fullmatch=True)
BOXES = st.lists(TEXTS, min_size=1, max_size=12).map(tuple)


@given(template=NAMES, title=TEXTS, boxes=BOXES)
def test_a_caption_comes_back_from_its_text_with_empty_boxes_lines_and_order(
    template: str, title: str, boxes: tuple[str, ...]
) -> None:
    expected = CaptionText(" ".join(title.split()), boxes)
    assert captions.split(template, captions.join(template, boxes, title)) == expected


@given(template=NAMES, title=st.text(max_size=60), boxes=st.lists(st.text(max_size=60), min_size=1, max_size=12))
def test_sigils_inside_a_title_or_a_box_never_make_another_box(template: str, title: str, boxes: list[str]) -> None:
    hostile = [f"{captions.sigil_of(template)}{box}{captions.HEADING}{captions.BOX}" for box in boxes]
    text = captions.join(template, hostile, captions.sigil_of(template) + title)
    assert len(captions.split(template, text).boxes) == len(boxes)


@given(NAMES)
def test_a_sigil_is_one_character_that_cleaning_takes_out(template: str) -> None:
    assert len(captions.sigil_of(template)) == 1
    assert captions.is_sigil(captions.sigil_of(template))
    assert remove_invisible(captions.HEADING + captions.BOX + captions.sigil_of(template)) == ""


@given(st.text(max_size=200).map(remove_invisible))
def test_no_post_that_was_cleaned_is_a_caption(post: str) -> None:
    assert not captions.is_caption(post)
    assert captions.words(post) == captions.asked(post) == post
    with pytest.raises(ValueError, match="not the text of a caption"):
        captions.split("drake", post)


@given(st.text(alphabet=captions.HEADING + captions.BOX + SIGIL + OTHER + "ab \n", max_size=40))
def test_whatever_a_network_writes_is_a_caption_or_refused_and_has_words_without_marks(text: str) -> None:
    if captions.is_caption(text):
        assert not any(map(captions.is_sigil, captions.words(text) + captions.asked(text)))
    try:
        found = captions.split("drake", text)
    except ValueError:
        return
    assert captions.words(text) == "\n\n".join(box for box in found.boxes if box)
    assert captions.asked(text) == found.title


def test_the_sigil_stands_before_the_title_and_a_mark_before_each_part() -> None:
    line = captions.control_line("drake", "mondays\n again")
    assert line == f"\x01{SIGIL}mondays again\x02"
    text = captions.join("drake", ["up", "", "down"], "mondays again")
    assert text == f"{line}up\x02\x02down"
    assert captions.parts(3) == sum(mark in {captions.HEADING, captions.BOX} for mark in text)


def test_what_a_member_said_is_the_title_of_a_control_line_and_all_of_other_words() -> None:
    assert captions.asked(captions.control_line("drake", "mondays")) == "mondays"
    assert captions.asked(captions.control_line("drake")) == ""
    assert captions.asked("On Monday") == "On Monday"


def test_words_are_the_filled_boxes_a_paragraph_each() -> None:
    assert (
        captions.words(captions.join("drake", ["getting up", "", "two\nlines"], "mondays"))
        == "getting up\n\ntwo\nlines"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\x01",
        "\x01mondays",
        f"\x01{SIGIL}mondays",
        "\x01mondays\x02up\x02down",
        f"x\x01{SIGIL}\x02up",
        f"\x01{OTHER}\x02up",
        f"\x01{SIGIL}\x02up{OTHER}down",
        f"\x01{SIGIL}\x02up\x02{SIGIL}down",
        f"\x01{SIGIL}\x02up\x01down",
    ],
)
def test_sigils_in_wrong_places_are_no_caption(text: str) -> None:
    with pytest.raises(ValueError, match="not the text of a caption"):
        captions.split("drake", text)
