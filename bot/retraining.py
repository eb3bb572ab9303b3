"""Trains anew, without the forgotten posts, when the live checkpoint has learned from them; or when a person asks.

Nobody keeps a list of wishes: a training is wished for as long as the live checkpoint bears the mark, so a wish
survives whatever happens to a process, and is fulfilled by any training whose checkpoint goes live. It runs as
`wallflower train` in a process of its own, niced, one at a time in a home; what it says is in `retrain.log`.
"""

import asyncio
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.errors import Refused
from bot.settings import Home, Settings
from bot.storage import learned
from bot.storage.database import Database
from bot.storage.holding import held
from bot.storage.learned import Mark
from bot.storage.opt_outs import OptOuts
from bot.storage.retrains import Retrains
from model.checkpoint import BEST, LAST, MANIFEST, check_run_name
from model.errors import BadOption
from model.runs import live_run, runs

_log = structlog.get_logger(__name__)

_UNFINISHED = "unfinished"
_PATIENCE_S = 2.0
# Whoever looks whether a training works holds the folder for an instant.
_LOOK_S = 0.05
_LOOKS = 4


@contextmanager
def alone_in(home: Home) -> Iterator[None]:
    """Train in a home for the block. Raises Refused while another process does, OSError."""
    home.checkpoints.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        for look in range(_LOOKS):
            try:
                stack.enter_context(held(home.checkpoints, alone=True))
                break
            except Refused as error:
                if look + 1 == _LOOKS:
                    raise Refused("another training works in this home: wait for its end, or stop it first") from error
                time.sleep(_LOOK_S)
        yield


def is_at_work(home: Home) -> bool:
    """Whether some process trains in this home, whoever began it."""
    try:
        with held(home.checkpoints):
            return False
    except Refused:
        return True
    except OSError:  # no run was ever made here
        return False


def unfinished_run(home: Home) -> str | None:
    """The run that works now, or that was killed and will be gone on with."""
    try:
        name = (home.checkpoints / _UNFINISHED).read_text("utf-8").strip()
        return check_run_name(name)
    except (OSError, UnicodeDecodeError, BadOption):
        return None


def marks(home: Home, opted_out: frozenset[str]) -> dict[str, Mark]:
    """Of every run that can write, whether it has learned from somebody who said no."""
    return {run.name: learned.read(home.checkpoints / run.name).mark(opted_out) for run in runs(home.checkpoints)}


def purge(home: Home, opted_out: frozenset[str]) -> tuple[list[str], bool]:
    """Delete the runs, but the live one, that may have learned from somebody who said no; which, and whether the live
    one may have too.

    A run that is not finished goes as well. Raises Refused while a training works, OSError.
    """
    with alone_in(home):
        live = live_run(home.checkpoints)
        folders = [path for path in sorted(home.checkpoints.iterdir()) if _is_run(path)]
        marked = [path for path in folders if learned.read(path).mark(opted_out) is not Mark.NONE]
        gone = [path for path in marked if path.name != live]
        for path in gone:
            shutil.rmtree(path)
        return [path.name for path in gone], len(gone) < len(marked)


def _is_run(folder: Path) -> bool:
    """Whether a training made this folder, and not somebody else."""
    made = (folder / BEST / MANIFEST, folder / LAST / MANIFEST, folder / learned.FILE)
    return not folder.is_symlink() and any(path.is_file() for path in made)


def retraining_of(
    home: Home, settings: Settings, database: Database, turn: asyncio.Lock, refuse_when_low: Callable[[], None]
) -> "Retraining":
    """What the bot of this home looks after its training with; its neighbours have the same `turn`.

    `refuse_when_low` raises Refused while a training might fail for want of room on the disk.
    """
    every = timedelta(hours=settings.training.retrain_every_h)
    return Retraining(home, OptOuts(database), Retrains(database), every, turn=turn, refuse_when_low=refuse_when_low)


class Retraining:
    """Looks now and then whether a training is wished for, and has one at a time run, also when a person asks."""

    def __init__(
        self,
        home: Home,
        opt_outs: OptOuts,
        retrains: Retrains,
        every: timedelta,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        command: tuple[str, ...] = (sys.executable, "-m", "bot"),
        turn: asyncio.Lock | None = None,
        refuse_when_low: Callable[[], None] = lambda: None,
    ) -> None:
        """`every`: not more often than this, unless to go on with a training that was killed.

        A training runs while this holds the `turn`: several homes of a process train one after the other.
        """
        self._home = home
        self._opt_outs = opt_outs
        self._retrains = retrains
        self._clock = clock
        self._every = every
        self._command = (*command, "--home", str(home.folder), "train")
        self._turn = turn or asyncio.Lock()
        self._refuse_when_low = refuse_when_low
        self._code: int | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._is_first_look = True

    async def is_wished(self) -> bool:
        """Whether the live checkpoint has, or may have, learned from somebody who said no."""
        live = live_run(self._home.checkpoints)
        if live is None:
            return False
        return learned.read(self._home.checkpoints / live).mark(await self._opt_outs.authors()) is not Mark.NONE

    async def tick(self) -> None:
        """Begin a training if one is wished for and due; say what came of one that has ended."""
        self._settle()
        if self._process is not None:
            return
        if not await self.is_wished() or self._turn.locked():
            return
        self._refuse_when_low()
        was_killed = self._is_first_look and (self._home.checkpoints / _UNFINISHED).exists()
        self._is_first_look = False
        await self._turn.acquire()
        try:
            if await self._retrains.claim(self._clock(), timedelta() if was_killed else self._every):
                await self._begin()
                _log.info("a training without forgotten posts begins", log=self._home.retrain_log.name)
        finally:
            if self._process is None:
                self._turn.release()

    @property
    def is_ours(self) -> bool:
        """Whether a training works that was begun here, and so can be ended here."""
        self._settle()
        return self._process is not None

    @property
    def is_possible(self) -> bool:
        """Whether no training works, in this home or in another one of this process, whoever began it."""
        return not (self.is_ours or self._turn.locked() or is_at_work(self._home))

    async def begin(self, *, if_new: bool = False) -> None:
        """Begin a training now, whether or not one is wished for; a killed one is gone on with.

        `if_new`: it trains only where there is something new to learn, else it soon ends with the code NOTHING_NEW.
        Raises Refused while one works in this home, or in another one of this process, and while there is no room on
        the disk; OSError.
        """
        if self.is_ours or is_at_work(self._home):
            raise Refused("a training works already: wait for its end, or end it first")
        if self._turn.locked():
            raise Refused("a neighbour of this community trains just now: begin when that has ended")
        self._refuse_when_low()
        await self._turn.acquire()
        try:
            await self._begin(*(["--if-new"] if if_new else []))
            _log.info("a training begins", log=self._home.retrain_log.name)
        finally:
            if self._process is None:
                self._turn.release()

    @property
    def code(self) -> int | None:
        """With which code the last training ended that was begun here; None while one works, and if none has ended by
        itself."""
        return None if self.is_ours else self._code

    async def end(self) -> None:
        """Stop the training that was begun here; what it has saved is gone on with. Raises Refused if there is none."""
        if not self.is_ours:
            raise Refused("no training works that was begun here")
        await self.close()

    async def close(self) -> None:
        """Stop a training under way; the next process goes on with it."""
        watching, self._watching = self._watching, None
        if watching is not None:
            watching.cancel()
        process, self._process = self._process, None
        if process is None:
            return
        self._turn.release()
        if process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _begin(self, *options: str) -> None:
        """Raises OSError."""
        with self._home.retrain_log.open("wb") as output:
            process = await asyncio.create_subprocess_exec(
                *self._command, *options, stdin=asyncio.subprocess.DEVNULL, stdout=output, stderr=output
            )
        self._process, self._code = process, None
        self._watching = asyncio.create_task(self._watch(process), name="training")

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        await process.wait()
        self._settle()

    def _settle(self) -> None:
        """Say what came of a training that has ended, and let others have their turn."""
        process = self._process
        if process is None or process.returncode is None:
            return
        _log.info("the training ended", code=process.returncode, log=self._home.retrain_log.name)
        self._process, self._code = None, process.returncode
        self._turn.release()
