"""The bot's side of the painter's process: starts it when it is wanted, hands it one request after the other, ends it.

A picture is painted in some milliseconds, so requests wait here for their turn: when the process dies, the one that it
was about is known.
"""

import asyncio
import contextlib
import os
import sys
from types import TracebackType
from typing import Self

import structlog

from bot.errors import Retryable, WallflowerError, outcome_of
from bot.painter.protocol import ERRORS, MOST_LINE_BYTES, BadMessage, Message, read, written
from bot.ports import Meter

_log = structlog.get_logger(__name__)

_CLOSING_S = 2.0
_RETRY_AFTER_S = 2.0
# numpy's own threads would fight with the bot for two cores and win nothing.
_ENVIRONMENT = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

Answer = tuple[Message, bytes]


class PainterDied(Retryable):
    """The process ended in the middle of this request."""


class PainterProcess:
    """Asks the painter's process. Close it in the end: use as `async with PainterProcess() as process`."""

    def __init__(
        self,
        *,
        patience_s: float = 30.0,
        most_waiting: int = 100,
        idle_s: float = 300.0,
        meter: Meter | None = None,
    ) -> None:
        """A request that is not done within `patience_s` of its turn is given up, and the process with it; more than
        `most_waiting` at once are refused. After `idle_s` without a request the process is ended, and its memory freed.
        `meter` counts requests and starts.
        """
        self._patience_s = patience_s
        self._most_waiting = most_waiting
        self._idle_s = idle_s
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._process: asyncio.subprocess.Process | None = None
        self._resting: asyncio.Task[None] | None = None
        self._is_closed = False
        self._meter = meter
        if meter is not None:
            meter.keeps("painter", lambda: self.pid, lambda: self._waiting)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def pid(self) -> int | None:
        """The process's id while it runs."""
        process = self._process
        # One that died by itself is noticed by the next request; its id may be somebody else's by then.
        return process.pid if process is not None and process.returncode is None else None

    async def close(self) -> None:
        """End the process at once; whoever still waits for a picture gets Retryable."""
        self._is_closed = True
        self._stop_resting()
        if self._process is not None:
            _kill(self._process)
        async with self._turn:
            await self._end()

    async def ask(self, request: Message, photo: bytes = b"", *, patience_s: float | None = None) -> Answer:
        """The answer to a request, an error or not, and the bytes that come with it.

        Raises PainterDied, and Retryable: too many wait, it took too long, the process can't be started.
        """
        loop = asyncio.get_running_loop()
        began, outcome = loop.time(), "cancelled"
        try:
            answer = await self._in_turn(request, photo, patience_s or self._patience_s)
            outcome = _outcome(answer[0])
        except WallflowerError as error:
            outcome = outcome_of(error)
            raise
        finally:
            if self._meter is not None:
                self._meter.asked("painter", outcome, loop.time() - began)
        return answer

    async def _in_turn(self, request: Message, photo: bytes, patience_s: float) -> Answer:
        if self._waiting >= self._most_waiting:
            raise Retryable("Too many pictures are waited for.", _RETRY_AFTER_S)
        self._waiting += 1
        try:
            async with self._turn:
                self._stop_resting()
                try:
                    return await self._asked(written(request, photo), patience_s)
                finally:
                    if self._process is not None and not self._is_closed:
                        self._resting = asyncio.create_task(self._rest(), name="painter at rest")
        finally:
            self._waiting -= 1

    async def _asked(self, message: bytes, patience_s: float) -> Answer:
        process = await self._running()
        assert process.stdin is not None  # noqa: S101 - it was started with pipes
        assert process.stdout is not None  # noqa: S101
        try:
            async with asyncio.timeout(patience_s):
                process.stdin.write(message)
                await process.stdin.drain()
                answer, count = read(await process.stdout.readuntil())
                return answer, await process.stdout.readexactly(count)
        except TimeoutError as error:
            _log.warning("the painter takes too long and is ended", pid=process.pid, seconds=patience_s)
            await self._end()
            raise Retryable(f"No picture was painted within {patience_s:g} s.", _RETRY_AFTER_S) from error
        except (OSError, EOFError, asyncio.LimitOverrunError, BadMessage) as error:
            await self._end()
            if not self._is_closed:
                _log.warning("the painter died", code=process.returncode)
            raise PainterDied("The painter died.", _RETRY_AFTER_S) from error
        except BaseException:
            # Whoever asked has given up: the answer would be taken for the next one's.
            _kill(process)
            self._process = None
            raise

    async def _running(self) -> asyncio.subprocess.Process:
        if self._is_closed:
            raise Retryable("The painter is shutting down.", _RETRY_AFTER_S)
        if self._process is None or self._process.returncode is not None:
            environment = {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")}
            try:
                self._process = await asyncio.create_subprocess_exec(
                    sys.executable, "-P", "-m", "bot.painter",
                    stdin=asyncio.subprocess.PIPE,
                    stdout=asyncio.subprocess.PIPE,
                    limit=MOST_LINE_BYTES,
                    env=environment | _ENVIRONMENT,
                    start_new_session=True,  # Ctrl-C is for the bot, which then ends the painter
                )  # fmt: skip
            except OSError as error:
                raise Retryable(f"The painter can't be started: {error.strerror}.", _RETRY_AFTER_S) from error
            if self._meter is not None:
                self._meter.started("painter")
        return self._process

    async def _rest(self) -> None:
        await asyncio.sleep(self._idle_s)
        async with self._turn:
            await self._end()

    def _stop_resting(self) -> None:
        resting, self._resting = self._resting, None
        if resting is not None:
            resting.cancel()

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None  # noqa: S101 - it was started with a pipe
        process.stdin.close()
        try:
            async with asyncio.timeout(_CLOSING_S):
                await process.wait()
        except TimeoutError:
            _kill(process)
            await process.wait()


def _outcome(answer: Message) -> str:
    """What the process says came of it, in one of few words, whatever it says."""
    error = answer.get("error")
    if error is None:
        return "ok"
    kind = error.get("kind") if isinstance(error, dict) else None
    return str(kind) if kind in ERRORS else "refused"


def _kill(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        process.kill()
