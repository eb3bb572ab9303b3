"""Messages in Telegram's chats: texts and pictures with buttons, new faces for them, answers to presses. Plain text
throughout.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

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
from bot.domain.message import Buttons, Message, Press, Sent
from bot.domain.picture import Picture
from bot.domain.place import utf16_length
from bot.errors import Refused, Retryable, Unsure, WallflowerError
from bot.platforms.telegram.pictures import SentPictures, album
from bot.platforms.telegram.text import MAX_CALLBACK_ANSWER, MAX_CAPTION, clean, shorten, split_text
from bot.platforms.telegram.translation import translated

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class _Part:
    """What Telegram takes at once: a text, a picture with a caption that may be empty, or an album."""

    text: str
    pictures: tuple[Picture, ...] = ()


class TelegramChat:
    """Implements `ports.Chat` and `ports.Hearing`.

    A text longer than one message goes out as several. The last of them carries the buttons and its number is what
    `send` returns; an edit with a long text changes that last one, to the end of the new text. A text too long for a
    caption follows its picture in the same way, and so does the text of an album: an album has no buttons. A picture
    that a message has stays when its new face has none: Telegram takes none away.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._pictures = SentPictures()

    async def send(self, chat: Address, message: Message, key: str) -> Sent:
        """As the port says. Telegram recognises no repeats, so `key` goes nowhere.

        Raises Unsure also when some of several messages arrived and the next did not.
        """
        parts = _parts(message)
        what = f"the message to {chat}"
        shown: tuple[int, ...] = ()
        message_id = 0
        for number, part in enumerate(parts):
            is_first, is_last = number == 0, number == len(parts) - 1
            reply_to = message.reply_to if is_first else shown[0] if shown else None
            try:
                with translated(what, repeatable=False):
                    if len(part.pictures) > 1:
                        shown = await self._send_album(chat, part.pictures, _reply(reply_to))
                        message_id = shown[0]
                    else:
                        markup = _markup(message) if is_last else None
                        message_id = (await self._send(chat, part, markup=markup, reply=_reply(reply_to))).message_id
            except Retryable as error:
                if is_first or (number == 1 and shown and await self._took_back(chat, shown)):
                    raise
                raise Unsure(
                    f"{number} of {len(parts)} parts of {what} arrived: look there, then send the rest"
                ) from error
        return Sent(message_id, shown)

    async def _send_album(
        self, chat: Address, pictures: Sequence[Picture], reply: ReplyParameters | None
    ) -> tuple[int, ...]:
        media = album(pictures, "", self._pictures.file)
        with self._doubted(*pictures):
            sent = await self._bot.send_media_group(chat.number, list(media), reply_parameters=reply)
        if len(sent) != len(pictures):
            raise Unsure(f"Telegram speaks of {len(sent)} messages for an album of {len(pictures)}: look there")
        for picture, one in zip(pictures, sent, strict=True):
            self._pictures.keep(picture, one)
            self._pictures.place(chat.number, one.message_id, picture)
        return tuple(one.message_id for one in sent)

    async def _took_back(self, chat: Address, shown: Sequence[int]) -> bool:
        """Delete an album whose text did not follow: whoever sends both again would show the pictures twice."""
        try:
            with translated(f"the deletion of an album in {chat}", repeatable=True):
                return await self._bot.delete_messages(chat.number, list(shown))
        except WallflowerError:
            return False

    async def _send(
        self,
        chat: Address,
        part: _Part,
        *,
        markup: InlineKeyboardMarkup | ForceReply | None,
        reply: ReplyParameters | None,
    ) -> TelegramMessage:
        if not part.pictures:
            return await self._bot.send_message(
                chat.number,
                part.text,
                reply_markup=markup,
                reply_parameters=reply,
                link_preview_options=_NO_PREVIEW,
            )
        (picture,) = part.pictures
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
    def _doubted(self, *pictures: Picture) -> Iterator[None]:
        try:
            yield
        except TelegramBadRequest as error:
            # Its words: "wrong remote file identifier specified", "wrong file_id or …".
            if "wrong" in str(error.message) and "file" in str(error.message):
                for picture in pictures:
                    self._pictures.doubt(picture)
            raise

    async def edit(self, chat: Address, sent: Sent, message: Message) -> None:
        """As the port says. An edit may be repeated, so a lost answer is Retryable."""
        is_below_an_album = bool(sent.album) or len(message.pictures) > 1
        last = _parts(replace(message, pictures=()) if is_below_an_album else message)[-1]
        with translated(f"the edit of message {sent.message_id} in {chat}", repeatable=True):
            with _unmodified():
                if last.pictures:
                    (picture,) = last.pictures
                    await self._edit_picture(chat, sent.message_id, picture, last.text, _keyboard(message.buttons))
                else:
                    await self._edit_text(chat, sent.message_id, last.text, _keyboard(message.buttons))
            # Last: where somebody has deleted one of its messages, the words and buttons are right all the same.
            if sent.album and message.pictures:
                await self._edit_album(chat, sent.album, message.pictures)

    async def _edit_album(self, chat: Address, shown: Sequence[int], pictures: Sequence[Picture]) -> None:
        """Show these pictures in the messages of an album, and delete those for which there is none any more."""
        wanted = [*pictures, *[None] * (len(shown) - len(pictures))]
        for message_id, picture in zip(shown, wanted, strict=True):
            if self._pictures.shows(chat.number, message_id, picture):
                continue
            with _unmodified():
                if picture is None:
                    await self._bot.delete_message(chat.number, message_id)
                else:
                    await self._edit_picture(chat, message_id, picture, "", None)
            self._pictures.place(chat.number, message_id, picture)

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

    async def edit_buttons(self, chat: Address, message_id: int, buttons: Buttons) -> None:
        """As the port says. An edit may be repeated, so a lost answer is Retryable."""
        with translated(f"the edit of message {message_id} in {chat}", repeatable=True), _unmodified():
            await self._bot.edit_message_reply_markup(
                chat_id=chat.number, message_id=message_id, reply_markup=_keyboard(buttons)
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


@contextmanager
def _unmodified() -> Iterator[None]:
    """Whoever wants a message to be what it is, or away that is gone, has what they want."""
    try:
        yield
    except TelegramBadRequest as error:
        # Its words: "message is not modified", "message to delete not found".
        if not re.search("message is not modified|message to delete not found", str(error.message)):
            raise


def _parts(message: Message) -> list[_Part]:
    """What a message becomes, in order; at least one part."""
    text, pictures = clean(message.text), message.pictures
    if len(pictures) == 1 and utf16_length(text.strip()) <= MAX_CAPTION:
        return [_Part(text.strip(), pictures)]
    parts = [_Part(part) for part in split_text(text)]
    if not parts and (message.buttons or not pictures):
        raise Refused("a message without text can't be sent to Telegram: write something")
    return [_Part("", pictures), *parts] if pictures else parts


def _markup(message: Message) -> InlineKeyboardMarkup | ForceReply | None:
    if message.buttons or not message.asks_reply:
        return _keyboard(message.buttons)
    # Selective means: to the one whose message is answered. Without one it would be to nobody.
    return ForceReply(selective=message.reply_to is not None)


def _keyboard(buttons: Buttons) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=clean(button.label), callback_data=button.action) for button in row]
            for row in buttons
        ]
    )


def _reply(message_id: int | None) -> ReplyParameters | None:
    return None if message_id is None else ReplyParameters(message_id=message_id, allow_sending_without_reply=True)
