"""Buttons and inline mode: asked by people, answered by the bot once and in time."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultCachedPhoto,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Message,
)

from bot.sandbox.telegram import ImpossibleActError, TelegramSandbox
from bot.sandbox.telegram.state import BotAccount, CallbackQuery, InlineQuery, User
from tests.sandbox.telegram.conftest import Clock
from tests.sandbox.telegram.pictures import picture

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
CARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [InlineKeyboardButton(text="Approve", callback_data="draft:1:approve")],
        [InlineKeyboardButton(text="Site", url="https://example.org")],
    ]
)


@pytest.fixture
async def pressed(sandbox: TelegramSandbox, bot: Bot, anna: User) -> CallbackQuery:
    sent = await bot.send_message(anna.id, "card", reply_markup=CARD)
    return sandbox.press(anna.id, anna.id, sent.message_id, "Approve")


def article(result_id: str, text: str = "a meme", *, with_button: bool = False) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(
        id=result_id,
        title="Meme",
        input_message_content=InputTextMessageContent(message_text=text),
        reply_markup=CARD if with_button else None,
    )


async def test_a_press_brings_the_data_the_person_and_the_message(
    sandbox: TelegramSandbox, bot: Bot, anna: User, pressed: CallbackQuery
) -> None:
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("draft:1:approve", anna.id)
    assert isinstance(query.message, Message)
    assert await bot.answer_callback_query(query.id, "Approved", show_alert=True)
    answer = sandbox.callback_answer(pressed.id)
    assert answer is not None
    assert (answer.text, answer.show_alert) == ("Approved", True)


async def test_a_press_is_answered_once(bot: Bot, pressed: CallbackQuery) -> None:
    await bot.answer_callback_query(pressed.id)
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query(pressed.id)


async def test_a_press_is_answered_in_time_or_not_at_all(bot: Bot, pressed: CallbackQuery, clock: Clock) -> None:
    clock.forward(16)
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query(pressed.id)
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_callback_query("12345")


async def test_an_answer_has_at_most_200_characters(bot: Bot, pressed: CallbackQuery) -> None:
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(pressed.id, "a" * 201)
    assert await bot.answer_callback_query(pressed.id, "a" * 200)


async def test_only_buttons_that_are_there_can_be_pressed_unless_the_data_is_forged(
    sandbox: TelegramSandbox, bot: Bot, anna: User, pressed: CallbackQuery
) -> None:
    message_id = pressed.message.id
    with pytest.raises(ImpossibleActError, match="its buttons: Approve, Site"):
        sandbox.press(anna.id, anna.id, message_id, "Reject")
    sandbox.press(anna.id, anna.id, message_id, "draft:1:approve")
    sandbox.press(anna.id, anna.id, message_id, "draft:2:approve", forged=True)
    data = [update.callback_query and update.callback_query.data for update in await bot.get_updates()]
    assert data == ["draft:1:approve", "draft:1:approve", "draft:2:approve"]


async def test_a_press_under_a_deleted_message_isnt_possible_and_an_earlier_one_stays(
    sandbox: TelegramSandbox, bot: Bot, anna: User, pressed: CallbackQuery
) -> None:
    await bot.delete_message(anna.id, pressed.message.id)
    with pytest.raises(ImpossibleActError, match="There is no message"):
        sandbox.press(anna.id, anna.id, pressed.message.id, "Approve")
    assert await bot.answer_callback_query(pressed.id)


async def test_an_inline_query_is_answered_and_a_result_chosen(
    sandbox: TelegramSandbox, account: BotAccount, bot: Bot, anna: User
) -> None:
    account.inline_feedback = True
    asked = sandbox.inline_query(anna.id, "cats")
    (update,) = await bot.get_updates()
    assert update.inline_query is not None
    assert await bot.answer_inline_query(update.inline_query.id, [article("1", with_button=True)])
    group = sandbox.add_chat("group", "Memes", creator=anna.id)
    sent = await sandbox.choose(asked, "1", group.id)
    assert sent.words.text == "a meme"
    chosen = (await bot.get_updates(offset=update.update_id + 1))[0].chosen_inline_result
    assert chosen is not None
    assert chosen.inline_message_id is not None
    assert await bot.edit_message_text("a better meme", inline_message_id=chosen.inline_message_id) is True
    assert sent.words.text == "a better meme"


async def test_an_inline_photo_is_chosen_by_its_file_id(sandbox: TelegramSandbox, bot: Bot, anna: User) -> None:
    uploaded = await bot.send_photo(anna.id, BufferedInputFile(picture(), "meme.png"))
    assert uploaded.photo is not None
    asked = sandbox.inline_query(anna.id, "cats")
    result = InlineQueryResultCachedPhoto(id="1", photo_file_id=uploaded.photo[-1].file_id, caption="cats")
    await bot.answer_inline_query(asked.id, [result])
    sent = await sandbox.choose(asked, "1", anna.id)
    assert sent.photo is not None
    assert sent.words.text == "cats"


async def ask(sandbox: TelegramSandbox, bot: Bot, person: User, *, personal: bool = False) -> InlineQuery:
    """Ask for cats, and answer unless the cache did."""
    asked = sandbox.inline_query(person.id, "cats")
    if asked.results is None:
        await bot.answer_inline_query(asked.id, [article(asked.id[-8:])], is_personal=personal)
    return asked


@pytest.mark.parametrize(
    ("personal", "waited_s", "is_cached"), [(False, 299, True), (False, 301, False), (True, 1, False)]
)
async def test_answers_to_inline_queries_are_kept_for_300_seconds_and_personal_ones_for_the_person(
    sandbox: TelegramSandbox, bot: Bot, anna: User, clock: Clock, personal: bool, waited_s: float, is_cached: bool
) -> None:
    boris = sandbox.add_user("Boris")
    first = await ask(sandbox, bot, anna, personal=personal)
    clock.forward(waited_s)
    second = await ask(sandbox, bot, boris, personal=personal)
    assert (second.results == first.results) is is_cached


async def test_an_inline_query_has_at_most_fifty_results_each_with_its_own_id(
    sandbox: TelegramSandbox, bot: Bot, anna: User, clock: Clock
) -> None:
    asked = sandbox.inline_query(anna.id, "cats")
    with pytest.raises(TelegramBadRequest, match="RESULTS_TOO_MUCH"):
        await bot.answer_inline_query(asked.id, [article(str(n)) for n in range(51)])
    with pytest.raises(TelegramBadRequest, match="RESULT_ID_DUPLICATE"):
        await bot.answer_inline_query(asked.id, [article("1"), article("1")])
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.answer_inline_query(asked.id, [article("1", "a" * 4097)])
    clock.forward(11)
    with pytest.raises(TelegramBadRequest, match=TOO_OLD):
        await bot.answer_inline_query(asked.id, [article("1")])


async def test_the_button_above_the_results_leads_to_the_bot_with_a_parameter(
    sandbox: TelegramSandbox, bot: Bot, anna: User
) -> None:
    asked = sandbox.inline_query(anna.id, "cats")
    for wrong in ("", "a" * 65, "with space", "пауза"):
        button = InlineQueryResultsButton(text="Later", start_parameter=wrong)
        with pytest.raises(TelegramBadRequest, match="START_PARAM_INVALID"):
            await bot.answer_inline_query(asked.id, [], button=button)
    assert asked.results is None
    button = InlineQueryResultsButton(text="Later", start_parameter="wait")
    await bot.answer_inline_query(asked.id, [], is_personal=True, cache_time=5, button=button)
    assert asked.button == {"text": "Later", "start_parameter": "wait"}
    assert sandbox.inline_query(anna.id, "cats").button == asked.button
