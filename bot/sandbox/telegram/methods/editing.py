"""Methods that change messages that are there: edit, delete, pin."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.telegram.access import check_delete, check_edit, check_there, find_chat, find_message
from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.composing import read_caption, read_link_preview, read_text
from bot.sandbox.telegram.delivery import post, tell
from bot.sandbox.telegram.errors import BotApiError, bad_request
from bot.sandbox.telegram.keyboards import read_inline_keyboard
from bot.sandbox.telegram.methods.files import take_animation, take_photo
from bot.sandbox.telegram.objects import message_object
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.state import Animation, BotAccount, Dialog, FormattedText, JsonObject, Message, Photo

MAX_DELETED_AT_ONCE = 100

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as "
    "a current content and reply markup of the message"
)


@dataclass(frozen=True, slots=True)
class _Edition:
    """What an edit makes of a message; the keyboard goes where the edit names none."""

    keyboard: JsonObject | None
    text: FormattedText | None = None
    photo: Photo | None = None
    animation: Animation | None = None
    caption: FormattedText | None = None
    link_preview: JsonObject | None = None


async def edit_message_text(backend: Backend, bot: BotAccount, parameters: Parameters) -> JsonObject | bool:
    text = read_text(backend, parameters)
    keyboard = _read_keyboard(parameters)
    message = _find(backend, bot, parameters)
    if message.text is None:
        raise bad_request("there is no text in the message to edit")
    edition = _Edition(keyboard, text=text, link_preview=read_link_preview(parameters))
    return _edit(backend, bot, message, parameters, edition)


async def edit_message_caption(backend: Backend, bot: BotAccount, parameters: Parameters) -> JsonObject | bool:
    caption = read_caption(backend, parameters)
    keyboard = _read_keyboard(parameters)
    message = _find(backend, bot, parameters)
    if not message.has_media:
        raise bad_request("there is no caption in the message to edit")
    edition = _Edition(keyboard, photo=message.photo, animation=message.animation, caption=caption)
    return _edit(backend, bot, message, parameters, edition)


async def edit_message_media(backend: Backend, bot: BotAccount, parameters: Parameters) -> JsonObject | bool:
    """Puts a photo or an animation in the place of either or of a text; other media aren't taken here."""
    media = parameters.json("media")
    if not isinstance(media, dict) or media.get("type") not in {"photo", "animation"}:
        raise bad_request("can't parse InputMedia: media type isn't supported")
    one = Parameters(media, parameters.uploads)
    caption = read_caption(backend, one)
    photo, animation = None, None
    if media["type"] == "photo":
        photo = await take_photo(backend, bot, one, one.text("media"), "")
    else:
        animation = await take_animation(backend, bot, one, one.text("media"), "")
    keyboard = _read_keyboard(parameters)
    message = _find(backend, bot, parameters)
    if animation is not None and message.media_group_id is not None:
        raise bad_request("MEDIA_GROUPED_INVALID")  # an album takes no animations
    return _edit(
        backend, bot, message, parameters, _Edition(keyboard, photo=photo, animation=animation, caption=caption)
    )


async def edit_message_reply_markup(backend: Backend, bot: BotAccount, parameters: Parameters) -> JsonObject | bool:
    keyboard = _read_keyboard(parameters)
    message = _find(backend, bot, parameters)
    edition = _Edition(
        keyboard,
        text=message.text,
        photo=message.photo,
        animation=message.animation,
        caption=message.caption,
        link_preview=message.link_preview,
    )
    return _edit(backend, bot, message, parameters, edition)


def _read_keyboard(parameters: Parameters) -> JsonObject | None:
    return read_inline_keyboard(parameters.json("reply_markup", "reply keyboard markup"))


def _find(backend: Backend, bot: BotAccount, parameters: Parameters) -> Message:
    """The message to edit, by chat and id or by inline_message_id."""
    inline_id = parameters.text("inline_message_id")
    if inline_id:
        message = backend.state.inline_messages.get(inline_id)
        if message is None or message.via_bot is None or message.via_bot.id != bot.id:
            raise bad_request("MESSAGE_ID_INVALID")
        if message.id not in message.chat.messages:
            raise bad_request("MESSAGE_ID_INVALID")
        return message
    chat = find_chat(backend, bot, parameters)
    check_there(bot, chat)
    message = find_message(chat, parameters.integer("message_id"), "message to edit")
    check_edit(bot, message)
    return message


def _edit(
    backend: Backend, bot: BotAccount, message: Message, parameters: Parameters, edition: _Edition
) -> JsonObject | bool:
    before = (message.text, message.photo, message.animation, message.caption or FormattedText(""))
    after = (edition.text, edition.photo, edition.animation, edition.caption or FormattedText(""))
    content_changed = before != after
    if not content_changed and message.inline_keyboard == edition.keyboard:
        raise bad_request(_NOT_MODIFIED)
    backend.flood.admit(bot.id, message.chat)
    message.text, message.photo, message.animation = edition.text, edition.photo, edition.animation
    message.caption = edition.caption
    message.inline_keyboard, message.link_preview = edition.keyboard, edition.link_preview
    message.edit_date = backend.now
    if content_changed:
        tell(backend, message, edited=True)
    return True if parameters.text("inline_message_id") else message_object(message, bot.id)


async def delete_message(backend: Backend, bot: BotAccount, parameters: Parameters) -> bool:
    chat = find_chat(backend, bot, parameters)
    check_there(bot, chat)
    message = find_message(chat, parameters.integer("message_id"), "message to delete")
    check_delete(backend, bot, message)
    remove(message)
    return True


async def delete_messages(backend: Backend, bot: BotAccount, parameters: Parameters) -> bool:
    """Messages that aren't there or can't be deleted are passed over."""
    ids = parameters.json("message_ids")
    if not isinstance(ids, list) or not all(isinstance(message_id, int) for message_id in ids):
        raise bad_request("can't parse message identifiers: expected an Array of Integer")
    if not 1 <= len(ids) <= MAX_DELETED_AT_ONCE:
        raise bad_request(
            "message identifiers are not specified" if not ids else "too many message identifiers specified"
        )
    chat = find_chat(backend, bot, parameters)
    check_there(bot, chat)
    for message_id in ids:
        message = chat.messages.get(message_id)
        if message is None:
            continue
        try:
            check_delete(backend, bot, message)
        except BotApiError:
            continue
        remove(message)
    return True


def remove(message: Message) -> None:
    """Take a message out of its chat. The Bot API tells nobody."""
    chat = message.chat
    chat.messages.pop(message.id, None)
    if message.id in chat.pinned_ids:
        chat.pinned_ids.remove(message.id)


async def pin_chat_message(backend: Backend, bot: BotAccount, parameters: Parameters) -> bool:
    chat = find_chat(backend, bot, parameters)
    check_there(bot, chat)
    message = find_message(chat, parameters.integer("message_id"), "message to pin")
    if message.is_service:
        raise bad_request("message can't be pinned")
    if not isinstance(chat, Dialog):
        right = "can_edit_messages" if chat.kind == "channel" else "can_pin_messages"
        if not chat.members[bot.id].may(right):
            raise bad_request("not enough rights to manage pinned messages in the chat")
    if message.id in chat.pinned_ids:
        chat.pinned_ids.remove(message.id)
    chat.pinned_ids.append(message.id)
    post(backend, Message(backend.state.next_message_id(chat), chat, backend.now, bot.user, pinned=message))
    return True
