"""The bot's side of the writer process: starts it, restarts it when it dies, and asks it for texts."""

import asyncio
import contextlib
import itertools
import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import structlog

from bot.domain.measured import Measured
from bot.errors import Misconfigured, Refused, Retryable, Unlearned
from bot.ports import WritingRequest, WrittenText
from bot.writer.pace import LEAST_WAIT_S
from bot.writer.protocol import LONGEST_WITHIN_S, Refusal, to_line
from corpus.separator import EMPTY_LINES

_log = structlog.get_logger(__name__)

LONGEST_PAUSE_S = 30.0
# A process that lived this long before it died was well: the next start need not wait long.
WELL_AFTER_S = 10.0
CLOSING_S = 5.0
# How much longer than a request may take the process is given to say so.
_GRACE_S = 2.0
# How long requests wait, until some have been served; then each counts a tenth.
_FIRST_WAIT_S = 5.0
_WAITS_WEIGHT = 0.1
# The longest answer: 500,000 characters of up to 12 bytes as escaped surrogate pairs, and what stands around them.
_MOST_ANSWER_BYTES = 8 * 2**20
# numpy's own threads would fight with the bot for two cores and win nothing. And glibc is to give back to the system
# what loading a checkpoint needed for a moment (30 MB), but not what every step needs again.
ENVIRONMENT = {
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "MALLOC_MMAP_THRESHOLD_": str(2**18),
    "MALLOC_TRIM_THRESHOLD_": str(2**20),
}


class WriterProcess:
    """The port `Writer`, kept by a process of its own. Use as `async with WriterProcess(folder) as writer`."""

    def __init__(
        self,
        checkpoints: Path,
        corpus: Path | None = None,
        *,
        empty_lines: int = EMPTY_LINES,
        captions: Path | None = None,
        patience_s: float = 60.0,
        most_waiting: int = 200,
        first_pause_s: float = 0.2,
        on_refusal: Callable[[Refusal], None] | None = None,
        on_start: Callable[[], None] | None = None,
    ) -> None:
        """`checkpoints` holds the runs and the name of the live one; it may be empty still. `corpus` is the file of
        the posts that texts are compared with, `empty_lines` its separator, and `captions` a file like it of captions;
        they may come later.

        A request that doesn't say how long it may take is given up after `patience_s`; more than `most_waiting` at once
        are refused. After a death the process is started again, first after `first_pause_s`, then after twice that, up
        to 30 s. `on_refusal` hears of each live checkpoint that could not be written with, once; `on_start` of each
        start.
        """
        compared: tuple[str, ...] = () if corpus is None else (str(corpus.absolute()), str(empty_lines))
        if compared and captions is not None:
            compared = (*compared, str(captions.absolute()))
        self._command = (sys.executable, "-P", "-m", "bot.writer", str(checkpoints.absolute()), *compared)
        self._patience_s = patience_s
        self._on_refusal = on_refusal
        self._on_start = on_start
        self._most_waiting = most_waiting
        self._first_pause_s = first_pause_s
        self._pause_s = first_pause_s
        self._ids = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._process: asyncio.subprocess.Process | None = None
        self._running = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._answered_at = 0.0
        self._usual_wait_s = _FIRST_WAIT_S

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def pid(self) -> int | None:
        """The process's id while it runs."""
        return self._process.pid if self._process else None

    async def start(self) -> None:
        """Start the process. Raises Misconfigured if the system can't start any."""
        try:
            await self._spawn()
        except OSError as error:
            raise Misconfigured(f"The writer process can't be started: {error.strerror}.") from error
        self._keeper = asyncio.create_task(self._keep_running(), name="writer")

    async def close(self) -> None:
        """End the process; whoever still waits gets Retryable."""
        keeper, self._keeper = self._keeper, None
        if keeper is None:
            return
        keeper.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeper
        self._give_up("The writer is shutting down.", self._first_pause_s)
        for number in self._waiting:
            self._tell({"id": number, "cancel": True})
        process, self._process = self._process, None
        self._running.clear()
        if process is not None:
            await _end(process)

    async def running(self) -> None:
        """Wait until the process has been started (again)."""
        await self._running.wait()

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        """The texts asked for. Raises Retryable, Misconfigured and Refused as the port says."""
        self._check_able()
        number = next(self._ids)
        asked = {"prime": request.prime, "temperature": request.temperature, "max_chars": request.max_chars}
        optional = {
            "seed": request.seed, "top_k": request.top_k, "top_p": request.top_p, "template": request.template,
            "parts": request.parts,
        }  # fmt: skip
        asked |= {name: value for name, value in optional.items() if value is not None}
        within_s = self._patience_s if request.within_s is None else min(request.within_s, LONGEST_WITHIN_S)
        asked |= {"banned_words": request.banned_words, "ban_coarse": request.ban_coarse, "within_s": within_s}
        try:
            line = to_line({"id": number, "count": request.count, **asked})
        except (TypeError, ValueError) as error:
            raise Refused("The temperature and top_p must be ordinary numbers.") from error
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[dict[str, Any]] = loop.create_future()
        self._waiting[number] = answer
        asked_at = loop.time()
        try:
            # The process keeps to `within_s` itself. It is late only if it hangs, or has more to read than it can.
            async with asyncio.timeout(within_s + _GRACE_S):
                await self._send(line)
                found = await answer
            self._usual_wait_s += _WAITS_WEIGHT * (loop.time() - asked_at - self._usual_wait_s)
            return _texts(found)
        except TimeoutError as error:
            if self._process is not None and self._answered_at < asked_at:
                # Not one answer to anybody in all that time: it hangs. The keeper starts another.
                _log.warning("the writer hangs", pid=self._process.pid)
                _kill(self._process)
            raise Retryable(f"Nothing was written within {within_s:g} s.", self._pause_s) from error
        finally:
            del self._waiting[number]
            if not answer.done() or answer.cancelled():
                self._tell({"id": number, "cancel": True})

    def _check_able(self) -> None:
        if self._keeper is None:
            raise Retryable("The writer is not running.", self._first_pause_s)
        if self._keeper.done():
            self._keeper.result()  # a defect of ours: let it be heard
        if self._process is None:
            raise Retryable("The writer is being started again.", self._pause_s)
        if len(self._waiting) >= self._most_waiting:
            # By then those who wait now have mostly been served: it took that long of late.
            raise Retryable("Too many people are waiting for texts.", max(LEAST_WAIT_S, self._usual_wait_s))

    async def _spawn(self) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")}
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_MOST_ANSWER_BYTES,
            env=environment | ENVIRONMENT,
            start_new_session=True,  # Ctrl-C is for the bot, which then closes the writer in good order
        )
        self._running.set()
        if self._on_start is not None:
            self._on_start()

    async def _keep_running(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            started = loop.time()
            process = self._process
            if process is not None:
                await self._hear(process)
                code = await process.wait()
                self._process = None
                self._running.clear()
                if loop.time() - started > WELL_AFTER_S:
                    self._pause_s = self._first_pause_s
                _log.warning("the writer died", code=code, starts_again_in_s=self._pause_s)
                self._give_up("The writer died and is being started again.", self._pause_s)
            await asyncio.sleep(self._pause_s)
            self._pause_s = min(LONGEST_PAUSE_S, self._pause_s * 2)
            try:
                await self._spawn()
            except OSError as error:
                _log.warning("the writer does not start", problem=error.strerror, next_try_in_s=self._pause_s)

    async def _hear(self, process: asyncio.subprocess.Process) -> None:
        """Hand out answers until the process's stdout ends."""
        assert process.stdout is not None  # noqa: S101 - it was started with a pipe
        try:
            while line := await process.stdout.readline():
                found = json.loads(line)
                if "refused" in found:
                    self._refused(Refusal(**found["refused"]))
                    continue
                self._answered_at = asyncio.get_running_loop().time()
                waiting = self._waiting.get(found["id"])
                if waiting is not None and not waiting.done():
                    waiting.set_result(found)
        except (ValueError, KeyError, TypeError) as error:
            _log.warning("the writer gave a bad answer", problem=str(error))
            _kill(process)

    def _refused(self, refusal: Refusal) -> None:
        _log.warning("the live checkpoint can't be written with", **asdict(refusal))
        if self._on_refusal is not None:
            self._on_refusal(refusal)

    async def _send(self, line: bytes) -> None:
        process = self._process
        if process is None or process.stdin is None:
            raise Retryable("The writer is being started again.", self._pause_s)
        try:
            process.stdin.write(line)
            await process.stdin.drain()
        except (BrokenPipeError, ConnectionResetError) as error:
            raise Retryable("The writer died and is being started again.", self._pause_s) from error

    def _tell(self, message: dict[str, object]) -> None:
        """Say something that needs no answer, if there is anybody to hear it."""
        process = self._process
        if process is not None and process.stdin is not None and not process.stdin.is_closing():
            process.stdin.write(to_line(message))

    def _give_up(self, why: str, retry_after_s: float) -> None:
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(Retryable(why, retry_after_s))


def _texts(answer: dict[str, Any]) -> list[WrittenText]:
    error = answer.get("error")
    if error is None:
        return [
            WrittenText(
                found["text"],
                found["ended_by_itself"],
                answer["checkpoint"],
                found["seed"],
                Measured.from_json(found["measured"]),
            )
            for found in answer["texts"]
        ]
    if error["kind"] in {"busy", "late"}:
        raise Retryable(error["message"], error["retry_after_s"])
    if error["kind"] == "no_checkpoint":
        raise Misconfigured(error["message"])
    if error["kind"] == "unlearned":
        raise Unlearned(error["message"])
    raise Refused(error["message"])


async def _end(process: asyncio.subprocess.Process) -> None:
    """Let the process finish by closing its stdin; make it, if it takes too long."""
    assert process.stdin is not None  # noqa: S101 - it was started with a pipe
    process.stdin.close()
    try:
        async with asyncio.timeout(CLOSING_S):
            await process.communicate()
    except TimeoutError:
        _kill(process)
        await process.communicate()


def _kill(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
