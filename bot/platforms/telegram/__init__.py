"""Telegram through aiogram: a bot that keeps rate limits, channels, chats, photos, long polling, the command menu."""

from bot.platforms.telegram.late_schemas import import_aiogram

import_aiogram()  # before the modules below, which import parts of it

from bot.platforms.telegram.channel import TelegramChannel  # noqa: E402
from bot.platforms.telegram.chat import TelegramChat  # noqa: E402
from bot.platforms.telegram.client import make_bot  # noqa: E402
from bot.platforms.telegram.commands import set_commands  # noqa: E402
from bot.platforms.telegram.photos import TelegramPhotos  # noqa: E402
from bot.platforms.telegram.polling import TelegramPolling  # noqa: E402
from bot.platforms.telegram.rate_limits import Limits  # noqa: E402

__all__ = ["Limits", "TelegramChannel", "TelegramChat", "TelegramPhotos", "TelegramPolling", "make_bot", "set_commands"]
