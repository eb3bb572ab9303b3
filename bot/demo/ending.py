"""Ctrl-C, SIGTERM, and a terminal that is closed: the demo ends in good order, and all that it started."""

import asyncio
import signal
from collections.abc import Awaitable, Callable

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ending:
    """The first signal breaks the work off, or ends its waiting; each one after that cuts the tidying short."""

    def __init__(self, work: asyncio.Task[object] | None) -> None:
        self._work = work
        self._told = asyncio.Event()
        self._is_awaited = False
        self.broke_off = False

    def hear(self) -> None:
        """What a signal does."""
        if self._is_awaited and not self._told.is_set():
            self._told.set()
        elif self._work is not None:
            self.broke_off = not self._is_awaited
            self._work.cancel()

    async def wait(self) -> None:
        """Until a signal comes: nothing is broken off by it."""
        self._is_awaited = True
        await self._told.wait()


async def until_told(work: Callable[[Ending], Awaitable[None]]) -> bool:
    """Do the work. Returns False if a signal broke it off, after it has tidied up."""
    ending = Ending(asyncio.current_task())
    loop = asyncio.get_running_loop()
    for signal_ in _SIGNALS:
        loop.add_signal_handler(signal_, ending.hear)
    try:
        await work(ending)
    except asyncio.CancelledError:
        if not ending.broke_off:
            raise
        return False
    finally:
        for signal_ in _SIGNALS:
            loop.remove_signal_handler(signal_)
    return True
