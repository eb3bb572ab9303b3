"""Who the owner is: whoever writes the code in private, and no stranger."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot

from bot.domain.countersign import Countersign
from bot.errors import Misconfigured, Refused
from bot.platforms.telegram import introduction as telegram
from bot.platforms.telegram.client import make_bot
from bot.platforms.vk import introduction as vk
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.failures import KeyKind
from bot.sandbox.stage import Stage
from bot.sandbox.vk.state import TokenKind

CODE = Countersign("K7PMXW4Q")


@pytest.fixture
async def bot(stage: Stage) -> AsyncIterator[Bot]:
    made = make_bot(stage.telegram_token, stage.telegram_url)
    yield made
    await made.session.close()


async def test_on_telegram_it_is_who_writes_the_code_and_not_who_guesses(stage: Stage, bot: Bot) -> None:
    others = 0

    def other() -> None:
        nonlocal others
        others += 1

    def ready() -> None:
        for guess in ("K7PM-XW4R", "let me in", "/start AAAA-AAAA"):
            stage.telegram.say(stage.member.telegram_id, stage.bot_id, guess)
        stage.telegram.say(stage.owner.telegram_id, stage.bot_id, f"/start {CODE}")

    found = await telegram.first_with(bot, CODE, timeout_s=30, on_ready=ready, on_other=other)
    assert found is not None
    assert found.sender.number == stage.owner.telegram_id
    # The people of the stage have pressed Start.
    assert others == len(stage.people) + 3


async def test_what_was_said_meanwhile_is_left_for_the_bot_that_will_run(stage: Stage, bot: Bot) -> None:
    before = len(await bot.get_updates())
    stage.telegram.say(stage.owner.telegram_id, stage.bot_id, str(CODE))
    assert await telegram.first_with(bot, CODE, timeout_s=30, on_ready=lambda: None) is not None
    assert len(await bot.get_updates()) == before + 1


async def test_behind_more_messages_than_come_at_once_the_code_is_found(stage: Stage, bot: Bot) -> None:
    for number in range(230):
        stage.telegram.say(stage.member.telegram_id, stage.bot_id, f"message {number}")
    stage.telegram.say(stage.owner.telegram_id, stage.bot_id, str(CODE))
    found = await telegram.first_with(bot, CODE, timeout_s=30, on_ready=lambda: None)
    assert found is not None
    assert found.sender.number == stage.owner.telegram_id


async def test_the_code_in_a_group_makes_nobody_an_owner(stage: Stage, bot: Bot) -> None:
    group = stage.telegram.add_chat("group", "Читатели", creator=stage.member.telegram_id)
    stage.telegram.promote(stage.bot_id, group.id, by=stage.member.telegram_id)
    stage.telegram.say(stage.member.telegram_id, group.id, str(CODE))
    assert await telegram.first_with(bot, CODE, timeout_s=1.5, on_ready=lambda: None) is None


async def test_a_bot_that_somebody_else_runs_is_told_as_such(stage: Stage, bot: Bot) -> None:
    await bot.set_webhook("https://elsewhere.example/hook")
    with pytest.raises(Refused, match="somebody else receives"):
        await telegram.first_with(bot, CODE, timeout_s=5, on_ready=lambda: None)


async def test_the_channels_are_those_where_the_bot_was_made_an_administrator(stage: Stage, bot: Bot) -> None:
    assert [(one.id, one.title) for one in await telegram.channels(bot)] == [(stage.channel_id, "Стена")]
    public = stage.telegram.add_chat("channel", "Вторая", creator=stage.admin.telegram_id, username="second_wall")
    stage.telegram.promote(stage.bot_id, public.id, by=stage.admin.telegram_id)
    assert [one.name for one in await telegram.channels(bot)] == ["@second_wall", ""]


async def test_on_vk_it_is_who_writes_the_code_and_not_who_guesses(stage: Stage) -> None:
    client = VkClient(stage.community_key, stage.vk_url, kind=KeyKind.COMMUNITY)
    others = 0

    def other() -> None:
        nonlocal others
        others += 1

    def ready() -> None:
        stage.vk.say(stage.member.vk_id, -stage.group_id, "K7PM-XW4R")
        chat = stage.vk.add_chat("болталка", [stage.member.vk_id, -stage.group_id])
        stage.vk.say(stage.member.vk_id, chat, str(CODE))
        stage.vk.say(stage.owner.vk_id, -stage.group_id, str(CODE).lower())

    found = await vk.first_with(client, stage.group_id, CODE, timeout_s=30, on_ready=ready, on_other=other)
    client.close()
    assert found is not None
    assert (found.sender.number, others) == (stage.owner.vk_id, 1)


async def test_on_vk_nobody_in_time_is_nobody_and_no_task_is_left(stage: Stage) -> None:
    client = VkClient(stage.community_key, stage.vk_url, kind=KeyKind.COMMUNITY)
    assert await vk.first_with(client, stage.group_id, CODE, timeout_s=0.5, on_ready=lambda: None) is None
    assert [task.get_name() for task in asyncio.all_tasks() if task.get_name() == "introduction"] == []
    client.close()


async def test_a_community_key_that_may_not_read_long_poll_says_what_to_do(stage: Stage) -> None:
    key = stage.vk.add_token(TokenKind.COMMUNITY, group_id=stage.group_id, rights=["messages"])
    client = VkClient(key, stage.vk_url, kind=KeyKind.COMMUNITY)
    with pytest.raises(Misconfigured, match="manage"):
        await vk.first_with(client, stage.group_id, CODE, timeout_s=5, on_ready=lambda: None)
    client.close()
