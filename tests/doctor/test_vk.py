"""Each key and what it may do, on a VK that keeps its own rules."""

import re
from collections.abc import Sequence

import pytest

from bot.doctor.finding import Finding, Level
from bot.sandbox.faults import ApiError, Every, FaultRule, HttpError
from bot.sandbox.stage import Stage
from bot.sandbox.vk.state import TokenKind
from bot.settings import Home
from tests.doctor.conftest import Write, at, looked_over, trouble


async def of_vk(home: Home) -> dict[str, Finding]:
    return {code: one for code, one in (await trouble(home)).items() if one.area == "vk"}


def community_key(stage: Stage, rights: Sequence[str]) -> dict[str, str]:
    return {"VK_COMMUNITY_KEY": stage.vk.add_token(TokenKind.COMMUNITY, group_id=stage.group_id, rights=rights)}


async def test_a_community_that_is_set_up_is_fine_and_nothing_was_changed(
    home: Home, stage: Stage, write: Write
) -> None:
    write(without="telegram")
    said = [one for one in await looked_over(home) if one.area == "vk"]
    assert [one.code for one in said if one.level is not Level.FINE] == []
    assert any("120 posts" in one.sentence for one in said)
    assert all(re.search(r"\.(get|is)", call.method) for call in stage.vk.calls)
    assert {call.method for call in stage.vk.calls} & {
        "wall.get",
        "groups.getLongPollSettings",
        "photos.getWallUploadServer",
    }


async def test_a_key_that_is_withdrawn_is_told_by_its_kind_and_never_shown(
    home: Home, stage: Stage, write: Write
) -> None:
    write(without="telegram")
    stage.vk.revoke_token(stage.community_key)
    stage.vk.revoke_token(stage.service_key)
    found = await looked_over(home)
    kinds = sorted(one.sentence.split("the ")[1].split(" key")[0] for one in found if one.code == "vk-key")
    assert kinds == ["community", "service"]
    assert any("can be read with the user key" in one.sentence for one in found)
    for key in (stage.community_key, stage.service_key, write.user_key):
        assert key not in str(found)


async def test_without_keys_it_is_told_where_to_get_them(home: Home, write: Write) -> None:
    write(without="telegram", secrets={"VK_COMMUNITY_KEY": "", "VK_SERVICE_KEY": "", "VK_USER_KEY": ""})
    assert (await of_vk(home)).keys() == {"vk-no-community-key", "vk-no-reader", "vk-no-poster"}


async def test_another_communitys_key_is_told(home: Home, stage: Stage, write: Write) -> None:
    other = stage.vk.add_group("Другая")
    write(without="telegram", secrets={"VK_COMMUNITY_KEY": stage.vk.add_token(TokenKind.COMMUNITY, group_id=other)})
    assert f"group_id = {other}" in (await of_vk(home))["vk-other-group"].remedy


@pytest.mark.parametrize(
    ("lacks", "code"),
    [("messages", "vk-right"), ("manage", "vk-right"), ("photos", "vk-small-right"), ("docs", "vk-small-right")],
)
async def test_a_right_that_the_community_key_lacks_is_told_with_what_is_lost(
    home: Home, stage: Stage, write: Write, lacks: str, code: str
) -> None:
    rights = {"messages", "manage", "photos", "docs", "wall"} - {lacks}
    write(without="telegram", secrets=community_key(stage, sorted(rights)))
    assert f"lacks the right {lacks}" in (await of_vk(home))[code].sentence


async def test_a_community_without_messages_is_told(home: Home, stage: Stage, write: Write) -> None:
    write(without="telegram")
    stage.vk.switch_messages(stage.group_id, on=False)
    assert "group messages are disabled" in (await of_vk(home))["vk-messages"].sentence


async def test_long_poll_that_is_off_is_a_note_and_stays_off(home: Home, stage: Stage, write: Write) -> None:
    write(without="telegram")
    settings = stage.vk.world.groups[stage.group_id].long_poll
    settings.is_enabled = False
    assert (await of_vk(home))["vk-long-poll"].level is Level.NOTE
    assert not settings.is_enabled


async def test_what_vk_refuses_to_say_or_to_take_is_told(home: Home, stage: Stage, write: Write) -> None:
    write(without="telegram")
    stage.vk.faults.add(FaultRule("groups.getLongPollSettings", ApiError(15), at=Every(1)))
    stage.vk.faults.add(FaultRule("photos.getMessagesUploadServer", ApiError(100), at=Every(1)))
    found = await of_vk(home)
    assert found.keys() == {"vk-long-poll-closed", "vk-photos"}


async def test_a_wall_that_is_not_there_or_empty_is_told(home: Home, stage: Stage, write: Write) -> None:
    write(without="telegram", vk='wall = "nobody.here"\n')
    assert "nobody.here" in (await of_vk(home))["vk-wall"].sentence
    empty = stage.vk.add_group("Пусто")
    write(without="telegram", vk=f'wall = "-{empty}"\n')
    assert str(-empty) in (await of_vk(home))["vk-wall-empty"].sentence


async def test_who_may_post_where_is_told(home: Home, stage: Stage, write: Write) -> None:
    """The community key at its own wall: perhaps. A user without a role there: no. A key for logging in: nowhere."""
    write(without="telegram", secrets={"VK_USER_KEY": ""})
    assert (await of_vk(home))["vk-posting-uncertain"].level is Level.NOTE
    write(
        without="telegram",
        secrets={"VK_USER_KEY": "", **community_key(stage, ["messages", "manage", "photos", "docs"])},
    )
    assert "vk-no-poster" in await of_vk(home)
    other = stage.vk.add_group("Другая")
    write(without="telegram", schedule=f'place = "vk:-{other}"\n')
    assert f"vk:-{other}" in (await of_vk(home))["vk-no-poster"].sentence
    login = stage.vk.add_token(TokenKind.USER, user_id=stage.admin.vk_id, value="vk2.a.login-key")
    write(without="telegram", secrets={"VK_USER_KEY": login})
    assert (await of_vk(home)).keys() == {"vk-login-key", "vk-posting-uncertain"}


async def test_a_user_key_without_photos_is_told(home: Home, stage: Stage, write: Write) -> None:
    key = stage.vk.add_token(TokenKind.USER, user_id=stage.admin.vk_id, rights=["wall", "groups"])
    write(without="telegram", secrets={"VK_USER_KEY": key})
    assert "posts at vk:-" in (await of_vk(home))["vk-photos"].sentence


async def test_chats_and_people_that_cant_be_written_to_are_told(home: Home, stage: Stage, write: Write) -> None:
    inside = stage.vk.add_chat("Редакция", [stage.admin.vk_id, -stage.group_id])
    outside = stage.vk.add_chat("Чужие", [stage.admin.vk_id])
    stage.vk.deny_messages(stage.moderator.vk_id, stage.group_id)
    write(without="telegram", moderation="")
    text = (home.folder / "wallflower.toml").read_text("utf-8")
    listed = f'chats = ["vk:{inside}", "vk:{outside}"]'
    text = text.replace(f'chats = ["telegram:{stage.moderator.telegram_id}"]', listed)
    (home.folder / "wallflower.toml").write_text(text, "utf-8")
    found = await of_vk(home)
    assert found.keys() == {"vk-chat", "vk-stranger"}
    assert f"vk:{outside}" in found["vk-chat"].sentence
    assert f"vk:{stage.moderator.vk_id}" in found["vk-stranger"].sentence


async def test_without_a_network_there_is_one_finding_and_no_more_questions(
    home: Home, stage: Stage, write: Write
) -> None:
    write(without="telegram")
    await stage.vk.stop()
    assert (await of_vk(home)).keys() == {"vk-unreachable"}


async def test_a_gateways_answers_are_no_traceback(home: Home, stage: Stage, write: Write) -> None:
    write(without="telegram")
    stage.vk.faults.add(FaultRule("*", HttpError(502), at=Every(1)))
    assert (await of_vk(home)).keys() == {"vk-unreachable"}


async def test_a_clock_that_is_wrong_is_told(home: Home, write: Write) -> None:
    write(without="telegram")
    assert "59 minutes" in str(await trouble(home, at(59 / 24 / 60)))


async def test_the_callback_server_is_told_by_how_it_fares(home: Home, stage: Stage, write: Write) -> None:
    """Also where the key lacks the right to set it up: then a person does."""
    from bot.platforms.vk.callback import path_of  # noqa: PLC0415
    from bot.sandbox.vk.state import CallbackServer  # noqa: PLC0415

    url = "http://127.0.0.1:9"
    web = f'listen = "127.0.0.1:9"\npublic_url = "{url}"\n'
    write(without="telegram", vk="callback = true\n", web=web)
    assert "vk-callback" in await trouble(home)
    group = stage.vk.world.groups[stage.group_id]
    group.callback_servers[1] = CallbackServer(1, "Wallflower", 0, url + path_of(stage.community_key), status="failed",
                                               secret_key="")  # fmt: skip
    found = await trouble(home)
    assert "failed" in found["vk-callback-fails"].sentence
    assert not {"vk-callback", "vk-long-poll"} & found.keys()
    group.callback_servers[1].status = "ok"
    assert not [code for code in await trouble(home) if code.startswith("vk-callback")]
    key = stage.vk.add_token(
        TokenKind.COMMUNITY, group_id=stage.group_id, rights=["messages", "photos", "docs", "wall"]
    )
    write(without="telegram", secrets={"VK_COMMUNITY_KEY": key}, vk="callback = true\n", web=web)
    found = await trouble(home)
    assert "wallflower hooks" in found["vk-callback-by-hand"].remedy
    assert "vk-right" not in found
