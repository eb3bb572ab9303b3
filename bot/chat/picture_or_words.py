"""A chat that takes no pictures gets their words: a group may forbid photos, a key may lack the right to them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

import structlog

from bot.domain.member import Address
from bot.domain.message import Buttons, Message, Press, Sent
from bot.errors import Misconfigured, Refused
from bot.ports import Chat

_log = structlog.get_logger()
Came = TypeVar("Came")


class PictureOrWords:
    """A platform's chats, as `Chat` says. A message whose pictures are refused is sent, or edited, with their words."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._told: dict[Address, str] = {}

    async def send(self, chat: Address, message: Message, key: str) -> Sent:
        """As the port says; what is raised is said of the words, where there are any."""
        return await self._said(
            chat,
            message,
            lambda: self._chat.send(chat, message, key),
            lambda words: self._chat.send(chat, words, f"{key}-words"),
        )

    async def edit(self, chat: Address, sent: Sent, message: Message) -> None:
        """As the port says. A message that was sent as words gets new words."""
        await self._said(
            chat,
            message,
            lambda: self._chat.edit(chat, sent, message),
            lambda words: self._chat.edit(chat, sent, words),
        )

    async def edit_buttons(self, chat: Address, message_id: int, buttons: Buttons) -> None:
        """As the port says."""
        await self._chat.edit_buttons(chat, message_id, buttons)

    async def answer(self, press: Press, text: str) -> None:
        """As the port says."""
        await self._chat.answer(press, text)

    async def _said(
        self,
        chat: Address,
        message: Message,
        whole: Callable[[], Awaitable[Came]],
        spoken: Callable[[Message], Awaitable[Came]],
    ) -> Came:
        try:
            return await whole()
        except (Refused, Misconfigured) as error:
            words = in_words(message)
            if words is None:
                raise
            came = await spoken(words)
            # For the operator, once: members go on asking, and each of them gets an answer.
            if self._told.get(chat) != str(error):
                self._told[chat] = str(error)
                _log.warning("a chat takes no pictures: it gets their words", chat=str(chat), problem=str(error))
            return came


def in_words(message: Message) -> Message | None:
    """The message with its pictures' words above its text, where they don't stand there already; None without any."""
    unsaid = [picture.words for picture in message.pictures if picture.words and picture.words not in message.text]
    text = "\n\n".join(part for part in (*unsaid, message.text) if part)
    if not message.pictures or not text:
        return None
    return replace(message, text=text, pictures=())
