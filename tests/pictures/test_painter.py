"""The painter as chats and the command line use it."""

import asyncio
import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.caption import Caption
from bot.domain.picture import PictureFormat
from bot.errors import Refused
from bot.pictures.painter import MAX_CHARS, PillowPainter
from tests.pictures.conftest import MakeTemplate

CAPTION = Caption("hedgehog", ("Когда наступил понедельник", "а ты ещё в тумане 😂"))

MOVING = """
layout = "labels"
[titles]
en = "Blink"
[[boxes]]
name = "late"
at = [0.5, 0.5]
size = [0.9, 0.5]
appears = [0.5, 1.0]
"""


async def test_a_meme_is_as_wide_as_was_asked_for_and_in_the_format_that_was_asked_for(
    make_template: MakeTemplate,
) -> None:
    painter = PillowPainter(make_template())
    for written_as in (PictureFormat.JPEG, PictureFormat.PNG, PictureFormat.WEBP):
        picture = await painter.paint(CAPTION, width=480, written_as=written_as)
        opened = Image.open(io.BytesIO(picture.data))
        assert opened.size == (picture.width, picture.height) == (480, 360)
        assert opened.get_format_mimetype() == picture.format.mime == written_as.mime


async def test_words_are_seen_on_the_meme_in_their_boxes_and_nowhere_else(make_template: MakeTemplate) -> None:
    painter = PillowPainter(make_template())
    picture = await painter.paint(CAPTION, width=400, written_as=PictureFormat.PNG)
    opened = Image.open(io.BytesIO(picture.data)).convert("RGB")
    white = opened.point(lambda value: 255 * (value > 250)).convert("L").point(lambda value: 255 * (value == 255))
    assert white.crop((0, 0, 400, 90)).getbbox() is not None
    assert white.crop((0, 210, 400, 300)).getbbox() is not None
    assert white.crop((0, 90, 400, 210)).getbbox() is None


async def test_the_same_words_are_the_same_bytes_also_in_another_process(make_template: MakeTemplate) -> None:
    home = make_template()
    painter = PillowPainter(home)
    here = [(await painter.paint(CAPTION, written_as=written_as)).data for written_as in PictureFormat]
    again = [(await PillowPainter(home).paint(CAPTION, written_as=written_as)).data for written_as in PictureFormat]
    script = (
        "import sys, hashlib; from pathlib import Path; from bot.pictures.painter import PillowPainter;"
        "from bot.domain.picture import PictureFormat; from bot.domain.caption import Caption;"
        "p = PillowPainter(Path(sys.argv[1])); c = Caption.from_json(sys.argv[2]);"
        "sys.stdout.buffer.write(b''.join(p.painted(c, written_as=f).data for f in PictureFormat))"
    )
    there = await asyncio.to_thread(
        subprocess.run, [sys.executable, "-c", script, str(home), CAPTION.to_json()],
        capture_output=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert here == again
    assert b"".join(here) == there.stdout


async def test_empty_texts_and_missing_ones_leave_the_picture_as_it_is(make_template: MakeTemplate) -> None:
    painter = PillowPainter(make_template())
    empty = await painter.paint(Caption("hedgehog", ("", " \n\u200b")), written_as=PictureFormat.PNG)
    missing = await painter.paint(Caption("hedgehog", ()), written_as=PictureFormat.PNG)
    assert empty.data == missing.data
    assert len(Image.open(io.BytesIO(empty.data)).getcolors() or ()) == 1


@pytest.mark.parametrize(
    ("caption", "width", "says"),
    [
        (Caption("no-such", ("a",)), 600, "no template 'no-such'"),
        (Caption("../hedgehog", ("a",)), 600, "no template"),
        (Caption("hedgehog", ("a", "b", "c")), 600, "has 2 boxes, not 3"),
        (Caption("hedgehog", ("a" * (MAX_CHARS + 1),)), 600, "too long"),
        (Caption("hedgehog", ("a",)), 50_000, "100 to 2000 pixels"),
    ],
)
async def test_what_cannot_be_painted_is_refused_with_a_reason(
    make_template: MakeTemplate, caption: Caption, width: int, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        await PillowPainter(make_template()).paint(caption, width=width)


@pytest.mark.parametrize("picture", ["picture.gif", "picture.webp"])
@pytest.mark.parametrize("written_as", [PictureFormat.GIF, PictureFormat.WEBP])
async def test_words_of_a_moving_picture_appear_and_go_when_their_box_says(
    make_template: MakeTemplate, picture: str, written_as: PictureFormat
) -> None:
    painter = PillowPainter(make_template("blink", MOVING, frames=3, picture=picture))
    found = await painter.paint(Caption("blink", ("now",)), width=400, written_as=written_as)
    assert (found.format, found.is_animated) == (written_as, True)
    frames = Image.open(io.BytesIO(found.data))
    brightest = []
    for index in range(3):
        frames.seek(index)
        brightest.append(_brightest(frames))
        frames.load()
        assert frames.info["duration"] == 500
    assert brightest[0] < 100
    assert brightest[1] > 240
    assert brightest[2] < 100


async def test_a_moving_picture_is_a_gif_unless_webp_was_asked_for(make_template: MakeTemplate) -> None:
    painter = PillowPainter(make_template("blink", MOVING, frames=3, picture="picture.gif"))
    found = await painter.paint(Caption("blink", ("now",)), written_as=PictureFormat.JPEG)
    assert found.format is PictureFormat.GIF


async def test_a_strangers_photo_gets_capitals_at_its_top_and_bottom() -> None:
    stream = io.BytesIO()
    Image.new("RGB", (200, 150), "#336699").save(stream, "PNG")
    found = await PillowPainter().paint_on(stream.getvalue(), "вверху", "внизу")
    opened = Image.open(io.BytesIO(found.data)).convert("L")
    assert opened.size == (400, 300)
    assert opened.crop((0, 0, 400, 90)).getextrema() == (0, 255)
    assert opened.crop((0, 210, 400, 300)).getextrema() == (0, 255)


async def test_a_file_that_is_no_picture_is_refused() -> None:
    with pytest.raises(Refused):
        await PillowPainter().paint_on(b"MZ not a picture", "a", "b")


async def test_a_watermark_stands_below_the_picture_and_covers_none_of_it(make_template: MakeTemplate) -> None:
    home = make_template()
    plain = Image.open(io.BytesIO((await PillowPainter(home).paint(CAPTION, written_as=PictureFormat.PNG)).data))
    painter = PillowPainter(home, watermark="vk.com/туман")
    found = await painter.paint(CAPTION, written_as=PictureFormat.PNG)
    marked = Image.open(io.BytesIO(found.data))
    assert marked.crop((0, 0, *plain.size)).tobytes() == plain.tobytes()
    strip = marked.crop((0, plain.height, *marked.size))
    assert _brightest(strip) > 150
    assert found.height == marked.height > plain.height


def _brightest(picture: Image.Image) -> int:
    return max(value for value, count in enumerate(picture.convert("L").histogram()) if count)
