"""Which key may call what, and what a wrong key is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.sandbox.vk import TokenKind, VkBehaviour
from bot.sandbox.vk.dispatch import METHODS
from bot.sandbox.vk.rights import METHOD_RIGHTS

if TYPE_CHECKING:
    from types import ModuleType

    from tests.sandbox.vk.conftest import Stage, StageMaker, Vk

KEYS_OF_METHODS = {  # user, community, service
    "wall.get": "u s", "wall.getById": "u s", "wall.getComments": "u s", "wall.search": "u s",
    "wall.post": "uc", "wall.edit": "u", "wall.delete": "u", "wall.pin": "u", "wall.unpin": "u",
    "wall.createComment": "uc",
    "photos.getWallUploadServer": "u", "photos.saveWallPhoto": "u",
    "docs.getWallUploadServer": "uc", "docs.getMessagesUploadServer": "uc", "docs.save": "uc",
    "photos.getMessagesUploadServer": "uc", "photos.saveMessagesPhoto": "uc",
    "messages.send": "uc", "messages.edit": "uc", "messages.delete": "uc", "messages.getHistory": "uc",
    "messages.getByConversationMessageId": "uc", "messages.getConversationsById": "uc",
    "messages.getConversationMembers": "uc", "messages.setActivity": "uc", "messages.markAsRead": "uc",
    "messages.isMessagesFromGroupAllowed": "uc", "account.getAppPermissions": "u",
    "messages.sendMessageEventAnswer": "c", "groups.getTokenPermissions": "c",
    "groups.getLongPollServer": "uc", "groups.getLongPollSettings": "uc", "groups.setLongPollSettings": "uc",
    "groups.getCallbackConfirmationCode": "uc", "groups.getCallbackServers": "uc", "groups.addCallbackServer": "uc",
    "groups.editCallbackServer": "uc", "groups.deleteCallbackServer": "uc", "groups.getCallbackSettings": "uc",
    "groups.setCallbackSettings": "uc",
    "groups.isMember": "ucs", "groups.getById": "ucs", "groups.getMembers": "ucs",
    "users.get": "ucs", "utils.resolveScreenName": "ucs", "utils.getServerTime": "ucs",
    "execute": "uc",
}  # fmt: skip


def test_the_table_of_rights_names_every_method() -> None:
    """No method is left out of the table here, and none in the table is missing from the server."""
    assert set(KEYS_OF_METHODS) == set(METHODS) | {"execute"} == set(METHOD_RIGHTS)


@pytest.mark.parametrize("method", KEYS_OF_METHODS)
async def test_each_kind_of_key_reaches_its_methods_and_no_others(
    method: str, stage: Stage, user: Vk, community: Vk, service: Vk
) -> None:
    """A key of the wrong kind gets 27 or 28; a right one gets past that, if only to be told of a missing parameter."""
    for letter, vk, refusal in (("u", user, 27), ("c", community, 27), ("s", service, 28)):
        stage.clock.now += 1
        answer = await vk.run(
            vk.session.http.post, f"https://api.vk.ru/method/{method}", {"v": "5.199", "access_token": vk.token}
        )
        code = answer.json().get("error", {}).get("error_code")
        assert (code == refusal) is (letter not in KEYS_OF_METHODS[method]), (letter, code)


def test_the_table_agrees_with_the_published_schema(schema_checker: ModuleType | None) -> None:
    """Every method's kinds of key are the schema's, but for what was measured to differ."""
    if schema_checker is None:
        pytest.skip("the published VK schema (../shared/api) is not on this machine")
    letters = {"user": "u", "group": "c", "service": "s"}
    published = {
        name: {letters[kind] for kind in schema_checker._methods()[name]["access_token_type"]}
        for name in KEYS_OF_METHODS
    }
    ours = {name: set(kinds.replace(" ", "")) for name, kinds in KEYS_OF_METHODS.items()}
    assert {name for name in ours if ours[name] != published[name]} == {"wall.post"}
    assert published["wall.post"] == {"u"}


async def test_a_community_key_may_be_kept_from_posting(make_stage: StageMaker) -> None:
    stage: Stage = await make_stage(behaviour=VkBehaviour(community_may_post=False))
    vk = stage.key(stage.sandbox.add_token(TokenKind.COMMUNITY, group_id=stage.group))
    assert await vk.error("wall.post", owner_id=stage.wall, from_group=1, message="а") == 27
    assert stage.sandbox.posts(stage.wall) == []


async def test_a_key_without_the_scope_gets_15(stage: Stage) -> None:
    bare = stage.key(stage.sandbox.add_token(TokenKind.COMMUNITY, group_id=stage.group, rights=["photos"]))
    assert await bare.error("messages.send", peer_id=stage.member, message="а", random_id=1) == 15
    assert await bare.error("groups.getLongPollServer", group_id=stage.group) == 15
    permissions = await bare("groups.getTokenPermissions")
    assert permissions == {"mask": 4, "permissions": [{"name": "photos", "setting": 4}]}


async def test_a_vk_id_user_key_cannot_post(stage: Stage) -> None:
    vk = stage.key(stage.sandbox.add_token(TokenKind.USER, user_id=stage.admin, value="vk2.a.synthetic"))
    assert await vk.error("wall.post", owner_id=stage.wall, from_group=1, message="а") == 1051
    assert (await vk("wall.get", owner_id=stage.wall))["count"] == 0


async def test_unknown_revoked_and_missing_keys_get_5(stage: Stage) -> None:
    revoked = stage.sandbox.add_token(TokenKind.SERVICE)
    stage.sandbox.revoke_token(revoked)
    for token in (revoked, "nonsense"):
        assert await stage.key(token).error("users.get", user_ids=1) == 5
    assert await stage.key("").error("users.get", user_ids=1) == 5


async def test_a_community_manages_itself_only(stage: Stage, community: Vk) -> None:
    other = stage.sandbox.add_group("Чужая")
    assert await community.error("groups.getLongPollServer", group_id=other) == 15
    assert await community.error("wall.post", owner_id=-other, from_group=1, message="а") == 214
    assert await community.error("wall.post", owner_id=stage.wall, message="не от имени сообщества") == 214


async def test_unknown_methods_and_versions_are_refused(stage: Stage, service: Vk) -> None:
    assert await service.error("wall.steal") == 3
    assert await service.error("users.get", user_ids=1, v="5.50") == 8
    assert await service.error("users.get", user_ids=1, v="latest") == 8


async def test_the_key_is_taken_as_a_bearer_header_too_and_get_equals_post(stage: Stage, service: Vk) -> None:
    url = f"{stage.sandbox.base_url}/method/utils.getServerTime"
    answer = await service.run(
        service.session.http.get, url, params={"v": "5.199"}, headers={"Authorization": f"Bearer {service.token}"}
    )
    assert answer.json() == {"response": int(stage.clock.now)}


async def test_an_error_and_the_call_log_never_show_the_key(stage: Stage, community: Vk) -> None:
    assert await community.error("wall.get", owner_id=stage.wall) == 27
    answer = stage.exchanges[-1].answer
    assert {"key": "owner_id", "value": str(stage.wall)} in answer["error"]["request_params"]
    assert community.token not in f"{answer}{list(stage.sandbox.calls)}"
    assert stage.sandbox.calls[-1].outcome == "error 27"
    assert stage.sandbox.calls[-1].key == f"community {stage.wall}"
