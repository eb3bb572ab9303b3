"""The Bot API's JSON objects, built from the state as one bot sees it."""

from __future__ import annotations

from collections import Counter

from bot.sandbox.telegram.state import (
    ADMIN_RIGHTS,
    CHANNEL_RIGHTS,
    GROUP_RIGHTS,
    PERMISSIONS,
    Animation,
    BotAccount,
    CallbackQuery,
    Chat,
    Dialog,
    Document,
    FileKind,
    InlineQuery,
    JsonObject,
    Member,
    Message,
    Photo,
    StoredFile,
    User,
)

_FILE_ID_HEADS: dict[FileKind, str] = {
    "photo": "AgACAgIAAxkB",
    "animation": "CgACAgIAAxkB",
    "document": "BQACAgIAAxkB",
}


def file_id(bot_id: int, file: StoredFile) -> str:
    return f"{_FILE_ID_HEADS[file.kind]}{bot_id:x}-{file.unique_id}"


def unique_id_of(bot_id: int, given_file_id: str) -> str | None:
    """The unique id behind a file_id, or None where it isn't this bot's."""
    for head in _FILE_ID_HEADS.values():
        if given_file_id.startswith(f"{head}{bot_id:x}-"):
            return given_file_id.removeprefix(f"{head}{bot_id:x}-")
    return None


def _without_none(document: JsonObject) -> JsonObject:
    return {name: value for name, value in document.items() if value is not None}


def user_object(user: User) -> JsonObject:
    return _without_none(
        {
            "id": user.id,
            "is_bot": user.is_bot,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "username": user.username,
            "language_code": user.language_code,
        }
    )


def me_object(bot: BotAccount) -> JsonObject:
    return user_object(bot.user) | {
        "can_join_groups": True,
        "can_read_all_group_messages": bot.can_read_all_group_messages,
        "supports_inline_queries": bot.supports_inline_queries,
        "supports_guest_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
        "can_manage_bots": False,
        "supports_join_request_queries": False,
    }


def chat_object(chat: Chat) -> JsonObject:
    if isinstance(chat, Dialog):
        person = chat.person
        return _without_none(
            {
                "id": person.id,
                "type": "private",
                "first_name": person.first_name,
                "last_name": person.last_name,
                "username": person.username,
            }
        )
    return _without_none({"id": chat.id, "type": chat.kind, "title": chat.title, "username": chat.username})


def chat_full_object(chat: Chat, bot_id: int) -> JsonObject:
    document = chat_object(chat) | {
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), True
        ),
    }
    if chat.kind in {"group", "supergroup"}:
        document["permissions"] = dict.fromkeys(PERMISSIONS, True)
    username = document.get("username")
    if username is not None:
        document["active_usernames"] = [username]
    if chat.pinned_ids and chat.pinned_ids[-1] in chat.messages:
        document["pinned_message"] = message_object(chat.messages[chat.pinned_ids[-1]], bot_id, with_reply=False)
    return document


def member_object(member: Member, chat: Chat) -> JsonObject:
    document: JsonObject = {"status": member.status, "user": user_object(member.user)}
    match member.status:
        case "creator":
            document["is_anonymous"] = False
        case "administrator":
            names = ADMIN_RIGHTS + (CHANNEL_RIGHTS if chat.kind == "channel" else GROUP_RIGHTS)
            document |= {name: name in member.rights for name in names}
            document |= {"can_be_edited": False, "is_anonymous": False}
        case "restricted":
            document |= {name: name in member.rights for name in PERMISSIONS}
            document |= {"is_member": True, "until_date": 0}
        case "kicked":
            document["until_date"] = 0
        case "member" | "left":
            pass
    return document


def photo_array(photo: Photo, bot_id: int) -> list[JsonObject]:
    return [
        {
            "file_id": file_id(bot_id, size.file),
            "file_unique_id": size.file.unique_id,
            "width": size.width,
            "height": size.height,
            "file_size": len(size.file.content),
        }
        for size in photo.sizes
    ]


def animation_object(animation: Animation, bot_id: int) -> JsonObject:
    return _file_object(animation.file, bot_id) | {
        "width": animation.width,
        "height": animation.height,
        "duration": animation.duration_s,
        "mime_type": "image/gif",
    }


def document_object(document: Document, bot_id: int) -> JsonObject:
    return _file_object(document.file, bot_id) | {"file_name": document.name, "mime_type": document.mime_type}


def _file_object(file: StoredFile, bot_id: int) -> JsonObject:
    return {
        "file_id": file_id(bot_id, file),
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
    }


def message_object(message: Message, bot_id: int, *, with_reply: bool = True) -> JsonObject:
    """A Message. A message that it replies to comes along, that one's own reply doesn't."""
    chat = chat_object(message.chat)
    document: JsonObject = {"message_id": message.id, "date": message.date, "chat": chat}
    if message.chat.kind == "channel":
        document["sender_chat"] = chat
    else:
        document["from"] = user_object(message.sender)
    optional: JsonObject = {
        "forward_origin": message.forward_origin,
        "via_bot": user_object(message.via_bot) if message.via_bot else None,
        "edit_date": message.edit_date,
        "media_group_id": message.media_group_id,
        "has_protected_content": message.has_protected_content or None,
        "has_media_spoiler": message.has_media_spoiler or None,
        "show_caption_above_media": message.show_caption_above_media or None,
        "reply_markup": message.inline_keyboard,
        "migrate_to_chat_id": message.migrate_to_chat_id,
        "migrate_from_chat_id": message.migrate_from_chat_id,
        "new_chat_members": [user_object(user) for user in message.new_members] or None,
        "left_chat_member": user_object(message.left_member) if message.left_member else None,
    }
    if message.text is not None:
        optional |= {"text": message.text.text, "entities": list(message.text.entities) or None}
        optional["link_preview_options"] = message.link_preview
    if message.photo is not None:
        optional["photo"] = photo_array(message.photo, bot_id)
    if message.animation is not None:
        # Both, as the Bot API says "for backward compatibility".
        optional["animation"] = animation_object(message.animation, bot_id)
        optional["document"] = _file_object(message.animation.file, bot_id) | {"mime_type": "image/gif"}
    if message.document is not None:
        optional["document"] = document_object(message.document, bot_id)
    if message.caption is not None and message.caption.text:
        optional |= {"caption": message.caption.text, "caption_entities": list(message.caption.entities) or None}
    if message.pinned is not None:
        optional["pinned_message"] = message_object(message.pinned, bot_id, with_reply=False)
    replied = message.reply_to
    if with_reply and replied is not None and replied.id in replied.chat.messages:
        optional["reply_to_message"] = message_object(replied, bot_id, with_reply=False)
    return document | _without_none(optional)


def callback_query_object(query: CallbackQuery) -> JsonObject:
    message = query.message
    document: JsonObject = {
        "id": query.id,
        "from": user_object(query.user),
        "chat_instance": str(abs(message.chat.id) * 7_919 + query.bot_id),
        "data": query.data,
    }
    if message.inline_message_id is not None:
        document["inline_message_id"] = message.inline_message_id
    elif message.id in message.chat.messages:
        document["message"] = message_object(message, query.bot_id)
    else:
        document["message"] = {"chat": chat_object(message.chat), "message_id": message.id, "date": 0}
    return document


def inline_query_object(query: InlineQuery, chat_type: str) -> JsonObject:
    return {
        "id": query.id,
        "from": user_object(query.user),
        "query": query.query,
        "offset": query.offset,
        "chat_type": chat_type,
    }


def reaction_counts(message: Message) -> list[JsonObject]:
    counts = Counter(str(reaction.get("emoji")) for given in message.reactions.values() for reaction in given)
    return [{"type": {"type": "emoji", "emoji": emoji}, "total_count": total} for emoji, total in counts.items()]
