"""A home with a small live network of random weights beside a stage, and `wallflower run` on it."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from benchmarks.writing import live_checkpoint
from bot.sandbox.stage import Stage

_PATIENCE_S = 300.0
# Random weights write no words that anybody knows: each text would be refused, and asked for five times over. At 164
# symbols one in about 100 characters is an end.
WRITING = "known_words = 0\nlooped_share = 1\nmin_chars = 1\nmax_chars = 100\n"
_END_BIAS = 0.4


def make_home(home: Path, stage: Stage, hidden: int = 448, **sections: str) -> Path:
    """A folder with settings, keys and a checkpoint, 1×`hidden`; `sections` as `Stage.settings` takes them."""
    home.mkdir()
    (home / "wallflower.toml").write_text(stage.settings(**{"writing": WRITING, **sections}), "utf-8")
    (home / ".env").write_text(stage.secrets(), "utf-8")
    live_checkpoint(home / "checkpoints", 1, hidden, end_bias=_END_BIAS)
    return home


def own_environment() -> dict[str, str]:
    """The environment without settings that somebody has put there."""
    return {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")}


@asynccontextmanager
async def running(homes: list[Path], log: Path | None = None) -> AsyncIterator[asyncio.subprocess.Process]:
    """`wallflower run`; killed in the end if it has not ended."""
    with (log or Path(os.devnull)).open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", *map(str, homes), stdin=asyncio.subprocess.DEVNULL,
            stdout=output, stderr=output, env=own_environment(),
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def until(holds: Callable[[], bool], look_every_s: float = 0.1) -> None:
    """Wait until something holds. Raises TimeoutError after five minutes."""
    async with asyncio.timeout(_PATIENCE_S):
        while not holds():  # noqa: ASYNC110 - what other processes do announces nothing
            await asyncio.sleep(look_every_s)


def children_of(pid: int) -> list[int]:
    """The processes that a process has started and that live."""
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()))
