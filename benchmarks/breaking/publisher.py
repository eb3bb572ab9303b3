"""A bot process that publishes what is due, on any clock: the part of `wallflower run` that must not post twice.

The flow, the database, vk_api and aiogram are the real ones, and the scheduler runs the job as the bot's does. Rates
and time limits that the bot keeps in the machine's seconds are as many simulated ones.
"""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from benchmarks.breaking.clock import SharedClock, SkewedClock
from benchmarks.breaking.other_side import Addresses, processes
from bot import logs
from bot.domain.member import Platform
from bot.flow.occurrences import Occurrences, ServingRules
from bot.flow.publish import Publish
from bot.flow.silence import Silence
from bot.pictures.painter import PillowPainter
from bot.platforms.telegram.channel import TelegramChannel
from bot.platforms.telegram.client import make_bot
from bot.platforms.telegram.rate_limits import Limits, Rate
from bot.platforms.vk.backoff import Backoff
from bot.platforms.vk.channel import SETTLE_S, VkChannel
from bot.platforms.vk.client import CALLS_PER_S, VkClient
from bot.platforms.vk.failures import KeyKind
from bot.platforms.vk.keys import VkClients
from bot.platforms.vk.uploads import Uploads
from bot.ports import Channel
from bot.scheduler import Job, Scheduler
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.occurrences import StoredOccurrences
from bot.storage.publications import Publications
from bot.storage.queue import Queue
from bot.storage.slots import Slots

CATCH_UP = timedelta(hours=3)
# The machine's seconds between two looks at the slots.
TICK_S = 0.1

# In the machine's seconds; a bot is at work after about 0.2.
_PATIENCE_S = 300.0

_BACKOFF = Backoff()


@dataclass(frozen=True, slots=True)
class Bot:
    """What a bot process is started with. `skew` is how far its clock is ahead; `answer_timeout_s` the machine's."""

    database_url: str
    clock_file: Path
    speed: float
    addresses: Addresses
    log: Path
    skew: timedelta = timedelta(0)
    answer_timeout_s: float = 8.0

    async def start(self) -> "Running":
        """Start it in a process of its own, which runs until it is killed; returns as it begins to work."""
        here, there = processes.Pipe(duplex=False)
        process = processes.Process(target=_run, args=(self, there), daemon=True)
        process.start()
        there.close()
        running = Running(process, here, self.log)
        await running.ticks()
        return running


class Running:
    """A bot process at work."""

    def __init__(self, process: BaseProcess, told: Connection, log: Path) -> None:
        self._process = process
        self._told = told
        self._log = log

    async def ticks(self, count: int = 1) -> None:
        """Wait until it has begun to look at its slots so many times more."""
        for _ in range(count):
            if not await asyncio.to_thread(self._told.poll, _PATIENCE_S):
                raise RuntimeError(f"a bot does nothing: {self._log.read_text('utf-8')[-2000:]}")
            self._told.recv()

    def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        self._process.kill()

    async def ended(self) -> bool:
        """Wait for its end; whether it was killed (and had not ended by itself before)."""
        await asyncio.to_thread(self._process.join)
        self._told.close()
        return self._process.exitcode == -signal.SIGKILL


@asynccontextmanager
async def publishing(bot: Bot) -> AsyncIterator[Publish]:
    """The flow whose `tick` the bot's `publish` job runs."""
    clock = SkewedClock(SharedClock(bot.clock_file), bot.skew)
    database = Database(bot.database_url)
    clients = VkClients(
        service=_client(bot, KeyKind.SERVICE, bot.addresses.service_key),
        community=_client(bot, KeyKind.COMMUNITY, bot.addresses.community_key),
    )
    telegram = make_bot(
        bot.addresses.telegram_token,
        bot.addresses.telegram_url,
        timeout_s=bot.answer_timeout_s,
        limits=_faster(Limits(), bot.speed),
    )
    channels: dict[Platform, Channel] = {
        Platform.VK: VkChannel(
            clients,
            settle_s=SETTLE_S,
            clock=clock.seconds,
            uploads=lambda client: Uploads(client, timeout_s=bot.answer_timeout_s, backoff=_backoff(bot)),
        ),
        Platform.TELEGRAM: TelegramChannel(telegram),
    }
    slots, publications = Slots(database), Publications(database)
    silence = Silence(Community(database), clock, None, "UTC")
    occurrences = Occurrences(
        slots, publications, StoredOccurrences(database), silence, clock, ServingRules(catch_up=CATCH_UP)
    )
    publish = Publish(
        occurrences,
        publications,
        silence,
        channels,
        clock,
        slots=slots,
        queue=Queue(database),
        painter=PillowPainter(),
        catch_up=CATCH_UP,
    )
    try:
        yield publish
    finally:
        await telegram.session.close()
        clients.close()
        await database.close()


def _client(bot: Bot, kind: KeyKind, key: str) -> VkClient:
    return VkClient(
        key,
        bot.addresses.vk_url,
        kind=kind,
        requests_per_s=CALLS_PER_S[kind] * bot.speed,
        timeout_s=bot.answer_timeout_s,
        backoff=_backoff(bot),
    )


def _backoff(bot: Bot) -> Backoff:
    return Backoff(first_s=_BACKOFF.first_s / bot.speed, longest_s=_BACKOFF.longest_s / bot.speed)


def _faster(limits: Limits, speed: float) -> Limits:
    def rate(given: Rate) -> Rate:
        return Rate(given.calls, given.window_s / speed)

    return Limits(rate(limits.overall), rate(limits.chat), rate(limits.group))


def write_log(bot: Bot) -> None:
    """Have all that this process says go to the bot's log, warnings and worse."""
    with bot.log.open("ab", buffering=0) as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    logs.set_up("warning", json_lines=True, secrets=[])


def _run(bot: Bot, told: Connection) -> None:
    write_log(bot)
    asyncio.run(_running(bot, told))


async def _running(bot: Bot, told: Connection) -> None:
    async with publishing(bot) as publish:

        async def look() -> None:
            try:
                told.send(None)
            except BrokenPipeError:
                # Whoever would have killed it is gone.
                signal.raise_signal(signal.SIGKILL)
            await publish.tick()

        Scheduler([Job("publish", TICK_S, look)]).start()
        await asyncio.Event().wait()
