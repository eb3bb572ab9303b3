"""Fetches what people sent: photos by their file_id, in two steps, never more than the bot accepts."""

import asyncio
import math
import re
from contextlib import aclosing

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiohttp import ClientError, ClientResponseError

from bot.domain.unreadable import Unreadable, UnreadablePicture
from bot.errors import Refused, Retryable
from bot.platforms.telegram.translation import translated
from bot.ports import MOST_PHOTO_BYTES

FETCH_TIMEOUT_S = 30.0

_FILE_ID = re.compile(r"[A-Za-z0-9_-]{1,300}")
_FILE_PATH = re.compile(r"(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]{0,300}")
_CHUNK_BYTES = 64 * 1024


class TelegramPhotos:
    """Implements `ports.Photos`. A reference is a file_id, which is good for this bot alone."""

    def __init__(self, bot: Bot, *, timeout_s: float = FETCH_TIMEOUT_S) -> None:
        self._bot = bot
        self._timeout_s = timeout_s

    async def fetch(self, reference: str) -> bytes:
        """As the port says."""
        if _FILE_ID.fullmatch(reference) is None:
            raise Refused("that is no photo of Telegram's")
        try:
            async with asyncio.timeout(self._timeout_s):
                return await self._download(await self._path(reference))
        except TimeoutError:
            raise Retryable("Telegram gave no photo in time: try again in a moment", retry_after_s=5.0) from None

    async def _path(self, file_id: str) -> str:
        with translated("a photo", repeatable=True):
            try:
                file = await self._bot.get_file(file_id)
            except TelegramBadRequest as error:
                # Its words: "file is too big", for more than 20 MB.
                if "too big" in str(error.message):
                    raise _too_large() from error
                raise Refused("the photo is not there any more: send it again") from error
        if (file.file_size or 0) > MOST_PHOTO_BYTES:
            raise _too_large()
        if _FILE_PATH.fullmatch(file.file_path or "") is None:
            raise Refused("Telegram does not say where the photo is: send it again")
        return str(file.file_path)

    async def _download(self, path: str) -> bytes:
        """Errors of aiohttp are never chained: their messages hold the address, and that the token."""
        address = self._bot.session.api.file_url(self._bot.token, path)
        content = bytearray()
        try:
            stream = self._bot.session.stream_content(
                address, timeout=math.ceil(self._timeout_s), chunk_size=_CHUNK_BYTES, raise_for_status=True
            )
            async with aclosing(stream):
                async for chunk in stream:
                    content += chunk
                    if len(content) > MOST_PHOTO_BYTES:
                        raise _too_large()
        except ClientResponseError as error:
            if 400 <= error.status < 500 and error.status != 429:
                raise Refused("the photo is not there any more: send it again") from None
            raise Retryable(f"Telegram gave no photo (HTTP {error.status}): try again in a moment", 5.0) from None
        except (ClientError, OSError) as error:
            why = type(error).__name__
            raise Retryable(f"Telegram gave no photo ({why}): try again in a moment", 5.0) from None
        return bytes(content)


def _too_large() -> UnreadablePicture:
    return UnreadablePicture(
        Unreadable.TOO_MANY_BYTES, f"the photo is too large: at most {MOST_PHOTO_BYTES // 1_000_000} MB"
    )
