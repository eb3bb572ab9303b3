"""Messages in Telegram's chats: texts and pictures with buttons, new faces for them, answers to presses. Plain text
throughout.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)
from aiogram.types import Message as TelegramMessage

from bot.domain.member import Address
from bot.domain.message import Message, Press
from bot.domain.picture import Picture
from bot.domain.place import utf16_length
from bot.errors import Refused, Retryable, Unsure
from bot.platforms.telegram.pictures import SentPictures
from bot.platforms.telegram.text import MAX_CALLBACK_ANSWER, MAX_CAPTION, clean, shorten, split_text
from bot.platforms.telegram.translation import translated

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class _Part:
    """One message of Telegram's: a text, or a picture with a caption that may be empty."""

    text: str
    picture: Picture | None = None


class TelegramChat:
    """Implements `ports.Chat` and `ports.Hearing`.

    A text longer than one message goes out as several. The last of them carries the buttons and its number is what
    `send` returns; an edit with a long text changes that last one, to the end of the new text. A text too long for a
    caption follows its picture in the same way. A picture that a message has stays when its new face has none: Telegram
    takes none away.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._pictures = SentPictures()

    async def send(self, chat: Address, message: Message, key: str) -> int:
        """As the port says. Telegram recognises no repeats, so `key` goes nowhere.

        Raises Unsure also when some of several messages arrived and the next did not.
        """
        parts = _parts(message)
        what = f"the message to {chat}"
        sent_id = 0
        for number, part in enumerate(parts):
            is_first, is_last = number == 0, number == len(parts) - 1
            try:
                with translated(what, repeatable=False):
                    sent = await self._send(
                        chat,
                        part,
                        markup=_markup(message) if is_last else None,
                        reply=_reply(message) if is_first else None,
                    )
            except Retryable as error:
                if is_first:
                    raise
                raise Unsure(
                    f"{number} of {len(parts)} parts of {what} arrived: look there, then send the rest"
                ) from error
            sent_id = sent.message_id
        return sent_id

    async def _send(
        self,
        chat: Address,
        part: _Part,
        *,
        markup: InlineKeyboardMarkup | ForceReply | None,
        reply: ReplyParameters | None,
    ) -> TelegramMessage:
        picture = part.picture
        if picture is None:
            return await self._bot.send_message(
                chat.number,
                part.text,
                reply_markup=markup,
                reply_parameters=reply,
                link_preview_options=_NO_PREVIEW,
            )
        file, caption = self._pictures.file(picture), part.text or None
        with self._doubted(picture):
            if picture.is_animated:
                sent = await self._bot.send_animation(
                    chat.number, file, caption=caption, reply_markup=markup, reply_parameters=reply
                )
            else:
                sent = await self._bot.send_photo(
                    chat.number, file, caption=caption, reply_markup=markup, reply_parameters=reply
                )
        self._pictures.keep(picture, sent)
        return sent

    @contextmanager
    def _doubted(self, picture: Picture) -> Iterator[None]:
        try:
            yield
        except TelegramBadRequest as error:
            # Its words: "wrong remote file identifier specified", "wrong file_id or …".
            if "wrong" in str(error.message) and "file" in str(error.message):
                self._pictures.doubt(picture)
            raise

    async def edit(self, chat: Address, message_id: int, message: Message) -> None:
        """As the port says. An edit may be repeated, so a lost answer is Retryable."""
        last = _parts(message)[-1]
        with translated(f"the edit of message {message_id} in {chat}", repeatable=True):
            try:
                if last.picture is not None:
                    await self._edit_picture(chat, message_id, last.picture, last.text, _keyboard(message))
                else:
                    await self._edit_text(chat, message_id, last.text, _keyboard(message))
            except TelegramBadRequest as error:
                if "message is not modified" not in str(error.message):
                    raise

    async def _edit_picture(
        self, chat: Address, message_id: int, picture: Picture, caption: str, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        media = self._pictures.media(picture, caption)
        with self._doubted(picture):
            edited = await self._bot.edit_message_media(
                media, chat_id=chat.number, message_id=message_id, reply_markup=keyboard
            )
        self._pictures.keep(picture, edited)

    async def _edit_text(
        self, chat: Address, message_id: int, text: str, keyboard: InlineKeyboardMarkup | None
    ) -> None:
        try:
            await self._bot.edit_message_text(
                text,
                chat_id=chat.number,
                message_id=message_id,
                reply_markup=keyboard,
                link_preview_options=_NO_PREVIEW,
            )
        except TelegramBadRequest as error:
            # Its words: "there is no text in the message to edit". Then it has a picture, and that a caption.
            if "no text in the message" not in str(error.message):
                raise
            await self._bot.edit_message_caption(
                chat_id=chat.number,
                message_id=message_id,
                caption=shorten(text, MAX_CAPTION),
                reply_markup=keyboard,
            )

    async def hears_everything(self, chat: Address) -> bool:
        """As the port `Hearing` says: with privacy mode off, or as an administrator of the group."""
        with translated(f"what the bot may hear in {chat}", repeatable=True):
            me = await self._bot.get_me()
            if me.can_read_all_group_messages:
                return True
            return (await self._bot.get_chat_member(chat.number, me.id)).status == "administrator"

    async def answer(self, press: Press, text: str) -> None:
        """As the port says. The text is cut to Telegram's 200 characters."""
        with translated(f"the answer to a button pressed in {press.chat}", repeatable=True):
            try:
                await self._bot.answer_callback_query(
                    press.answer_to, shorten(clean(text), MAX_CALLBACK_ANSWER) or None
                )
            except TelegramBadRequest as error:
                # Its words: "query is too old and response timeout expired or query ID is invalid".
                if "query is too old" not in str(error.message):
                    raise


def _parts(message: Message) -> list[_Part]:
    """The messages that a message becomes, in their order; at least one."""
    text, picture = clean(message.text), message.picture
    if picture is not None and utf16_length(text.strip()) <= MAX_CAPTION:
        return [_Part(text.strip(), picture)]
    parts = [_Part(part) for part in split_text(text)]
    if not parts:
        raise Refused("a message without text can't be sent to Telegram: write something")
    return parts if picture is None else [_Part("", picture), *parts]


def _markup(message: Message) -> InlineKeyboardMarkup | ForceReply | None:
    if message.buttons or not message.asks_reply:
        return _keyboard(message)
    # Selective means: to the one whose message is answered. Without one it would be to nobody.
    return ForceReply(selective=message.reply_to is not None)


def _keyboard(message: Message) -> InlineKeyboardMarkup | None:
    if not message.buttons:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=clean(button.label), callback_data=button.action) for button in row]
            for row in message.buttons
        ]
    )


def _reply(message: Message) -> ReplyParameters | None:
    if message.reply_to is None:
        return None
    return ReplyParameters(message_id=message.reply_to, allow_sending_without_reply=True)
