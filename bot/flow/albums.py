"""Has the captions of an album written: several pictures that go out together."""

import asyncio
from collections import Counter

from bot.domain.template import Template
from bot.errors import Retryable
from bot.flow.captioning import Captioning, WrittenCaption
from bot.flow.compose import MEMBERS_PATIENCE_S


async def write_album(
    captioning: Captioning,
    count: int,
    template: Template | None = None,
    title: str = "",
    temperature: float | None = None,
    *,
    seed: int | None = None,
    within_s: float = MEMBERS_PATIENCE_S,
) -> list[WrittenCaption]:
    """Up to `count` different captions for `template`, or each for another one where none is named.

    `seed` chooses the templates then; the words are drawn anew each time. Fewer, also none, where the network repeats
    itself or `within_s` seconds are over. Raises as the writer does, if nothing was written at all.
    """
    until = asyncio.get_running_loop().time() + within_s
    wanted = [template] * count if template is not None else captioning.for_album(title, count, seed)
    templates = {one.name: one for one in wanted}
    found: dict[str, WrittenCaption] = {}
    for name, times in Counter(one.name for one in wanted).items():
        left_s = until - asyncio.get_running_loop().time()
        if found and left_s <= 0:
            break
        try:
            written = await captioning.write(templates[name], title, times, temperature, within_s=left_s)
        except Retryable:
            if not found:
                raise
            break
        for one in written:
            found.setdefault(one.caption.text, one)
    return list(found.values())
