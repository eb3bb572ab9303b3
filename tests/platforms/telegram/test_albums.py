"""Albums through the real aiogram and the sandbox: posted once, taken down whole; cards below their pictures."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from aiogram import Bot

from bot.domain.member import Address
from bot.domain.message import Button, Message
from bot.domain.place import Place
from bot.errors import Misconfigured, Refused, Retryable, Unsure
from bot.platforms.telegram import Limits, TelegramChannel, TelegramChat
from bot.platforms.telegram.rate_limits import Rate, Window
from bot.sandbox.faults import ApiError, Drop, Every, FaultRule, Nth
from bot.sandbox.telegram import TelegramSandbox
from bot.sandbox.telegram.state import Message as SandboxMessage
from tests.platforms.telegram.conftest import TOKEN
from tests.platforms.telegram.test_pictures import channel_id, moving, sent_to, still, uploads_of

CARD = ((Button("Approve", "a:1"),),)
RED, BLUE, TEAL = still("red"), still("blue"), still("teal")

MakeBot = Callable[..., Bot]


def pictures_of(messages: list[SandboxMessage]) -> list[bytes]:
    return [message.photo.uploaded for message in messages if message.photo is not None]


async def test_an_album_is_one_post_whose_caption_is_under_the_first_picture(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    channel = TelegramChannel(real_bot)
    assert await channel.attach(wall, [RED, BLUE, TEAL]) is None
    remote_id = await channel.publish(wall, "#мем", "key", [RED, BLUE, TEAL])
    posts = telegram.messages(channel_id(telegram))
    assert pictures_of(posts) == [RED.data, BLUE.data, TEAL.data]
    assert [post.words.text for post in posts] == ["#мем", "", ""]
    assert len({post.media_group_id for post in posts}) == 1
    assert posts[0].media_group_id is not None
    assert remote_id == f"{channel_id(telegram)}:{','.join(str(post.id) for post in posts)}"
    assert len(telegram.calls.of("sendMediaGroup")) == 1


async def test_taking_an_album_down_deletes_all_of_it_and_may_be_done_again(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    channel = TelegramChannel(real_bot)
    remote_id = await channel.publish(wall, "", "key", [RED, BLUE])
    telegram.faults.add(FaultRule("deleteMessage", Drop(when="before"), Nth(2)))
    with pytest.raises(Retryable):
        await channel.take_down(wall, remote_id)
    await channel.take_down(wall, remote_id)
    await channel.take_down(wall, remote_id)
    assert telegram.messages(channel_id(telegram)) == []


async def test_an_album_that_is_too_old_to_be_deleted_is_refused(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    channel = TelegramChannel(real_bot)
    remote_id = await channel.publish(wall, "", "key", [RED, BLUE])
    telegram.backend.patience = replace(telegram.backend.patience, delete_s=-1)
    with pytest.raises(Refused, match="can't be deleted"):
        await channel.take_down(wall, remote_id)


async def test_what_telegram_takes_into_no_album_is_refused_before_it_is_sent(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    channel = TelegramChannel(real_bot)
    for pictures in ([RED, moving()], [RED] * 11, [RED, still(width=2000, height=90)]):
        with pytest.raises(Refused):
            await channel.attach(wall, pictures)
        with pytest.raises(Refused):
            await channel.publish(wall, "", "key", pictures)
    with pytest.raises(Refused, match="1024"):
        await channel.publish(wall, "a" * 1025, "key", [RED, BLUE])
    assert telegram.calls.of("sendMediaGroup") == []


async def test_an_album_whose_answer_is_lost_is_unsure_and_not_sent_again(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    telegram.faults.add(FaultRule("sendMediaGroup", Drop(when="after"), Nth(1)))
    with pytest.raises(Unsure):
        await TelegramChannel(real_bot).publish(wall, "", "key", [RED, BLUE])
    assert len(telegram.messages(channel_id(telegram))) == 2
    assert len(telegram.calls.of("sendMediaGroup")) == 1


async def test_a_flood_limit_is_no_second_try_and_a_place_without_rights_needs_its_admin(
    telegram: TelegramSandbox, real_bot: Bot, wall: Place
) -> None:
    channel = TelegramChannel(real_bot)
    telegram.faults.add(FaultRule("sendMediaGroup", ApiError(429, "Too Many Requests: retry after 7", 7), Nth(1)))
    with pytest.raises(Retryable) as caught:
        await channel.publish(wall, "", "key", [RED, BLUE])
    assert caught.value.retry_after_s == 7
    with pytest.raises(Misconfigured):
        await channel.publish(Place.parse("telegram:@elsewhere"), "", "key", [RED, BLUE])


async def test_a_card_stands_below_its_album_and_answers_it(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    sent = await TelegramChat(real_bot).send(anna, Message("draft 1", CARD, pictures=(RED, BLUE)), "key")
    *album, card = sent_to(telegram, anna.number)
    assert (sent.message_id, sent.album) == (card.id, tuple(message.id for message in album))
    assert pictures_of(album) == [RED.data, BLUE.data]
    assert (card.words.text, card.inline_keyboard is None, card.reply_to) == ("draft 1", False, album[0])


async def test_an_album_to_copy_has_its_words_below_it_or_none(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    chat = TelegramChat(real_bot)
    sent = await chat.send(anna, Message("post this", pictures=(RED, BLUE)), "key")
    assert [message.words.text for message in sent_to(telegram, anna.number)] == ["", "", "post this"]
    assert sent.message_id == sent_to(telegram, anna.number)[-1].id
    sent = await chat.send(anna, Message("", pictures=(RED, BLUE)), "key2")
    *_, first, second = sent_to(telegram, anna.number)
    assert (sent.message_id, sent.album) == (first.id, (first.id, second.id))
    with pytest.raises(Refused, match="without text"):
        await chat.send(anna, Message("", CARD, pictures=(RED, BLUE)), "key3")


async def test_a_redrawn_card_changes_the_pictures_that_are_others_now_and_no_more(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    chat = TelegramChat(real_bot)
    sent = await chat.send(anna, Message("draft 1", CARD, pictures=(RED, BLUE)), "key")
    await chat.edit(anna, sent, Message("draft 1: edited", CARD, pictures=(RED, TEAL)))
    *album, card = sent_to(telegram, anna.number)
    assert (pictures_of(album), card.words.text) == ([RED.data, TEAL.data], "draft 1: edited")
    assert [call.took_effect for call in telegram.calls.of("editMessageMedia")].count(True) == 1
    await chat.edit(anna, sent, Message("draft 1: approved", pictures=(RED, TEAL)))
    assert [call.took_effect for call in telegram.calls.of("editMessageMedia")].count(True) == 1
    assert (card.words.text, card.inline_keyboard) == ("draft 1: approved", None)
    assert uploads_of(telegram) == 2


async def test_a_card_that_a_former_process_sent_is_redrawn_as_well(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    """This one does not know which picture stands where; a picture that is there already is no error."""
    sent = await TelegramChat(real_bot).send(anna, Message("draft 1", CARD, pictures=(RED, BLUE)), "key")
    await TelegramChat(real_bot).edit(anna, sent, Message("draft 1", CARD, pictures=(RED, TEAL)))
    *album, _ = sent_to(telegram, anna.number)
    assert pictures_of(album) == [RED.data, TEAL.data]


async def test_a_picture_that_was_taken_out_goes_from_the_album(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    chat = TelegramChat(real_bot)
    sent = await chat.send(anna, Message("draft 1", CARD, pictures=(RED, BLUE, TEAL)), "key")
    for _ in range(2):
        await chat.edit(anna, sent, Message("draft 1", CARD, pictures=(RED, TEAL)))
        assert pictures_of(sent_to(telegram, anna.number)) == [RED.data, TEAL.data]
    await chat.edit(anna, sent, Message("draft 1: one left", CARD, pictures=(TEAL,)))
    album, card = sent_to(telegram, anna.number)
    assert (pictures_of([album]), card.words.text) == ([TEAL.data], "draft 1: one left")
    assert [call.took_effect for call in telegram.calls.of("deleteMessage")] == [True, True]


async def test_a_card_is_redrawn_though_somebody_has_deleted_a_picture_of_it(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    chat = TelegramChat(real_bot)
    sent = await chat.send(anna, Message("draft 1", CARD, pictures=(RED, BLUE)), "key")
    await real_bot.delete_message(anna.number, sent.album[0])
    with pytest.raises(Refused, match="not found"):
        await chat.edit(anna, sent, Message("draft 1: edited", CARD, pictures=(TEAL, BLUE)))
    assert sent_to(telegram, anna.number)[-1].words.text == "draft 1: edited"


async def test_pictures_that_can_not_be_drawn_any_more_stay_as_they_are(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    chat = TelegramChat(real_bot)
    sent = await chat.send(anna, Message("draft 1", CARD, pictures=(RED, BLUE)), "key")
    await chat.edit(anna, sent, Message("draft 1: rejected"))
    *album, card = sent_to(telegram, anna.number)
    assert (pictures_of(album), card.words.text) == ([RED.data, BLUE.data], "draft 1: rejected")


async def test_an_album_whose_card_can_not_follow_is_taken_back(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    """Whoever sends a card again would otherwise show the pictures again and again."""
    flood = ApiError(429, "Too Many Requests: retry after 500", 500)
    telegram.faults.add(FaultRule("sendMessage", flood, Nth(1)))
    chat, card = TelegramChat(real_bot), Message("draft 1", CARD, pictures=(RED, BLUE))
    with pytest.raises(Retryable):
        await chat.send(anna, card, "key")
    assert sent_to(telegram, anna.number) == []
    await chat.send(anna, card, "key")
    assert len(sent_to(telegram, anna.number)) == 3


async def test_an_album_that_could_not_be_taken_back_either_is_unsure(
    telegram: TelegramSandbox, real_bot: Bot, anna: Address
) -> None:
    flood = ApiError(429, "Too Many Requests: retry after 500", 500)
    telegram.faults.add(FaultRule("sendMessage", flood, Nth(1)))
    telegram.faults.add(FaultRule("deleteMessages", Drop(when="before"), Every(1)))
    with pytest.raises(Unsure, match="1 of 2 parts"):
        await TelegramChat(real_bot).send(anna, Message("draft 1", CARD, pictures=(RED, BLUE)), "key")


async def test_an_album_counts_as_so_many_messages(telegram: TelegramSandbox, bot_at: MakeBot, anna: Address) -> None:
    wide = Rate(1000, 0.001)
    limits = Limits(chat=Rate(1, 0.2), group=wide, overall=wide)
    chat = TelegramChat(bot_at(await telegram.start(), token=TOKEN, limits=limits))
    await chat.send(anna, Message("", pictures=(RED, BLUE, TEAL)), "key")
    began = time.monotonic()
    await chat.send(anna, Message("next"), "key")
    assert time.monotonic() - began >= 0.3


async def test_so_many_at_once_keep_a_window_as_one_by_one_would() -> None:
    """An album larger than the rate waits for an empty window, and holds up what follows."""
    window, loop = Window(Rate(2, 0.1)), asyncio.get_running_loop()
    instants: list[float] = []
    for calls in (1, 2, 5, 1):
        await window.acquire(calls)
        instants.append(loop.time() - (instants[0] if instants else 0.0))
    assert instants[1] >= 0.1
    assert instants[2] >= 0.2
    assert instants[3] >= 0.2 + 0.2
