"""Opening a picture that a stranger sent: small enough to work with, upright, its pixels and nothing else of it.

The file is hostile until it is decoded: its size is read from its header and bounded before a decoder is begun, which
holds the memory that one picture takes under `MOST_PIXELS` × 4 bytes × the copies that its decoder makes. A process
opens one at a time.
"""

import threading
import warnings
import zlib
from io import BytesIO
from struct import error as StructError  # noqa: N812

import numpy as np
from PIL import ExifTags, Image

from bot.domain.picture import PictureFormat
from bot.domain.unreadable import Unreadable, UnreadablePicture
from bot.pictures.header import Header, broken, read_header

# Telegram lets bots download files of up to 20 MB; a photo of 20 megapixels as JPEG has 5 to 12 MB.
MOST_BYTES = 20_000_000
# What a decoder may be asked for. WebP's makes four copies of four bytes a pixel, a progressive JPEG's keeps up to 8
# bytes a pixel beside the picture, the others make one copy or two.
MOST_PIXELS = {
    PictureFormat.PNG: 24_000_000,
    PictureFormat.JPEG: 50_000_000,
    PictureFormat.GIF: 12_000_000,
    PictureFormat.WEBP: 10_000_000,
}
MOST_PROGRESSIVE_PIXELS = 24_000_000
# A GIF of ten seconds at 30 frames a second.
MOST_FRAMES = 300
SMALLEST_SIDE_PX = 32
# Telegram refuses photos whose sides are further apart than 20 to 1, and on less than 10 to 1 no word can be read.
MOST_STRETCH = 10
# What is handed on: enough for the largest picture that is painted.
WORKING_PIXELS = 4_000_000

# What the memory is reckoned for; the warnings of a process, too, can be changed by one thread at a time.
_ONE_AT_A_TIME = threading.Lock()
# Transparent parts are seen on this.
_PAPER = (255, 255, 255)
# What Pillow raises for damaged files; a test that damages files at random holds this list.
_DAMAGED = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, ArithmeticError, AttributeError,
    StructError, zlib.error, Image.DecompressionBombError,
)  # fmt: skip


def open_picture(data: bytes, *, most_pixels: int = WORKING_PIXELS) -> Image.Image:
    """The picture in RGB: an animated one's first frame, upright as its camera said, on white where it is transparent.

    One of more than `most_pixels` is made smaller. Raises UnreadablePicture, whose message says what to do.
    """
    header = check_picture(data)
    # A damaged EXIF block makes Pillow warn and go on, which is right: nobody needs to hear of it.
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _decoded(data, header, most_pixels)
        except _DAMAGED as error:
            raise broken() from error


def check_picture(data: bytes) -> Header:
    """What the file says of itself, if it may be decoded at all. Raises UnreadablePicture."""
    if len(data) > MOST_BYTES:
        raise UnreadablePicture(
            Unreadable.TOO_MANY_BYTES,
            f"The picture's file is too large: at most {MOST_BYTES // 1_000_000} MB, please.",
        )
    header = read_header(data, MOST_FRAMES)
    width, height = header.width, header.height
    most = MOST_PROGRESSIVE_PIXELS if header.is_progressive else MOST_PIXELS[header.format]
    if width * height > most:
        raise UnreadablePicture(
            Unreadable.TOO_MANY_PIXELS,
            f"The picture is too large: {width:,}×{height:,} pixels. At most {most // 1_000_000} megapixels, please.",
        )
    if min(width, height) < SMALLEST_SIDE_PX:
        raise UnreadablePicture(
            Unreadable.TOO_SMALL,
            f"The picture is too small: {width}×{height} pixels. At least {SMALLEST_SIDE_PX} each way, please.",
        )
    if max(width, height) > MOST_STRETCH * min(width, height):
        raise UnreadablePicture(
            Unreadable.TOO_LONG,
            f"The picture is too long and narrow: {width}×{height} pixels. At most {MOST_STRETCH} to 1, please.",
        )
    if header.frames > MOST_FRAMES:
        raise UnreadablePicture(
            Unreadable.TOO_MANY_FRAMES, f"The animation is too long: at most {MOST_FRAMES} frames, please."
        )
    return header


def _decoded(data: bytes, header: Header, most_pixels: int) -> Image.Image:
    with Image.open(BytesIO(data), formats=(header.format.name,)) as opened:
        if (opened.width, opened.height) != (header.width, header.height) and header.format is not PictureFormat.GIF:
            raise ValueError("the decoder saw another size than the header said")
        if header.format is PictureFormat.JPEG:
            # The decoder itself leaves out what will not be needed: an eighth of the sides costs a tenth of the time.
            scale = (most_pixels / (header.width * header.height)) ** 0.5
            opened.draft("RGB", (int(header.width * scale), int(header.height * scale)))
        opened.load()
        orientation = _orientation(opened)
        shrunk = _shrunk(opened, most_pixels)
    upright = _upright(_on_paper(shrunk), orientation)
    # Nothing but pixels is handed on: no comment, no profile, no place where the photo was taken.
    upright.info = {}
    return upright


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(ExifTags.Base.Orientation, 1))
    except _DAMAGED:  # an unreadable EXIF block is no reason to refuse the pixels
        return 1


def _shrunk(picture: Image.Image, most_pixels: int) -> Image.Image:
    """The picture, or a smaller one of at most `most_pixels`: in whole steps first, which copies nothing large."""
    if picture.mode in ("I;16", "I;16B", "I;16L", "I"):  # greys of 16 bits; Pillow would cut them off at 255
        picture = Image.fromarray((np.asarray(picture) >> 8).clip(0, 255).astype(np.uint8))
    elif picture.mode in ("P", "1"):
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    elif picture.mode in ("L", "RGB") and "transparency" in picture.info:
        picture = picture.convert("RGBA")
    pixels = picture.width * picture.height
    if pixels <= most_pixels:
        return picture
    factor = int((pixels / most_pixels) ** 0.5)
    if factor > 1:
        picture = picture.reduce(factor)
    scale = min(1.0, (most_pixels / (picture.width * picture.height)) ** 0.5)
    size = max(1, int(picture.width * scale)), max(1, int(picture.height * scale))
    return picture if scale == 1.0 else picture.resize(size, Image.Resampling.LANCZOS)


def _on_paper(picture: Image.Image) -> Image.Image:
    if picture.mode not in ("RGBA", "LA", "PA"):
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGB", seen.size, _PAPER)
    paper.paste(seen, mask=seen)
    return paper


# EXIF 2.32, tag 0x0112: how to turn what the camera stored.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _upright(picture: Image.Image, orientation: int) -> Image.Image:
    turn = _TURNS.get(orientation)
    return picture if turn is None else picture.transpose(turn)
