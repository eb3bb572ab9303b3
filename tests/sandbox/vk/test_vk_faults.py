"""Faults on the wire, as the real vk_api meets them, and what they leave behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import requests
import vk_api

from bot.sandbox.faults import ApiError, Delay, Drop, Every, Fault, FaultRule, HttpError, Malformed, Nth
from bot.sandbox.vk import LONG_POLL_METHOD, UPLOAD_METHOD

if TYPE_CHECKING:
    from tests.sandbox.vk.conftest import Stage, Vk


@pytest.mark.parametrize(
    ("fault", "seen", "posts"),
    [
        (ApiError(10), vk_api.exceptions.ApiError, 0),
        (ApiError(10, when="after"), vk_api.exceptions.ApiError, 1),
        (ApiError(14), vk_api.exceptions.Captcha, 0),
        (HttpError(502), vk_api.exceptions.ApiHttpError, 0),
        (HttpError(504, when="after"), vk_api.exceptions.ApiHttpError, 1),
        (Drop(), requests.ConnectionError, 0),
        (Drop(when="after"), requests.ConnectionError, 1),
        (Malformed("truncated"), requests.exceptions.JSONDecodeError, 1),
        (Malformed("html"), requests.exceptions.JSONDecodeError, 1),
    ],
)
async def test_a_fault_strikes_before_or_after_the_effect(
    stage: Stage, community: Vk, fault: Fault, seen: type[Exception], posts: int
) -> None:
    """The caller sees the failure; the wall shows whether the call took effect, and the next call goes well."""
    stage.sandbox.faults.add(FaultRule("wall.post", fault, at=Nth(1)))
    with pytest.raises(seen):
        await community("wall.post", owner_id=stage.wall, from_group=1, message="раз")
    assert len(stage.sandbox.posts(stage.wall)) == posts
    record = stage.sandbox.calls[-1]
    assert (record.outcome, record.faults) == (
        "ok" if posts else "not performed",
        (f"{fault.kind} {fault.when}",),
    )
    await community("wall.post", owner_id=stage.wall, from_group=1, message="два")
    assert len(stage.sandbox.posts(stage.wall)) == posts + 1


async def test_wrong_types_keep_the_answers_outside(stage: Stage, community: Vk) -> None:
    stage.sandbox.faults.add(FaultRule("wall.post", Malformed("wrong_types")))
    answer = await community("wall.post", owner_id=stage.wall, from_group=1, message="раз")
    assert not isinstance(answer, dict)
    stage.exchanges.clear()  # what was spoilt on purpose is not held against the schema


async def test_a_captcha_and_an_error_in_words_of_ones_own(stage: Stage, community: Vk) -> None:
    """A captcha carries the facts that SDKs read; a description replaces VK's sentence."""
    stage.sandbox.faults.add(
        FaultRule("wall.post", ApiError(14), at=Nth(1)), FaultRule("wall.post", ApiError(9, "slow down"), at=Nth(2))
    )
    with pytest.raises(vk_api.exceptions.Captcha) as caught:
        await community("wall.post", owner_id=stage.wall, from_group=1, message="раз")
    assert caught.value.sid
    with pytest.raises(vk_api.exceptions.ApiError, match="slow down"):
        await community("wall.post", owner_id=stage.wall, from_group=1, message="раз")


async def test_a_delay_makes_a_client_with_a_timeout_give_up_while_the_call_takes_effect(
    stage: Stage, community: Vk
) -> None:
    stage.sandbox.faults.add(FaultRule("wall.post", Delay(0.3, when="after"), at=Nth(1)))
    form = {"v": "5.199", "access_token": community.token, "owner_id": stage.wall, "from_group": 1, "message": "раз"}
    with pytest.raises(requests.ReadTimeout):
        await community.run(community.session.http.post, "https://api.vk.ru/method/wall.post", form, timeout=0.1)
    assert [post.text for post in stage.sandbox.posts(stage.wall)] == ["раз"]


async def test_faults_reach_the_long_poll_and_uploads_too(stage: Stage, community: Vk, user: Vk) -> None:
    stage.sandbox.faults.add(FaultRule(LONG_POLL_METHOD, HttpError(503)), FaultRule(UPLOAD_METHOD, Drop()))
    server = await community("groups.getLongPollServer", group_id=stage.group)
    query = {"act": "a_check", "key": server["key"], "ts": server["ts"], "wait": 0}
    assert (await user.run(requests.get, server["server"], params=query, timeout=5)).status_code == 503
    upload = await user("photos.getWallUploadServer", group_id=stage.group)
    with pytest.raises(requests.ConnectionError):
        await user.run(requests.post, upload["upload_url"], files={"photo": b"x"}, timeout=5)


async def test_every_nth_call_fails_and_the_log_counts_them(stage: Stage, service: Vk) -> None:
    stage.sandbox.faults.add(FaultRule("utils.*", ApiError(1), at=Every(3)))
    failures = 0
    for _ in range(9):
        try:
            await service("utils.getServerTime")
        except vk_api.exceptions.ApiError as error:
            failures += error.code == 1
    assert failures == stage.sandbox.faults.strikes == 3
