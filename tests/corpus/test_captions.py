"""A caption is a text of its own kind: it comes back as it was, and no post is ever taken for one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import captions
from corpus.captions import CaptionText
from corpus.invisible import remove_invisible

TEXTS = st.text(max_size=60).filter(lambda text: remove_invisible(text) == text)
NAMES = st.from_regex(re.compile(r"[a-z0-9-]{1,32}"), fullmatch=True)
BOXES = st.lists(TEXTS, min_size=1, max_size=12).map(tuple)


@given(template=NAMES, title=TEXTS, boxes=BOXES)
def test_a_caption_comes_back_from_its_text_with_empty_boxes_lines_and_order(
    template: str, title: str, boxes: tuple[str, ...]
) -> None:
    expected = CaptionText(template, " ".join(title.split()), boxes)
    assert captions.split(captions.join(template, boxes, title)) == expected


@given(template=NAMES, title=st.text(max_size=60), boxes=st.lists(st.text(max_size=60), min_size=1, max_size=12))
def test_marks_inside_a_title_or_a_box_never_make_another_box(template: str, title: str, boxes: list[str]) -> None:
    assert len(captions.split(captions.join(template, boxes, title)).boxes) == len(boxes)


@given(st.text(max_size=200).map(remove_invisible))
def test_no_post_that_was_cleaned_is_a_caption(post: str) -> None:
    assert not captions.is_caption(post)
    assert captions.words(post) == post
    with pytest.raises(ValueError, match="not the text of a caption"):
        captions.split(post)


@given(st.text(alphabet=captions.MARKS + "ab \n", max_size=40))
def test_whatever_a_network_writes_is_a_caption_or_refused_and_has_words(text: str) -> None:
    assert not set(captions.words(text)) & {captions.BOX} or not captions.is_caption(text)
    try:
        found = captions.split(text)
    except ValueError:
        return
    assert captions.join(found.template, found.boxes, found.title).count(captions.BOX) == text.count(captions.BOX)


def test_a_text_begins_with_its_control_line_and_each_box_with_its_mark() -> None:
    line = captions.control_line("drake", "mondays\n again")
    assert line == "\x01drake\x05mondays again\x02"
    assert captions.join("drake", ["up", "", "down"], "mondays again") == f"{line}up\x02\x02down"


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
        "\x01drake",
        "\x01drake\x02up",
        "\x01drake\x05\x05\x02up",
        "\x01\x05\x02up",
        "x\x01drake\x05\x02up",
        "\x01drake\x05\x02up\x01down",
        "\x01drake\x05\x02up\x05",
    ],
)
def test_marks_in_wrong_places_are_no_caption(text: str) -> None:
    with pytest.raises(ValueError, match="not the text of a caption"):
        captions.split(text)
