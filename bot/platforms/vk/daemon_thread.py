"""Runs what blocks in a thread that nobody has to wait for."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def in_daemon_thread(work: Callable[[], T], name: str) -> T:
    """Run `work` in a daemon thread of its own and return what it returns or raise what it raises.

    Cancelled, this returns at once and leaves the thread to end by its own timeout; its outcome is dropped. A thread of
    an executor would hold up the end of the program instead (asyncio.to_thread joins it): a long poll waits 25 seconds.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def give(result: T) -> None:
        if not outcome.done():
            outcome.set_result(result)

    def fail(error: BaseException) -> None:
        if not outcome.done():
            outcome.set_exception(error)

    def run() -> None:
        # A loop that was closed in the meantime raises RuntimeError: then nobody waits for the outcome.
        with contextlib.suppress(RuntimeError):
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - carried over to whoever awaits
                loop.call_soon_threadsafe(fail, error)
            else:
                loop.call_soon_threadsafe(give, result)

    threading.Thread(target=run, name=name, daemon=True).start()
    return await outcome
