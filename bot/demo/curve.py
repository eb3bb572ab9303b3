"""Tells the page how a training gets on, from the file that it writes beside its checkpoints."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.sandbox.page.walk import Walk
from model import training_curve

_LOOK_S = 1.0


@asynccontextmanager
async def followed(checkpoints: Path, walk: Walk) -> AsyncIterator[None]:
    """While the block runs, the walk's curve is that of the newest run."""
    following = asyncio.create_task(_follow(checkpoints, walk))
    try:
        yield
    finally:
        following.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await following
        look(checkpoints, walk)


async def _follow(checkpoints: Path, walk: Walk) -> None:
    while True:
        look(checkpoints, walk)
        await asyncio.sleep(_LOOK_S)


def look(checkpoints: Path, walk: Walk) -> None:
    """Take the curve as it is now; without a run there is none."""
    files = sorted(checkpoints.glob(f"*/{training_curve.FILE}"))
    points = training_curve.read(files[-1].parent) if files else ()
    walk.share = points[-1].share if points else 0.0
    walk.curve = [(point.share, point.held_out) for point in points if point.held_out is not None]
