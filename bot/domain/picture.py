"""A picture as it travels: ready bytes, and what they are."""

from dataclasses import dataclass
from enum import StrEnum

# Pixels that a meme may be wide.
MIN_WIDTH, MAX_WIDTH = 100, 2000


class PictureFormat(StrEnum):
    """What a picture is written as; the value is also the end of its file's name."""

    JPEG = "jpg"
    PNG = "png"
    WEBP = "webp"
    GIF = "gif"

    @property
    def mime(self) -> str:
        """The media type (RFC 2046)."""
        return "image/jpeg" if self is PictureFormat.JPEG else f"image/{self.value}"


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture; `width` and `height` in pixels. `is_animated`: it has more than one frame.

    `words` is what can be read in it, for who can't see it.
    """

    data: bytes
    format: PictureFormat
    width: int
    height: int
    is_animated: bool = False
    words: str = ""

    @property
    def file_name(self) -> str:
        """What an upload calls it."""
        return f"meme.{self.format.value}"
