"""Methods that put messages into chats."""

from __future__ import annotations

from bot.sandbox.telegram.access import SendKind, check_read, check_write, find_chat, find_message
from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.composing import Envelope, read_caption, read_envelope, read_link_preview, read_text
from bot.sandbox.telegram.delivery import post
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.methods.files import take_animation, take_photo
from bot.sandbox.telegram.objects import chat_object, message_object, user_object
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.state import Animation, BotAccount, Chat, Document, FormattedText, JsonObject, Message, Photo

ALBUM_SIZES = range(2, 11)
CHAT_ACTIONS = frozenset(
    {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document"}
    | {"choose_sticker", "find_location", "record_video_note", "upload_video_note"}
)


async def send_message(backend: Backend, bot: BotAccount, parameters: Parameters) -> JsonObject:
    text = read_text(backend, parameters)
    link_preview = read_link_preview(parameters)
    chat = find_chat(backend, bot, parameters)
    check_write(bot, chat)
    envelope = read_envelope(parameters, chat)
    backend.flood.admit(bot.id, chat)
    message = _send(backend, bot, chat, envelope, text=text, link_preview=link_preview)
    return message_object(message, bot.id)


async def send_photo(backend: Backend, bot: BotAccount, parameters: Parameters) -> JsonObject:
    caption = read_caption(backend, parameters)
    photo = await take_photo(backend, bot, parameters, parameters.text("photo"), "photo")
    chat = find_chat(backend, bot, parameters)
    check_write(bot, chat, "photos")
    envelope = read_envelope(parameters, chat)
    backend.flood.admit(bot.id, chat)
    message = _send(backend, bot, chat, envelope, photo=photo, caption=caption)
    _set_looks(message, parameters)
    return message_object(message, bot.id)


async def send_animation(backend: Backend, bot: BotAccount, parameters: Parameters) -> JsonObject:
    caption = read_caption(backend, parameters)
    animation = await take_animation(backend, bot, parameters, parameters.text("animation"), "animation")
    chat = find_chat(backend, bot, parameters)
    check_write(bot, chat, "animations")
    envelope = read_envelope(parameters, chat)
    backend.flood.admit(bot.id, chat)
    message = _send(backend, bot, chat, envelope, animation=animation, caption=caption)
    _set_looks(message, parameters)
    return message_object(message, bot.id)


async def send_media_group(backend: Backend, bot: BotAccount, parameters: Parameters) -> list[JsonObject]:
    """An album of 2 to 10 photos; other kinds of media aren't taken here."""
    media = parameters.json("media")
    if not isinstance(media, list):
        raise bad_request("can't parse media: expected an Array of InputMedia")
    if len(media) not in ALBUM_SIZES:
        few = len(media) < ALBUM_SIZES.start
        raise bad_request(f"too {'few' if few else 'many'} messages to send as an album")
    parts: list[tuple[Photo, FormattedText, Parameters]] = []
    for number, given in enumerate(media, 1):
        if not isinstance(given, dict):
            raise bad_request("can't parse InputMedia: expected an Object")
        if given.get("type") != "photo":
            raise bad_request(f"can't parse InputMedia: failed to send message #{number}: media type isn't supported")
        one = Parameters(given, parameters.uploads)
        caption = read_caption(backend, one)
        parts.append((await take_photo(backend, bot, one, one.text("media"), ""), caption, one))
    chat = find_chat(backend, bot, parameters)
    check_write(bot, chat, "photos")
    envelope = read_envelope(Parameters({**parameters.values, "reply_markup": None}), chat)
    backend.flood.admit(bot.id, chat, messages=len(parts))
    group_id = str(1_300_000_000_000_000_0 + next(backend.state.ids))
    messages: list[Message] = []
    for photo, caption, one in parts:
        message = _send(backend, bot, chat, envelope, photo=photo, caption=caption, media_group_id=group_id)
        _set_looks(message, one)
        messages.append(message)
    return [message_object(message, bot.id) for message in messages]


async def copy_message(backend: Backend, bot: BotAccount, parameters: Parameters) -> JsonObject:
    original = _find_original(backend, bot, parameters, "message to copy")
    caption = read_caption(backend, parameters) if parameters.has("caption") else original.caption
    chat = find_chat(backend, bot, parameters)
    check_write(bot, chat, _kind(original))
    envelope = read_envelope(parameters, chat)
    if original.is_service:
        raise bad_request("message can't be copied")
    backend.flood.admit(bot.id, chat)
    copied = _send(
        backend,
        bot,
        chat,
        envelope,
        text=original.text,
        photo=original.photo,
        animation=original.animation,
        document=original.document,
        caption=caption,
    )
    return {"message_id": copied.id}


async def forward_message(backend: Backend, bot: BotAccount, parameters: Parameters) -> JsonObject:
    original = _find_original(backend, bot, parameters, "message to forward")
    chat = find_chat(backend, bot, parameters)
    check_write(bot, chat, _kind(original))
    if original.is_service or original.has_protected_content:
        raise bad_request("message can't be forwarded")
    backend.flood.admit(bot.id, chat)
    envelope = Envelope(None, None, None, parameters.boolean("protect_content"))
    origin = original.forward_origin or forward_origin(original)
    forwarded = _send(
        backend,
        bot,
        chat,
        envelope,
        text=original.text,
        photo=original.photo,
        animation=original.animation,
        document=original.document,
        caption=original.caption,
        forward_origin=origin,
    )
    return message_object(forwarded, bot.id)


def forward_origin(message: Message) -> JsonObject:
    """A MessageOrigin: the channel of a post, or the user that wrote the message."""
    if message.chat.kind == "channel":
        return {"type": "channel", "date": message.date, "chat": chat_object(message.chat), "message_id": message.id}
    return {"type": "user", "date": message.date, "sender_user": user_object(message.sender)}


async def send_chat_action(backend: Backend, bot: BotAccount, parameters: Parameters) -> bool:
    if parameters.text("action") not in CHAT_ACTIONS:
        raise bad_request("wrong parameter action in request")
    check_write(bot, find_chat(backend, bot, parameters))
    return True


def _kind(message: Message) -> SendKind:
    if message.photo is not None:
        return "photos"
    if message.animation is not None:
        return "animations"
    return "text messages" if message.document is None else "documents"


def _find_original(backend: Backend, bot: BotAccount, parameters: Parameters, what: str) -> Message:
    chat = find_chat(backend, bot, parameters, "from_chat_id")
    check_read(bot, chat)
    return find_message(chat, parameters.integer("message_id"), what)


def _set_looks(message: Message, parameters: Parameters) -> None:
    message.has_media_spoiler = parameters.boolean("has_spoiler")
    message.show_caption_above_media = parameters.boolean("show_caption_above_media")


def _send(
    backend: Backend,
    bot: BotAccount,
    chat: Chat,
    envelope: Envelope,
    *,
    text: FormattedText | None = None,
    photo: Photo | None = None,
    animation: Animation | None = None,
    document: Document | None = None,
    caption: FormattedText | None = None,
    media_group_id: str | None = None,
    forward_origin: JsonObject | None = None,
    link_preview: JsonObject | None = None,
) -> Message:
    return post(
        backend,
        Message(
            backend.state.next_message_id(chat),
            chat,
            backend.now,
            bot.user,
            text=text,
            photo=photo,
            animation=animation,
            document=document,
            caption=caption,
            reply_to=envelope.reply_to,
            inline_keyboard=envelope.inline_keyboard,
            other_markup=envelope.other_markup,
            has_protected_content=envelope.has_protected_content,
            media_group_id=media_group_id,
            forward_origin=forward_origin,
            link_preview=link_preview,
        ),
    )
