"""What happens in a chat becomes updates for the bots that may see it."""

from __future__ import annotations

import secrets

from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.entities import entity_text
from bot.sandbox.telegram.objects import (
    chat_object,
    member_object,
    message_object,
    reaction_counts,
    user_object,
)
from bot.sandbox.telegram.state import BotAccount, Chat, Dialog, JsonObject, Member, Message, User


def post(backend: Backend, message: Message) -> Message:
    """Put a message, whose id was given by `State.next_message_id`, into its chat and tell the bots."""
    chat = message.chat
    chat.messages[message.id] = message
    tell(backend, message)
    if message.sender.is_bot and not message.is_service:
        chat.last_speaking_bot_id = message.sender.id
    return message


def tell(backend: Backend, message: Message, *, edited: bool = False) -> None:
    """Update every bot that sees the message."""
    kind = "channel_post" if message.chat.kind == "channel" else "message"
    for bot in backend.state.bots_in(message.chat):
        if sees(bot, message):
            bot.updates.push(f"edited_{kind}" if edited else kind, message_object(message, bot.id))


def sees(bot: BotAccount, message: Message) -> bool:
    """Privacy mode: in groups a bot sees what is meant for it. No bot sees what bots say, itself included."""
    chat = message.chat
    if chat.kind == "channel":
        return message.sender.id != bot.id
    if message.sender.is_bot and not message.is_service:
        return False
    if isinstance(chat, Dialog) or message.is_service or bot.can_read_all_group_messages:
        return True
    member = chat.members.get(bot.id)
    if member is not None and member.is_admin:
        return True
    if message.reply_to is not None and message.reply_to.sender.id == bot.id:
        return True
    if message.via_bot is not None and message.via_bot.id == bot.id:
        return True
    return _names(bot, message)


def _names(bot: BotAccount, message: Message) -> bool:
    """Whether a command or a mention in the message is meant for the bot."""
    words = message.words
    address = f"@{bot.user.username}".lower()
    for entity in words.entities:
        said = entity_text(words, entity).lower()
        if entity["type"] == "mention" and said == address:
            return True
        if entity["type"] == "bot_command":
            if said.endswith(address):
                return True
            # A command without a name goes to the bot that spoke last, if any bot spoke at all.
            if "@" not in said and message.chat.last_speaking_bot_id in {None, bot.id}:
                return True
    return False


def tell_reaction(backend: Backend, message: Message, user: User, old: list[JsonObject]) -> None:
    """message_reaction to bots that are admins; in channels, where reactions are anonymous, only the counts."""
    chat = message.chat
    head: JsonObject = {"chat": chat_object(chat), "message_id": message.id, "date": backend.now}
    for bot in backend.state.bots_in(chat):
        if not isinstance(chat, Dialog) and not chat.members[bot.id].is_admin:
            continue
        if chat.kind == "channel":
            bot.updates.push("message_reaction_count", head | {"reactions": reaction_counts(message)})
        else:
            new = message.reactions.get(user.id, [])
            change: JsonObject = {"user": user_object(user), "old_reaction": old, "new_reaction": new}
            bot.updates.push("message_reaction", head | change)


def set_member(backend: Backend, chat: Chat, new: Member, by: User) -> None:
    """Change somebody's standing in a group or channel; the bot itself and the bots that are admins are told."""
    old = chat.members.get(new.user.id) or Member(new.user, "left")
    watching = [bot for bot in backend.state.bots_in(chat) if bot.id == new.user.id or chat.members[bot.id].is_admin]
    chat.members[new.user.id] = new
    change: JsonObject = {
        "chat": chat_object(chat),
        "from": user_object(by),
        "date": backend.now,
        "old_chat_member": member_object(old, chat),
        "new_chat_member": member_object(new, chat),
    }
    itself = backend.state.bot_by_id(new.user.id)
    if itself is not None:
        itself.updates.push("my_chat_member", change)
    for bot in watching:
        if bot.id != new.user.id:
            bot.updates.push("chat_member", change)


def set_blocked(backend: Backend, dialog: Dialog, *, blocked: bool) -> None:
    """A person blocks or unblocks a bot; the bot gets my_chat_member."""
    bot = backend.state.bot_by_id(dialog.bot_id)
    if bot is None or dialog.is_blocked == blocked:
        return
    dialog.is_blocked = blocked
    member, kicked = Member(bot.user, "member"), Member(bot.user, "kicked")
    old, new = (member, kicked) if blocked else (kicked, member)
    bot.updates.push(
        "my_chat_member",
        {
            "chat": chat_object(dialog),
            "from": user_object(dialog.person),
            "date": backend.now,
            "old_chat_member": member_object(old, dialog),
            "new_chat_member": member_object(new, dialog),
        },
    )


def new_inline_message_id() -> str:
    return f"BAAAA{secrets.token_urlsafe(12)}"
