"""Animations as the servers take them. They stay the GIF that was sent; the original makes silent MP4 of it."""

from __future__ import annotations

import hashlib
import io

from PIL import Image

from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.state import Animation, StoredFile

MAX_ANIMATION_BYTES = 50 * 1024 * 1024
_MOST_PIXELS = 25_000_000  # of all frames together; the sandbox unpacks no more to count their time
_DEFAULT_FRAME_MS = 100


def read_animation(content: bytes) -> Animation:
    """Check an uploaded GIF. Takes CPU time: call it off the loop. Raises BotApiError, also for other kinds of file."""
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > MAX_ANIMATION_BYTES:
        raise bad_request(f"file of size {len(content)} bytes is too big; the maximum size is {MAX_ANIMATION_BYTES}")
    try:
        with Image.open(io.BytesIO(content), formats=["GIF"]) as picture:
            width, height, duration_ms, pixels = picture.width, picture.height, 0, 0
            for frame in range(getattr(picture, "n_frames", 1)):
                picture.seek(frame)
                duration_ms += picture.info.get("duration", 0) or _DEFAULT_FRAME_MS
                pixels += width * height
                if pixels > _MOST_PIXELS:
                    raise bad_request("MEDIA_INVALID")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise bad_request("MEDIA_INVALID") from error
    # Pillow's decoders raise all of these on broken files.
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, OverflowError) as error:
        raise bad_request("MEDIA_INVALID: the sandbox takes animations as GIF only") from error
    unique_id = f"AgAD{hashlib.sha256(content).hexdigest()[:14]}"
    file = StoredFile(unique_id, content, f"animations/{unique_id}.gif", "animation")
    return Animation(file, width, height, round(duration_ms / 1000))
