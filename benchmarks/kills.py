"""SIGKILL at random moments while posts go out: is every occurrence published at most once, and none lost silently?

    python -m benchmarks kills
    python -m benchmarks kills --kills 100 --databases sqlite --processes 1

Slots every two hours post to a VK wall and to a Telegram channel; every second draft is a picture, and of these every
second an album of two. The bots are real processes with the real job, on a clock that runs 20 times faster; VK and
Telegram are the sandboxes over HTTP, in a process that nobody kills. About every second call goes wrong: answers come
late, are lost before or after the post took effect, are spoilt, or are errors; uploads go wrong half as often. One or
two bots at a time are each killed after a random time; then the clock jumps by up to two hours and the next ones are
started. At the end a last bot, on a network that works again, puts right what can be put right.

Then the walls are compared with the schedule (benchmarks/breaking/judgement.py), and the exit code is 1 if anything
stands twice or is lost. Also says at which moments the kills came: before the claim of something due; after the claim;
after the call was sent; after the post was made and before that was recorded; at any other time.
"""

import argparse
import asyncio
import math
import random
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

from benchmarks.breaking.clock import SharedClock
from benchmarks.breaking.databases import KINDS, fresh_database, postgresql_server
from benchmarks.breaking.judgement import Judgement, Row, judge
from benchmarks.breaking.other_side import OtherSide, Sent, other_side
from benchmarks.breaking.publisher import Bot
from benchmarks.breaking.timetable import Time, Timetable
from benchmarks.breaking.trouble import DELAY_S, around_a_post

SPEED = 20.0
BEGIN = datetime(2027, 3, 1, 12, 0, 30, tzinfo=UTC)

# How long a bot lives at most from its first look at the slots on, in the machine's seconds: at first, and the bounds.
# It follows the machine's speed: longer after a kill that came before the claim, shorter after one when all was done.
_LIFE_S, _SHORTEST_LIFE_S, _LONGEST_LIFE_S = 0.5, 0.2, 8.0
_LONGER, _SHORTER = 1.2, 0.85
_LONGEST_JUMP = timedelta(hours=2)
_DRAFTS = 40
# Any of the templates that come with Wallflower and do not move.
_TEMPLATE = "demotivator"
# The last bot gets longer than it serves a slot after its time. While anything is being sent the clock only runs, until
# the lease of a bot that died is over.
_LAST, _LAST_JUMP = timedelta(hours=8), timedelta(minutes=15)
_SHOWN = 10

MOMENTS = ("before the claim", "claimed", "called", "made, not recorded", "other")


@dataclass(slots=True)
class Broken:
    """What one kind of database and number of processes went through, and what came of it."""

    database: str
    processes: int
    kills: int = 0
    moments: Counter[str] = field(default_factory=Counter)
    judgement: Judgement = field(default_factory=Judgement)
    breakdowns: list[str] = field(default_factory=list)
    took_s: float = 0.0


def main(arguments: list[str]) -> int:
    """Print what happened as a table; 1 if anything was posted twice, lost, or not as the bot believes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=1000, help="in all (default 1000)")
    parser.add_argument("--databases", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--processes", nargs="+", type=int, choices=(1, 2), default=[1, 2])
    parser.add_argument("--minutes", type=float, default=math.inf, help="then stop killing, for each kind; no limit")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    kinds = [(database, count) for database in options.databases for count in options.processes]
    found = []
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        server = stack.enter_context(postgresql_server(folder)) if "postgresql" in options.databases else None
        for number, (database, count) in enumerate(kinds):
            kills = options.kills * (number + 1) // len(kinds) - options.kills * number // len(kinds)
            seed = options.seed + number
            found.append(
                asyncio.run(
                    break_publishing(database, count, kills, folder, server, seed, within_s=60 * options.minutes)
                )
            )
            _say(_line(found[-1]))
    return _report(found)


async def break_publishing(
    database: str, processes: int, kills: int, folder: Path, server: str | None, seed: int, within_s: float = math.inf
) -> Broken:
    """Kill publishing processes `kills` times, or for `within_s` seconds, let a last one finish, and judge."""
    broken, draw, begun = Broken(database, processes), random.Random(seed), time.perf_counter()
    clock_file, log = folder / f"clock-{seed}", folder / f"bots-{seed}.log"
    clock = SharedClock.start(clock_file, BEGIN, SPEED)
    async with fresh_database(database, folder, server) as (url, opened), other_side(clock_file, seed) as other:
        timetable = Timetable(opened, BEGIN, pictures=_TEMPLATE)
        await timetable.add(_times(other))
        bot = Bot(url, clock_file, SPEED, other.addresses, log)
        await other.set_faults(*around_a_post())
        longest_s = _LIFE_S
        while broken.kills < kills and time.perf_counter() - begun < within_s:
            await timetable.keep_approved(_DRAFTS, clock.now())
            earlier = _sending(await timetable.rows())
            killed = await _killed(bot, min(processes, kills - broken.kills), longest_s, draw)
            moments = await _moments(killed, earlier, timetable, other, clock)
            broken.kills += killed
            broken.moments += moments
            longest_s *= _LONGER ** moments["before the claim"] * _SHORTER ** moments["other"]
            longest_s = min(max(longest_s, _SHORTEST_LIFE_S), _LONGEST_LIFE_S)
            if not moments["before the claim"]:
                clock.jump(_LONGEST_JUMP * draw.random())
        await other.set_faults([], [])
        settled_by = await _finish(bot, timetable, clock)
        broken.judgement = judge(
            timetable.occurrences(settled_by), await timetable.rows(), await other.texts(), settled_by
        )
    broken.breakdowns = [line for line in log.read_text("utf-8").splitlines() if "Traceback" in line]
    broken.took_s = time.perf_counter() - begun
    return broken


def _times(other: OtherSide) -> list[Time]:
    """A slot every two hours, for the wall and the channel."""
    places = other.addresses.wall, other.addresses.channel
    return [Time(time_of_day(hour), "UTC", places) for hour in range(0, 24, 2)]


async def _killed(bot: Bot, count: int, longest_s: float, draw: random.Random) -> int:
    """Start bots and kill each after a random time of its own; returns how many died by that."""

    async def live() -> bool:
        running = await bot.start()
        await asyncio.sleep(draw.uniform(0.0, longest_s))
        running.kill()
        return await running.ended()

    return sum(await asyncio.gather(*(live() for _ in range(count))))


def _sending(rows: list[Row]) -> set[tuple[int, int]]:
    return {(row.id, row.attempts) for row in rows if row.state == "sending"}


async def _moments(
    killed: int, earlier: set[tuple[int, int]], timetable: Timetable, other: OtherSide, clock: SharedClock
) -> Counter[str]:
    """When the kills of one round came. All bots are dead; a call that is still under way ends before this returns."""
    rows, calls, posts = await timetable.rows(), await other.new_calls(), await other.texts()
    moments: Counter[str] = Counter()
    for row in rows:
        if (row.id, row.attempts) in _sending(rows) - earlier:
            if row.text in posts[row.place]:
                moments["made, not recorded"] += 1
            else:
                moments["called" if Sent(row.place, row.text or "") in calls else "claimed"] += 1
    if moments:
        await asyncio.sleep(DELAY_S + 0.1)
    now = clock.now()
    claimed = {(row.slot_id, row.local_date, row.place) for row in rows if row.state != "due" or row.due_at > now}
    is_something_due = any(
        (one.slot_id, one.local_date, one.place) not in claimed for one in timetable.occurrences(now)
    )
    moments["before the claim" if is_something_due else "other"] += killed - moments.total()
    return moments


async def _finish(bot: Bot, timetable: Timetable, clock: SharedClock) -> datetime:
    """Let a last bot put right what can be put right. Returns up to when everything must be settled by then."""
    await timetable.keep_approved(4 * _DRAFTS, clock.now())
    last = await bot.start()
    settled_by = clock.now()
    try:
        while clock.now() < settled_by + _LAST:
            await last.ticks(2)
            rows = await timetable.rows()
            if not any(row.state in ("due", "sending") and row.due_at <= settled_by for row in rows):
                break
            if not _sending(rows):
                clock.jump(_LAST_JUMP)
    finally:
        last.kill()
        await last.ended()
    return settled_by


def _line(broken: Broken) -> str:
    judged = broken.judgement
    moments = ", ".join(f"{name} {broken.moments[name]}" for name in MOMENTS)
    states = ", ".join(
        f"{platform} "
        + " ".join(f"{state} {count}" for (at, state), count in sorted(judged.states.items()) if at == platform)
        for platform in ("vk", "telegram")
    )
    return (
        f"{broken.database}, {broken.processes} at a time: {broken.kills} kills in {broken.took_s:.0f} s\n"
        f"  moments: {moments}\n"
        f"  publications: {states}\n"
        f"  twice {len(judged.duplicates)}, unrecorded {len(judged.unrecorded)}, missing {len(judged.missing)}, "
        f"lost silently {len(judged.silent)}, breakdowns {len(broken.breakdowns)}"
    )


def _report(found: list[Broken]) -> int:
    wrongs = [wrong for broken in found for wrong in broken.judgement.wrongs]
    for wrong in wrongs[:_SHOWN]:
        _say(f"WRONG: {wrong}")
    for broken in found:
        for line in broken.breakdowns[:_SHOWN]:
            _say(f"BREAKDOWN: {line}")
    kills, took_s = sum(broken.kills for broken in found), sum(broken.took_s for broken in found)
    is_met = not wrongs and not any(broken.breakdowns for broken in found)
    _say(f"{kills} kills in {took_s:.0f} s; at most once and none lost silently: {'met' if is_met else 'MISSED'}")
    return 0 if is_met else 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
