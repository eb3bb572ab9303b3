"""A small Telegram on localhost, for the demo and the tests: see server.py."""

from bot.sandbox.telegram.backend import Patience
from bot.sandbox.telegram.errors import ImpossibleActError
from bot.sandbox.telegram.flood import TelegramLimits
from bot.sandbox.telegram.server import TelegramSandbox

__all__ = ["ImpossibleActError", "Patience", "TelegramLimits", "TelegramSandbox"]
