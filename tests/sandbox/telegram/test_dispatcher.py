"""A whole aiogram bot, dispatcher and all, lives on the sandbox as it would on Telegram."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.sandbox.faults import Drop, FaultPlan, FaultRule, Nth
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.state import User

LIKE = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Like", callback_data="like")]])


@pytest.fixture
async def running(bot: Bot, sandbox: TelegramSandbox) -> AsyncIterator[Dispatcher]:
    """A bot that answers /meme with its words and a button, and presses with "liked"."""
    dispatcher = Dispatcher()

    async def answer_meme(message: Message, command: CommandObject) -> None:
        await message.reply(f"a meme about {command.args}", reply_markup=LIKE)

    async def answer_press(query: CallbackQuery) -> None:
        await query.answer("liked")

    dispatcher.message.register(answer_meme, Command("meme"))
    dispatcher.callback_query.register(answer_press)
    polling = asyncio.create_task(
        dispatcher.start_polling(bot, polling_timeout=5, handle_signals=False, close_bot_session=False)
    )
    await sandbox.wait_until(lambda: sandbox.calls.of("getUpdates"))
    yield dispatcher
    await dispatcher.stop_polling()
    await polling


async def test_a_command_is_answered_and_its_button_works(
    running: Dispatcher, sandbox: TelegramSandbox, anna: User
) -> None:
    sandbox.say(anna.id, anna.id, "/meme cats")
    await sandbox.wait_until(lambda: sandbox.messages(anna.id)[-1].sender.is_bot)
    answer = sandbox.messages(anna.id)[-1]
    pressed = sandbox.press(anna.id, anna.id, answer.id, "Like")
    await sandbox.wait_until(lambda: pressed.answer)
    assert answer.words.text == "a meme about cats"
    assert answer.reply_to is not None
    assert pressed.answer is not None
    assert pressed.answer.text == "liked"


async def test_polling_goes_on_after_a_lost_connection(
    running: Dispatcher, sandbox: TelegramSandbox, faults: FaultPlan, anna: User
) -> None:
    faults.add(FaultRule("getUpdates", Drop("before"), Nth(1)))
    for number in range(3):
        sandbox.say(anna.id, anna.id, f"/meme {number}")
    await sandbox.wait_until(lambda: len(sandbox.calls.of("sendMessage")) >= 3, timeout_s=30)
    texts = [message.words.text for message in sandbox.messages(anna.id) if message.sender.is_bot]
    assert sorted(texts) == ["a meme about 0", "a meme about 1", "a meme about 2"]
