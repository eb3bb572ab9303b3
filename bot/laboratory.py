"""The port `Laboratory` over the home's folder: what a page shows of the checkpoints, and what it has done with them.

What takes long (measuring, comparing, training) is a command of Wallflower's in a process of its own, niced: the bot
loads no network.
"""

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import structlog

from bot.choosing import check_known, use
from bot.domain.audit import Signature
from bot.domain.checkpoint_run import (
    TEMPERATURES,
    Compared,
    ComparedFigure,
    CurvePoint,
    Errand,
    ErrandKind,
    KnownRun,
    Ladder,
    LadderStep,
    TrainingNow,
)
from bot.errors import Refused
from bot.ports import Writer, WritingRequest
from bot.retraining import Retraining, is_at_work, unfinished_run
from bot.settings import Home
from bot.storage import comparisons, ladders, learned
from bot.storage.audit import record
from bot.storage.database import Database
from bot.storage.opt_outs import OptOuts
from model import training_curve
from model.checkpoint import BEST, Manifest, live_before, read_manifest
from model.errors import ModelError
from model.runs import Run, runs

_log = structlog.get_logger(__name__)

_NICENESS = 10
# On one busy core a comparison takes half a minute, an evaluation of a big network several.
_LONGEST_S = 1_200.0
_ENDING_S = 2.0
# Enough to see what a temperature does; each of the six takes a tenth of a second.
_TEXTS, _TEXT_CHARS = 3, 300
_CLIMBING_S = 5.0
_EVALUATED_POSTS = "20"
_MOST_ANSWER_BYTES = 1_000_000
_LINES, _MOST_LOG_BYTES = 8, 4_000


class HomeLaboratory:
    """What came of errands is kept beside the checkpoints that they were about; a restart ends those under way. Close
    it in the end.
    """

    def __init__(
        self,
        home: Home,
        database: Database,
        writer: Writer,
        retraining: Retraining,
        *,
        command: tuple[str, ...] = (sys.executable, "-m", "bot"),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        longest_s: float = _LONGEST_S,
    ) -> None:
        """`writer` writes with the live run, behind the guards."""
        self._home = home
        self._database = database
        self._writer = writer
        self._retraining = retraining
        self._command = (*command, "--home", str(home.folder))
        self._now = now
        self._longest_s = longest_s
        self._errand: Errand | None = None
        self._working: asyncio.Task[None] | None = None
        self._climbing = asyncio.Lock()

    async def runs(self) -> tuple[KnownRun, ...]:
        """As the port says."""
        opted_out = await OptOuts(self._database).authors()
        return await asyncio.to_thread(_known_runs, self._home.checkpoints, opted_out)

    async def curve(self, run: str) -> tuple[CurvePoint, ...]:
        """As the port says."""
        points = await asyncio.to_thread(training_curve.read, self._folder(run))
        return tuple(CurvePoint(point.step, point.training, point.held_out) for point in points)

    async def ladder(self, run: str) -> Ladder | None:
        """As the port says."""
        known = await self._known(run)
        if known.mark or known.problem:
            return None
        return await asyncio.to_thread(ladders.read, self._folder(run), f"{run}@{known.steps}")

    async def climb(self, run: str, now: datetime) -> None:
        """As the port says."""
        known = await self._known(run)
        if known.mark:
            raise Refused(f"{run} {known.mark}: what it writes is shown to nobody")
        if not known.is_live:
            self._begin(ErrandKind.EVALUATE, (run,), ("evaluate", run, "--posts", _EVALUATED_POSTS))
            return
        if self._climbing.locked():
            raise Refused("this is being written just now")
        async with self._climbing:
            steps = [await self._step(run, temperature) for temperature in TEMPERATURES]
            ladder = Ladder(now, tuple(steps), is_measured=False)
            await asyncio.to_thread(ladders.write, self._folder(run), f"{run}@{known.steps}", ladder)

    async def use(self, run: str, by: Signature) -> str | None:
        """As the port says."""
        try:
            return await use(self._home, self._database, run, by)
        except ModelError as error:
            raise Refused(str(error)) from error

    async def compare(self, first: str, second: str) -> None:
        """As the port says."""
        for run in (first, second):
            await asyncio.to_thread(check_known, self._home, run)
        if first == second:
            raise Refused("a run is compared with another one")
        self._begin(ErrandKind.COMPARE, (first, second), ("checkpoint", "compare", first, second, "--json"))

    async def compared(self, first: str, second: str) -> Compared | None:
        """As the port says."""
        return await asyncio.to_thread(self._kept, first, second)

    def errand(self) -> Errand | None:
        """As the port says."""
        return self._errand

    async def training(self) -> TrainingNow:
        """As the port says."""
        is_ours = self._retraining.is_ours
        is_working = is_ours or is_at_work(self._home)
        run = unfinished_run(self._home)
        said = await asyncio.to_thread(_last_lines, self._home.retrain_log)
        points = () if run is None else await asyncio.to_thread(training_curve.read, self._home.checkpoints / run)
        if run is None or not points:
            return TrainingNow(is_working, is_ours, run or "", said=said)
        last = points[-1]
        began_at = datetime.fromisoformat(points[0].at)
        return TrainingNow(is_working, is_ours, run, began_at, last.share, last.seconds_left, said)

    async def train(self, by: Signature) -> None:
        """As the port says."""
        async with self._database.begin() as connection:
            # Recorded first: if it does not begin, nothing is recorded.
            await record(connection, by, "training.begin", "training")
            await self._retraining.begin()

    async def end_training(self, by: Signature) -> None:
        """As the port says."""
        async with self._database.begin() as connection:
            await record(connection, by, "training.end", "training")
            await self._retraining.end()

    async def close(self) -> None:
        """End an errand that is under way."""
        working, self._working = self._working, None
        if working is not None:
            working.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await working

    async def _known(self, run: str) -> KnownRun:
        found = next((known for known in await self.runs() if known.name == run), None)
        if found is None:
            raise Refused(f"there is no run {run[:100]!r}")
        return found

    def _folder(self, run: str) -> Path:
        """Of a run that is there, so that no name from outside leads out of the home. Raises Refused."""
        folder = next((path for path in self._home.checkpoints.glob("*") if path.name == run and path.is_dir()), None)
        if folder is None:
            raise Refused(f"there is no run {run[:100]!r}")
        return folder

    async def _step(self, run: str, temperature: float) -> LadderStep:
        request = WritingRequest(
            temperature=temperature, max_chars=_TEXT_CHARS, count=_TEXTS, within_s=_CLIMBING_S
        )  # fmt: skip
        written = await self._writer.write(request)
        if any(one.checkpoint.partition("@")[0] != run for one in written):
            raise Refused("another run went live meanwhile")
        return LadderStep(temperature, tuple(one.text for one in written))

    def _begin(self, kind: ErrandKind, about: tuple[str, ...], arguments: tuple[str, ...]) -> None:
        if self._working is not None and not self._working.done():
            raise Refused("something is being measured already: wait for its end")
        self._errand = Errand(kind, about, self._now())
        self._working = asyncio.create_task(self._work(self._errand, arguments), name="errand")

    async def _work(self, errand: Errand, arguments: tuple[str, ...]) -> None:
        problem = "it was ended"
        try:
            # Of the checkpoints as they are before: should one be replaced meanwhile, this is not about it.
            weights = await asyncio.to_thread(self._weights, errand.runs)
            output, problem = await self._run(arguments)
            if not problem and errand.kind is ErrandKind.COMPARE:
                problem = await asyncio.to_thread(self._keep, errand.runs, weights, output)
        except (ValueError, KeyError, TypeError):
            problem = "what came of it can't be read"
        except (Refused, ModelError) as error:
            problem = str(error)
        except OSError as error:
            problem = f"it could not be begun: {error.strerror}"
        finally:
            self._errand = replace(errand, is_done=True, problem=problem)
            _log.info("an errand ended", errand=errand.kind.value, problem=problem or None)

    async def _run(self, arguments: tuple[str, ...]) -> tuple[bytes, str]:
        """Its output, and why it came to nothing, or "". Raises OSError."""
        process = await asyncio.create_subprocess_exec(
            *self._command, *arguments,
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        try:
            with contextlib.suppress(OSError):  # it has ended already
                os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
            async with asyncio.timeout(self._longest_s):
                output, told = await process.communicate()
        except TimeoutError:
            return b"", f"it took longer than {self._longest_s:.0f} s"
        finally:
            await _end(process)
        if process.returncode:
            lines = told.decode(errors="replace").strip().splitlines()
            return b"", lines[-1][:300] if lines else f"exit code {process.returncode}"
        return output[:_MOST_ANSWER_BYTES], ""

    def _keep(self, about: tuple[str, ...], weights: tuple[str, ...], output: bytes) -> str:
        """Why it can't be kept, or "". Raises ValueError, KeyError and TypeError for what is no comparison."""
        found = json.loads(output)
        figures = [
            ComparedFigure(
                str(one["name"]), float(one["new"]), float(one["live"]), float(one["margin"]), bool(one["is_share"])
            )
            for one in found["differences"]
        ]
        first, second = about
        of_first, of_second = weights
        compared = Compared(self._now(), int(found["posts"]), figures)
        try:
            comparisons.write(self._folder(first), second, (of_first, of_second), compared)
        except (OSError, Refused) as error:  # the disk is full; the run was deleted meanwhile
            return f"it could not be kept: {error.strerror if isinstance(error, OSError) else error}"
        return ""

    def _kept(self, first: str, second: str) -> Compared | None:
        try:
            of_first, of_second = self._weights((first, second))
            return comparisons.read(self._folder(first), second, (of_first, of_second))
        except (Refused, ModelError):
            return None

    def _weights(self, runs: tuple[str, ...]) -> tuple[str, ...]:
        """The names of their checkpoints' weights, which change with what is in them. Raises Refused, ModelError."""
        return tuple(read_manifest(self._folder(run) / BEST).files["weights"] for run in runs)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(_ENDING_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _known_runs(folder: Path, opted_out: frozenset[str]) -> tuple[KnownRun, ...]:
    before = live_before(folder)
    found = [_known_run(run, before, learned.read(folder / run.name).mark(opted_out)) for run in runs(folder)]
    return tuple(reversed(found))


def _known_run(run: Run, before: str | None, mark: str) -> KnownRun:
    was_live_before = run.name == before and not run.live
    manifest = run.manifest
    if manifest is None:
        return KnownRun(run.name, run.live, was_live_before, run.problem or "it can't be read", mark)
    return KnownRun(
        run.name,
        run.live,
        was_live_before,
        mark=mark,
        made_at=_made_at(manifest),
        bits=manifest.bits_per_character,
        captions_bits=manifest.captions_bits_per_character,
        layers=manifest.network.layers,
        hidden=manifest.network.hidden,
        symbols=manifest.vocabulary_size,
        posts=manifest.posts,
        characters=manifest.characters,
        steps=manifest.steps,
        epochs=manifest.epochs,
        seconds=manifest.seconds,
        started_from=(manifest.started_from or "").partition("@")[0],
        templates=len(manifest.templates),
    )


def _made_at(manifest: Manifest) -> datetime | None:
    try:
        found = datetime.fromisoformat(manifest.created)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _last_lines(log: Path) -> tuple[str, ...]:
    try:
        with log.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _MOST_LOG_BYTES))
            return tuple(file.read().decode(errors="replace").splitlines()[-_LINES:])
    except OSError:
        return ()
