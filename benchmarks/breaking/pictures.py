"""Pictures as the judge knows them: by what is in the file, which a bot, the judge and the platforms all have."""

import hashlib

from bot.domain.caption import Caption
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


class Catalogue:
    """The names of the pictures that captions become. Paints each once, by itself: not as the bots do, but with it."""

    def __init__(self) -> None:
        self._painter = PillowPainter()
        self._names: dict[str, str] = {}

    async def name(self, caption: str) -> str:
        """Of the picture of a caption, which is given as a draft keeps it."""
        if caption not in self._names:
            self._names[caption] = name_of((await painted(self._painter, Caption.from_json(caption))).data)
        return self._names[caption]
