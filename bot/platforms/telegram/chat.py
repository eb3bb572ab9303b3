"""Messages in Telegram's chats: texts with buttons, new faces for them, answers to presses. Plain text throughout."""

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
)

from bot.domain.member import Address
from bot.domain.message import Message, Press
from bot.errors import Refused, Retryable, Unsure
from bot.platforms.telegram.text import MAX_CALLBACK_ANSWER, clean, shorten, split_text
from bot.platforms.telegram.translation import translated

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramChat:
    """Implements `ports.Chat` and `ports.Hearing`.

    A text longer than one message goes out as several. The last of them carries the buttons and its number is what
    `send` returns; an edit with a long text changes that last one, to the end of the new text.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def send(self, chat: Address, message: Message, key: str) -> int:
        """As the port says. Telegram recognises no repeats, so `key` goes nowhere.

        Raises Unsure also when some of several messages arrived and the next did not.
        """
        texts = _texts(message)
        what = f"the message to {chat}"
        sent_id = 0
        for number, text in enumerate(texts):
            is_first, is_last = number == 0, number == len(texts) - 1
            try:
                with translated(what, repeatable=False):
                    sent = await self._bot.send_message(
                        chat.number,
                        text,
                        reply_markup=_markup(message) if is_last else None,
                        reply_parameters=_reply(message) if is_first else None,
                        link_preview_options=_NO_PREVIEW,
                    )
            except Retryable as error:
                if is_first:
                    raise
                raise Unsure(
                    f"{number} of {len(texts)} parts of {what} arrived: look there, then send the rest"
                ) from error
            sent_id = sent.message_id
        return sent_id

    async def edit(self, chat: Address, message_id: int, message: Message) -> None:
        """As the port says. An edit may be repeated, so a lost answer is Retryable."""
        with translated(f"the edit of message {message_id} in {chat}", repeatable=True):
            try:
                await self._bot.edit_message_text(
                    _texts(message)[-1],
                    chat_id=chat.number,
                    message_id=message_id,
                    reply_markup=_keyboard(message),
                    link_preview_options=_NO_PREVIEW,
                )
            except TelegramBadRequest as error:
                if "message is not modified" not in str(error.message):
                    raise

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


def _texts(message: Message) -> list[str]:
    texts = split_text(clean(message.text))
    if not texts:
        raise Refused("a message without text can't be sent to Telegram: write something")
    return texts


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
