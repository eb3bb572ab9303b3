"""Posts to Telegram's channels and groups, each once, and deletes what it posted."""

from collections.abc import Sequence
from datetime import datetime

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import LinkPreviewOptions
from aiogram.types import Message as TelegramMessage

from bot.domain.picture import Picture
from bot.domain.place import MAX_CAPTION, MAX_POST, Place, fits, utf16_length
from bot.errors import Refused, Unsure
from bot.platforms.telegram.pictures import album, check_all, upload
from bot.platforms.telegram.rate_limits import SendAnimationOnce, SendMediaGroupOnce, SendOnce, SendPhotoOnce
from bot.platforms.telegram.text import clean
from bot.platforms.telegram.translation import translated


class TelegramChannel:
    """Implements `ports.Channel`. A remote id is `CHAT:MESSAGE`, the chat a number even where the place is a name; that
    of an album `CHAT:MESSAGE,MESSAGE`, with all its messages.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def attach(self, place: Place, pictures: Sequence[Picture]) -> str | None:
        """As the port says: always None, pictures travel with their post. Raises Refused for what can't."""
        check_all(pictures)
        return None

    async def publish(
        self, place: Place, text: str, key: str, pictures: Sequence[Picture] = (), attachment: str | None = None
    ) -> str:
        """As the port says. Telegram recognises no repeats, so `key` goes nowhere; nor does `attachment`."""
        if not fits(place, text, has_picture=bool(pictures)):
            least, most = (0, MAX_CAPTION[place.platform]) if pictures else (1, MAX_POST[place.platform])
            raise Refused(
                f"a Telegram post {'with a picture ' if pictures else ''}has {least} to {most} UTF-16 units and "
                f"this text has {utf16_length(text)}: edit it"
            )
        if clean(text) != text:
            raise Refused("the text holds characters that can't be sent (NUL or half a surrogate pair): edit it")
        chat_id = place.name if place.name.startswith("@") else int(place.name)
        with translated(f"the post for {place}", repeatable=False, is_place=True):
            sent = await self._send(chat_id, text, pictures)
        return f"{sent[0].chat.id}:{','.join(str(one.message_id) for one in sent)}"

    async def take_down(self, place: Place, remote_id: str) -> None:
        """As the port says. Telegram deletes a bot's messages for 48 hours only: later Refused."""
        chat_id, _, message_ids = remote_id.rpartition(":")
        # One by one: deleteMessages doesn't tell which of them it has passed over.
        for message_id in message_ids.split(","):
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

    async def _send(self, chat_id: int | str, text: str, pictures: Sequence[Picture]) -> Sequence[TelegramMessage]:
        if len(pictures) > 1:
            sent = await self._bot(SendMediaGroupOnce(chat_id=chat_id, media=album(pictures, text)))
            if len(sent) != len(pictures):
                raise Unsure(f"Telegram speaks of {len(sent)} messages for an album of {len(pictures)}: look there")
            return sent
        return [await self._bot(_one(chat_id, text, *pictures))]


def _one(chat_id: int | str, text: str, picture: Picture | None = None) -> SendOnce | SendPhotoOnce | SendAnimationOnce:
    if picture is None:
        return SendOnce(chat_id=chat_id, text=text, link_preview_options=LinkPreviewOptions(is_disabled=True))
    if picture.is_animated:
        return SendAnimationOnce(chat_id=chat_id, animation=upload(picture), caption=text or None)
    return SendPhotoOnce(chat_id=chat_id, photo=upload(picture), caption=text or None)
