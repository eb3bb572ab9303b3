"""Pictures for the tests: real ones, and headers that promise more than there is."""

import io
import struct
import zlib

from PIL import Image


def picture(width: int = 64, height: int = 48, form: str = "PNG", colour: str = "teal") -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, form)
    return buffer.getvalue()


def moving_picture(width: int = 64, height: int = 48, frames: int = 3) -> bytes:
    """A GIF of half a second a frame."""
    buffer = io.BytesIO()
    pictures = [Image.new("RGB", (width, height), (number * 40, 90, 90)) for number in range(frames)]
    pictures[0].save(buffer, "GIF", save_all=True, append_images=pictures[1:], duration=500)
    return buffer.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes of PNG whose header names these sides: unpacking them would take 3·width·height bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
