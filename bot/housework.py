"""What the bot does by the clock in its own house: reads the wall every night, trains every week if there is anything
new to learn, keeps the disk free.

Reading and training are commands of the terminal in processes of their own, niced: the bot itself never holds torch,
and a defect there ends no bot. Who does a chore is settled in the database, so of two processes one does; what came of
it is kept there too, and told to admins from there.
"""

import asyncio
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from bot.disk import FreeBytes, free_bytes, prune, refuse_when_low, size
from bot.domain.audit import THE_BOT, Signature
from bot.domain.chore import Chore, Outcome, newest
from bot.domain.slot import EVERY_DAY, Slot, parse_time, parse_weekdays
from bot.errors import Refused
from bot.novelty import NOTHING_NEW
from bot.pictures.wall_pictures import FOLDER, WallPictures
from bot.retraining import Retraining
from bot.settings import Home, Settings
from bot.storage.audit import AuditLog
from bot.storage.chores import Chores
from model.runs import live_run

_log = structlog.get_logger(__name__)

# How much lower than others' the share of the processor is; a training lowers its own by as much.
_NICENESS = 10
_PATIENCE_S = 2.0
# Pictures of the wall that somebody had fetched, and then made no templates of.
_KEPT_OF_WALL = timedelta(days=7)
# What a command says last is why it failed, or had nothing to do; more than this of it is no sentence.
_MOST_CHARS = 300
_SAYS = "wallflower: "


def times_of(settings: Settings) -> dict[Chore, Slot]:
    """When which chore is due. The wall is read where there is one, and a key that may."""
    found: dict[Chore, Slot] = {}
    zone = settings.community.zone
    vk = settings.vk
    may_read = vk.service_key.get_secret_value() or vk.user_key.get_secret_value()
    if settings.scrape.at and vk.enabled and may_read:
        found[Chore.READ] = Slot(0, (), parse_time(settings.scrape.at), zone, EVERY_DAY)
    if settings.training.at:
        days = parse_weekdays(settings.training.weekdays)
        found[Chore.TRAIN] = Slot(0, (), parse_time(settings.training.at), zone, days)
    return found


class Housework:
    """Does one chore at a time, each when its time has come and no other process does it."""

    def __init__(
        self,
        home: Home,
        settings: Settings,
        chores: Chores,
        audit_log: AuditLog,
        retraining: Retraining,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        command: tuple[str, ...] = (sys.executable, "-m", "bot"),
        free: FreeBytes = free_bytes,
    ) -> None:
        self._home = home
        self._disk = settings.disk
        self._times: Mapping[Chore, Slot] = times_of(settings)
        self._chores = chores
        self._audit_log = audit_log
        self._retraining = retraining
        self._clock = clock
        self._command = (*command, "--home", str(home.folder))
        self._free = free
        self._doing: Chore | None = None
        self._reading: asyncio.Task[str | None] | None = None
        self._live_before: str | None = None

    async def tick(self) -> None:
        """Begin what is due, and say what came of what has ended."""
        if self._doing is not None:
            await self._look()
            return
        now = self._clock()
        # The wall before the training, which learns what was read.
        for chore in (Chore.READ, Chore.TRAIN):
            due = newest(self._times[chore], now) if chore in self._times else None
            # A training that works already is waited for, whoever began it.
            is_possible = chore is not Chore.TRAIN or self._retraining.is_possible
            if due is not None and is_possible and await self._chores.claim(chore, due.due_at, now):
                await self._begin(chore)
                return

    @property
    def is_busy(self) -> bool:
        """Whether a chore is being done here."""
        return self._doing is not None

    async def look_at_the_disk(self) -> None:
        """Delete what is too much, and keep whether room is left."""
        of_wall = WallPictures(self._home.pictures / FOLDER)
        try:
            await asyncio.to_thread(of_wall.drop_before, self._clock() - _KEPT_OF_WALL)
            pruned = await asyncio.to_thread(prune, self._home, self._disk.most_bytes, self._disk.keep_backups)
            left = self._free(self._home.folder)
        except OSError as error:
            raise Refused(f"the disk can't be looked after ({error.strerror}): check the home's rights") from error
        now = self._clock()
        if pruned.names:
            _log.info("old things were deleted", freed=size(pruned.freed), things=len(pruned.names))
            shown = ", ".join(pruned.names)[:_MOST_CHARS]
            await self._audit_log.add(Signature(THE_BOT, now), "disk.prune", shown, freed=pruned.freed)
        try:
            refuse_when_low(self._home, lambda _folder: left)
            outcome, details = Outcome.DONE, size(left)
        except Refused:
            outcome, details = Outcome.CROWDED, size(left)
        if await self._chores.change(Chore.DISK, outcome, details, now) and outcome is Outcome.CROWDED:
            _log.warning("the disk is nearly full: no training begins", left=size(left))

    async def close(self) -> None:
        """Stop what is under way; the next process goes on with it."""
        doing, self._doing = self._doing, None
        if self._reading is not None:
            self._reading.cancel()
            with suppress(asyncio.CancelledError):
                await self._reading
            self._reading = None
        if doing is Chore.TRAIN:
            await self._retraining.close()
        if doing is not None:
            await self._chores.leave(doing, self._clock())

    async def _begin(self, chore: Chore) -> None:
        self._doing = chore
        _log.info("a chore begins", chore=chore.value)
        if chore is Chore.READ:
            self._reading = asyncio.create_task(self._read(), name="reading the wall")
            return
        self._live_before = live_run(self._home.checkpoints)
        try:
            await self._retraining.begin(if_new=True)
        except (Refused, OSError) as error:
            await self._end(Outcome.FAILED, str(error))

    async def _look(self) -> None:
        """After the chore that is being done."""
        if self._doing is Chore.READ and self._reading is not None and self._reading.done():
            problem = self._reading.result()
            self._reading = None
            await self._end(Outcome.DONE if problem is None else Outcome.FAILED, problem or "")
        elif self._doing is Chore.TRAIN and not self._retraining.is_ours:
            await self._end(*self._trained())
        elif self._doing is not None:
            await self._chores.renew(self._doing, self._clock())

    def _trained(self) -> tuple[Outcome, str]:
        live = live_run(self._home.checkpoints)
        if self._retraining.code == NOTHING_NEW:
            return Outcome.SPARED, _last_words(self._home.retrain_log)
        # None: somebody has ended it, and knows.
        if self._retraining.code not in (0, None):
            return Outcome.FAILED, _last_words(self._home.retrain_log)
        return (Outcome.LIVE, live) if live is not None and live != self._live_before else (Outcome.KEPT, live or "")

    async def _end(self, outcome: Outcome, details: str) -> None:
        chore, self._doing = self._doing, None
        if chore is None:
            return
        now = self._clock()
        tell = _log.warning if outcome is Outcome.FAILED else _log.info
        tell("a chore has ended", chore=chore.value, outcome=outcome.value, details=details)
        await self._chores.end(chore, outcome, details, now)
        await self._audit_log.add(Signature(THE_BOT, now), f"chore.{chore.value}", outcome.value, details=details)
        await self.look_at_the_disk()

    async def _read(self) -> str | None:
        """Read the wall and clean what was read; why that was not possible, or None."""
        try:
            for number, verb in enumerate(("scrape", "corpus")):
                if await self._run(verb, is_first=number == 0) != 0:
                    return _last_words(self._home.read_log)
        except OSError as error:
            return f"{self._home.read_log} can't be written ({error.strerror})"
        return None

    async def _run(self, verb: str, *, is_first: bool) -> int:
        """Run a command to its end; cancelled, it ends with this."""
        with self._home.read_log.open("wb" if is_first else "ab") as output:
            process = await asyncio.create_subprocess_exec(
                *self._command, verb, stdin=asyncio.subprocess.DEVNULL, stdout=output, stderr=output
            )
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        try:
            return await process.wait()
        finally:
            await _stop(process)


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _last_words(log: Path) -> str:
    """The sentence in which a command said why it did nothing."""
    try:
        lines = [line.strip() for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
    except OSError:
        lines = []
    said = next((line for line in reversed(lines) if line.startswith(_SAYS)), lines[-1] if lines else "it said nothing")
    return said.removeprefix(_SAYS)[:_MOST_CHARS]
