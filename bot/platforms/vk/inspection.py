"""What VK lets a key do and how a community is set up, by calls that change nothing.

Each function raises what `VkClient.ask` raises; that a key may not is Misconfigured or Refused.
"""

from datetime import datetime

from bot.platforms.vk.answers import UnexpectedAnswerError, instant_of, int_of, list_of, object_of, text_of
from bot.platforms.vk.client import VkClient

# Of account.getAppPermissions.
_USER_RIGHTS = {"photos": 1 << 2, "messages": 1 << 12, "wall": 1 << 13, "docs": 1 << 17, "groups": 1 << 18}


async def server_time(client: VkClient) -> datetime:
    """VK's clock, to the second. Any key that is in force may ask, so this also tells whether one is."""
    return await client.ask(
        "utils.getServerTime", lambda answer: instant_of(answer, "the server's time"), repeatable=True
    )


async def count_posts(client: VkClient, owner: int) -> int:
    """How many posts the wall of `owner` has, if the key may read it."""

    def count(answer: object) -> int:
        return int_of(object_of(answer, "the wall").get("count"), "the number of posts")

    return await client.ask("wall.get", count, repeatable=True, owner_id=owner, count=1)


async def community_rights(client: VkClient) -> frozenset[str]:
    """What a community key was made for: messages, wall, photos, docs, manage, and others."""
    return await client.ask("groups.getTokenPermissions", _names, repeatable=True)


async def user_rights(client: VkClient) -> frozenset[str]:
    """What a user key was made for, of what the bot may need: wall, photos, docs, messages, groups."""

    def rights(answer: object) -> frozenset[str]:
        mask = int_of(answer, "the rights")
        return frozenset(name for name, bit in _USER_RIGHTS.items() if mask & bit)

    return await client.ask("account.getAppPermissions", rights, repeatable=True)


async def may_post(client: VkClient, group_id: int) -> bool:
    """Whether the person of a user key may post on a community's wall."""
    return await client.ask("groups.getById", _can_post, repeatable=True, group_id=abs(group_id), fields="can_post")


async def has_messages(client: VkClient, group_id: int) -> None:
    """Return if the community key may write messages and the community's messages are on; raises if not."""
    # A question about nobody in particular: whoever may ask it, may write.
    await client.call("messages.getConversationsById", repeatable=True, peer_ids=group_id)


async def may_write_to(client: VkClient, group_id: int, person: int) -> bool:
    """Whether a person lets the community write to them."""

    def allowed(answer: object) -> bool:
        return object_of(answer, "the permission").get("is_allowed") in (True, 1)

    return await client.ask(
        "messages.isMessagesFromGroupAllowed", allowed, repeatable=True, group_id=abs(group_id), user_id=person
    )


async def is_in_chat(client: VkClient, peer_id: int) -> bool:
    """Whether the community is in a group chat."""

    def found(answer: object) -> bool:
        return len(list_of(object_of(answer, "the conversations").get("items"), "the list of conversations")) > 0

    return await client.ask("messages.getConversationsById", found, repeatable=True, peer_ids=peer_id)


async def may_upload(client: VkClient, group_id: int | None) -> None:
    """Return if photos may be uploaded: for the wall of a community, or for messages; raises if not."""
    if group_id is None:
        await client.call("photos.getMessagesUploadServer", repeatable=True)
    else:
        await client.call("photos.getWallUploadServer", repeatable=True, group_id=abs(group_id))


def _names(answer: object) -> frozenset[str]:
    listed = list_of(object_of(answer, "the key's rights").get("permissions"), "the list of rights")
    return frozenset(text_of(object_of(one, "a right").get("name"), "a right's name") for one in listed)


def _can_post(answer: object) -> bool:
    groups = list_of(answer.get("groups") if isinstance(answer, dict) else answer, "the list of communities")
    if not groups:
        raise UnexpectedAnswerError("the list of communities is empty")
    return object_of(groups[0], "a community").get("can_post") in (True, 1)
