"""The product's own commands, each in a process of its own, none of which outlives the demo."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.demo.telling import say, show_command, show_title
from bot.errors import Refused

# The bot promises to end within ten seconds of SIGTERM; a busy machine gets some more.
_ENDING_S = 30.0


async def step(home: Path, title: str, *arguments: str) -> None:
    """Show a command and run it; the person sees what it prints. Raises Refused if it fails."""
    show_title(title)
    show_command(home, *arguments)
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "bot", "--home", str(home), *arguments)
    async with _ended(process):
        if await process.wait() != 0:
            raise Refused(f"`wallflower {arguments[0]}` failed; its message stands above")


@asynccontextmanager
async def running_bot(home: Path, title: str, *, framed_by: str) -> AsyncIterator[None]:
    """The bot, told to stop at the end. `framed_by` is the site that may show its console.

    Raises Refused if it ends by itself.
    """
    log = home / "bot.log"
    show_title(title)
    show_command(home, "run", note=f"   (its log: {log})")
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "--home", str(home), "run",
            stderr=output, stdin=asyncio.subprocess.DEVNULL,
            env={**os.environ, "WALLFLOWER_WEB_FRAMED_BY": framed_by},
            # A terminal sends Ctrl-C to its whole session. The demo alone tells the bot: a second signal would kill it.
            start_new_session=True,
        )  # fmt: skip
        async with _ended(process), _alive(process, log):
            yield
    say(f"The bot was told to stop (SIGTERM) and ended with exit code {process.returncode}.")


@asynccontextmanager
async def _alive(process: asyncio.subprocess.Process, log: Path) -> AsyncIterator[None]:
    """Break the block off if the process ends before it. Raises Refused with what the process said last."""
    block, has_died = asyncio.current_task(), False

    async def watch() -> None:
        nonlocal has_died
        await process.wait()
        has_died = True
        if block is not None:
            block.cancel()

    watching = asyncio.create_task(watch())
    try:
        yield
    except asyncio.CancelledError:
        if not has_died or block is None:
            raise
        block.uncancel()
        raise Refused(f"the bot ended by itself. {_last_line(log)}") from None
    finally:
        watching.cancel()


def _last_line(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").splitlines()
    return f"It said: {lines[-1]}" if lines else "It said nothing."


@asynccontextmanager
async def _ended(process: asyncio.subprocess.Process) -> AsyncIterator[None]:
    """However the block is left, the process is over afterwards: told to stop, then killed."""
    try:
        yield
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            try:
                async with asyncio.timeout(_ENDING_S):
                    await process.wait()
            finally:
                if process.returncode is None:
                    with contextlib.suppress(ProcessLookupError):
                        process.kill()
