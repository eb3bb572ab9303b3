"""A bot process that looks at its slots when it is told to, and says when it is done: for time that goes in steps."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import structlog

from benchmarks.breaking.other_side import processes
from benchmarks.breaking.publisher import Bot, publishing, write_log
from bot.errors import WallflowerError

_log = structlog.get_logger()


class Stepped:
    """The handle on such a process."""

    def __init__(self, pipe: Connection, log: Path) -> None:
        self._pipe = pipe
        self._log = log
        self.is_at_work = False

    @classmethod
    @asynccontextmanager
    async def started(cls, bot: Bot) -> AsyncIterator["Stepped"]:
        """The process, killed at the end of the block."""
        here, there = processes.Pipe()
        process = processes.Process(target=_run, args=(bot, there), daemon=True)
        process.start()
        there.close()
        try:
            yield cls(here, bot.log)
        finally:
            process.kill()
            await asyncio.to_thread(process.join)
            here.close()

    def look(self) -> None:
        """Have it run its publishing job once."""
        self._pipe.send(None)
        self.is_at_work = True

    async def ended_within(self, seconds: float) -> None:
        """Wait for the end of the job, but not for longer than this."""
        if self.is_at_work and await asyncio.to_thread(self._pipe.poll, seconds):
            try:
                self._pipe.recv()
            except (EOFError, ConnectionError) as error:
                raise RuntimeError(f"the bot died by itself: {self._log.read_text('utf-8')[-2000:]}") from error
            self.is_at_work = False


def _run(bot: Bot, told: Connection) -> None:
    write_log(bot)
    asyncio.run(_looking(bot, told))


async def _looking(bot: Bot, told: Connection) -> None:
    async with publishing(bot) as publish:
        while True:
            await asyncio.to_thread(told.recv)
            try:
                await publish.tick()
            except WallflowerError as error:
                # As the bot's scheduler takes it.
                _log.warning("a job failed", kind=type(error).__name__, problem=str(error))
            told.send(None)
