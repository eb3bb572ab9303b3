"""Pictures that move: nothing is lost in writing them, and words come when the template says."""

import io
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from bot.domain.caption import Caption
from bot.domain.picture import PictureFormat
from bot.pictures.drawing.film import COLOURS, Film, filmed
from bot.pictures.library import Library
from bot.pictures.painter import PillowPainter
from bot.pictures.plates import Plates

MAX_BYTES = 200_000


@pytest.fixture
def film() -> Film:
    ground = Image.radial_gradient("L").resize((200, 120)).convert("RGB")
    frames = []
    for index in range(8):
        frame = ground.copy()
        frame.paste((250, 40 + index * 20, 30), (index * 10, 0, index * 10 + 20, 20))
        frames.append(frame)
    return filmed(frames, 150)


def test_a_film_is_written_without_loss_and_plays_for_ever(film: Film, tmp_path: Path) -> None:
    file = tmp_path / "picture.webp"
    film.save(file)
    with Image.open(file) as written:
        assert written.info["loop"] == 0
        assert getattr(written, "n_frames", 1) == len(film.frames)
        for index, frame in enumerate(film.frames):
            written.seek(index)
            assert _is_same(written.convert("RGB"), frame)
            assert written.info["duration"] == film.frame_ms


def test_frames_share_their_colours_so_that_what_stands_still_stays_to_the_pixel(film: Film) -> None:
    ground = [frame.crop((0, 20, 200, 120)) for frame in film.frames]
    assert all(_is_same(ground[0], other) for other in ground)
    seen = {colour for frame in film.frames for _count, colour in frame.getcolors(maxcolors=30_000) or ()}
    assert len(seen) <= COLOURS


def test_the_shipped_film_is_small_enough_to_send_and_never_stands_still() -> None:
    entry = Library().entry("loading")
    assert entry is not None
    assert entry.template.is_animated
    assert entry.picture.stat().st_size <= MAX_BYTES
    frames = Plates().plate(entry.picture, 300).frames
    assert not any(_is_same(one, other) for one, other in pairwise((*frames, frames[0])))


def test_words_of_the_shipped_film_come_when_its_template_says() -> None:
    entry = Library().entry("loading")
    assert entry is not None
    durations = Plates().plate(entry.picture, 300).durations_ms
    appears = entry.template.boxes[1].appears
    assert appears is not None
    assert appears[1] * 1000 <= sum(durations)
    without, with_both = (_painted(texts) for texts in (("Жду", ""), ("Жду", "и жду")))
    starts_ms = [sum(durations[:index]) for index in range(len(durations))]
    seen = [not _is_same(one, other) for one, other in zip(without, with_both, strict=True)]
    assert seen == [appears[0] * 1000 <= start < appears[1] * 1000 for start in starts_ms]


def test_words_that_stand_still_in_a_film_stand_still_in_its_gif() -> None:
    picture = PillowPainter().painted(Caption("loading", ("Жду",)), width=300, written_as=PictureFormat.GIF)
    assert picture.format is PictureFormat.GIF
    assert len(picture.data) <= MAX_BYTES
    with Image.open(io.BytesIO(picture.data)) as opened:
        words = []
        for index in range(getattr(opened, "n_frames", 1)):
            opened.seek(index)
            words.append(opened.convert("RGB").crop((0, 0, 240, 40)))
    assert len(words) > 1
    assert all(_is_same(words[0], later) for later in words)


def _painted(texts: tuple[str, ...]) -> list[Image.Image]:
    picture = PillowPainter().painted(Caption("loading", texts), width=300, written_as=PictureFormat.WEBP)
    with Image.open(io.BytesIO(picture.data)) as opened:
        frames = []
        for index in range(getattr(opened, "n_frames", 1)):
            opened.seek(index)
            frames.append(opened.convert("RGB"))
    return frames


def _is_same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None
