"""What a person did on Telegram, taken out of aiogram's types. None stands for what is not for this bot to read."""

import re

from aiogram.types import CallbackQuery, Update, User
from aiogram.types import InlineQuery as AiogramQuery
from aiogram.types import Message as TelegramMessage

from bot.domain.member import Address, Platform
from bot.domain.message import Incoming, InlineQuery, Press
from bot.platforms.telegram.text import clean
from bot.ports import MOST_PHOTO_BYTES

_ADDRESSED_COMMAND = re.compile(r"^(/\w+)@(\w+)(?!\S)")
# Bot API, Chat.id: "at most 52 significant bits". What is beyond would not fit a database's column either.
_MAX_ID = 2**52
_USERNAME = re.compile(r"[A-Za-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}")  # BCP 47, as far as clients send it


def incoming_of(update: Update, message: TelegramMessage, username: str) -> Incoming | None:
    """What a person wrote or which photo they sent, or None: neither, no person, another bot's command, or numbers out
    of range. Of an album only what has a text comes through.

    `username` is the bot's own, without @; a command addressed to it loses the address.
    """
    sender = message.from_user
    text = _addressed_to(username, clean(message.text or message.caption or ""))
    # Who writes in a group's or a channel's name (`sender_chat`) is a person behind one of Telegram's own bots.
    # A forward out of the linked channel comes from Telegram's own account, which is no bot's by its mark.
    if sender is None or (sender.is_bot and message.sender_chat is None) or message.is_automatic_forward:
        return None
    photo = _photo(message)
    if text is None or not (text or (photo and message.media_group_id is None)):
        return None
    reply_to = message.reply_to_message.message_id if message.reply_to_message else None
    if not _in_range(message.chat.id, sender.id, message.message_id, reply_to or 0):
        return None
    return Incoming(
        key=str(update.update_id),
        chat=Address(Platform.TELEGRAM, message.chat.id),
        sender=Address(Platform.TELEGRAM, sender.id),
        message_id=message.message_id,
        text=text,
        is_private=message.chat.type == "private",
        sent_at=message.date,
        reply_to=reply_to,
        language=_language(sender),
        reply_author=_author(message.reply_to_message),
        username=None if sender.is_bot else _username(sender),
        photo=photo,
        reply_photo=None if message.reply_to_message is None else _photo(message.reply_to_message),
    )


def press_of(update: Update, query: CallbackQuery) -> Press | None:
    """The button that a person pressed under a message in a chat, or None for a game's or an inline message's button.

    The message may be too old for Telegram to give its text; where it stands is known all the same.
    """
    if query.message is None or query.data is None:
        return None
    if not _in_range(query.message.chat.id, query.from_user.id, query.message.message_id):
        return None
    return Press(
        key=str(update.update_id),
        chat=Address(Platform.TELEGRAM, query.message.chat.id),
        sender=Address(Platform.TELEGRAM, query.from_user.id),
        message_id=query.message.message_id,
        action=clean(query.data),
        answer_to=clean(query.id),
        language=_language(query.from_user),
    )


def inline_of(update: Update, query: AiogramQuery) -> InlineQuery | None:
    """What a person types after the bot's name, or None from what is no person."""
    if query.from_user.is_bot or not _in_range(query.from_user.id):
        return None
    return InlineQuery(
        key=str(update.update_id),
        sender=Address(Platform.TELEGRAM, query.from_user.id),
        text=clean(query.query),
        answer_to=clean(query.id),
        language=_language(query.from_user),
    )


def _photo(message: TelegramMessage) -> str | None:
    """The file_id of the largest size of a photo that the bot would fetch, or of a picture that was sent as a file.

    A file is named whatever its size: who sent it is to hear that it is too large.
    """
    if message.photo:
        fitting = [size for size in message.photo if (size.file_size or 0) <= MOST_PHOTO_BYTES] or message.photo[:1]
        return clean(max(fitting, key=lambda size: size.width * size.height).file_id)
    document = message.document
    if document is not None and (document.mime_type or "").startswith("image/"):
        return clean(document.file_id)
    return None


def _author(answered: TelegramMessage | None) -> Address | None:
    """The person who wrote the message that was answered.

    In a forum every message that answers nothing answers the one that opened its topic: that means nobody.
    """
    if answered is None or answered.forum_topic_created is not None or answered.sender_chat is not None:
        return None
    person = answered.from_user
    if person is None or person.is_bot or not _in_range(person.id):
        return None
    return Address(Platform.TELEGRAM, person.id)


def _username(person: User) -> str | None:
    name = person.username or ""
    return name if _USERNAME.fullmatch(name) else None


def _addressed_to(username: str, text: str) -> str | None:
    match = _ADDRESSED_COMMAND.match(text)
    if match is None:
        return text
    if match[2].lower() != username.lower():
        return None
    return match[1] + text[match.end() :]


def _language(person: User) -> str | None:
    code = person.language_code or ""
    return code if _LANGUAGE.fullmatch(code) else None


def _in_range(*numbers: int) -> bool:
    return all(-_MAX_ID < number < _MAX_ID for number in numbers)
