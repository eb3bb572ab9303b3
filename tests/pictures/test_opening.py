import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.domain.unreadable import Unreadable, UnreadablePicture
from bot.pictures.opening import MOST_BYTES, MOST_FRAMES, WORKING_PIXELS, open_picture
from tests.pictures import hostile_files
from tests.pictures.hostile_files import saved

_MEMORY_MB = 300
# Opens a file in a process of its own and says its peak memory in kB, and why the file was refused. Linux counts the
# peak of the process that started this one into `getrusage`, but not into /proc.
_ONE = """
import re, sys
from bot.domain.unreadable import UnreadablePicture
from bot.pictures.opening import open_picture
why = ""
try:
    open_picture(open(sys.argv[1], "rb").read())
except UnreadablePicture as error:
    why = error.why.value
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1], why)
"""

_HOSTILE: dict[str, tuple[Unreadable, Callable[[], bytes]]] = {
    "png of 20,000²": (Unreadable.TOO_MANY_PIXELS, lambda: hostile_files.png(20_000, 20_000)),
    "png of 2³¹ by 2³¹": (Unreadable.TOO_MANY_PIXELS, lambda: hostile_files.png(2**31 - 1, 2**31 - 1, rows=b"")),
    "gif of 20,000²": (Unreadable.TOO_MANY_PIXELS, lambda: hostile_files.gif(20_000, 20_000, 1)),
    "gif whose frame leaves its screen": (
        Unreadable.TOO_MANY_PIXELS,
        lambda: hostile_files.gif(50, 50, 2, frame_size=(60_000, 60_000)),
    ),
    "webp of 16,383²": (Unreadable.TOO_MANY_PIXELS, lambda: hostile_files.webp(16_383, 16_383)),
    "webp on a huge canvas": (Unreadable.TOO_MANY_PIXELS, lambda: hostile_files.webp_with_canvas(1 << 24, 200)),
    "jpeg of 65,000²": (Unreadable.TOO_MANY_PIXELS, lambda: hostile_files.jpeg_claiming(65_000, 65_000)),
    "jpeg of many scans": (Unreadable.BROKEN, lambda: hostile_files.jpeg_of_many_scans(500)),
    "png with a profile of 400 MB": (Unreadable.BROKEN, hostile_files.png_with_profile_bomb),
    "png with 2,000 texts": (Unreadable.BROKEN, lambda: hostile_files.png_with_text_bomb(2_000)),
    "gif of 10,000 frames": (Unreadable.TOO_MANY_FRAMES, lambda: hostile_files.gif(64, 64, 10_000)),
    "webp of 1,000 frames": (Unreadable.TOO_MANY_FRAMES, lambda: hostile_files.animation("WEBP", 1_000)),
    "png of 1,000 frames": (Unreadable.TOO_MANY_FRAMES, lambda: hostile_files.animation("PNG", 1_000)),
    "21 MB": (Unreadable.TOO_MANY_BYTES, lambda: saved("PNG") + bytes(MOST_BYTES)),
    "1×1": (Unreadable.TOO_SMALL, lambda: hostile_files.png(1, 1)),
    "a thread of pixels": (Unreadable.TOO_LONG, lambda: hostile_files.png(40, 4_000)),
    "a Photoshop file": (
        Unreadable.FORMAT,
        lambda: b"8BPS\0\1" + bytes(6) + b"\0\3\0\0\x75\x30\0\0\x75\x30" + bytes(90),
    ),
    "a TIFF that is called png": (Unreadable.FORMAT, lambda: saved("TIFF")),
    "nothing": (Unreadable.FORMAT, lambda: b""),
    "noise": (Unreadable.FORMAT, lambda: bytes(np.random.default_rng(1).integers(0, 256, 5_000, dtype=np.uint8))),
    "half a png": (Unreadable.BROKEN, lambda: saved("PNG")[:100]),
    "half a jpeg": (Unreadable.BROKEN, lambda: saved("JPEG")[:700]),
    "half a webp": (Unreadable.BROKEN, lambda: saved("WEBP")[:80]),
    "half a gif": (Unreadable.BROKEN, lambda: saved("GIF")[:600]),
    "only a signature": (Unreadable.BROKEN, lambda: b"\x89PNG\r\n\x1a\n"),
}

# The most that is let in, where the decoders need the most memory.
_LARGE: dict[str, Callable[[], bytes]] = {
    "png": lambda: saved("PNG", picture=Image.new("RGBA", (4_898, 4_898), "red"), compress_level=1),
    "jpeg": lambda: saved("JPEG", picture=Image.new("RGB", (7_070, 7_070), "red")),
    "progressive jpeg": lambda: saved(
        "JPEG", picture=Image.new("RGB", (4_898, 4_898), "red"), progressive=True, subsampling=0
    ),
    "jpeg in four inks": lambda: saved("JPEG", picture=Image.new("CMYK", (4_898, 4_898), "red"), progressive=True),
    "webp": lambda: saved("WEBP", picture=Image.new("RGBA", (3_162, 3_162), "red"), lossless=True, method=0),
    "gif": lambda: saved("GIF", picture=Image.new("P", (3_464, 3_464)), transparency=0),
}


_on_linux = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")


def _opened_alone(data: bytes, folder: Path) -> tuple[float, str]:
    file = folder / "sent.png"  # the name says nothing of what is in it
    file.write_bytes(data)
    answer = subprocess.run([sys.executable, "-c", _ONE, file], capture_output=True, text=True, check=True, timeout=60)
    assert not answer.stderr
    peak_kb, _, why = answer.stdout.strip().partition(" ")
    return int(peak_kb) / 1_000, why


@_on_linux
@pytest.mark.parametrize("name", _HOSTILE)
def test_a_hostile_file_is_refused_with_its_reason_in_little_memory(name: str, tmp_path: Path) -> None:
    expected, make = _HOSTILE[name]
    peak_mb, why = _opened_alone(make(), tmp_path)
    assert why == expected.value
    assert peak_mb < _MEMORY_MB / 2


@_on_linux
@pytest.mark.parametrize("name", _LARGE)
def test_the_largest_picture_that_is_let_in_keeps_within_the_memory(name: str, tmp_path: Path) -> None:
    peak_mb, why = _opened_alone(_LARGE[name](), tmp_path)
    assert why == ""
    assert peak_mb < _MEMORY_MB


def test_every_reason_has_a_sentence_that_says_what_to_do() -> None:
    said = {}
    for expected, make in _HOSTILE.values():
        with pytest.raises(UnreadablePicture) as caught:
            open_picture(make())
        assert caught.value.why is expected
        said[caught.value.why] = str(caught.value)
    assert set(said) == set(Unreadable)
    assert all(sentence.endswith((".", "please.")) and len(sentence) < 120 for sentence in said.values())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_a_picture_or_refused_and_nothing_else(kind: str, data: st.DataObject) -> None:
    whole = bytearray(saved(kind))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    try:
        picture = open_picture(bytes(whole[:cut] if data.draw(st.booleans()) else whole))
    except UnreadablePicture:
        return
    assert picture.mode == "RGB"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_a_picture_of_each_format_comes_as_it_was(kind: str) -> None:
    expected = np.asarray(Image.open(BytesIO(saved("PNG"))).convert("RGB")).astype(int)
    opened = np.asarray(open_picture(saved(kind))).astype(int)
    assert opened.shape == expected.shape
    assert abs(opened - expected).mean() < 12  # a GIF has 256 colours


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_of_an_animation_the_first_frame_is_taken(kind: str) -> None:
    assert open_picture(hostile_files.animation(kind, 5)).getpixel((20, 20)) == (0, 0, 0)
    assert open_picture(hostile_files.animation(kind, MOST_FRAMES)).mode == "RGB"


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_as_its_camera_says(orientation: int) -> None:
    stored = Image.new("RGB", (80, 40), "blue")
    stored.paste("red", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112] = orientation
    opened = open_picture(saved("PNG", picture=stored, exif=exif))
    corner = {1: (5, 5), 2: (-5, 5), 3: (-5, -5), 4: (5, -5), 5: (5, 5), 6: (-5, 5), 7: (-5, -5), 8: (5, -5)}[
        orientation
    ]
    x, y = (at % side for at, side in zip(corner, opened.size, strict=True))
    assert opened.size == ((80, 40) if orientation < 5 else (40, 80))
    assert opened.getpixel((x, y)) == (255, 0, 0)


def test_a_large_picture_comes_with_at_most_the_asked_number_of_pixels_and_its_form() -> None:
    large = Image.new("RGB", (4_000, 2_500), "green")
    for kind in ("PNG", "JPEG", "WEBP"):
        opened = open_picture(saved(kind, picture=large))
        assert WORKING_PIXELS * 0.9 < opened.width * opened.height <= WORKING_PIXELS
        assert opened.width / opened.height == pytest.approx(1.6, rel=0.01)
    assert open_picture(saved("PNG", picture=large), most_pixels=5_000).size == (89, 55)


def test_transparent_parts_are_white_and_sixteen_bits_of_grey_are_kept() -> None:
    assert open_picture(saved("PNG", picture=Image.new("RGBA", (50, 50), (9, 9, 9, 0)))).getpixel((1, 1)) == (255,) * 3
    half_transparent = Image.new("P", (50, 50), 3)
    assert open_picture(saved("GIF", picture=half_transparent, transparency=3)).getpixel((1, 1)) == (255,) * 3
    grey = Image.fromarray(np.full((50, 50), 0x8000, dtype=np.uint16))
    assert open_picture(saved("PNG", picture=grey)).getpixel((1, 1)) == (128,) * 3


def test_of_a_picture_only_its_pixels_are_handed_on() -> None:
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    opened = open_picture(saved("JPEG", exif=exif, comment=b"my name"))
    assert opened.info == {}
    assert not opened.getexif()
