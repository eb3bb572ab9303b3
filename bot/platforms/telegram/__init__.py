"""Telegram through aiogram: a bot that keeps rate limits, channels, chats, photos, long polling, the command menu."""

from bot.platforms.telegram.channel import TelegramChannel
from bot.platforms.telegram.chat import TelegramChat
from bot.platforms.telegram.client import make_bot
from bot.platforms.telegram.commands import set_commands
from bot.platforms.telegram.photos import TelegramPhotos
from bot.platforms.telegram.polling import TelegramPolling
from bot.platforms.telegram.rate_limits import Limits

__all__ = ["Limits", "TelegramChannel", "TelegramChat", "TelegramPhotos", "TelegramPolling", "make_bot", "set_commands"]
