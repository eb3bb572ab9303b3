"""Pictures in the form that Telegram takes: as a photo, or as an animation where they move. Asks Telegram nothing."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Sequence

from aiogram.types import BufferedInputFile, InputMediaAnimation, InputMediaPhoto
from aiogram.types import Message as TelegramMessage

from bot.domain.caption import MOST_PICTURES
from bot.domain.picture import Picture, PictureFormat
from bot.errors import Refused

# Bot API, sendPhoto and sendAnimation.
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_ANIMATION_BYTES = 50 * 1024 * 1024
MAX_PHOTO_SIDES = 10_000  # width + height, px
MAX_PHOTO_RATIO = 20

_REMEMBERED = 1_000


def check(picture: Picture) -> None:
    """Raise Refused for what Telegram would refuse, before anything is sent."""
    most = MAX_ANIMATION_BYTES if picture.is_animated else MAX_PHOTO_BYTES
    if len(picture.data) > most:
        raise Refused(f"Telegram takes pictures of at most {most} bytes, and this one has {len(picture.data)}")
    if picture.is_animated:
        if picture.format is not PictureFormat.GIF:
            raise Refused("Telegram plays animated pictures only as GIF: have it painted as one")
        return
    shorter, longer = sorted((picture.width, picture.height))
    if shorter < 1 or shorter + longer > MAX_PHOTO_SIDES or longer > MAX_PHOTO_RATIO * shorter:
        raise Refused(
            f"Telegram takes no picture of {picture.width} × {picture.height}: both sides together have at most "
            f"{MAX_PHOTO_SIDES} pixels, and none is more than {MAX_PHOTO_RATIO} times the other"
        )


def check_all(pictures: Sequence[Picture]) -> None:
    """Raise Refused for what Telegram would refuse of one picture, or of several as an album (sendMediaGroup)."""
    if len(pictures) > MOST_PICTURES:
        raise Refused(f"Telegram takes at most {MOST_PICTURES} pictures in an album, and these are {len(pictures)}")
    if len(pictures) > 1 and any(picture.is_animated for picture in pictures):
        raise Refused("Telegram takes no animated pictures into an album: send them one by one")
    for picture in pictures:
        check(picture)


def upload(picture: Picture) -> BufferedInputFile:
    """The picture's bytes, to be sent along. Raises Refused as `check`."""
    check(picture)
    return BufferedInputFile(picture.data, picture.file_name)


def album(
    pictures: Sequence[Picture], caption: str, file: Callable[[Picture], BufferedInputFile | str] = upload
) -> list[InputMediaPhoto]:
    """Several pictures as one album with a caption, which stands under the first. Raises Refused as `check_all`."""
    check_all(pictures)
    captions = [caption or None, *[None] * (len(pictures) - 1)]
    return [
        InputMediaPhoto(media=file(picture), caption=own) for picture, own in zip(pictures, captions, strict=True)
    ]  # fmt: skip


class SentPictures:
    """What Telegram calls pictures that this bot has sent: a card is shown to many and redrawn often, and its picture
    need not be uploaded each time. Keeps the newest thousand.
    """

    def __init__(self) -> None:
        self._file_ids: OrderedDict[bytes, str] = OrderedDict()
        # Which picture of an album a message shows: an edit costs as much as a message, and most change none of them.
        self._shown: OrderedDict[tuple[int, int], bytes | None] = OrderedDict()

    def file(self, picture: Picture) -> BufferedInputFile | str:
        """The picture's name at Telegram, or what uploads it. Raises Refused as `check`."""
        return self._file_ids.get(_digest(picture)) or upload(picture)

    def media(self, picture: Picture, caption: str) -> InputMediaPhoto | InputMediaAnimation:
        """The same in the form in which it takes the place of another face. Raises Refused as `check`."""
        kind = InputMediaAnimation if picture.is_animated else InputMediaPhoto
        return kind(media=self.file(picture), caption=caption)

    def keep(self, picture: Picture, sent: TelegramMessage | bool) -> None:
        """Remember what Telegram calls a picture that it has just taken."""
        if isinstance(sent, bool):
            return
        file_id = sent.animation.file_id if sent.animation else sent.photo[-1].file_id if sent.photo else None
        if file_id:
            self._file_ids[_digest(picture)] = file_id
            if len(self._file_ids) > _REMEMBERED:
                self._file_ids.popitem(last=False)

    def shows(self, chat_id: int, message_id: int, picture: Picture | None) -> bool:
        """Whether a message of an album is known to show a picture; None: to be deleted."""
        place = chat_id, message_id
        return place in self._shown and self._shown[place] == (None if picture is None else _digest(picture))

    def place(self, chat_id: int, message_id: int, picture: Picture | None) -> None:
        """Remember which picture a message of an album shows; None: it is deleted."""
        self._shown[chat_id, message_id] = None if picture is None else _digest(picture)
        if len(self._shown) > _REMEMBERED:
            self._shown.popitem(last=False)

    def doubt(self, picture: Picture) -> None:
        """Forget what Telegram calls a picture: it did not take it by that name."""
        self._file_ids.pop(_digest(picture), None)


def _digest(picture: Picture) -> bytes:
    return hashlib.sha256(picture.data).digest()
