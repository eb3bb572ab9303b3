"""The Bot API's methods: each takes the backend, the calling bot and the parameters and gives the result as JSON."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.methods import account, answering, chats, editing, files, polling, sending
from bot.sandbox.telegram.parameters import Parameters
from bot.sandbox.telegram.state import BotAccount

Method: TypeAlias = Callable[[Backend, BotAccount, Parameters], Awaitable[object]]

METHODS: Mapping[str, Method] = MappingProxyType(
    {
        "getMe": account.get_me,
        "logOut": account.log_out,
        "close": account.close,
        "setMyCommands": account.set_my_commands,
        "getMyCommands": account.get_my_commands,
        "deleteMyCommands": account.delete_my_commands,
        "getUpdates": polling.get_updates,
        "setWebhook": polling.set_webhook,
        "deleteWebhook": polling.delete_webhook,
        "getWebhookInfo": polling.get_webhook_info,
        "sendMessage": sending.send_message,
        "sendPhoto": sending.send_photo,
        "sendAnimation": sending.send_animation,
        "sendMediaGroup": sending.send_media_group,
        "copyMessage": sending.copy_message,
        "forwardMessage": sending.forward_message,
        "sendChatAction": sending.send_chat_action,
        "editMessageText": editing.edit_message_text,
        "editMessageCaption": editing.edit_message_caption,
        "editMessageMedia": editing.edit_message_media,
        "editMessageReplyMarkup": editing.edit_message_reply_markup,
        "deleteMessage": editing.delete_message,
        "deleteMessages": editing.delete_messages,
        "pinChatMessage": editing.pin_chat_message,
        "answerCallbackQuery": answering.answer_callback_query,
        "answerInlineQuery": answering.answer_inline_query,
        "setMessageReaction": answering.set_message_reaction,
        "getChat": chats.get_chat,
        "getChatMember": chats.get_chat_member,
        "getChatAdministrators": chats.get_chat_administrators,
        "getChatMemberCount": chats.get_chat_member_count,
        "getFile": files.get_file,
    }
)
"""By the name in the documentation; the server takes them in any case, as the original does."""

METHODS_BY_LOWER_NAME: Mapping[str, str] = MappingProxyType({name.lower(): name for name in METHODS})
