"""A week in which five in a hundred calls go wrong, at both platforms: do the published posts equal the schedule?

    python -m benchmarks week
    python -m benchmarks week --days 1 --databases sqlite

Simulated time, in steps of ten minutes. A slot every half hour, in two zones and for a wall and a channel; a queue that
is filled again; two moderators who approve, reject and edit, sometimes both at once; an admin who looks after what the
bot is not sure of and says whether it is there. The bot is a real process that is killed a few times a day, in the
middle of its work, and started again; twice it is down for hours, once for less than a slot is served after its time
and once for more. Calls fail in every class: lost before or after they took effect, late, 5xx, spoilt answers, too many
a second, trouble at the platform, floods, captchas.

An occurrence could be served if the bot ran for an hour or more of the three in which a slot is served after its time.
Exit code 1 if one of these does not stand at its place exactly once, or if one of the others has no recorded reason.
"""

import argparse
import asyncio
import itertools
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

from benchmarks.breaking.clock import SharedClock
from benchmarks.breaking.databases import KINDS, fresh_database, postgresql_server
from benchmarks.breaking.judgement import judge
from benchmarks.breaking.moderators import Moderators
from benchmarks.breaking.other_side import OtherSide, other_side
from benchmarks.breaking.publisher import CATCH_UP, Bot, publishing
from benchmarks.breaking.stepping import Stepped
from benchmarks.breaking.timetable import Time, Timetable
from benchmarks.breaking.trouble import on_every_call
from bot.domain.audit import Signature
from bot.flow.publish import Publish

BEGIN = datetime(2027, 3, 25, 0, 0, 30, tzinfo=UTC)  # clocks change in Berlin on the fourth day
FAULTS = 0.05

_MINUTE = timedelta(minutes=1)
_STEP_MINUTES = 10
# Some tries, also after a pause of a quarter of an hour that the bot makes after a flood or a captcha.
_ENOUGH_MINUTES = 60
# From the beginning: hours in which no bot runs. The first are made up for, of the second some are too late.
_DOWN = ((timedelta(hours=30), timedelta(hours=2)), (timedelta(hours=85), timedelta(hours=6)))
_KILLS_PER_STEP = 0.02
# In the machine's seconds: how long a bot may be at work before it is killed in the middle.
_MIDDLE_S = 0.1
_SPEED = 1000.0
_SHOWN = 10


@dataclass(slots=True)
class Week:
    """What came of one week on one database."""

    database: str
    days: dict[date, Counter[str]] = field(default_factory=dict)
    kills: int = 0
    strikes: int = 0
    wrongs: list[str] = field(default_factory=list)
    took_s: float = 0.0


def main(arguments: list[str]) -> int:
    """Print a table by day; 1 if the posts do not equal the schedule."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--days", type=float, default=7)
    parser.add_argument("--databases", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    weeks: list[Week] = []
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        server = stack.enter_context(postgresql_server(folder)) if "postgresql" in options.databases else None
        for number, database in enumerate(options.databases):
            weeks.append(asyncio.run(live(database, options.days, folder, server, options.seed + number)))
            _report(weeks[-1])
    is_met = not any(week.wrongs for week in weeks)
    _say(f"published posts equal the schedule: {'met' if is_met else 'MISSED'}")
    return 0 if is_met else 1


async def live(database: str, days: float, folder: Path, server: str | None, seed: int) -> Week:
    """So many days of a community's life."""
    week, draw, begun = Week(database), random.Random(seed), time.perf_counter()
    clock_file, log = folder / f"clock-{seed}", folder / f"bots-{seed}.log"
    clock, end = SharedClock.start(clock_file, BEGIN, speed=0.0), BEGIN + timedelta(days=days)
    async with AsyncExitStack() as stack:
        url, opened = await stack.enter_async_context(fresh_database(database, folder, server))
        other = await stack.enter_async_context(other_side(clock_file, seed))
        timetable = Timetable(opened, BEGIN)
        await timetable.add(list(_times(other)))
        moderators = Moderators(opened, clock, random.Random(seed))
        bot = Bot(url, clock_file, _SPEED, other.addresses, log)
        # The admin's presses reach the bot's flow; here they take a shorter way.
        pressed = await stack.enter_async_context(publishing(bot))
        await other.set_faults(*on_every_call(FAULTS))
        async with AsyncExitStack() as life:
            running: Stepped | None = None
            while clock.now() < end + CATCH_UP:
                clock.jump(_STEP_MINUTES * _MINUTE)
                await moderators.work()
                await _look_after(pressed, timetable, other, clock)
                if clock.now() >= end:
                    await other.set_faults([], [])
                if _is_down(clock.now()):
                    if running is not None:
                        await life.aclose()
                        running, week.kills = None, week.kills + 1
                    continue
                if running is None:
                    running = await life.enter_async_context(Stepped.started(bot))
                running.look()
                if clock.now() < end and draw.random() < _KILLS_PER_STEP:
                    await running.ended_within(draw.random() * _MIDDLE_S)
                    await life.aclose()
                    running, week.kills = None, week.kills + 1
                    continue
                while running.is_at_work:
                    await running.ended_within(1.0)
        await _look_after(pressed, timetable, other, clock)
        week.strikes = await other.strikes()
        await _judge(week, timetable, other, end)
    week.wrongs += [line for line in log.read_text("utf-8").splitlines() if "Traceback" in line]
    week.took_s = time.perf_counter() - begun
    return week


def _times(other: OtherSide) -> Iterator[Time]:
    """A slot every half hour, in turn for both places, for the wall and for the channel."""
    both = other.addresses.wall, other.addresses.channel
    for minute, places in zip(range(0, 24 * 60, 30), itertools.cycle([both, both, both[:1], both[1:]]), strict=False):
        at = time_of_day(minute // 60, minute % 60)
        yield Time(at, "Europe/Berlin" if minute % 60 else "Europe/Moscow", places)


def _is_down(now: datetime) -> bool:
    return any(begin <= now - BEGIN < begin + length for begin, length in _DOWN)


async def _look_after(publish: Publish, timetable: Timetable, other: OtherSide, clock: SharedClock) -> None:
    """The admin looks at each place of which the bot is not sure, and presses one of the two buttons."""
    unsure = [row for row in await timetable.rows() if row.state == "unsure"]
    if not unsure:
        return
    texts = await other.texts()
    for row in unsure:
        await publish.resolve(row.id, is_there=row.text in texts[row.place], by=Signature("telegram:1", clock.now()))


async def _judge(week: Week, timetable: Timetable, other: OtherSide, end: datetime) -> None:
    rows, texts = await timetable.rows(), await other.texts()
    occurrences = timetable.occurrences(end)
    week.wrongs += judge(occurrences, rows, texts, end).wrongs
    by_occurrence = {(row.slot_id, row.local_date, row.place): row for row in rows}
    for occurrence in occurrences:
        due = timetable.due_at(occurrence)
        row = by_occurrence.get((occurrence.slot_id, occurrence.local_date, occurrence.place))
        day = week.days.setdefault(due.date(), Counter())
        day["due"] += 1
        is_there = row is not None and row.state == "published" and texts[row.place].count(row.text or "") == 1
        if not _could_be_served(due):
            day["too late"] += not is_there
        elif not is_there:
            week.wrongs.append(f"{occurrence} could be served and is {'nowhere' if row is None else row.state}")
        day[occurrence.place.platform.value] += is_there
        if row is not None:
            day["tries"] += row.attempts


def _could_be_served(due: datetime) -> bool:
    minutes = range(int(CATCH_UP / _MINUTE))
    return sum(not _is_down(due + minute * _MINUTE) for minute in minutes) >= _ENOUGH_MINUTES


def _report(week: Week) -> None:
    _say(f"{week.database}: {week.kills} kills, {week.strikes} calls went wrong, {week.took_s:.0f} s")
    _say(f"  {'day':<12}{'due':>5}{'on VK':>7}{'on Telegram':>13}{'too late':>10}{'tries':>7}")
    for day, counts in sorted(week.days.items()):
        _say(
            f"  {day!s:<12}{counts['due']:>5}{counts['vk']:>7}{counts['telegram']:>13}{counts['too late']:>10}"
            f"{counts['tries']:>7}"
        )
    for wrong in week.wrongs[:_SHOWN]:
        _say(f"  WRONG: {wrong}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
