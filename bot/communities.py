"""Runs one community, or several side by side that share nothing but the machine.

One alone ends with its trouble, and the exit code says so. Of several each lives by itself: one that can't go on is
logged and started again, later and later, with its settings read anew, while the others don't notice.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Coroutine, Mapping, Sequence
from typing import Any

import structlog

from bot import app as building
from bot import logs
from bot.errors import Misconfigured
from bot.mistakes import MISTAKES, sentence_of
from bot.neighbours import Neighbours
from bot.running import serve
from bot.settings import PREFIX, Home, Settings, load, log_settings
from bot.storage.holding import held

_log = structlog.get_logger(__name__)

_FIRST_PAUSE_S = 2.0
# An operator who has mended a setting need not wait longer, or starts all anew.
_LONGEST_PAUSE_S = 300.0
# A community that ran for so long was well: its next start need not wait long.
_WELL_AFTER_S = 60.0
# What has not ended this long after the signal is cut off.
_ENDING_S = 9.5
# In seconds; Python's own is five times as long. Painting keeps a thread busy, and without an end to its turn whoever
# comes back from the network or the database waits that long each time, several times an answer.
_LONGEST_TURN_S = 0.001
_LOG_VARIABLES = f"{PREFIX}LOG_"


async def run_one(home: Home, settings: Settings) -> None:
    """Run a community until SIGINT or SIGTERM. Raises Misconfigured when something is missing or a key is refused."""
    await _until_told(serve(home, settings, Neighbours()))


async def run_several(homes: Sequence[Home], environment: Mapping[str, str] | None = None) -> None:
    """Run the communities of these homes until SIGINT or SIGTERM; what a line of the log is about stands in it.

    Raises Misconfigured, before any of them starts, for a home that is not there, for two that have the same database,
    bot or VK community, and for settings in the environment, which would be everybody's. Those of the log are
    everybody's: it is one for all, and the homes' own `[log]` has no say.
    """
    for_all = _for_all(os.environ if environment is None else environment)
    for home in homes:
        if not home.folder.is_dir():
            raise Misconfigured(f"there is no home {home.folder}: make it, or name another one")
        if homes.count(home) > 1:
            raise Misconfigured(f"{home.folder} is named twice: one process runs a home once")
    chosen = log_settings(for_all)
    blot = logs.set_up(chosen.level, json_lines=chosen.json_lines, secrets=[])
    neighbours = Neighbours()
    for home in homes:
        try:
            settings = load(home, for_all)
        except Misconfigured:
            continue  # said, and tried again, where it is started
        neighbours.move_in(home, settings)
    names = _names(homes)
    await _until_told(_all([_Community(home, names[home], neighbours, blot, for_all).keep() for home in homes]))


async def _all(kept: Sequence[Coroutine[Any, Any, None]]) -> None:
    async with asyncio.TaskGroup() as group:
        for community in kept:
            group.create_task(community)


class _Community:
    """One of several: runs, and runs again after whatever befalls it."""

    def __init__(
        self, home: Home, name: str, neighbours: Neighbours, blot: logs.Blot, environment: Mapping[str, str]
    ) -> None:
        self._home = home
        self._name = name
        self._neighbours = neighbours
        self._blot = blot
        self._environment = environment

    async def keep(self) -> None:
        """Run until cancelled."""
        structlog.contextvars.bind_contextvars(community=self._name)
        pause_s = _FIRST_PAUSE_S
        while True:
            began = time.monotonic()
            try:
                await self._run()
            except MISTAKES as error:
                _log.error("the community can't run", problem=sentence_of(error))
            except Exception:  # noqa: BLE001 - the root of a community: a defect that shows in one must not stop the others
                _log.exception("the community broke")
            if time.monotonic() - began > _WELL_AFTER_S:
                pause_s = _FIRST_PAUSE_S
            _log.info("the community is started again", in_s=pause_s)
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    async def _run(self) -> None:
        with held(self._home.folder):
            settings = load(self._home, self._environment)
            self._blot.hide(building.secrets_of(settings))
            await serve(self._home, settings, self._neighbours)


def _for_all(environment: Mapping[str, str]) -> dict[str, str]:
    """The log's settings, which alone may stand in the environment of several communities."""
    ours = {name: value for name, value in environment.items() if name.startswith(PREFIX)}
    others = sorted(name for name in ours if not name.startswith(_LOG_VARIABLES))
    if others:
        raise Misconfigured(
            f"{others[0]} stands in the environment and would be every community's: put it into the .env of the home "
            "that it is for"
        )
    return ours


def _names(homes: Sequence[Home]) -> dict[Home, str]:
    """How the log calls them: by the folder's own name, or by the whole path where that names several."""
    short = [home.folder.name for home in homes]
    return {home: str(home.folder) if short.count(name) > 1 else name for home, name in zip(homes, short, strict=True)}


async def _until_told(work: Coroutine[Any, Any, None]) -> None:
    """Do the work until it ends or SIGINT or SIGTERM comes, after which it has ten seconds to end in good order."""
    sys.setswitchinterval(_LONGEST_TURN_S)
    loop = asyncio.get_running_loop()
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    working, waiting = asyncio.create_task(work, name="work"), asyncio.create_task(told.wait(), name="signal")
    try:
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        waiting.cancel()
        # A second signal ends the process at once.
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.remove_signal_handler(number)
        await _end(working)
    if not working.cancelled():
        working.result()


async def _end(working: asyncio.Task[None]) -> None:
    if working.done():
        return
    working.cancel()
    await asyncio.wait({working}, timeout=_ENDING_S)
    if not working.done():
        _log.warning("it takes too long to stop and is cut off")
        working.cancel()
        await asyncio.wait({working})
