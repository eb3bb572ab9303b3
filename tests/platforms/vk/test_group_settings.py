"""The bot switches on what it needs in its community, or says who must."""

import pytest

from bot.errors import Misconfigured, Retryable
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.group_settings import prepare_group
from bot.sandbox.vk import TokenKind
from tests.platforms.vk.conftest import FAST, Community
from tests.platforms.vk.scripted import ScriptedVk, refusing


async def test_what_is_missing_is_switched_on_and_the_rest_left_as_it_was(community: Community) -> None:
    settings = community.sandbox.world.groups[community.group_id].long_poll
    settings.is_enabled, settings.api_version, settings.events = False, "5.80", {"like_add", "message_new"}

    await prepare_group(community.community, community.group_id)

    assert (settings.is_enabled, settings.api_version) == (True, "5.199")
    assert settings.events == {"like_add", "message_new", "message_event"}


async def test_a_community_that_is_ready_is_not_touched(community: Community) -> None:
    await prepare_group(community.community, -community.group_id)

    assert community.outcomes("groups.setLongPollSettings") == []


async def test_a_key_that_may_not_change_settings_tells_the_owner_where_to_click(community: Community) -> None:
    token = community.sandbox.add_token(TokenKind.COMMUNITY, group_id=community.group_id, rights=["messages"])
    client = VkClient(token, community.sandbox.base_url, kind=community.community.kind, backoff=FAST)

    with pytest.raises(Misconfigured, match="the right manage"):
        await prepare_group(client, community.group_id)
    client.close()


async def test_a_refusal_of_another_kind_tells_it_too(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("groups.getLongPollSettings", refusing(100))

    with pytest.raises(Misconfigured, match="Long Poll API"):
        await prepare_group(client, 1)


@pytest.mark.parametrize("answer", [7, {}, {"events": 7}, {"is_enabled": True}], ids=str)
async def test_settings_that_can_not_be_read_are_one_clear_error(
    vk: ScriptedVk, client: VkClient, answer: object
) -> None:
    vk.answers("groups.getLongPollSettings", answer)

    with pytest.raises(Retryable, match="can't be understood"):
        await prepare_group(client, 1)
