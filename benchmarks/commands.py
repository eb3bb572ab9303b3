"""A busy community: 1,000 members, 100 commands a second for five minutes, answered by the bot as it is run.

    python -m benchmarks commands
    python -m benchmarks commands --seconds 30 --members 200 --rate 40

The real `wallflower run` and its writer (a small network with random weights), over HTTP against both sandboxes, which
keep the platforms' own limits. Telegram lets a bot say 30 things a second over all and 20 a minute in a group: 100
answers a second are beyond it whatever a bot does. So the members are spread as such communities are: six in seven on
VK (20 calls a second, with up to 25 messages in each), one in seven on Telegram. Of all updates about a fifth ask for
something written (one in ten of these for a picture with words of their own), a fifth are likes, 5 in 100 floods of
twelve people, and of those who are in a group (one member in five) 8 in 100 talk there that nobody answers and 5 in 100
commands; the rest are other commands and talk in private. Members keep their limits, so each of their questions must
be answered.

Prints how long they waited (looked at twenty times a second), what was lost or answered twice, what the bot used of CPU
and memory. When the last update is made, those who still wait are waited for up to five minutes: an answer that comes
so late counts with its whole wait, and lost is what has none even then. (Of a bot that is far behind that may be a
press, whose answer neither platform takes for long, or somebody whom its limits meet, for it handles within a minute
what was asked in several.) Exits with 1 when anything was lost or answered twice, 95 in 100 waited for 2 s or longer,
flooders were answered beyond their limit, or memory grew by more than a tenth after the first minute (or fifth, if that
is shorter).
"""

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

from sqlalchemy import func, select

from benchmarks.crowd import Crowd, Tally, gather
from benchmarks.writing import cpu_s_of, live_checkpoint, memory_mb
from bot.sandbox.stage import Stage, staged
from bot.settings import Home, load
from bot.storage import tables
from bot.storage.database import Database

GOAL_P95_S = 2.0
GOAL_GROWTH = 0.10
_TELEGRAM_SHARE = 1 / 7
_LOOK_EVERY_S = 0.05
_STARTS_WITHIN_S = 180.0
_LATEST_S = 300.0
# Random weights write no words that anybody knows: each text would be refused, and asked for five times over.
_WRITING = "[writing]\nknown_words = 0\n"
# At 164 symbols one in about 100 characters is an end.
_END_BIAS = 0.4


@dataclass(frozen=True, slots=True)
class Used:
    """What the bot's process and its writer's used; memory a minute in and at the end.

    `acted_s` is how long updates were made, `late_s` how long the last answer came after that, `late` how many came.
    """

    bot_cpu_s: float
    writer_cpu_s: float
    memory_early_mb: float
    memory_late_mb: float
    own_cpu_s: float
    acted_s: float
    late_s: float
    late: int


def main(arguments: list[str]) -> int:
    """Print one table; 1 if a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--members", type=int, default=1_000)
    parser.add_argument("--rate", type=float, default=100.0, help="updates a second")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", type=Path, help="where the bot's log goes")
    options = parser.parse_args(arguments)
    return asyncio.run(_measure(options.seconds, options.members, options.rate, options.seed, options.log))


async def _measure(seconds: float, members: int, rate: float, seed: int, log: Path | None) -> int:
    with tempfile.TemporaryDirectory() as temporary:
        home = Home(Path(temporary))
        live_checkpoint(home.checkpoints, 1, 64, _END_BIAS)
        async with staged([]) as stage:
            (home.folder / "wallflower.toml").write_text(stage.settings() + _WRITING, "utf-8")
            (home.folder / ".env").write_text(stage.secrets(), "utf-8")
            draw = random.Random(seed)
            crowd = gather(stage, members, _TELEGRAM_SHARE, load(home, {}).limits.limits(), draw)
            async with _running(home, log) as bot:
                await _until_it_answers(stage)
                used = await _busy(crowd, bot.pid, seconds, rate, draw)
            kept, undone = await _inbox(home)
        return _report(crowd.close(), used, kept, undone)


@asynccontextmanager
async def _running(home: Home, log: Path | None) -> AsyncIterator[asyncio.subprocess.Process]:
    """`wallflower run`, told to stop at the end and waited for."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("WALLFLOWER_")}
    with (log or home.folder / "bot.log").open("wb") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "--home", str(home.folder), "run",
            stdin=asyncio.subprocess.DEVNULL, stdout=output, stderr=output, env=environment,
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 60)


async def _until_it_answers(stage: Stage) -> None:
    """The three people of the stage have pressed Start on Telegram before anybody else came."""
    people = [person.telegram_id for person in (stage.member, stage.moderator, stage.admin)]
    async with asyncio.timeout(_STARTS_WITHIN_S):
        while not all(  # noqa: ASYNC110 - another process answers, which announces nothing
            any(one.sender.is_bot for one in stage.telegram.messages(person)) for person in people
        ):
            await asyncio.sleep(_LOOK_EVERY_S)


async def _busy(crowd: Crowd, pid: int, seconds: float, rate: float, draw: random.Random) -> Used:
    """Let the crowd act at random moments, and wait at the end for the answers that are under way."""
    writer = int(Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()[0])
    cpu_s, writer_cpu_s, own_cpu_s = cpu_s_of(pid), cpu_s_of(writer), time.process_time()
    early_s = min(60.0, seconds / 5)
    early_mb: float | None = None
    begun = time.perf_counter()
    next_act = next_look = 0.0
    while (now := time.perf_counter() - begun) < seconds:
        while next_act <= now:
            crowd.act()
            next_act += draw.expovariate(rate)
        if next_look <= now:
            crowd.watch()
            next_look = now + _LOOK_EVERY_S
        if early_mb is None and now >= early_s:
            early_mb = memory_mb(pid)
        await asyncio.sleep(max(0.0, min(next_act, next_look) - (time.perf_counter() - begun)))
    ended = time.perf_counter()
    late = crowd.waiting
    while crowd.waiting and time.perf_counter() < ended + _LATEST_S:
        await asyncio.sleep(_LOOK_EVERY_S)
        crowd.watch()
    late_mb = memory_mb(pid)
    return Used(
        cpu_s_of(pid) - cpu_s,
        cpu_s_of(writer) - writer_cpu_s,
        late_mb if early_mb is None else early_mb,
        late_mb,
        time.process_time() - own_cpu_s,
        ended - begun,
        time.perf_counter() - ended,
        late,
    )


async def _inbox(home: Home) -> tuple[int, int]:
    """How many updates the bot has received from the crowd, and how many of all it has not done."""
    inbox = tables.inbox
    database = Database(home.database_url(load(home, {})))
    try:
        async with database.begin() as connection:
            kept = (await connection.execute(select(func.count()).select_from(inbox))).scalar_one()
            undone = select(func.count()).select_from(inbox).where(inbox.c.contents.is_not(None))
            # The three who pressed Start belong to the stage.
            return kept - 3, (await connection.execute(undone)).scalar_one()
    finally:
        await database.close()


def _report(tally: Tally, used: Used, kept: int, undone: int) -> int:
    took_s = used.acted_s + used.late_s
    everything = [wait for waits in tally.waits_s.values() for wait in waits]
    _say(f"{tally.updates:,} updates in {used.acted_s:.0f} s, {tally.updates / used.acted_s:.1f} a second")
    _say(f"at the end {used.late:,} waited for an answer; the last of these came, or not, after {used.late_s:.1f} s")
    for what, waits in [*sorted(tally.waits_s.items()), ("all", everything)]:
        if len(waits) > 1:
            cuts = quantiles(waits, n=100, method="inclusive")
            _say(
                f"{what:<15} {len(waits):>7,} answered: p50 {cuts[49]:.2f} s, p95 {cuts[94]:.2f} s, "
                f"p99 {cuts[98]:.2f} s, longest {max(waits):.2f} s"
            )
    p95 = quantiles(everything, n=100, method="inclusive")[94] if len(everything) > 1 else float("inf")
    growth = used.memory_late_mb / used.memory_early_mb - 1
    _say(
        f"the bot used {used.bot_cpu_s / took_s:.2f} cores, its writer {used.writer_cpu_s / took_s:.2f}, "
        f"this driver with both sandboxes {used.own_cpu_s / took_s:.2f}; "
        f"the bot's CPU an update: {1000 * used.bot_cpu_s / tally.updates:.2f} ms"
    )
    # A commands' limit of ten in any minute, and a refusal for each minute that was begun.
    most = 12 * 11 * (int(took_s // 60) + 1)
    met = [
        _goal("updates that were lost: not received", tally.updates - kept, 0),
        _goal(f"updates that were lost: not answered{_kinds(tally)}", max(undone, tally.unanswered.total()), 0),
        _goal("answers too many", tally.answered_twice, 0),
        _goal(f"answers to {tally.flooded:,} messages of flooders", tally.flood_answers, most),
        _goal("95 in 100 answered within, seconds", round(p95, 2), GOAL_P95_S),
        _goal(
            f"memory grew from {used.memory_early_mb:.0f} MB to {used.memory_late_mb:.0f} MB, in %",
            round(growth * 100, 1), GOAL_GROWTH * 100,
        ),
    ]  # fmt: skip
    return 0 if all(met) else 1


def _kinds(tally: Tally) -> str:
    listed = ", ".join(f"{count} {what}" for what, count in sorted((+tally.unanswered).items()))
    return f" ({listed})" if listed else ""


def _goal(name: str, found: float, most: float) -> bool:
    met = found <= most
    _say(f"{name}: {found:,} (goal ≤ {most:g}: {'met' if met else 'MISSED'})")
    return met


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
