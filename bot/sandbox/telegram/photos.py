"""Photos as the servers take and keep them: bounds checked, turned into JPEG, with a small and a large size."""

from __future__ import annotations

import hashlib
import io
import math

from PIL import Image, ImageOps

from bot.sandbox.telegram.errors import BotApiError, bad_request
from bot.sandbox.telegram.state import Photo, PhotoSize, StoredFile

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_PHOTO_SIDES = 10_000
"""Width and height together, in pixels."""
MAX_PHOTO_RATIO = 20
SIZES_PX = (90, 320, 1280)
"""The longer sides that the servers keep; a smaller picture keeps its own size as the last one."""

_JPEG_QUALITY = 87


def read_photo(content: bytes) -> Photo:
    """Check and convert an uploaded picture. Takes CPU time: call it off the loop. Raises BotApiError."""
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > MAX_PHOTO_BYTES:
        raise bad_request(
            f"file of size {len(content)} bytes is too big for a photo; the maximum size is {MAX_PHOTO_BYTES} bytes"
        )
    try:
        with Image.open(io.BytesIO(content)) as picture:
            _check_sides(picture.width, picture.height)
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except BotApiError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise bad_request("PHOTO_INVALID_DIMENSIONS") from error
    # Pillow's decoders raise all of these on broken files.
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, OverflowError) as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error
    unique = hashlib.sha256(content).hexdigest()[:14]
    longest = max(upright.size)
    sides = [side for side in SIZES_PX if side < longest] + ([longest] if longest <= SIZES_PX[-1] else [])
    return Photo(tuple(_scale(upright, side / longest, f"AQAD{unique}{i}") for i, side in enumerate(sides)), content)


def _check_sides(width: int, height: int) -> None:
    if (
        min(width, height) < 1
        or width + height > MAX_PHOTO_SIDES
        or max(width, height) > MAX_PHOTO_RATIO * min(width, height)
    ):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def _scale(picture: Image.Image, factor: float, unique_id: str) -> PhotoSize:
    width, height = (max(1, math.floor(side * factor + 0.5)) for side in picture.size)
    scaled = picture if factor == 1 else picture.resize((width, height), Image.Resampling.BILINEAR)
    buffer = io.BytesIO()
    scaled.save(buffer, "JPEG", quality=_JPEG_QUALITY)
    return PhotoSize(StoredFile(unique_id, buffer.getvalue(), f"photos/{unique_id}.jpg"), width, height)
