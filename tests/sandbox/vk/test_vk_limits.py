"""Rates and daily limits, and how vk_api fares against them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import vk_api

from bot.sandbox.vk import TokenKind, VkLimits

if TYPE_CHECKING:
    from tests.sandbox.vk.conftest import Stage, StageMaker


@pytest.mark.parametrize(("kind", "a_second"), [(TokenKind.USER, 3), (TokenKind.COMMUNITY, 20), (TokenKind.SERVICE, 3)])
async def test_each_kind_of_key_has_its_calls_a_second(stage: Stage, kind: TokenKind, a_second: int) -> None:
    """The next call within the second is error 6; a second after the first there is room again."""
    vk = stage.key(stage.sandbox.add_token(kind, user_id=stage.admin, group_id=stage.group))
    for _ in range(a_second):
        await vk.at_once("utils.getServerTime")
    with pytest.raises(vk_api.exceptions.ApiError) as caught:
        await vk.at_once("utils.getServerTime")
    assert caught.value.code == 6
    stage.clock.now += 1
    await vk.at_once("utils.getServerTime")


async def test_keys_have_rates_of_their_own(stage: Stage) -> None:
    for _ in range(8):
        vk = stage.key(stage.sandbox.add_token(TokenKind.SERVICE))
        await vk.at_once("utils.getServerTime")
    assert {call.outcome for call in stage.sandbox.calls} == {"ok"}


async def test_wall_get_has_a_limit_a_day(make_stage: StageMaker) -> None:
    stage: Stage = await make_stage(limits=VkLimits(wall_get_per_day=3))
    vk = stage.key(stage.sandbox.add_token(TokenKind.SERVICE))
    for _ in range(3):
        await vk("wall.get", owner_id=stage.wall)
    assert await vk.error("wall.get", owner_id=stage.wall) == 29
    assert (await vk("wall.getById", posts=f"{stage.wall}_1"))["items"] == []
    stage.clock.now += 86_400
    await vk("wall.get", owner_id=stage.wall)
