"""The product as its users meet it: `wallflower` in processes of its own, VK and Telegram as sandboxes in the test."""

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.sandbox.stage import Stage, staged
from bot.settings import Home, Settings, load
from corpus import samples
from corpus.readers import read

_PATIENCE_S = 60.0


@dataclass(frozen=True, slots=True)
class Ended:
    """What a command came to."""

    code: int
    output: str
    error: str


async def wallflower(home: Path, *arguments: str, **environment: str) -> Ended:
    """Run a command to its end."""
    process = await _start(home, *arguments, **environment)
    output, error = await asyncio.wait_for(process.communicate(), 120)
    assert process.returncode is not None
    return Ended(process.returncode, output.decode(), error.decode())


@asynccontextmanager
async def running(home: Path, *arguments: str, **environment: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A command that goes on until it is told to stop, at the latest at the end of the block."""
    process = await _start(home, *arguments, **environment)
    # Read all the time, or a chatty process would stop at a full pipe.
    reading = asyncio.gather(*(stream.read() for stream in (process.stdout, process.stderr) if stream))
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


async def killed(process: asyncio.subprocess.Process) -> None:
    """SIGKILL: no chance to tidy up."""
    process.send_signal(signal.SIGKILL)
    await process.wait()


async def until(holds: Callable[[], object], patience_s: float = _PATIENCE_S) -> None:
    """Wait until something is so. What other processes do announces nothing, so it is looked at again and again."""
    async with asyncio.timeout(patience_s):
        while not holds():  # noqa: ASYNC110 - see above
            await asyncio.sleep(0.02)


def settings_of(home: Path) -> tuple[Home, Settings]:
    """The settings that a command in `home` has."""
    return Home(home), load(Home(home), {})


def write_home(home: Path, stage: Stage, **sections: str) -> Path:
    """A home whose settings point to the sandboxes."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "wallflower.toml").write_text(stage.settings(**sections), "utf-8")
    (home / ".env").write_text(stage.secrets(), "utf-8")
    return home


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    """Both sandboxes with a community whose wall holds the English sample posts."""
    async with staged(post.text for post in read(samples.wall("en"))) as made:
        yield made


@pytest.fixture
def home(tmp_path: Path, stage: Stage) -> Path:
    """A home on the sandboxes, without posts and checkpoints."""
    return write_home(tmp_path / "home", stage, schedule="tick_s = 0.2\n")


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample posts and a checkpoint that has learned next to nothing, in a few seconds."""
    home = tmp_path_factory.mktemp("trained")

    async def make() -> None:
        for arguments in (
            ("import", str(samples.wall("en"))),
            ("train", "--steps", "30", "--hidden", "32", "--layers", "1", "--batch", "8", "--length", "32"),
        ):
            ended = await wallflower(home, *arguments)
            assert ended.code == 0, ended.error

    asyncio.run(make())
    return home


@pytest.fixture
def ready(home: Path, trained: Path) -> Path:
    """A home on the sandboxes with a checkpoint."""
    shutil.copytree(trained / "checkpoints", home / "checkpoints")
    return home


async def _start(home: Path, *arguments: str, **environment: str) -> asyncio.subprocess.Process:
    # The test run's own variables must not reach the product.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")}
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "--home",
        str(home),
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**inherited, **environment},
    )
