"""The menu of commands that Telegram's clients offer when a person types a slash."""

from collections.abc import Mapping, Sequence

from aiogram import Bot
from aiogram.types import BotCommand

from bot.platforms.telegram.translation import translated

DEFAULT = "default"
"""The language of everybody whose own has no menu."""


async def set_commands(bot: Bot, commands: Mapping[str, Sequence[tuple[str, str]]]) -> None:
    """Replace the menu of each language with its (name, description) pairs.

    A language is DEFAULT or two letters (ISO 639-1), a name 1–32 of a–z, 0–9 and _, a description 1–256 characters.
    Raises Retryable, Refused (a name or language that Telegram does not take), Misconfigured.
    """
    for language, menu in commands.items():
        with translated(f"the menu of commands ({language})", repeatable=True):
            await bot.set_my_commands(
                [BotCommand(command=name, description=description) for name, description in menu],
                language_code=None if language == DEFAULT else language,
            )
