"""Methods that tell about a chat and its members."""

from __future__ import annotations

from bot.sandbox.telegram.access import check_read, find_chat
from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.errors import bad_request
from bot.sandbox.telegram.objects import chat_full_object, member_object
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.state import BotAccount, Chat, Dialog, JsonObject, Member


def _readable_chat(backend: Backend, bot: BotAccount, parameters: Parameters) -> Chat:
    chat = find_chat(backend, bot, parameters)
    check_read(bot, chat)
    return chat


async def get_chat(backend: Backend, bot: BotAccount, parameters: Parameters) -> JsonObject:
    return chat_full_object(_readable_chat(backend, bot, parameters), bot.id)


async def get_chat_member(backend: Backend, bot: BotAccount, parameters: Parameters) -> JsonObject:
    """Of somebody who never was there the status is "left". In a channel only admins may ask for others."""
    chat = _readable_chat(backend, bot, parameters)
    user_id = parameters.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    user = backend.state.users.get(user_id)
    if user is None:
        raise bad_request("user not found")
    if isinstance(chat, Dialog):
        if user_id not in {bot.id, chat.person.id}:
            raise bad_request("user not found")
        return member_object(Member(user, "member"), chat)
    asking = chat.members.get(bot.id)
    if chat.kind == "channel" and user_id != bot.id and (asking is None or not asking.is_admin):
        raise bad_request("member list is inaccessible")
    return member_object(chat.members.get(user_id) or Member(user, "left"), chat)


async def get_chat_administrators(backend: Backend, bot: BotAccount, parameters: Parameters) -> list[JsonObject]:
    """Other bots are left out unless asked for with return_bots."""
    chat = _readable_chat(backend, bot, parameters)
    if isinstance(chat, Dialog):
        raise bad_request("there are no administrators in the private chat")
    asking = chat.members.get(bot.id)
    if chat.kind == "channel" and (asking is None or not asking.is_admin):
        raise bad_request("member list is inaccessible")
    with_bots = parameters.boolean("return_bots")
    return [
        member_object(member, chat)
        for member in chat.members.values()
        if member.is_admin and (with_bots or not member.user.is_bot or member.user.id == bot.id)
    ]


async def get_chat_member_count(backend: Backend, bot: BotAccount, parameters: Parameters) -> int:
    chat = _readable_chat(backend, bot, parameters)
    return 2 if isinstance(chat, Dialog) else chat.member_count
