"""10,000 hostile inputs: words, presses, updates, answers of the platforms, files, settings, bundles, requests.

    python -m benchmarks hostile
    python -m benchmarks hostile --inputs 500 --kind "updates of Telegram"
    python -m benchmarks hostile --postgresql

All are drawn by hypothesis: any Unicode with NUL and halves of surrogate pairs, texts of 100,000 characters, forged
buttons, JSON with parts of another type or none, damaged bytes. They go where such a thing would come in: into the real
loops of vk_api and aiogram over HTTP, a whole community behind them, into the readers, the settings, `restore` and the
writer process. A fault is an exception that nobody expected, a traceback in the log, a task or thread that broke, a
well-formed command after a batch that is not answered, an answer that no platform would take, or something in the
database that does not belong there. Prints a table by kind and the first faults with their inputs; exits with 1 if
there are any. The same `--seed` draws the same inputs.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.breaking.databases import fresh_database, postgresql_server
from benchmarks.hostile_inputs import api_answers, conversations, files, homes, writer_lines
from benchmarks.hostile_inputs.outcome import Outcome
from benchmarks.hostile_inputs.watching import watching

# What of a hundred inputs is of each kind: most come in where strangers reach the bot.
KINDS: dict[str, tuple[int, Callable[[int, int, Path], Outcome]]] = {
    "updates of Telegram": (20, conversations.feed_telegram),
    "events of VK": (20, conversations.feed_vk),
    "answers of Telegram": (13, api_answers.feed_telegram),
    "answers of VK": (13, api_answers.feed_vk),
    "files to import": (14, files.feed),
    "lines for the writer": (8, writer_lines.feed),
    "settings": (7, homes.feed_settings),
    "bundles": (5, homes.feed_bundles),
}
_SHOWN = 5


def main(arguments: list[str]) -> int:
    """Print the table; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=10_000, help="of all kinds together")
    parser.add_argument("--kind", choices=KINDS, help="only this one; --inputs are all of it then")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true", help="keep what comes in chats in PostgreSQL, not SQLite")
    options = parser.parse_args(arguments)
    shares = {options.kind: 100} if options.kind else {name: share for name, (share, _) in KINDS.items()}
    counts = {name: max(1, options.inputs * share // 100) for name, share in shares.items()}
    _say(f"{'kind':<22} {'inputs':>7} {'faults':>7} {'seconds':>8}")
    total = Outcome()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server_url = stack.enter_context(postgresql_server(folder)) if options.postgresql else None
        for name, count in counts.items():
            began = time.monotonic()
            outcome = feed(name, count, options.seed, server_url)
            _say(f"{name:<22} {outcome.inputs:>7,} {len(outcome.faults):>7} {time.monotonic() - began:>8.0f}")
            for fault in outcome.faults[:_SHOWN]:
                _say(f"    {fault}")
            total.inputs += outcome.inputs
            total.faults += outcome.faults
    _say(f"{'all':<22} {total.inputs:>7,} {len(total.faults):>7}")
    return 1 if total.faults else 0


def feed(name: str, count: int, seed: int, server_url: str | None = None) -> Outcome:
    """Feed inputs of one kind; what was logged with a traceback meanwhile counts as a fault.

    `server_url` is a PostgreSQL server that gets a database of its own for the kinds that keep something.
    """
    _share, send = KINDS[name]
    with tempfile.TemporaryDirectory() as folder, watching() as watch:
        if server_url is not None and send in (conversations.feed_telegram, conversations.feed_vk):
            send = partial(send, database_url=asyncio.run(_new_database(Path(folder), server_url)))
        outcome = send(count, seed, Path(folder))
        for heard in watch.taken():
            outcome.wrong(heard, f"one of the {name}")
    return outcome


async def _new_database(folder: Path, server_url: str) -> str:
    async with fresh_database("postgresql", folder, server_url) as (url, _database):
        return url


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
