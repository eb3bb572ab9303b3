"""Which chat a bot means, and whether it may read, write or change there."""

from __future__ import annotations

from typing import Literal, TypeAlias

from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.errors import BotApiError, bad_request, forbidden
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.state import BotAccount, Chat, Dialog, Member, Message

SendKind: TypeAlias = Literal["text messages", "photos", "animations", "documents"]

_RIGHTS_TO_SEND: dict[SendKind, str] = {
    "text messages": "can_send_messages",
    "photos": "can_send_photos",
    "animations": "can_send_other_messages",
    "documents": "can_send_documents",
}


def find_chat(backend: Backend, bot: BotAccount, parameters: Parameters, name: str = "chat_id") -> Chat:
    """The chat that the parameter names, as far as the bot may know of it. Raises BotApiError."""
    given = parameters.text(name).strip()
    if not given:
        raise bad_request(f"{name} is empty")
    state = backend.state
    if given.startswith("@"):
        found = state.chat_by_username(given)
        if found is None:
            raise bad_request("chat not found")
        return found
    chat_id = parameters.integer(name)
    chat = state.chat_of(bot.id, chat_id)
    if chat is None:
        user = state.users.get(chat_id)
        if user is not None and user.is_bot:
            raise forbidden("bot can't send messages to bots")
        if user is not None:
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")
    if not isinstance(chat, Dialog) and bot.id not in chat.members and chat.username is None:
        raise bad_request("chat not found")
    return chat


def check_read(bot: BotAccount, chat: Chat) -> None:
    """Raise BotApiError unless the bot may look into the chat."""
    if isinstance(chat, Dialog):
        if not chat.is_started:
            raise bad_request("chat not found")
        return
    member = chat.members.get(bot.id)
    if member is not None and member.status == "kicked":
        raise forbidden(f"bot was kicked from the {_named(chat)}")
    if chat.username is None and (member is None or not member.is_in):
        raise forbidden(f"bot is not a member of the {_named(chat)}")


def check_write(bot: BotAccount, chat: Chat, what: SendKind = "text messages") -> None:
    """Raise BotApiError unless the bot may send `what` to the chat."""
    check_there(bot, chat)
    if isinstance(chat, Dialog):
        return
    member = chat.members[bot.id]
    if chat.kind == "channel":
        if not member.may("can_post_messages"):
            raise bad_request("need administrator rights in the channel chat")
    elif member.status == "restricted":
        right = _RIGHTS_TO_SEND[what]
        if right not in member.rights:
            raise bad_request(f"not enough rights to send {what} to the chat")


def check_there(bot: BotAccount, chat: Chat) -> None:
    """Raise BotApiError unless the bot is in the chat and the chat is alive."""
    if isinstance(chat, Dialog):
        if chat.person.is_deactivated:
            raise forbidden("user is deactivated")
        if chat.is_blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.is_started:
            raise forbidden("bot can't initiate conversation with a user")
        return
    if chat.migrated_to_chat_id is not None:
        raise BotApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=chat.migrated_to_chat_id,
        )
    check_read(bot, chat)
    if not _member(bot, chat).is_in:
        raise forbidden(f"bot is not a member of the {_named(chat)}")


def find_message(chat: Chat, message_id: int, what: str) -> Message:
    """Raises BotApiError "`what` not found"."""
    message = chat.messages.get(message_id)
    if message is None:
        raise bad_request(f"{what} not found")
    return message


def check_edit(bot: BotAccount, message: Message) -> None:
    """Raise BotApiError unless the message is the bot's own, or a channel's post that it has the right to edit."""
    check_there(bot, message.chat)
    if message.is_service or message.forward_origin is not None:
        raise bad_request("message can't be edited")
    if message.chat.kind == "channel":
        member = _member(bot, message.chat)
        own = message.sender.id == bot.id
        if not member.may("can_edit_messages") and not (own and member.may("can_post_messages")):
            raise bad_request("message can't be edited")
    elif message.sender.id != bot.id:
        raise bad_request("message can't be edited")


def check_delete(backend: Backend, bot: BotAccount, message: Message) -> None:
    """Raise BotApiError unless the bot may delete the message, which nobody may after 48 hours."""
    chat = message.chat
    check_there(bot, chat)
    if backend.clock() - message.date > backend.patience.delete_s:
        raise bad_request("message can't be deleted for everyone")
    own = message.sender.id == bot.id
    if isinstance(chat, Dialog) or (own and chat.kind != "channel"):
        return
    member = _member(bot, chat)
    if member.may("can_delete_messages") or (own and member.may("can_post_messages")):
        return
    raise bad_request("message can't be deleted")


def _member(bot: BotAccount, chat: Chat) -> Member:
    return chat.members.get(bot.id) or Member(bot.user, "left")


def _named(chat: Chat) -> str:
    return f"{chat.kind} chat"
