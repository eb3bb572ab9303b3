"""The port `Examiner`: the doctor's quick look at a home from within the running bot, and the whole examination beside
it."""

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.doctor import database as database_
from bot.doctor import house, people, work
from bot.doctor.case import Case, Surroundings
from bot.doctor.finding import Finding
from bot.domain.finding import Examined
from bot.domain.member import Role
from bot.errors import Misconfigured, Retryable
from bot.settings import Home, Settings
from bot.storage import examinations, schema
from bot.storage.database import Database
from bot.storage.members import Members
from model import checkpoint
from model.errors import UnusableCheckpoint

# Twice as long as the slowest platform may keep each of its areas waiting.
_LONGEST_S = 300.0
_MOST_ANSWER_BYTES = 1_000_000
# Of warnings and of what is broken; not that something broke.
_ITS_CODES = (0, 1, 2)


class Rounds:
    """What the last whole examination found is kept beside the live checkpoint: with another one, which it has not
    seen, it is shown no more. Close it in the end.
    """

    def __init__(
        self,
        home: Home,
        settings: Settings,
        database: Database,
        *,
        surroundings: Surroundings = Surroundings(),  # noqa: B008 - frozen
        command: tuple[str, ...] = (sys.executable, "-m", "bot"),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._home = home
        self._settings = settings
        self._database = database
        self._surroundings = surroundings
        self._command = (*command, "--home", str(home.folder), "doctor", "--json")
        self._now = now
        self._examined: Examined | None = None
        # The live checkpoint that it was about: its folder and the name of its weights.
        self._about: tuple[Path, str] | None = None
        self._working: asyncio.Task[None] | None = None

    async def look(self) -> list[Finding]:
        """As the port says: folder, database, roles and work; no network is loaded and nobody is called."""
        found, _ = await asyncio.to_thread(house.examine, self._home, None, self._surroundings)
        try:
            await schema.is_empty(self._database)
        except (Retryable, Misconfigured):
            # What it says may hold an address; `wallflower doctor` says it at the terminal.
            problem = "the database does not answer, or its tables are another version's"
            return [*found, database_.UNREACHABLE.found(problem=problem)]
        found.append(database_.ANSWERS.found())
        staff = await Members(self._database, self._settings.roles.roles()).named(Role.MODERATOR)
        case = Case(self._home, self._settings, self._surroundings, staff=tuple(staff))
        return [*found, *people.examine(case), *await work.examine(case, self._database)]

    def examine(self) -> bool:
        """As the port says: as `wallflower doctor`, in a process of its own."""
        if self._working is not None and not self._working.done():
            return False
        self._examined = Examined(self._now())
        self._working = asyncio.create_task(self._work(self._examined), name="examination")
        return True

    async def examined(self) -> Examined | None:
        """As the port says."""
        live = await asyncio.to_thread(_live, self._home)
        if self._examined is None:
            return None if live is None else await asyncio.to_thread(examinations.read, *live)
        is_over = self._examined.findings is not None
        return None if is_over and live != self._about else self._examined

    async def close(self) -> None:
        """End an examination that is under way."""
        working, self._working = self._working, None
        if working is not None:
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await working

    async def _work(self, begun: Examined) -> None:
        self._about = await asyncio.to_thread(_live, self._home)
        try:
            found = await self._run()
            self._examined = replace(begun, findings=tuple(found))
            if self._about is not None:
                with contextlib.suppress(OSError):  # of a full disk the findings tell themselves
                    await asyncio.to_thread(examinations.write, *self._about, self._examined)
        except TimeoutError:
            self._examined = replace(begun, findings=(), problem=f"it took longer than {_LONGEST_S:.0f} s")
        except (OSError, ValueError, KeyError, TypeError):
            self._examined = replace(begun, findings=(), problem="it broke: run `wallflower doctor` at the terminal")

    async def _run(self) -> list[Finding]:
        """Raises TimeoutError, OSError, and ValueError, KeyError, TypeError for what is no answer of the doctor's."""
        process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            async with asyncio.timeout(_LONGEST_S):
                output, _ = await process.communicate()
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode not in _ITS_CODES or len(output) > _MOST_ANSWER_BYTES:
            raise ValueError("this is no answer of the doctor's")
        return [Finding.from_json(each) for each in json.loads(output)["findings"]]


def _live(home: Home) -> tuple[Path, str] | None:
    """The folder of the live run and the name of its weights, which change with what is in them."""
    try:
        best = checkpoint.live(home.checkpoints)
        return best.parent, checkpoint.read_manifest(best).files["weights"]
    except UnusableCheckpoint:
        return None
