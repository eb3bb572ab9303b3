"""Who writes a one-time code to the community: by long poll from now on, of which nothing is kept."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from bot.domain.countersign import Countersign
from bot.domain.message import Incoming, Press
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.group_settings import prepare_group
from bot.platforms.vk.long_poll import VkLongPoll


async def first_with(
    client: VkClient,
    group_id: int,
    countersign: Countersign,
    *,
    timeout_s: float,
    on_ready: Callable[[], None],
    on_other: Callable[[], None] = lambda: None,
) -> Incoming | None:
    """The first private message that is the code, None after `timeout_s`; `on_ready` hears from when on one counts.

    Switches the community's long poll on if need be. Raises Misconfigured where that can't be read, Retryable.
    """
    await prepare_group(client, group_id)
    found: asyncio.Future[Incoming] = asyncio.get_running_loop().create_future()
    is_ready = False

    async def from_now_on() -> str | None:
        return None

    async def reached(_ts: str) -> None:
        nonlocal is_ready
        if not is_ready:
            is_ready = True
            on_ready()

    async def take(events: Sequence[Incoming | Press]) -> None:
        for event in events:
            if not isinstance(event, Incoming) or not event.is_private:
                continue
            if not countersign.is_in(event.text):
                on_other()
            elif not found.done():
                found.set_result(event)

    poll = VkLongPoll(client, group_id, cursor_load=from_now_on, cursor_save=reached, on_events=take)
    polling = asyncio.create_task(poll.run(), name="introduction")
    try:
        either: set[asyncio.Future[Any]] = {polling, found}
        await asyncio.wait(either, timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
        if found.done():
            return found.result()
        if polling.done():
            polling.result()
        return None
    finally:
        polling.cancel()
        await asyncio.gather(polling, return_exceptions=True)
