"""How soon `wallflower run` is at work, what its process takes then, and how long `wallflower --help` takes.

    python -m benchmarks start
    python -m benchmarks start --times 9

The home has a VK and a Telegram sandbox (in this process, not counted), a database with this version's tables, a live
network, and HTTP with its console. At work: /readyz says that the database and the writer answer and that both
platforms were polled. Medians are printed, by the clock and in seconds of a core: on a machine that others keep busy
only the second says something of the bot. Exits with 1 when a start takes three seconds or longer, or the process 200
MB or more.
"""

import argparse
import asyncio
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import aiohttp

from benchmarks.whole_bot import make_home, own_environment, running
from benchmarks.writing import cpu_s_of, memory_mb
from bot.sandbox.stage import staged

GOAL_READY_S = 3.0
GOAL_MB = 200.0
_LOOK_EVERY_S = 0.02


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds until the bot was at work, by the clock and of its process's core, and its memory then."""

    ready_s: float
    cpu_s: float
    memory_mb: float


def main(arguments: list[str]) -> int:
    """Print medians; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args(arguments)
    starts = asyncio.run(_started(options.times))
    ready_s, memory = median(one.ready_s for one in starts), median(one.memory_mb for one in starts)
    print(
        f"at work after {ready_s:.2f} s, {median(one.cpu_s for one in starts):.2f} s of a core (goal < {GOAL_READY_S})"
    )
    print(f"the process then takes {memory:.0f} MB (goal < {GOAL_MB:.0f})")
    by_clock_s, cpu_s = _help()
    print(f"wallflower --help takes {by_clock_s:.2f} s, {cpu_s:.2f} s of a core")
    return 0 if ready_s < GOAL_READY_S and memory < GOAL_MB else 1


async def _started(times: int) -> list[Start]:
    with tempfile.TemporaryDirectory() as temporary:
        async with staged(["a post"]) as stage:
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            home = make_home(Path(temporary) / "home", stage, web=f'listen = "127.0.0.1:{port}"\n')
            # The first makes the database and the bytecode.
            return [await _start(home, port) for _ in range(times + 1)][1:]


async def _start(home: Path, port: int) -> Start:
    begun = time.perf_counter()
    async with running([home]) as process, aiohttp.ClientSession() as session:
        while not await is_ready(session, f"http://127.0.0.1:{port}/readyz"):  # noqa: ASYNC110 - nothing announces it
            await asyncio.sleep(_LOOK_EVERY_S)
        found = Start(time.perf_counter() - begun, cpu_s_of(process.pid), memory_mb(process.pid))
        process.send_signal(signal.SIGTERM)
        await process.wait()
    return found


async def is_ready(session: aiohttp.ClientSession, url: str) -> bool:
    """Whether the bot says so; it may not listen yet."""
    try:
        async with session.get(url) as answer:
            return answer.status == 200
    except aiohttp.ClientConnectionError:
        return False


def _help() -> tuple[float, float]:
    """Seconds by the clock and of a core, the medians of five."""
    by_clock, of_a_core = [], []
    for _ in range(5):
        begun, before = time.perf_counter(), _children_s()
        subprocess.run([sys.executable, "-m", "bot", "--help"], capture_output=True, check=True, env=own_environment())
        by_clock.append(time.perf_counter() - begun)
        of_a_core.append(_children_s() - before)
    return median(by_clock), median(of_a_core)


def _children_s() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
