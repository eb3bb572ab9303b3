"""The real aiogram against the small Telegram of the sandbox: what people see, and how often, whatever goes wrong."""

import asyncio
import traceback
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING

import pytest
from aiogram import Bot

from bot.domain.member import Address, Platform
from bot.domain.message import Button, Incoming, Message, Press
from bot.domain.place import Place
from bot.errors import Misconfigured, Refused, Retryable, Unsure
from bot.platforms.telegram import TelegramChannel, TelegramChat, set_commands
from bot.sandbox.faults import ApiError, Delay, Drop, Fault, FaultRule, HttpError, Malformed, Nth
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.state import Message as SandboxMessage

if TYPE_CHECKING:
    from tests.platforms.telegram.conftest import Inbox

TOKEN = "4711:sandbox-token"
BOT_ID = 4711

MakeBot = Callable[..., Bot]
Poll = Callable[..., "asyncio.Task[None]"]


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramSandbox]:
    """A sandbox with the bot's account in it."""
    sandbox = TelegramSandbox()
    sandbox.add_bot(TOKEN, "WallflowerBot")
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def real_bot(telegram: TelegramSandbox, bot_at: MakeBot) -> Bot:
    """A bot at the sandbox that keeps no limits."""
    return bot_at(await telegram.start(), token=TOKEN)


@pytest.fixture
async def patient_bot(telegram: TelegramSandbox, bot_at: MakeBot) -> Bot:
    """A bot at the sandbox as the product makes it."""
    return bot_at(await telegram.start(), token=TOKEN, limits=None)


@pytest.fixture
def anna(telegram: TelegramSandbox) -> Address:
    """A person who has started the bot."""
    user = telegram.add_user("Anna", language_code="ru")
    telegram.say(user.id, BOT_ID, "/start")
    return Address(Platform.TELEGRAM, user.id)


@pytest.fixture
def wall(telegram: TelegramSandbox) -> Place:
    """A channel in which the bot may post."""
    owner = telegram.add_user("Owner")
    channel = telegram.add_chat("channel", "The wall", creator=owner.id, username="thewall")
    telegram.promote(BOT_ID, channel.id)
    return Place.parse("telegram:@thewall")


def messages_of(telegram: TelegramSandbox, chat_id: int) -> list[SandboxMessage]:
    """What the bot wrote in a chat."""
    return [said for said in telegram.messages(chat_id) if said.sender.id == BOT_ID]


def texts_of(telegram: TelegramSandbox, chat_id: int) -> list[str]:
    """The words of `messages_of`."""
    return [said.words.text for said in messages_of(telegram, chat_id)]


def channel_id(telegram: TelegramSandbox) -> int:
    return next(chat.id for chat in telegram.backend.state.chats.values() if chat.kind == "channel")


async def test_a_post_appears_once_and_its_id_names_chat_and_message(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    remote_id = await TelegramChannel(real_bot).publish(wall, "<b>as it is</b> *and* 😀", "key")
    (post,) = telegram.messages(channel_id(telegram))
    assert post.words.text == "<b>as it is</b> *and* 😀"
    assert remote_id == f"{channel_id(telegram)}:{post.id}"


async def test_a_post_by_the_channel_s_number_works_as_well(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    number = channel_id(telegram)
    assert (await TelegramChannel(real_bot).publish(Place.parse(f"telegram:{number}"), "post", "key")).startswith(
        f"{number}:"
    )


AFTER: list[Fault] = [
    Drop(when="after"),
    HttpError(502, when="after"),
    Malformed("truncated"),
    Malformed("wrong_types"),
    Malformed("html"),
]


@pytest.mark.parametrize("fault", AFTER, ids=str)
async def test_a_post_whose_answer_is_lost_is_unsure_and_there_once(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place, fault: Fault
) -> None:
    telegram.faults.add(FaultRule("sendMessage", fault, Nth(1)))
    with pytest.raises(Unsure) as caught:
        await TelegramChannel(real_bot).publish(wall, "post", "key")
    assert texts_of(telegram, channel_id(telegram)) == ["post"]
    assert len(telegram.calls.of("sendMessage")) == 1
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


async def test_a_post_whose_answer_comes_too_late_is_unsure_and_there_once(
    telegram: TelegramSandbox, bot_at: MakeBot, wall: Place
) -> None:
    hasty = bot_at(await telegram.start(), token=TOKEN, timeout_s=0.3)
    telegram.faults.add(FaultRule("sendMessage", Delay(0.6, when="after"), Nth(1)))
    with pytest.raises(Unsure) as caught:
        await TelegramChannel(hasty).publish(wall, "post", "key")
    await telegram.wait_until(lambda: texts_of(telegram, channel_id(telegram)) == ["post"])
    assert len(telegram.calls.of("sendMessage")) == 1
    assert TOKEN not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize("fault", [Drop(when="before"), HttpError(502, when="before")], ids=str)
async def test_a_post_that_may_have_arrived_is_unsure_also_when_it_did_not(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place, fault: Fault
) -> None:
    telegram.faults.add(FaultRule("sendMessage", fault, Nth(1)))
    with pytest.raises(Unsure):
        await TelegramChannel(real_bot).publish(wall, "post", "key")
    assert texts_of(telegram, channel_id(telegram)) == []


async def test_a_post_that_is_put_off_by_a_429_surely_did_not_arrive(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    telegram.faults.add(FaultRule("sendMessage", ApiError(429, "Too Many Requests", retry_after=9), Nth(1)))
    with pytest.raises(Retryable) as caught:
        await TelegramChannel(real_bot).publish(wall, "post", "key")
    assert caught.value.retry_after_s == 9
    assert texts_of(telegram, channel_id(telegram)) == []


async def test_a_server_that_is_gone_leaves_a_post_surely_unsent(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    await telegram.stop()
    with pytest.raises(Retryable):
        await TelegramChannel(real_bot).publish(wall, "post", "key")


async def test_a_channel_without_the_right_to_post_needs_an_operator(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    telegram.promote(BOT_ID, channel_id(telegram), rights=["can_edit_messages"])
    with pytest.raises(Misconfigured, match="administrator"):
        await TelegramChannel(real_bot).publish(wall, "post", "key")
    telegram.demote(BOT_ID, channel_id(telegram))
    with pytest.raises(Misconfigured, match="administrator"):
        await TelegramChannel(real_bot).publish(wall, "post", "key")
    with pytest.raises(Misconfigured, match="place's name"):
        await TelegramChannel(real_bot).publish(Place.parse("telegram:@nowhere"), "post", "key")


async def test_a_post_is_taken_down_and_a_second_time_without_an_error(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    channel = TelegramChannel(real_bot)
    remote_id = await channel.publish(wall, "post", "key")
    await channel.take_down(wall, remote_id)
    await channel.take_down(wall, remote_id)
    assert texts_of(telegram, channel_id(telegram)) == []


async def test_a_post_whose_deletion_was_lost_is_gone_at_the_second_try(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    channel = TelegramChannel(real_bot)
    remote_id = await channel.publish(wall, "post", "key")
    telegram.faults.add(FaultRule("deleteMessage", Drop(when="after"), Nth(1)))
    with pytest.raises(Retryable):
        await channel.take_down(wall, remote_id)
    await channel.take_down(wall, remote_id)
    assert texts_of(telegram, channel_id(telegram)) == []


async def test_a_post_older_than_48_hours_stays_and_the_caller_hears_why(bot_at: MakeBot) -> None:
    now_s = [1_800_000_000.0]
    telegram = TelegramSandbox(clock=lambda: now_s[0])
    telegram.add_bot(TOKEN, "WallflowerBot")
    owner = telegram.add_user("Owner")
    chat = telegram.add_chat("channel", "The wall", creator=owner.id, username="thewall")
    telegram.promote(BOT_ID, chat.id)
    channel, place = TelegramChannel(bot_at(await telegram.start(), token=TOKEN)), Place.parse("telegram:@thewall")
    remote_id = await channel.publish(place, "post", "key")
    now_s[0] += 48 * 3600 + 1
    with pytest.raises(Refused, match="can't be deleted"):
        await channel.take_down(place, remote_id)
    assert texts_of(telegram, chat.id) == ["post"]
    await telegram.stop()


async def test_a_token_that_telegram_does_not_know_needs_an_operator(
    telegram: TelegramSandbox, bot_at: MakeBot
) -> None:
    stranger = bot_at(await telegram.start(), token="999:unknown-token")
    with pytest.raises(Misconfigured, match="token"):
        await TelegramChannel(stranger).publish(Place.parse("telegram:@thewall"), "post", "key")


@pytest.mark.parametrize("text", ["", "😀" * 2048 + "!", "half \ud83d", "nul \x00"])
async def test_a_text_that_is_no_single_post_is_refused_before_it_is_sent(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place, text: str
) -> None:
    with pytest.raises(Refused):
        await TelegramChannel(real_bot).publish(wall, text, "key")
    assert telegram.calls.of("sendMessage") == []


async def test_the_longest_post_in_emoji_fits(telegram: TelegramSandbox, real_bot: Bot, wall: Place) -> None:
    await TelegramChannel(real_bot).publish(wall, "😀" * 2048, "key")
    assert texts_of(telegram, channel_id(telegram)) == ["😀" * 2048]


async def test_a_card_is_sent_pressed_answered_and_given_a_new_face(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address, inbox: "Inbox", poll: Poll
) -> None:
    chat = TelegramChat(real_bot)
    buttons = ((Button("Да ✅", "d:1:approve"), Button("Нет", "d:1:reject")),)
    card = await chat.send(anna, Message("Draft 1", buttons), "key")
    poll(real_bot)
    query = telegram.press(anna.number, BOT_ID, card.message_id, "Да ✅")
    await inbox.until(lambda: any(isinstance(what, Press) for what in inbox.taken))
    press = next(what for what in inbox.taken if isinstance(what, Press))
    assert (press.chat, press.sender, press.message_id, press.action) == (anna, anna, card.message_id, "d:1:approve")
    assert press.language == "ru"
    await chat.answer(press, "Approved " * 100)
    await chat.edit(anna, card, Message("Draft 1: approved"))
    await chat.edit(anna, card, Message("Draft 1: approved"))
    assert query.answer is not None
    assert len(query.answer.text) == 200
    assert texts_of(telegram, anna.number) == ["Draft 1: approved"]
    assert telegram.messages(anna.number)[-1].inline_keyboard is None


async def test_a_press_that_expired_is_answered_without_an_error(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    press = Press("1", anna, anna, 1, "x", answer_to="12345")
    await TelegramChat(real_bot).answer(press, "done")
    assert telegram.calls.of("answerCallbackQuery")[0].error_code == 400


async def test_a_long_text_arrives_in_parts_with_the_buttons_under_the_last(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    text = "\n".join("😀" * 1500 for _ in range(3))
    last = await TelegramChat(real_bot).send(anna, Message(text, ((Button("ok", "x"),),)), "key")
    assert "\n".join(texts_of(telegram, anna.number)) == text
    *others, end = messages_of(telegram, anna.number)
    assert end.id == last.message_id
    assert end.inline_keyboard is not None
    assert all(said.inline_keyboard is None for said in others)


async def test_a_long_text_of_which_a_part_arrived_is_unsure(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    telegram.faults.add(FaultRule("sendMessage", ApiError(429, "Too Many Requests", retry_after=100), Nth(2)))
    with pytest.raises(Unsure, match="1 of 2 parts"):
        await TelegramChat(real_bot).send(anna, Message("x" * 5000), "key")


async def test_a_message_without_words_is_refused_before_it_is_sent(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    with pytest.raises(Refused, match="without text"):
        await TelegramChat(real_bot).send(anna, Message(" \n\x00"), "key")
    assert telegram.calls.of("sendMessage") == []


async def test_markup_in_a_member_s_words_stays_words(telegram: TelegramSandbox, real_bot: Bot, anna: Address) -> None:
    words = "<b>bold</b> _x_ [a](http://b) &amp; </pre>"
    await TelegramChat(real_bot).send(anna, Message(words), "key")
    assert texts_of(telegram, anna.number) == [words]


async def test_an_answer_to_a_message_that_is_gone_is_sent_all_the_same(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    asked = telegram.say(anna.number, BOT_ID, "/meme")
    chat = TelegramChat(real_bot)
    await chat.send(anna, Message("here", reply_to=asked.id), "1")
    await chat.send(anna, Message("there", reply_to=asked.id + 1000), "2")
    here, there = telegram.messages(anna.number)[-2:]
    assert here.reply_to is asked
    assert there.reply_to is None


async def test_a_question_opens_the_reply_field_of_the_one_who_is_asked(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    asked = telegram.say(anna.number, BOT_ID, "/edit")
    await TelegramChat(real_bot).send(anna, Message("New text?", reply_to=asked.id, asks_reply=True), "key")
    assert telegram.messages(anna.number)[-1].other_markup == {"force_reply": True, "selective": True}


async def test_a_person_who_blocked_the_bot_or_never_wrote_to_it_is_refused(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    telegram.block(anna.number)
    stranger = Address(Platform.TELEGRAM, telegram.add_user("Stranger").id)
    for person in (anna, stranger, Address(Platform.TELEGRAM, 1)):
        with pytest.raises(Refused):
            await TelegramChat(real_bot).send(person, Message("hello"), "key")


async def test_a_group_that_became_a_supergroup_is_written_to_where_it_is_now(
    telegram: TelegramSandbox, real_bot: Bot
) -> None:
    owner = telegram.add_user("Owner")
    group = telegram.add_chat("group", "Talk", creator=owner.id)
    telegram.join(BOT_ID, group.id, by=owner.id)
    moved = telegram.migrate(group.id)
    await TelegramChat(real_bot).send(Address(Platform.TELEGRAM, group.id), Message("hello"), "key")
    assert texts_of(telegram, moved.id)[-1] == "hello"


async def test_a_burst_to_one_chat_meets_no_429_and_loses_nothing(
    telegram: TelegramSandbox, patient_bot: Bot, anna: Address
) -> None:
    chat = TelegramChat(patient_bot)
    await asyncio.gather(*(chat.send(anna, Message(f"{number}"), "key") for number in range(6)))
    assert texts_of(telegram, anna.number) == [str(number) for number in range(6)]
    assert [call.error_code for call in telegram.calls.of("sendMessage")] == [None] * 6


async def test_a_burst_to_a_hundred_chats_meets_no_429_and_loses_nothing(
    telegram: TelegramSandbox, patient_bot: Bot
) -> None:
    people = [telegram.add_user(f"Member {number}") for number in range(100)]
    for person in people:
        telegram.say(person.id, BOT_ID, "/start")
    chat = TelegramChat(patient_bot)
    await asyncio.gather(
        *(chat.send(Address(Platform.TELEGRAM, person.id), Message("hello"), "key") for person in people)
    )
    assert [texts_of(telegram, person.id) for person in people] == [["hello"]] * 100
    assert {call.error_code for call in telegram.calls} == {None}


async def test_a_429_in_a_chat_is_waited_out_and_the_message_is_there_once(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    telegram.faults.add(FaultRule("sendMessage", ApiError(429, "Too Many Requests", retry_after=1), times=2))
    await TelegramChat(real_bot).send(anna, Message("hello"), "key")
    assert texts_of(telegram, anna.number) == ["hello"]
    assert [call.error_code for call in telegram.calls.of("sendMessage")] == [429, 429, None]


@pytest.mark.parametrize("fault", [*AFTER, Drop(when="before"), HttpError(503)], ids=str)
async def test_an_edit_that_failed_is_done_by_repeating_it(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address, fault: Fault
) -> None:
    chat = TelegramChat(real_bot)
    card = await chat.send(anna, Message("before"), "key")
    telegram.faults.add(FaultRule("editMessageText", fault, Nth(1)))
    with pytest.raises(Retryable):
        await chat.edit(anna, card, Message("after"))
    await chat.edit(anna, card, Message("after"))
    assert texts_of(telegram, anna.number) == ["after"]


async def test_every_message_is_taken_although_every_second_poll_fails(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address, inbox: "Inbox", poll: Poll
) -> None:
    faults: list[Fault] = [
        Drop(when="before"),
        Drop(when="after"),
        HttpError(502),
        HttpError(502, when="after"),
        Malformed("truncated"),
        Malformed("wrong_types"),
        Malformed("html"),
        ApiError(500, "Internal Server Error"),
        ApiError(409, "Conflict: terminated by other getUpdates request"),
    ]
    telegram.faults.add(FaultRule("getMe", HttpError(502), Nth(1)), FaultRule("deleteWebhook", Drop(), Nth(1)))
    telegram.faults.add(*(FaultRule("getUpdates", fault, Nth(2 * turn + 1)) for turn, fault in enumerate(faults)))
    poll(real_bot, timeout_s=1)
    said = []
    for number in range(20):
        said.append(f"/meme {number}")
        telegram.say(anna.number, BOT_ID, said[-1])
        await inbox.until(lambda: said[-1] in {what.text for what in inbox.taken if isinstance(what, Incoming)})
    texts = {what.key: what.text for what in inbox.taken if isinstance(what, Incoming)}
    assert list(texts.values()) == ["/start", *said]
    assert telegram.faults.strikes == len(faults) + 2


async def test_a_second_instance_does_not_lose_updates_and_the_first_goes_on(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address, inbox: "Inbox", poll: Poll
) -> None:
    poll(real_bot, timeout_s=1)
    await inbox.until(lambda: len(inbox.taken) == 1)
    await telegram.wait_until(lambda: len(telegram.calls.of("getUpdates")) >= 2)
    other = poll(real_bot, timeout_s=1)
    await telegram.wait_until(lambda: any(call.error_code == 409 for call in telegram.calls))
    other.cancel()
    telegram.say(anna.number, BOT_ID, "/meme")
    await inbox.until(lambda: any(isinstance(what, Incoming) and what.text == "/meme" for what in inbox.taken))
    assert all(isinstance(what, Incoming) for what in inbox.taken)


async def test_a_webhook_is_removed_and_what_waited_is_taken(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address, inbox: "Inbox", poll: Poll
) -> None:
    await real_bot.set_webhook("https://127.0.0.1:9/nobody")
    telegram.say(anna.number, BOT_ID, "/meme")
    poll(real_bot)
    await inbox.until(lambda: len(inbox.taken) == 2)
    assert [what.text for what in inbox.taken if isinstance(what, Incoming)] == ["/start", "/meme"]


async def test_the_menu_of_commands_is_there_in_both_languages(telegram: TelegramSandbox, real_bot: Bot) -> None:
    await set_commands(real_bot, {"default": [("meme", "Write a meme")], "ru": [("meme", "Написать мем")]})
    assert [command.description for command in await real_bot.get_my_commands()] == ["Write a meme"]
    assert [command.description for command in await real_bot.get_my_commands(language_code="ru")] == ["Написать мем"]
