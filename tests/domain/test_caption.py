"""Captions of what goes out together: kept as a list, their boxes counted through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.caption import Caption, boxes_of, captions_from_json, captions_to_json, with_boxes, words_of

captions = st.builds(Caption, st.just("drake"), st.lists(st.text(), min_size=1, max_size=4).map(tuple), st.text())


@given(st.lists(captions, max_size=10))
def test_what_is_stored_comes_back(several: list[Caption]) -> None:
    assert captions_from_json(captions_to_json(several)) == tuple(several)


@pytest.mark.parametrize("written", ["{}", '{"template": "a", "boxes": [], "title": ""}', '["a"]', "1", "["])
def test_anything_else_is_none(written: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        captions_from_json(written)


@given(st.lists(captions, min_size=1, max_size=4), st.data(), st.text())
def test_a_box_is_counted_through_all_pictures(several: list[Caption], data: st.DataObject, text: str) -> None:
    boxes = boxes_of(several)
    box = data.draw(st.integers(0, len(boxes) - 1))
    changed = with_boxes(several, {box: text})
    assert boxes_of(changed) == (*boxes[:box], text, *boxes[box + 1 :])
    assert [len(one.boxes) for one in changed] == [len(one.boxes) for one in several]


@pytest.mark.parametrize("box", [-1, 3])
def test_a_box_that_is_not_there_is_refused(box: int) -> None:
    with pytest.raises(IndexError):
        with_boxes([Caption("drake", ("a", "b")), Caption("sign", ("c",))], {box: "d"})


def test_the_words_of_all_pictures_are_parted_by_empty_lines() -> None:
    assert words_of([Caption("drake", ("a", "")), Caption("sign", ("",)), Caption("sign", ("b",))]) == "a\n\nb"
