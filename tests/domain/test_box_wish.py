import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.box_wish import MOST_BOXES, layout_of, parse_box, parse_boxes
from bot.domain.template import Layout
from bot.errors import Refused


def test_a_box_by_its_place_is_in_percent_from_the_left_upper_corner() -> None:
    box = parse_box("left hand: 10, 40.5%, 30,20")
    assert (box.name, box.x, box.y, box.width, box.height) == ("left hand", 0.25, 0.505, 0.3, 0.2)


def test_words_of_both_languages_are_places() -> None:
    assert parse_box(" Top ") == parse_box("верх") == parse_box("сверху")
    assert parse_box("низ").y > 0.5 > parse_box("top").y
    assert parse_box("слева").x < parse_box("middle").x < parse_box("right").x


def test_no_box_named_means_top_and_bottom() -> None:
    boxes = parse_boxes(())
    assert [box.name for box in boxes] == ["top", "bottom"]
    assert layout_of(boxes) is Layout.TOP_BOTTOM
    assert layout_of(parse_boxes(("left", "right"))) is Layout.SIDE_BY_SIDE
    assert layout_of(parse_boxes(("cat: 0,0,50,50", "top"))) is Layout.LABELS


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        ("", "is no box"),
        ("somewhere", "is no box"),
        ("cat: 1,2,3", "is no box"),
        ("cat: 1,2,3,nan", "is no box"),
        ("cat: 1,2,3,1e9", "is no box"),
        (": 1,2,30,40", "needs a name"),
        ("cat\u202e: 1,2,30,40", "needs a name"),
        ("c" * 61 + ": 1,2,30,40", "needs a name"),
        ("cat: 80,0,30,20", "beyond the picture"),
        ("cat: -1,0,30,20", "beyond the picture"),
        ("cat: 0,0,1,20", "too small"),
    ],
)
def test_what_is_no_box_is_refused_with_the_way_to_write_it(wish: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        parse_box(wish)


def test_two_boxes_of_one_name_and_too_many_are_refused() -> None:
    with pytest.raises(Refused, match="a name of its own"):
        parse_boxes(("top", "верх"))
    with pytest.raises(Refused, match="at most"):
        parse_boxes(("top",) * (MOST_BOXES + 1))


@given(st.text(max_size=80) | st.from_regex(r"\w+: *\d{1,4},\d{1,4}\.\d,\d{1,4},\d{1,4}", fullmatch=True))
def test_a_box_from_any_text_lies_on_the_picture_or_is_refused(wish: str) -> None:
    try:
        box = parse_box(wish)
    except Refused:
        return
    assert box.name
    for middle, side in ((box.x, box.width), (box.y, box.height)):
        assert 0.02 <= side <= 1
        assert -0.001 <= middle - side / 2 <= middle + side / 2 <= 1.001
