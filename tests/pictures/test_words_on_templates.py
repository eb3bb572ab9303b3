"""Every shipped template with every kind of text, measured on the pixels: nothing leaves its box, nothing touches."""

import math
from dataclasses import replace
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from benchmarks.pictures import TEXTS
from bot.domain.template import Box
from bot.pictures.lettering import clean, is_blank
from bot.pictures.library import Entry, Library
from bot.pictures.painting import SMALLEST, Block, Ink, lay_out, masks_of, placed
from bot.pictures.plates import facts

WIDTH = 400
ENTRIES = {template.name: entry for template in Library().templates() if (entry := Library().entry(template.name))}


@pytest.mark.parametrize("name", ENTRIES)
@pytest.mark.parametrize("kind", TEXTS)
def test_words_stay_in_their_boxes_apart_and_whole(name: str, kind: str) -> None:
    entry = ENTRIES[name]
    size = _size(entry)
    layers = []
    for box in entry.template.boxes:
        found = lay_out(TEXTS[kind], box, size)
        if not TEXTS[kind]:
            assert found is None
            continue
        assert found is not None
        block, masks = found
        _check_letters(block, TEXTS[kind], box)
        _check_lines(block, outlined=box.outline is not None)
        if block.is_cut:
            assert block.size == max(4, round(SMALLEST * min(size)))
        layer = _layer(placed(masks, box, size), size)
        _check_inside(layer, box)
        layers.append((box, layer))
    for (box, layer), (other_box, other) in combinations(layers, 2):
        if _seen_together(box, other_box):
            both = ImageChops.multiply(layer, other)
            assert both.getbbox() is None, f"{box.name} touches {other_box.name}"


@pytest.mark.parametrize("name", ENTRIES)
def test_a_caption_of_the_usual_length_is_never_cut(name: str) -> None:
    entry = ENTRIES[name]
    for example in entry.template.examples:
        for text, box in zip(example.boxes, entry.template.boxes, strict=True):
            found = lay_out(text, box, _size(entry))
            assert found is None or not found[0].is_cut, text


@settings(max_examples=150, deadline=None)
@given(
    text=st.text(max_size=120) | st.text(st.sampled_from("аЯ́ёж fiW-\u200d\u0301😀🇷ب漢ก\n\u00ad\ue000"), max_size=60),
    box=st.builds(
        Box,
        name=st.just("any"),
        x=st.just(0.5),
        y=st.just(0.5),
        width=st.floats(0.02, 0.6),
        height=st.floats(0.02, 0.6),
        angle=st.sampled_from([0.0, 0.0, 7.0, 90.0, -135.0]),
        outline=st.sampled_from([None, "#000000"]),
        capitals=st.booleans(),
    ),
)
def test_no_text_in_the_world_leaves_its_box_or_is_lost_without_a_sign(text: str, box: Box) -> None:
    size = (320, 240)
    found = lay_out(text, box, size)
    if found is None:
        assert all(map(is_blank, clean(text)))
        return
    block, masks = found
    _check_lines(block, outlined=box.outline is not None)
    _check_inside(_layer(placed(masks, box, size), size), box)


def _size(entry: Entry) -> tuple[int, int]:
    width, height = facts(entry.picture).size
    return WIDTH, max(1, round(height * WIDTH / width))


def _check_letters(block: Block, text: str, box: Box) -> None:
    """All letters are there, in order but for their direction, and each is drawn with a font that has it."""
    runs = [run for row in block.rows for run, _x in row.runs]
    for run in runs:
        assert run.file is not None, f"{run.text!r} is drawn as its code"
        assert all(is_blank(character) or character in run.file.coverage for character in run.text), run.text
    if not block.is_cut:
        drawn = sorted(character for run in runs for character in run.text if character.isalpha())
        meant = clean(text.upper() if box.capitals else text)
        assert drawn == sorted(character for character in meant if character.isalpha())


def _check_lines(block: Block, *, outlined: bool) -> None:
    """Between the ink of a line and that of the next is at least one empty row of pixels."""
    seen = [masks_of(replace(block, rows=(row,)), outlined=outlined, around=block.size).seen() for row in block.rows]
    inked = [rectangle for rectangle in seen if rectangle is not None]
    for above, below in pairwise(inked):
        assert above[3] < below[1]


def _check_inside(layer: Image.Image, box: Box) -> None:
    """Every pixel with ink, were it ever so faint, has its middle in the box or half a pixel beside it."""
    rows, columns = np.nonzero(np.asarray(layer))
    right = columns + 0.5 - box.x * layer.width
    down = rows + 0.5 - box.y * layer.height
    turn = math.radians(box.angle)
    across = np.abs(right * math.cos(turn) - down * math.sin(turn))
    along = np.abs(right * math.sin(turn) + down * math.cos(turn))
    assert across.max(initial=0) <= box.width * layer.width / 2 + 0.5
    assert along.max(initial=0) <= box.height * layer.height / 2 + 0.5


def _layer(ink: Ink, size: tuple[int, int]) -> Image.Image:
    """Where the words' ink is on a transparent picture; what would be outside the picture counts as lost."""
    assert ink.at[0] >= 0
    assert ink.at[1] >= 0
    assert ink.at[0] + ink.masks.letters.width <= size[0]
    assert ink.at[1] + ink.masks.letters.height <= size[1]
    layer = Image.new("RGBA", size)
    ink.lay_on(layer)
    return layer.getchannel("A")


def _seen_together(box: Box, other: Box) -> bool:
    if box.appears is None or other.appears is None:
        return True
    return box.appears[0] < other.appears[1] and other.appears[0] < box.appears[1]
