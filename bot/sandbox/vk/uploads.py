"""The upload server's judgement: is this an image that VK takes, and what does it answer about it?"""

from __future__ import annotations

import io
import json
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable

SERVER_NUMBER = 627_123
DOC_PURPOSES = frozenset({"doc", "private doc"})
_FORMATS = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif"}
_MOST_SIDES = 14_000  # width + height, px
_MOST_RATIO = 20


@dataclass(frozen=True, slots=True)
class Ticket:
    """What an upload address was given out for, and whose photo or file it will be.

    "wall" and "messages" are for photos, "doc" and "private doc" for files.
    """

    purpose: str
    owner_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class TakenImage:
    body: bytes
    mime: str
    width: int
    height: int


def read_image(body: bytes) -> TakenImage | None:
    """The image with its size, read from its header; None for what VK would refuse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(body), formats=list(_FORMATS)) as image:
                kind, (width, height) = image.format, image.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None
    if kind is None or min(width, height) < 1 or width + height > _MOST_SIDES:
        return None
    if max(width, height) > _MOST_RATIO * min(width, height):
        return None
    return TakenImage(body, _FORMATS[kind], width, height)


def photo_field(images: Iterable[TakenImage], secret: str) -> str:
    """The `photo` text that a client hands on to the save method unread; `[]` where nothing was taken."""
    return json.dumps(
        [{"photo": secret, "sizes": [], "kid": "", "size": [image.width, image.height]} for image in images]
    )
