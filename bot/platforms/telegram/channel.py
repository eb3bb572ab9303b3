"""Posts to Telegram's channels and groups, each once, and deletes what it posted."""

from datetime import datetime

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import LinkPreviewOptions

from bot.domain.picture import Picture
from bot.domain.place import MAX_CAPTION, MAX_POST, Place, fits, utf16_length
from bot.errors import Refused, Unsure
from bot.platforms.telegram.pictures import check, upload
from bot.platforms.telegram.rate_limits import SendAnimationOnce, SendOnce, SendPhotoOnce
from bot.platforms.telegram.text import clean
from bot.platforms.telegram.translation import translated


class TelegramChannel:
    """Implements `ports.Channel`. A remote id is `CHAT:MESSAGE`, the chat a number even where the place is a name."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def attach(self, place: Place, picture: Picture) -> str | None:
        """As the port says: always None, a picture travels with its post. Raises Refused for one that can't."""
        check(picture)
        return None

    async def publish(
        self, place: Place, text: str, key: str, picture: Picture | None = None, attachment: str | None = None
    ) -> str:
        """As the port says. Telegram recognises no repeats, so `key` goes nowhere; nor does `attachment`."""
        if not fits(place, text, has_picture=picture is not None):
            least, most = (1, MAX_POST[place.platform]) if picture is None else (0, MAX_CAPTION[place.platform])
            raise Refused(
                f"a Telegram post {'' if picture is None else 'with a picture '}has {least} to {most} UTF-16 units and "
                f"this text has {utf16_length(text)}: edit it"
            )
        if clean(text) != text:
            raise Refused("the text holds characters that can't be sent (NUL or half a surrogate pair): edit it")
        chat_id = place.name if place.name.startswith("@") else int(place.name)
        with translated(f"the post for {place}", repeatable=False, is_place=True):
            sent = await self._bot(_send(chat_id, text, picture))
        return f"{sent.chat.id}:{sent.message_id}"

    async def take_down(self, place: Place, remote_id: str) -> None:
        """As the port says. Telegram deletes a bot's messages for 48 hours only: later Refused."""
        chat_id, _, message_id = remote_id.rpartition(":")
        with translated(f"the deletion of the post in {place}", repeatable=True):
            try:
                await self._bot.delete_message(int(chat_id), int(message_id))
            except TelegramBadRequest as error:
                # Its words: "message to delete not found".
                if "not found" not in str(error.message) or "chat not found" in str(error.message):
                    raise

    async def find(self, place: Place, text: str, since: datetime, attachment: str | None = None) -> str | None:
        """Always raises Unsure: a bot can't read a chat's history."""
        raise Unsure(f"a bot can't read what stands in {place}: look there whether the post arrived")


def _send(chat_id: int | str, text: str, picture: Picture | None) -> SendOnce | SendPhotoOnce | SendAnimationOnce:
    if picture is None:
        return SendOnce(chat_id=chat_id, text=text, link_preview_options=LinkPreviewOptions(is_disabled=True))
    if picture.is_animated:
        return SendAnimationOnce(chat_id=chat_id, animation=upload(picture), caption=text or None)
    return SendPhotoOnce(chat_id=chat_id, photo=upload(picture), caption=text or None)
