"""Switches on in the community what the bot needs: Bots Long Poll with messages and presses."""

from bot.errors import Misconfigured, Refused
from bot.platforms.vk.answers import object_of
from bot.platforms.vk.client import API_VERSION, VkClient

NEEDED_EVENTS = ("message_new", "message_event")

WHERE_TO_SWITCH_ON = (
    "open the community, Manage → API usage → Long Poll API, switch it on with version "
    f"{API_VERSION} and tick the event types “Message received” and “Message event” (button presses); "
    "or give the community key the right manage"
)


async def prepare_group(client: VkClient, group_id: int) -> None:
    """See to it that long poll of `group_id` is on and brings what the bot reads, changing it if need be.

    Leaves other events as they are. Raises Misconfigured, telling where to click, if the key may not look or change;
    Retryable.
    """
    group_id = abs(group_id)
    try:
        if not await is_prepared(client, group_id):
            switched_on = dict.fromkeys(NEEDED_EVENTS, True)
            await client.call(
                "groups.setLongPollSettings",
                repeatable=True,
                group_id=group_id,
                enabled=True,
                api_version=API_VERSION,
                **switched_on,
            )
    except Refused as refusal:
        raise Misconfigured(f"The community key may not set up long poll: {WHERE_TO_SWITCH_ON}") from refusal


async def is_prepared(client: VkClient, group_id: int) -> bool:
    """Whether long poll is on and brings what the bot reads. Raises as `VkClient.ask`."""
    return await client.ask("groups.getLongPollSettings", _is_ready, repeatable=True, group_id=abs(group_id))


def _is_ready(answer: object) -> bool:
    settings = object_of(answer, "the long poll's settings")
    events = object_of(settings.get("events"), "the long poll's events")
    return (
        settings.get("is_enabled") in (True, 1)
        and settings.get("api_version") == API_VERSION
        and all(events.get(name) in (True, 1) for name in NEEDED_EVENTS)
    )
