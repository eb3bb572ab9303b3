"""Texts, keyboards and replies: what is taken, what is refused, and in which words."""

from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)

from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.state import BotAccount, User


def keyboard(**button: Any) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(**button)]])


async def test_a_text_arrives_with_its_entities_and_keyboard(sandbox: TelegramSandbox, bot: Bot, anna: User) -> None:
    sent = await bot.send_message(
        anna.id,
        "  <b>Мем</b> дня 😀 <i>тут</i>\n",
        parse_mode="HTML",
        reply_markup=keyboard(text="OK", callback_data="ok"),
    )
    assert sent.text == "Мем дня 😀 тут"
    assert [(e.type, e.offset, e.length) for e in sent.entities or []] == [("bold", 0, 3), ("italic", 11, 3)]
    assert sent.reply_markup is not None
    assert sandbox.messages(anna.id)[-1].words.text == "Мем дня 😀 тут"


@pytest.mark.parametrize(
    ("text", "parse_mode"),
    [("😀" * 2048, None), ("я" * 4096, None), ("<b>" + "a" * 4096 + "</b>", "HTML"), ("&lt;" * 4096, "HTML")],
)
async def test_a_text_of_4096_utf16_units_after_parsing_is_taken(
    bot: Bot, anna: User, text: str, parse_mode: str | None
) -> None:
    assert (await bot.send_message(anna.id, text, parse_mode=parse_mode)).text is not None


@pytest.mark.parametrize("text", ["😀" * 2049, "a" * 4097])
async def test_a_longer_text_is_refused(bot: Bot, anna: User, text: str) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: message is too long"):
        await bot.send_message(anna.id, text)


@pytest.mark.parametrize("text", [" ", "\n\n", "<b> </b>"])
async def test_a_text_of_nothing_is_refused(bot: Bot, anna: User, text: str) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: message text is empty"):
        await bot.send_message(anna.id, text, parse_mode="HTML")


@pytest.mark.parametrize(
    ("button", "why"),
    [
        ({"text": "OK", "callback_data": "я" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": " ", "callback_data": "ok"}, "must be a non-empty String"),
        ({"text": "OK"}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": "OK", "callback_data": "a", "url": "https://example.org"}, "exactly one"),
        ({"text": "OK", "url": "no address"}, "is invalid"),
    ],
)
async def test_a_wrong_button_is_refused(bot: Bot, anna: User, button: dict[str, str], why: str) -> None:
    with pytest.raises(TelegramBadRequest, match=why):
        await bot.send_message(anna.id, "text", reply_markup=keyboard(**button))


async def test_callback_data_of_64_bytes_is_taken(bot: Bot, anna: User) -> None:
    sent = await bot.send_message(anna.id, "text", reply_markup=keyboard(text="OK", callback_data="я" * 32))
    assert sent.reply_markup is not None


async def test_a_hundred_and_one_buttons_are_too_many(bot: Bot, anna: User) -> None:
    rows = [[InlineKeyboardButton(text=str(n), callback_data=str(n))] for n in range(101)]
    with pytest.raises(TelegramBadRequest, match="reply markup is too long"):
        await bot.send_message(anna.id, "text", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


async def test_reply_keyboards_are_shown_to_people_and_not_given_back(
    sandbox: TelegramSandbox, bot: Bot, anna: User
) -> None:
    sent = await bot.send_message(
        anna.id, "choose", reply_markup=ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="yes")]])
    )
    await bot.send_message(anna.id, "answer", reply_markup=ForceReply())
    shown = [message.other_markup for message in sandbox.messages(anna.id)[-2:]]
    assert sent.reply_markup is None
    assert [sorted(markup or {}) for markup in shown] == [["keyboard"], ["force_reply"]]


async def test_a_reply_brings_the_message_that_it_answers(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User
) -> None:
    asked = sandbox.say(anna.id, account.id, "what?")
    sent = await bot.send_message(anna.id, "this", reply_parameters=ReplyParameters(message_id=asked.id))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "what?"


async def test_link_preview_options_come_back_with_the_message(bot: Bot, anna: User) -> None:
    sent = await bot.send_message(
        anna.id, "https://example.org", link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    assert sent.link_preview_options is not None
    assert sent.link_preview_options.is_disabled is True


async def test_a_reply_to_nothing_is_refused_unless_it_may_go_without(bot: Bot, anna: User) -> None:
    with pytest.raises(TelegramBadRequest, match="Bad Request: message to be replied not found"):
        await bot.send_message(anna.id, "text", reply_parameters=ReplyParameters(message_id=999))
    sent = await bot.send_message(
        anna.id, "text", reply_parameters=ReplyParameters(message_id=999, allow_sending_without_reply=True)
    )
    assert sent.reply_to_message is None


async def test_given_entities_are_kept_and_found_ones_added(bot: Bot, anna: User) -> None:
    sent = await bot.send_message(
        anna.id,
        "fat /help @anna_k #мем https://example.org/a.",
        entities=[MessageEntity(type="bold", offset=0, length=3)],
    )
    kinds = [entity.type for entity in sent.entities or []]
    assert kinds == ["bold", "bot_command", "mention", "hashtag", "url"]


async def test_a_stranger_cant_be_written_to_first(sandbox: TelegramSandbox, bot: Bot) -> None:
    boris = sandbox.add_user("Boris")
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot can't initiate conversation with a user"):
        await bot.send_message(boris.id, "hello")
    sandbox.say(boris.id, boris.id, "/start")
    assert (await bot.send_message(boris.id, "hello")).chat.first_name == "Boris"


async def test_an_unknown_chat_is_not_found(bot: Bot) -> None:
    for chat_id in (1, -5, "@nowhere", "nonsense"):
        with pytest.raises(TelegramBadRequest, match="Bad Request: chat not found"):
            await bot.send_message(chat_id, "hello")


async def test_a_blocked_bot_is_told_and_refused_until_it_is_unblocked(
    sandbox: TelegramSandbox, bot: Bot, anna: User
) -> None:
    sandbox.block(anna.id)
    with pytest.raises(TelegramForbiddenError, match="Forbidden: bot was blocked by the user"):
        await bot.send_message(anna.id, "hello")
    sandbox.unblock(anna.id)
    await bot.send_message(anna.id, "hello")
    changes = [update.my_chat_member for update in await bot.get_updates()]
    assert [change and change.new_chat_member.status for change in changes] == ["kicked", "member"]


async def test_a_deactivated_user_is_named_as_such(sandbox: TelegramSandbox, bot: Bot, anna: User) -> None:
    sandbox.deactivate(anna.id)
    with pytest.raises(TelegramForbiddenError, match="Forbidden: user is deactivated"):
        await bot.send_message(anna.id, "hello")


async def test_a_bot_cant_write_to_a_bot(sandbox: TelegramSandbox, bot: Bot) -> None:
    other = sandbox.add_bot("4712:another", "other_bot")
    with pytest.raises(TelegramForbiddenError, match="bot can't send messages to bots"):
        await bot.send_message(other.id, "hello")


async def test_copies_and_forwards_bring_the_words_and_only_forwards_their_origin(bot: Bot, anna: User) -> None:
    original = await bot.send_message(anna.id, "words")
    copied = await bot.copy_message(anna.id, anna.id, original.message_id)
    forwarded = await bot.forward_message(anna.id, anna.id, original.message_id)
    assert copied.message_id == original.message_id + 1
    assert forwarded.text == "words"
    assert forwarded.forward_origin is not None
    with pytest.raises(TelegramBadRequest, match="message to copy not found"):
        await bot.copy_message(anna.id, anna.id, 999)
    with pytest.raises(TelegramBadRequest, match="message to forward not found"):
        await bot.forward_message(anna.id, anna.id, 999)


async def test_chat_actions_are_those_of_the_documentation(bot: Bot, anna: User) -> None:
    assert await bot.send_chat_action(anna.id, "typing")
    with pytest.raises(TelegramBadRequest, match="wrong parameter action in request"):
        await bot.send_chat_action(anna.id, "sleeping")


async def test_commands_are_kept_by_scope_and_language(bot: Bot, anna: User) -> None:
    meme, queue = BotCommand(command="meme", description="a meme"), BotCommand(command="queue", description="drafts")
    scope = BotCommandScopeChat(chat_id=anna.id)
    await bot.set_my_commands([meme])
    await bot.set_my_commands([meme, queue], scope=scope, language_code="ru")
    assert [command.command for command in await bot.get_my_commands()] == ["meme"]
    local = await bot.get_my_commands(scope=scope, language_code="ru")
    assert [command.command for command in local] == ["meme", "queue"]
    assert await bot.get_my_commands(scope=scope) == []
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == []
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="Мем", description="a meme")])
