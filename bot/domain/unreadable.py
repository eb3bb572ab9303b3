"""Why a file that somebody sent can't be taken as a picture; chats say it in the person's language."""

from enum import StrEnum

from bot.errors import Refused


class Unreadable(StrEnum):
    """What is wrong with a file that should have been a picture."""

    FORMAT = "format"
    BROKEN = "broken"
    TOO_MANY_BYTES = "too many bytes"
    TOO_MANY_PIXELS = "too many pixels"
    TOO_MANY_FRAMES = "too many frames"
    TOO_SMALL = "too small"
    TOO_LONG = "too long"


class UnreadablePicture(Refused):
    """A file was no picture that the bot takes. The message says why in English, `why` for whoever speaks otherwise."""

    def __init__(self, why: Unreadable, message: str) -> None:
        super().__init__(message)
        self.why = why
