"""The watermark: a community's line in a strip below its memes, so that it covers neither picture nor words."""

from functools import lru_cache

from PIL import Image

from bot.domain.template import Across, Box, Face
from bot.pictures.painting import ink

# The strip's height as a share of the picture's width.
_STRIP = 0.045
_PAPER, _TEXT = "#141414", "#c8c8c8"


def with_watermark(picture: Image.Image, line: str) -> Image.Image:
    """The picture with the line below it; the picture itself if the line is blank."""
    if not line.strip():
        return picture
    strip = _strip(line, picture.width)
    marked = Image.new("RGB", (picture.width, picture.height + strip.height))
    marked.paste(picture, (0, 0))
    marked.paste(strip, (0, picture.height))
    return marked


@lru_cache(maxsize=16)
def _strip(line: str, width: int) -> Image.Image:
    strip = Image.new("RGB", (width, max(8, round(_STRIP * width))), _PAPER)
    box = Box(
        "watermark", 0.5, 0.5, 0.96, 0.8, colour=_TEXT, outline=None, face=Face.PLAIN, across=Across.RIGHT, largest=0.6
    )
    words = ink(line, box, strip.size)
    if words is not None:
        words.lay_on(strip)
    return strip
