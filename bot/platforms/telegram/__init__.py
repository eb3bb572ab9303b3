"""Telegram through aiogram: a bot that keeps the rate limits, channels, chats, long polling, the menu of commands."""

from bot.platforms.telegram.channel import TelegramChannel
from bot.platforms.telegram.chat import TelegramChat
from bot.platforms.telegram.client import make_bot
from bot.platforms.telegram.commands import set_commands
from bot.platforms.telegram.polling import TelegramPolling
from bot.platforms.telegram.rate_limits import Limits

__all__ = ["Limits", "TelegramChannel", "TelegramChat", "TelegramPolling", "make_bot", "set_commands"]
