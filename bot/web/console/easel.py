"""Paints memes for the console's pages: a few at a time, each person so many a minute.

Members of the community wait for the same painter, so the pages never take it for themselves.
"""

import asyncio
import time
from collections.abc import Callable

from bot.chat.answer import Reach
from bot.domain.caption import Caption
from bot.domain.picture import Picture
from bot.web.console.refusals import TooMany
from bot.web.console.visitor import Visitor
from bot.web.quotas import Quotas

_AT_ONCE = 2
# Of one person: a page of small pictures is forty of them, and the picture that follows typing two or three a second.
_PER_MINUTE = 400


class Easel:
    """`now_s` counts seconds for what people may ask for."""

    def __init__(self, reach: Reach, now_s: Callable[[], float] = time.monotonic) -> None:
        self._reach = reach
        self._now_s = now_s
        self._places = asyncio.Semaphore(_AT_ONCE)
        self._quotas = Quotas(_PER_MINUTE)

    async def paint(self, visitor: Visitor, caption: Caption, width: int, *, is_own: bool) -> Picture:
        """The picture. `is_own`: the words are the person's, and may hold no banned one.

        Raises BannedText, Refused as the painter does, and TooMany.
        """
        wait_s = self._quotas.take(str(visitor.address), 1, self._now_s())
        if wait_s:
            raise TooMany(wait_s)
        if is_own:
            await self._reach.banning.check_members_words(caption.text)
        async with self._places:
            return await self._reach.painter.paint(caption, width=width)
