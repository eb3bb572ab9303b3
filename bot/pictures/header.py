"""What a picture's file says of itself before anything of it is decoded: its format, its size, how many frames.

A decoder sets memory aside as soon as it knows the size, so a hostile file is to be turned away before one sees it.
Reads bytes alone; knows no Pillow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from struct import error as TooShort  # noqa: N812 - struct's own name says nothing
from struct import unpack_from

from bot.domain.picture import PictureFormat
from bot.domain.unreadable import Unreadable, UnreadablePicture

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# What people send instead, and what to call it. HEIC and AVIF say their kind at the fourth byte.
_OTHERS = (
    (b"8BPS", 0, "a Photoshop file"),
    (b"BM", 0, "a BMP"),
    (b"II*\0", 0, "a TIFF"),
    (b"MM\0*", 0, "a TIFF"),
    (b"%PDF", 0, "a PDF"),
    (b"ftypavif", 4, "an AVIF"),
    (b"ftyphei", 4, "a HEIC photo"),
    (b"ftypmif1", 4, "a HEIC photo"),
    (b"ftyp", 4, "a video"),
    (b"\x1aE\xdf\xa3", 0, "a video"),
    (b"<svg", 0, "an SVG"),
)
# Start-of-frame markers of JPEG (ITU T.81, table B.1): C0 … CF without DHT, JPG and DAC.
_FRAME_MARKERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE_MARKERS = frozenset({0x01, *range(0xD0, 0xD9)})
_SCAN = b"\xff\xda"
# A progressive JPEG has about ten scans; each goes over the whole picture, and thousands of them fit into a small file.
_MOST_SCANS = 100


@dataclass(frozen=True, slots=True)
class Header:
    """`width` and `height` in pixels are what a decoder would set memory aside for; `frames` is at least 1.

    `is_progressive`: a JPEG whose decoder holds the coefficients of the whole picture.
    """

    format: PictureFormat
    width: int
    height: int
    frames: int = 1
    is_progressive: bool = False


def read_header(data: bytes, most_frames: int) -> Header:
    """What the file says. Counts no further than one frame more than `most_frames`.

    Raises UnreadablePicture: not a PNG, JPEG, WebP or GIF, or it ends before it has said its size.
    """
    try:
        if data.startswith(_PNG):
            return _png(data, most_frames)
        if data.startswith(_JPEG):
            return _jpeg(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data, most_frames)
        if data[:6] in (b"GIF87a", b"GIF89a"):
            return _gif(data, most_frames)
    except (TooShort, IndexError):
        raise broken() from None
    kind = next((f"This is {name}" for start, at, name in _OTHERS if data.startswith(start, at)), "This is no picture")
    raise UnreadablePicture(Unreadable.FORMAT, f"{kind} that can be used: send a PNG, JPEG, WebP or GIF.")


def broken() -> UnreadablePicture:
    """What is said of a file that begins like a picture and isn't one to the end."""
    return UnreadablePicture(Unreadable.BROKEN, "The picture is damaged or was cut short: send it again.")


def _png(data: bytes, most_frames: int) -> Header:
    if data[12:16] != b"IHDR":
        raise broken()
    width, height = unpack_from(">II", data, 16)
    frames, at = 1, 8
    # An animated PNG says how many frames it has before its first pixels.
    while at + 8 <= len(data):
        length, kind = unpack_from(">I4s", data, at)
        if kind == b"acTL":
            frames = min(unpack_from(">I", data, at + 8)[0], most_frames + 1)
        if kind in (b"acTL", b"IDAT"):
            break
        at += 12 + length
    return Header(PictureFormat.PNG, width, height, max(1, frames))


def _jpeg(data: bytes) -> Header:
    at = 2
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise broken()
        marker = data[at + 1]
        if marker in (0xFF, 0x00):  # padding
            at += 1
        elif marker in _BARE_MARKERS:
            at += 2
        elif marker in _FRAME_MARKERS:
            height, width = unpack_from(">HH", data, at + 5)
            if data.count(_SCAN) > _MOST_SCANS:
                raise broken()
            return Header(PictureFormat.JPEG, width, height, is_progressive=marker not in (0xC0, 0xC1))
        else:
            at += 2 + unpack_from(">H", data, at + 2)[0]


def _webp(data: bytes, most_frames: int) -> Header:
    """The largest size that any part of the file claims: the decoder believes each of them."""
    width = height = frames = 0
    for kind, at in _webp_chunks(data):
        if kind == b"VP8X":
            sizes = _three_bytes(data, at + 4) + 1, _three_bytes(data, at + 7) + 1
        elif kind == b"VP8 ":
            sizes = unpack_from("<H", data, at + 6)[0] & 0x3FFF, unpack_from("<H", data, at + 8)[0] & 0x3FFF
        elif kind == b"VP8L":
            bits = unpack_from("<I", data, at + 1)[0]
            sizes = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        elif kind == b"ANMF":
            frames += 1
            sizes = _three_bytes(data, at + 6) + 1, _three_bytes(data, at + 9) + 1
        else:
            continue
        width, height = max(width, sizes[0]), max(height, sizes[1])
        if frames > most_frames:
            break
    if not width:
        raise broken()
    return Header(PictureFormat.WEBP, width, height, max(1, frames))


def _webp_chunks(data: bytes) -> Iterator[tuple[bytes, int]]:
    """The kind and the place of each chunk's content (RFC 9649, 2.3)."""
    at = 12
    while at + 8 <= len(data):
        kind, length = unpack_from("<4sI", data, at)
        yield kind, at + 8
        at += 8 + length + length % 2


def _three_bytes(data: bytes, at: int) -> int:
    low, high = unpack_from("<HB", data, at)
    return int(low | high << 16)


def _gif(data: bytes, most_frames: int) -> Header:
    """Frames may reach beyond the screen that the file opens with, and the decoder makes room for them."""
    width, height, flags = unpack_from("<HHB", data, 6)
    at = 13 + _colours(flags)
    frames = 0
    while at < len(data) and data[at] != 0x3B and frames <= most_frames:
        if data[at] == 0x21:  # an extension: its kind, then blocks
            at = _after_blocks(data, at + 2)
        elif data[at] == 0x2C:
            left, top, frame_width, frame_height, flags = unpack_from("<HHHHB", data, at + 1)
            frames += 1
            width, height = max(width, left + frame_width), max(height, top + frame_height)
            at = _after_blocks(data, at + 11 + _colours(flags))
        else:
            at += 1  # decoders skip what they don't know
    if not frames:
        raise broken()
    return Header(PictureFormat.GIF, width, height, frames)


def _colours(flags: int) -> int:
    """The size of the colour table that follows, in bytes."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> int:
    while at < len(data) and data[at]:
        at += data[at] + 1
    return at + 1
