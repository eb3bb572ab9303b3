"""What Telegram says of the bot and of the chats that it is to write to, by calls that change nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import aiohttp
from aiogram import Bot
from aiogram.types import ChatMemberAdministrator, ChatMemberMember, ChatMemberOwner, ChatMemberRestricted

from bot.errors import Retryable
from bot.platforms.telegram.translation import translated


@dataclass(frozen=True, slots=True)
class Account:
    """The bot as Telegram knows it. `hears_groups`: it is sent all that is said in groups, not commands alone."""

    id: int
    name: str
    hears_groups: bool
    is_inline: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What the bot is in a chat: Telegram's word for it, and whether it may post there."""

    status: str
    may_post: bool


@dataclass(frozen=True, slots=True)
class SetWebhook:
    """Where Telegram brings updates; `problem` is why it last could not, and when; so many updates wait."""

    host: str
    is_ours: bool
    problem: str | None
    problem_at: datetime | None
    waiting: int


async def account(bot: Bot) -> Account:
    """Who the token's bot is. Raises Retryable, Misconfigured for a token that is not in force."""
    with translated("the question who the bot is", repeatable=True):
        me = await bot.get_me()
    return Account(me.id, me.username or "", bool(me.can_read_all_group_messages), bool(me.supports_inline_queries))


async def webhook(bot: Bot, ours: str) -> SetWebhook | None:
    """Where updates are brought, or None where the bot fetches them. `ours` is the address of this bot's own.

    Raises Retryable, Misconfigured.
    """
    with translated("the question for a webhook", repeatable=True):
        info = await bot.get_webhook_info()
    if not info.url:
        return None
    # The path often holds a secret.
    host = urlsplit(info.url).hostname or "an unreadable address"
    problem = info.last_error_message if info.last_error_date is not None else None
    return SetWebhook(host, info.url == ours, problem, info.last_error_date, info.pending_update_count)


async def standing(bot: Bot, account_: Account, chat: int | str) -> Standing:
    """What the bot is in a channel or group. Raises Refused when it may not know the chat, Retryable, Misconfigured."""
    with translated(f"the question for the chat {chat}", repeatable=True):
        found = await bot.get_chat(chat)
        member = await bot.get_chat_member(chat, account_.id)
    is_channel = found.type == "channel"
    match member:
        case ChatMemberOwner():
            may_post = True
        case ChatMemberAdministrator():
            may_post = bool(member.can_post_messages) if is_channel else True
        case ChatMemberRestricted():
            may_post = member.is_member and member.can_send_messages and not is_channel
        case ChatMemberMember():
            default = found.permissions is None or found.permissions.can_send_messages is not False
            may_post = not is_channel and default
        case _:
            may_post = False
    return Standing(str(member.status), may_post)


async def knows(bot: Bot, chat: int) -> None:
    """Return if the bot may know this chat or person; Refused if not, as of a person who never wrote to it."""
    with translated(f"the question for the chat {chat}", repeatable=True):
        await bot.get_chat(chat)


async def server_time(api_url: str, timeout_s: float) -> datetime:
    """The clock of the server at `api_url`, to the second, by the date that each answer bears. Raises Retryable."""
    limit = aiohttp.ClientTimeout(total=timeout_s)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit, trust_env=True) as session,
            session.get(api_url, allow_redirects=False) as response,
        ):
            # HTTP's dates are in GMT; one that says "-0000" is read without a zone.
            found = parsedate_to_datetime(response.headers["Date"])
            return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
    except (aiohttp.ClientError, TimeoutError, KeyError, ValueError) as error:
        raise Retryable(f"Telegram's server does not tell the time ({type(error).__name__})") from None
