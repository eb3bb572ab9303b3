"""Communities, members, people and names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.vk import TokenKind

if TYPE_CHECKING:
    from tests.sandbox.vk.conftest import Stage, Vk


async def test_communities_are_found_by_number_by_name_and_by_their_own_key(
    stage: Stage, service: Vk, community: Vk, user: Vk
) -> None:
    for vk, values in ((service, {"group_id": stage.group}), (user, {"group_ids": "wall"}), (community, {})):
        answer = await vk("groups.getById", fields="members_count,can_post", **values)
        assert [(group["id"], group["members_count"]) for group in answer["groups"]] == [(stage.group, 2)]
    assert await service.error("groups.getById") == 100
    assert await service.error("groups.getById", group_id="nobody") == 125


async def test_membership_is_told_for_one_and_for_many(stage: Stage, service: Vk, user: Vk) -> None:
    stranger = stage.sandbox.add_user()
    assert await service("groups.isMember", group_id=stage.group, user_id=stage.member) == 1
    assert await service("groups.isMember", group_id="wall", user_id=stranger) == 0
    many = await service("groups.isMember", group_id=stage.group, user_ids=f"{stage.member},{stranger}")
    assert [entry["member"] for entry in many] == [1, 0]
    assert (await service("groups.isMember", group_id=stage.group, user_id=stranger, extended=1))["member"] == 0
    assert await user("groups.isMember", group_id=stage.group) == 1
    assert await service.error("groups.isMember", group_id=stage.group) == 113
    stage.sandbox.join_group(stranger, stage.group)
    stage.sandbox.leave_group(stage.member, stage.group)
    assert [event["type"] for event in stage.sandbox.events(stage.group)][-2:] == ["group_join", "group_leave"]
    assert await service("groups.isMember", group_id=stage.group, user_id=stranger) == 1


async def test_members_come_by_pages_and_managers_to_managers_only(stage: Stage, service: Vk, community: Vk) -> None:
    page = await service("groups.getMembers", group_id=stage.group, count=1, offset=1)
    assert page == {"count": 2, "items": [stage.member]}
    people = await service("groups.getMembers", group_id=stage.group, fields="screen_name", sort="id_desc")
    assert [person["id"] for person in people["items"]] == [stage.member, stage.admin]
    managers = await community("groups.getMembers", group_id=stage.group, filter="managers")
    assert managers["items"] == [{"id": stage.admin, "role": "administrator"}]
    assert await service.error("groups.getMembers", group_id=stage.group, filter="managers") == 15
    assert await service.error("groups.getMembers", group_id=stage.group, sort="time_asc") == 100


async def test_a_role_taken_away_takes_its_rights_along(stage: Stage, user: Vk) -> None:
    stage.sandbox.set_role(stage.admin, stage.group, "moderator")
    assert await user.error("wall.post", owner_id=stage.wall, from_group=1, message="а") == 214
    stage.sandbox.set_role(stage.admin, stage.group, "editor")
    await user("wall.post", owner_id=stage.wall, from_group=1, message="а")
    assert await user.error("groups.getLongPollServer", group_id=stage.group) == 15


async def test_people_and_screen_names_are_resolved(stage: Stage, service: Vk, user: Vk) -> None:
    people = await service("users.get", user_ids=f"olga,{stage.member},999,nobody", fields="screen_name")
    assert [person["id"] for person in people] == [stage.admin, stage.member]
    assert people[0]["screen_name"] == "olga"
    assert (await user("users.get"))[0]["id"] == stage.admin
    assert await service("utils.resolveScreenName", screen_name="wall") == {"object_id": stage.group, "type": "group"}
    assert (await service("utils.resolveScreenName", screen_name="id1"))["type"] == "user"
    assert await service.error("utils.resolveScreenName", screen_name="nobody") == 104
    assert await service.error("users.get") == 100


async def test_a_deleted_person_has_no_wall_and_gets_no_messages(stage: Stage, service: Vk, community: Vk) -> None:
    gone = stage.sandbox.add_user(deactivated="deleted")
    assert await service.error("wall.get", owner_id=gone) == 18
    assert await community.error("messages.send", peer_id=gone, message="а", random_id=0) == 936
    assert (await service("users.get", user_ids=gone))[0]["deactivated"] == "deleted"


async def test_who_lets_the_community_write_to_them_is_told(stage: Stage, community: Vk, user: Vk) -> None:
    for vk in (community, user):
        assert await vk("messages.isMessagesFromGroupAllowed", group_id=stage.group, user_id=stage.member) == {
            "is_allowed": 1
        }
        assert await vk("messages.isMessagesFromGroupAllowed", group_id=stage.group, user_id=stage.admin) == {
            "is_allowed": 0
        }
    stage.sandbox.deny_messages(stage.member, stage.group)
    answer = await community("messages.isMessagesFromGroupAllowed", group_id=stage.group, user_id=stage.member)
    assert answer == {"is_allowed": 0}


async def test_a_community_whose_messages_are_off_can_do_nothing_with_them(stage: Stage, community: Vk) -> None:
    stage.sandbox.switch_messages(stage.group, on=False)
    assert await community.error("messages.send", peer_id=stage.member, message="а", random_id=1) == 15
    assert await community.error("messages.getConversationsById", peer_ids=stage.member) == 15
    stage.sandbox.switch_messages(stage.group, on=True)
    await community("messages.send", peer_id=stage.member, message="а", random_id=1)


async def test_a_user_key_tells_its_rights_as_bits(stage: Stage) -> None:
    key = stage.key(stage.sandbox.add_token(TokenKind.USER, user_id=stage.admin, rights=["wall", "photos"]))
    assert await key("account.getAppPermissions") == 8192 + 4
    assert await key.error("account.getAppPermissions", user_id=stage.member) == 15
