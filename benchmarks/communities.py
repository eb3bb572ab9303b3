"""Several small communities in one process: what one more costs in memory, and how long all take to end.

    python -m benchmarks communities
    python -m benchmarks communities --homes 1 3 10

Each has a VK and a Telegram sandbox of its own (in this process, not counted), a database in its home and a live
network of random weights, 1×448. When every one has answered `/help` and filled its queue, the resident memory of
`wallflower run` and of the writer processes is read from /proc; then the process is told to end. Exits with 1 when that
takes ten seconds or longer. Takes a minute of one core.
"""

import argparse
import asyncio
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

from benchmarks.whole_bot import children_of, make_home, running, until
from benchmarks.writing import memory_mb
from bot.sandbox.stage import Stage, staged

GOAL_ENDING_S = 10.0
_PATIENCE_S = 300.0
_DRAFTS = 2


def main(arguments: list[str]) -> int:
    """Print a line for each number of homes; 1 if ending takes too long."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--homes", type=int, nargs="+", default=[1, 3], help="how many in one process")
    options = parser.parse_args(arguments)
    print(f"{'homes':>5} {'the process, MB':>16} {'its writers, MB':>16} {'ended in, s':>12}", flush=True)
    met = [asyncio.run(_measure(count)) for count in options.homes]
    return 0 if all(met) else 1


async def _measure(count: int) -> bool:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        stages = [await stack.enter_async_context(staged(["a post"])) for _ in range(count)]
        homes = [
            make_home(folder / f"home{number}", stage, queue=f"keep = {_DRAFTS}\n")
            for number, stage in enumerate(stages)
        ]
        process = await stack.enter_async_context(running(homes))
        for stage, home in zip(stages, homes, strict=True):
            said = stage.telegram.say(stage.member.telegram_id, stage.bot_id, "/help")
            await until(lambda stage=stage, said=said: _is_answered(stage, said.id))  # type: ignore[misc]
            await until(lambda home=home: _drafts(home) >= _DRAFTS)  # type: ignore[misc]
        memory = memory_mb(process.pid)
        writers = [memory_mb(child) for child in children_of(process.pid)]
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), _PATIENCE_S)
        took_s = time.monotonic() - began
    print(f"{count:>5} {memory:>16.0f} {sum(writers):>16.0f} {took_s:>12.1f}", flush=True)
    return took_s < GOAL_ENDING_S


def _is_answered(stage: Stage, number: int) -> bool:
    return any(message.id > number for message in stage.telegram.messages(stage.member.telegram_id))


def _drafts(home: Path) -> int:
    if not (home / "wallflower.db").exists():
        return 0
    with sqlite3.connect(home / "wallflower.db") as database:
        found = database.execute("SELECT count(*) FROM sqlite_master WHERE name = 'drafts'").fetchone()
        return int(database.execute("SELECT count(*) FROM drafts").fetchone()[0]) if found[0] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
