"""Two bots on one database whose clocks are five minutes apart, while daylight saving begins or ends: each slot once.

    python -m benchmarks clocks
    python -m benchmarks clocks --databases sqlite --seed 7

The nights in Berlin and New York on which clocks change in 2027, two days each, with slots around the change, at two
places. Time goes in steps of two minutes; at each of them one bot or both look at the slots, as each is away now and
then. While a bot waits for an answer that comes late the other one, also one that was away, looks again every ten
seconds, for as long as a sender may take. Nothing else goes wrong, so every occurrence must stand at its place once, at
its time, and be known as published. Exit code 1 if not.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

from benchmarks.breaking.clock import SharedClock
from benchmarks.breaking.databases import KINDS, fresh_database, postgresql_server
from benchmarks.breaking.judgement import Occurrence, judge
from benchmarks.breaking.other_side import OtherSide, other_side
from benchmarks.breaking.publisher import Bot
from benchmarks.breaking.stepping import Stepped
from benchmarks.breaking.timetable import Time, Timetable
from bot.sandbox.faults import Chance, Delay, FaultRule

APART = timedelta(minutes=5)
CHANGES = (
    ("Europe/Berlin", datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
    ("Europe/Berlin", datetime(2027, 10, 31, 1, 0, tzinfo=UTC)),
    ("America/New_York", datetime(2027, 3, 14, 7, 0, tzinfo=UTC)),
    ("America/New_York", datetime(2027, 11, 7, 6, 0, tzinfo=UTC)),
)
# Local times: some that the change skips or repeats, its edges, midnight, and the middle of the day.
_TIMES = (
    "00:00", "00:59", "01:00", "01:01", "01:30", "01:59", "02:00", "02:01", "02:30", "02:59", "03:00", "03:01", "04:30",
    "12:00", "18:45", "23:59",
)  # fmt: skip

_BEFORE, _AFTER = timedelta(hours=20), timedelta(hours=28)
# Around a slot's time, and else.
_STEP, _LONG_STEP = timedelta(minutes=2), timedelta(minutes=20)
_NEAR = timedelta(minutes=30)
# The share of steps at which a bot goes away or comes back; one of them is always there.
_TURNS = 0.2
# Between two looks of a bot while the other one waits for an answer, and how many there are at most: a call may take
# 90 seconds (see bot/flow/publish.py).
_LOOK, _LOOKS = timedelta(seconds=10), 9
# In the machine's seconds.
_LATE_S, _PATIENCE_S = 0.2, 0.04
# Rates are the machine's: time stands still while a bot works.
_SPEED = 1000.0
# A bot that is behind serves a slot so much later; the other may be away just then.
_LATEST = timedelta(minutes=15)
_SHOWN = 10


@dataclass(slots=True)
class Night:
    """What came of one change of clocks on one database."""

    zone: str
    change: datetime
    database: str
    occurrences: int = 0
    once: int = 0
    overlaps: int = 0
    wrongs: list[str] = field(default_factory=list)
    took_s: float = 0.0


def main(arguments: list[str]) -> int:
    """Print a line for each change and database; 1 if any slot was not served once and in time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--databases", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--nights", type=int, default=len(CHANGES), help="how many changes of clocks, of four")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    nights: list[Night] = []
    _say(f"{'zone':<18}{'changes at':<18}{'database':<12}{'slots due':>10}{'once':>6}{'overlaps':>10}{'s':>5}")
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        server = stack.enter_context(postgresql_server(folder)) if "postgresql" in options.databases else None
        for zone, change in CHANGES[: options.nights]:
            for database in options.databases:
                seed = options.seed + len(nights)
                nights.append(asyncio.run(pass_the_night(zone, change, database, folder, server, seed)))
                night = nights[-1]
                _say(
                    f"{night.zone:<18}{night.change:%Y-%m-%d %H:%M} {night.database:<12}{night.occurrences:>10}"
                    f"{night.once:>6}{night.overlaps:>10}{night.took_s:>5.0f}"
                )
    for night in nights:
        for wrong in night.wrongs[:_SHOWN]:
            _say(f"WRONG, {night.zone} on {night.database}: {wrong}")
    is_met = not any(night.wrongs for night in nights)
    _say(f"each slot once, with clocks {APART.seconds // 60} minutes apart: {'met' if is_met else 'MISSED'}")
    return 0 if is_met else 1


async def pass_the_night(
    zone: str,
    change: datetime,
    database: str,
    folder: Path,
    server: str | None,
    seed: int,
    times: Sequence[str] = _TIMES,
) -> Night:
    """Two days around a change of clocks, with two bots and slots at these local `times`."""
    night, draw, begun = Night(zone, change, database), random.Random(seed), time.perf_counter()
    begin, end = change - _BEFORE, change + _AFTER
    clock_file = folder / f"clock-{database}-{seed}"
    clock = SharedClock.start(clock_file, begin, speed=0.0)
    async with AsyncExitStack() as stack:
        url, opened = await stack.enter_async_context(fresh_database(database, folder, server))
        other = await stack.enter_async_context(other_side(clock_file, seed))
        late = [
            FaultRule("*", Delay(_LATE_S, when="before"), Chance(0.3)),
            FaultRule("*", Delay(_LATE_S, when="after"), Chance(0.3)),
        ]
        await other.set_faults(late, late)
        timetable = Timetable(opened, begin)
        places = other.addresses.wall, other.addresses.channel
        await timetable.add([Time(time_of_day.fromisoformat(at), zone, places) for at in times])
        log = folder / f"bots-{database}-{seed}.log"
        bots = [
            await stack.enter_async_context(
                Stepped.started(Bot(url, clock_file, _SPEED, other.addresses, log, skew=by))
            )
            for by in (APART / 2, -APART / 2)
        ]
        dues = sorted({timetable.due_at(occurrence) for occurrence in timetable.occurrences(end)})
        awake = set(bots)
        while clock.now() < end:
            await timetable.keep_approved(len(times), clock.now())
            is_near = any(abs(due - clock.now()) <= _NEAR for due in dues)
            clock.jump(_STEP if is_near else _LONG_STEP)
            awake = {bot for bot in bots if (bot in awake) != (draw.random() < _TURNS)} or awake
            night.overlaps += await _step(bots, awake, clock)
        for _ in range(5):
            clock.jump(_STEP)
            await _step(bots, set(bots), clock)
        await _judge(night, timetable, other, end)
    night.wrongs += [line for line in log.read_text("utf-8").splitlines() if "Traceback" in line]
    night.took_s = time.perf_counter() - begun
    return night


async def _step(bots: list[Stepped], awake: set[Stepped], clock: SharedClock) -> int:
    """Let those who are awake look; returns how often one looked while the other waited for an answer."""
    for bot in awake:
        bot.look()
    looks = 0
    while any(bot.is_at_work for bot in bots):
        for bot in bots:
            await bot.ended_within(_PATIENCE_S)
        at_work = [bot for bot in bots if bot.is_at_work]
        if len(at_work) == 1 and looks < _LOOKS:
            looks += 1
            clock.jump(_LOOK)
            next(bot for bot in bots if bot not in at_work).look()
    return looks


async def _judge(night: Night, timetable: Timetable, other: OtherSide, end: datetime) -> None:
    posts, rows = await other.posts(), await timetable.rows()
    judgement = judge(timetable.occurrences(end), rows, await other.texts(), end)
    night.wrongs += judgement.wrongs
    made_at = {(place, post.text): post.made_at for place in posts for post in posts[place]}
    published = {
        Occurrence(row.slot_id, row.local_date, row.place): made_at.get((row.place, row.text or ""))
        for row in rows
        if row.state == "published" and row.slot_id is not None and row.local_date is not None
    }
    for occurrence in timetable.occurrences(end):
        night.occurrences += 1
        due_at, stood_at = timetable.due_at(occurrence), published.get(occurrence)
        if stood_at is None:
            night.wrongs.append(f"{occurrence} was not published")
        elif not due_at - APART <= stood_at <= due_at + _LATEST:
            night.wrongs.append(f"{occurrence} was due at {due_at} and published at {stood_at}")
        else:
            night.once += 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
