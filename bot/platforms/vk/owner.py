"""Whose wall a person means: `-1`, `public1`, `durov`, `https://vk.com/club1`."""

import re

from bot.errors import Misconfigured, Refused
from bot.platforms.vk.answers import UnexpectedAnswerError, int_of, list_of, object_of
from bot.platforms.vk.client import VkClient

_ADDRESS = re.compile(r"(?:https?://)?(?:www\.|m\.)?vk\.(?:com|ru)/", re.IGNORECASE)
_NUMBERED = re.compile(r"(id|club|public|event|wall|vk:)?(-?\d{1,18})(?:_\d+)?", re.IGNORECASE)
_NOT_FOUND = 104  # how some servers say that nobody has a name; others answer with an empty list
_SCREEN_NAME = re.compile(r"[A-Za-z0-9_.]{2,64}")


async def resolve_owner(client: VkClient, name: str) -> int:
    """The owner's number: negative for a community, positive for a person. Asks VK only for a name without a number.

    Raises Misconfigured if there is nobody of that name, and whatever `VkClient.ask` raises.
    """
    short = _ADDRESS.sub("", name.strip(), count=1).partition("?")[0].strip("/@ ")
    numbered = _NUMBERED.fullmatch(short)
    if numbered is not None:
        kind, number = (numbered[1] or "").lower(), int(numbered[2])
        owner = -abs(number) if kind in ("club", "public", "event") else number
        if owner != 0:
            return owner
    elif _SCREEN_NAME.fullmatch(short) is not None:
        try:
            found = await client.ask("utils.resolveScreenName", _owner_of, repeatable=True, screen_name=short)
        except Refused as refusal:
            if refusal.code != _NOT_FOUND:
                raise
            found = None
        if found is not None:
            return found
    raise Misconfigured(f"There is no wall called {name[:100]!r} on VK: name it as in its address, for example public1")


async def own_group(client: VkClient) -> int:
    """The number of the community whose key `client` has. Raises as `VkClient.ask`."""
    return await client.ask("groups.getById", _first_group, repeatable=True)


def _owner_of(answer: object) -> int | None:
    if answer == []:
        return None
    found = object_of(answer, "what the name stands for")
    number = int_of(found.get("object_id"), "object_id")
    match found.get("type"):
        case "user":
            return number
        case "group" | "page" | "event":
            return -number
        case _:  # an application, say: it has no wall
            return None


def _first_group(answer: object) -> int:
    """From 5.139 on an object with `groups`, before that the list alone."""
    groups = list_of(answer.get("groups") if isinstance(answer, dict) else answer, "the list of communities")
    if not groups:
        raise UnexpectedAnswerError("the list of communities is empty")
    return int_of(object_of(groups[0], "a community").get("id"), "a community's id")
