"""Edits, deletions and pins, and who may do them until when."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.state import BotAccount, User
from tests.sandbox.telegram.conftest import Clock

BUTTON = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="OK", callback_data="ok")]])


async def test_an_edit_changes_the_text_and_takes_the_keyboard_away(bot: Bot, anna: User) -> None:
    sent = await bot.send_message(anna.id, "before", reply_markup=BUTTON)
    edited = await bot.edit_message_text("after", chat_id=anna.id, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup) == ("after", None)
    assert edited.edit_date is not None


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, anna: User) -> None:
    sent = await bot.send_message(anna.id, "same", reply_markup=BUTTON)
    with pytest.raises(TelegramBadRequest, match="Bad Request: message is not modified"):
        await bot.edit_message_text("same ", chat_id=anna.id, message_id=sent.message_id, reply_markup=BUTTON)
    with pytest.raises(TelegramBadRequest, match="Bad Request: message is not modified"):
        await bot.edit_message_reply_markup(chat_id=anna.id, message_id=sent.message_id, reply_markup=BUTTON)


async def test_the_keyboard_alone_can_be_edited(bot: Bot, anna: User) -> None:
    sent = await bot.send_message(anna.id, "text", reply_markup=BUTTON)
    edited = await bot.edit_message_reply_markup(chat_id=anna.id, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup) == ("text", None)


async def test_what_isnt_there_or_isnt_ones_own_cant_be_edited(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User
) -> None:
    hers = sandbox.say(anna.id, account.id, "mine")
    with pytest.raises(TelegramBadRequest, match="Bad Request: message to edit not found"):
        await bot.edit_message_text("text", chat_id=anna.id, message_id=999)
    with pytest.raises(TelegramBadRequest, match="Bad Request: message can't be edited"):
        await bot.edit_message_text("text", chat_id=anna.id, message_id=hers.id)
    sent = await bot.send_message(anna.id, "text")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await bot.edit_message_caption(chat_id=anna.id, message_id=sent.message_id, caption="caption")


async def test_a_message_can_be_deleted_for_48_hours(
    sandbox: TelegramSandbox, bot: Bot, anna: User, clock: Clock
) -> None:
    first = await bot.send_message(anna.id, "first")
    second = await bot.send_message(anna.id, "second")
    assert await bot.delete_message(anna.id, first.message_id)
    with pytest.raises(TelegramBadRequest, match="Bad Request: message to delete not found"):
        await bot.delete_message(anna.id, first.message_id)
    clock.forward(48 * 3600 + 1)
    with pytest.raises(TelegramBadRequest, match="Bad Request: message can't be deleted for everyone"):
        await bot.delete_message(anna.id, second.message_id)
    assert [message.words.text for message in sandbox.messages(anna.id)] == ["/start", "second"]


async def test_many_messages_are_deleted_at_once_and_missing_ones_passed_over(
    sandbox: TelegramSandbox, bot: Bot, anna: User
) -> None:
    sent = [await bot.send_message(anna.id, text) for text in "abc"]
    assert await bot.delete_messages(anna.id, [sent[0].message_id, sent[2].message_id, 999])
    assert [message.words.text for message in sandbox.messages(anna.id)] == ["/start", "b"]


async def test_deleting_others_messages_in_a_group_takes_the_right_to(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User
) -> None:
    group = sandbox.add_chat("supergroup", "Memes", creator=anna.id)
    sandbox.join(account.id, group.id)
    hers = sandbox.say(anna.id, group.id, "hers")
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message can't be deleted$"):
        await bot.delete_message(group.id, hers.id)
    sandbox.promote(account.id, group.id, ["can_delete_messages"])
    assert await bot.delete_message(group.id, hers.id)


async def test_a_pin_shows_in_the_chat_and_takes_a_right_in_groups(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User
) -> None:
    sent = await bot.send_message(anna.id, "to pin")
    assert await bot.pin_chat_message(anna.id, sent.message_id)
    pinned = (await bot.get_chat(anna.id)).pinned_message
    assert isinstance(pinned, Message)
    assert pinned.text == "to pin"
    group = sandbox.add_chat("supergroup", "Memes", creator=anna.id)
    sandbox.join(account.id, group.id)
    there = await bot.send_message(group.id, "to pin")
    with pytest.raises(TelegramBadRequest, match="not enough rights to manage pinned messages in the chat"):
        await bot.pin_chat_message(group.id, there.message_id)


async def test_a_persons_edit_reaches_the_bot(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User
) -> None:
    said = sandbox.say(anna.id, account.id, "befor")
    sandbox.edit(anna.id, account.id, said.id, "before")
    updates = await bot.get_updates()
    assert updates[1].edited_message is not None
    assert updates[1].edited_message.text == "before"
