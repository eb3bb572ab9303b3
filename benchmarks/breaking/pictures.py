"""Pictures as the judge knows them: by what is in the file, which a bot, the judge and the platforms all have."""

import hashlib
from collections.abc import Iterable

from bot.domain.caption import captions_from_json
from bot.flow.painting import painted
from bot.pictures.painter import PillowPainter

# As long as what the sandbox of Telegram calls a photo by.
_HEX_DIGITS = 14


def name_of(content: bytes) -> str:
    """What stands for a picture in a list of texts."""
    return named(hashlib.sha256(content).hexdigest())


def named(digest: str) -> str:
    """The same, from the beginning of the file's SHA-256."""
    return f"picture {digest[:_HEX_DIGITS]}"


def together(names: Iterable[str]) -> str:
    """What stands for a post with these pictures, an album of them if there are several."""
    return " + ".join(names)


class Catalogue:
    """The names of the pictures that captions become. Paints each once, by itself: not as the bots do, but with it."""

    def __init__(self) -> None:
        self._painter = PillowPainter()
        self._names: dict[str, str] = {}

    async def name(self, captions: str) -> str:
        """Of the pictures of captions, which are given as a draft keeps them."""
        if captions not in self._names:
            pictures = [await painted(self._painter, caption) for caption in captions_from_json(captions)]
            self._names[captions] = together(name_of(picture.data) for picture in pictures)
        return self._names[captions]
