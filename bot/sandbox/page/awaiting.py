"""Waits for what the bot does: the sandboxes announce nothing, so they are looked at until it is there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_LOOK_S = 0.05


async def awaited(look: Callable[[], T], patience_s: float) -> T:
    """What `look` finds; the last that it found, once the patience is over."""
    ends = asyncio.get_running_loop().time() + patience_s
    while not (found := look()) and asyncio.get_running_loop().time() < ends:  # noqa: ASYNC110 - see above
        await asyncio.sleep(_LOOK_S)
    return found
