"""Files that want to harm who opens them, each made here, each small on the disk."""

import struct
import zlib
from io import BytesIO

import numpy as np
from PIL import Image

_PNG = b"\x89PNG\r\n\x1a\n"


def png(width: int, height: int, *before: tuple[bytes, bytes], rows: bytes | None = None, end: bool = True) -> bytes:
    """A PNG of grey zeros with further chunks before its pixels; `rows` takes the place of its compressed rows."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), *before, (b"IDAT", _zeros(height * (width + 1)) if rows is None else rows)]
    return _PNG + b"".join(_chunk(*chunk) for chunk in [*chunks, *([(b"IEND", b"")] if end else [])])


def png_with_text_bomb(chunks: int) -> bytes:
    """Each chunk of text is 900,000 letters when it is unpacked."""
    text = b"note\0\0" + zlib.compress(b"a" * 900_000, 9)
    return png(100, 100, *[(b"zTXt", text)] * chunks)


def png_with_profile_bomb() -> bytes:
    """A colour profile of 400 MB when it is unpacked."""
    return png(100, 100, (b"iCCP", b"p\0\0" + _zeros(400_000_000)))


def gif(width: int, height: int, frames: int, *, frame_size: tuple[int, int] | None = None) -> bytes:
    """A GIF whose frames hold one pixel's worth of data and claim any size."""
    frame = struct.pack("<BHHHHB", 0x2C, 0, 0, *(frame_size or (width, height)), 0) + b"\x02\x02\x4c\x01\x00"
    return b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff" + frame * frames + b";"


def webp(width: int, height: int) -> bytes:
    """A real lossless WebP of one colour: 16,383 squared are under 2 kB. Made from a small one by its header alone."""
    plain = bytearray(saved("WEBP", lossless=True))
    bits = struct.unpack_from("<I", plain, 21)[0]
    struct.pack_into("<I", plain, 21, (bits & ~0xFFFFFFF) | (width - 1) | (height - 1) << 14)
    return bytes(plain)


def webp_with_canvas(width: int, height: int) -> bytes:
    """An extended WebP whose canvas is far larger than the picture on it."""
    image = saved("WEBP", lossless=True)[12:]
    canvas = struct.pack("<I", 0) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + canvas + image
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jpeg_of_many_scans(scans: int) -> bytes:
    """A progressive JPEG that sends its first scan over and over."""
    whole = saved("JPEG", picture=Image.new("RGB", (2_000, 2_000)), progressive=True)
    at = whole.index(b"\xff\xda")
    end = next(place for place in range(at + 14, len(whole)) if whole[place] == 0xFF and whole[place + 1] != 0)
    return whole[:at] + whole[at:end] * scans + whole[at:]


def jpeg_claiming(width: int, height: int) -> bytes:
    """A JPEG whose header claims another size than it has pixels for."""
    plain = bytearray(saved("JPEG"))
    at = plain.index(b"\xff\xc0")
    struct.pack_into(">HH", plain, at + 5, height, width)
    return bytes(plain)


def animation(kind: str, frames: int) -> bytes:
    """A real animation of small frames, each unlike the last."""
    pictures = [Image.new("RGB", (40, 40), (number % 16 * 16, number // 16 * 4, 0)) for number in range(frames)]
    return saved(kind, picture=pictures[0], save_all=True, append_images=pictures[1:], duration=20)


def saved(kind: str, *, side: int = 64, picture: Image.Image | None = None, **options: object) -> bytes:
    """A valid file: a gradient, or `picture`."""
    if picture is None:
        rows, columns = np.mgrid[0:side, 0:side] * 255 // side
        picture = Image.fromarray(np.stack([rows, columns, rows // 2], axis=-1).astype(np.uint8))
    written = BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def _zeros(count: int) -> bytes:
    """So many zeros as zlib writes them (RFC 1950), without ever having them: one packed piece over and over."""
    piece = 1 << 20
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(bytes(piece)) + packer.flush(zlib.Z_FULL_FLUSH)
    last = zlib.compressobj(9, wbits=-15)
    rest = last.compress(bytes(count % piece)) + last.flush()
    checksum = count % 65_521 << 16 | 1  # Adler-32 of zeros
    return b"\x78\xda" + packed * (count // piece) + rest + struct.pack(">I", checksum)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
