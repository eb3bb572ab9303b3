"""The menu of commands is there as soon as Telegram can be reached."""

from typing import TYPE_CHECKING

from aiogram import Bot

from bot.connecting import CommandsMenu, Connected
from bot.settings import Settings

if TYPE_CHECKING:
    from tests.platforms.telegram.conftest import ScriptedApi


async def test_a_menu_that_could_not_be_set_at_the_start_is_set_later_and_once(api: "ScriptedApi", bot: Bot) -> None:
    api.answer("setMyCommands", api.reply("<html>Bad Gateway</html>", 502))
    menu = CommandsMenu(Connected(None, 0, bot), Settings())
    await menu.offer()
    assert len(api.forms("setMyCommands")) == 1
    for _ in range(3):
        await menu.offer()
    languages = [form.get("language_code") for form in api.forms("setMyCommands")[1:]]
    assert sorted(language or "" for language in languages) == ["", "en", "ru"]


async def test_a_menu_that_telegram_does_not_take_is_not_offered_again(api: "ScriptedApi", bot: Bot) -> None:
    refusal = {"ok": False, "error_code": 400, "description": "Bad Request: BOT_COMMAND_INVALID"}
    api.answer("setMyCommands", api.reply(refusal, 400))
    menu = CommandsMenu(Connected(None, 0, bot), Settings())
    for _ in range(3):
        await menu.offer()
    assert len(api.forms("setMyCommands")) == 1
