"""A wall is named in any of the ways in which people name it."""

import pytest

from bot.errors import Misconfigured, Retryable
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.owner import own_group, resolve_owner
from tests.platforms.vk.conftest import Community
from tests.platforms.vk.scripted import ScriptedVk


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("-1", -1),
        ("1", 1),
        ("public1", -1),
        ("club1", -1),
        ("event15", -15),
        ("id1", 1),
        ("@club1", -1),
        ("vk:-1", -1),
        ("wall-1", -1),
        ("https://vk.com/wall-1_4711", -1),
        ("https://vk.com/public1", -1),
        ("https://vk.ru/club1?w=wall-1_5", -1),
        ("http://m.vk.com/id1/", 1),
        ("vk.com/club1", -1),
        ("  -1 ", -1),
    ],
)
async def test_a_number_in_any_form_needs_no_call(vk: ScriptedVk, client: VkClient, name: str, owner: int) -> None:
    assert await resolve_owner(client, name) == owner
    assert vk.calls == []


async def test_a_short_name_is_looked_up(community: Community) -> None:
    assert await resolve_owner(community.service, "https://vk.com/stena") == community.owner_id
    assert await resolve_owner(community.service, "@stena") == community.owner_id


@pytest.mark.parametrize(
    "name", ["nobody_there", "", "0", "-0", "club0", "a b", "https://example.org/x", "стена", "x" * 999]
)
async def test_a_name_of_nobody_says_how_to_name_a_wall(community: Community, name: str) -> None:
    with pytest.raises(Misconfigured, match="for example public1"):
        await resolve_owner(community.service, name)


@pytest.mark.parametrize(
    ("answer", "owner"),
    [
        ({"type": "user", "object_id": 1}, 1),
        ({"type": "group", "object_id": 1, "group_id": 1}, -1),
        ({"type": "page", "object_id": 2}, -2),
        ({"type": "event", "object_id": 3}, -3),
    ],
)
async def test_people_are_positive_and_communities_of_any_kind_negative(
    vk: ScriptedVk, client: VkClient, answer: object, owner: int
) -> None:
    vk.answers("utils.resolveScreenName", answer)

    assert await resolve_owner(client, "durov") == owner


async def test_an_application_has_no_wall(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("utils.resolveScreenName", {"type": "vk_app", "object_id": 9})

    with pytest.raises(Misconfigured):
        await resolve_owner(client, "app9_name")


@pytest.mark.parametrize("answer", [7, None, {"type": "user"}, {"type": "user", "object_id": "1"}, [1]], ids=str)
async def test_an_answer_that_is_nobody_is_one_clear_error(vk: ScriptedVk, client: VkClient, answer: object) -> None:
    vk.answers("utils.resolveScreenName", answer)

    with pytest.raises(Retryable, match="can't be understood"):
        await resolve_owner(client, "durov")


async def test_a_community_key_knows_its_community(community: Community) -> None:
    assert await own_group(community.community) == community.group_id


@pytest.mark.parametrize("answer", [[{"id": 7}], {"groups": [{"id": 7}], "profiles": []}], ids=["old", "new"])
async def test_the_community_is_read_from_both_forms_of_the_answer(
    vk: ScriptedVk, client: VkClient, answer: object
) -> None:
    vk.answers("groups.getById", answer)

    assert await own_group(client) == 7
