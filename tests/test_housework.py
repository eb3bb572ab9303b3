"""The wall is read every night and a network trained every week, once: over two processes, downtime and summer time."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.chore import Chore, News, Outcome, newest
from bot.domain.slot import Slot
from bot.housework import Housework, times_of
from bot.retraining import Retraining
from bot.settings import Home, Settings
from bot.storage import schema
from bot.storage.audit import AuditLog
from bot.storage.chores import LEASE, Chores
from bot.storage.database import Database
from bot.storage.opt_outs import OptOuts
from bot.storage.retrains import Retrains
from model import checkpoint
from tests.backup.conftest import save_run
from tests.end_to_end.conftest import until

# A Monday, an hour before the wall is read in Moscow; Sunday's training is due at 5:30 there.
START = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)
NIGHT = datetime(2026, 11, 16, 1, 30, tzinfo=UTC)
DAY = timedelta(days=1)
ROOM = 10_000_000_000

# Says what it was told to do and how nice it is; does what `does` in its folder says.
DOES = """
import os, pathlib, sys, time
verb = next(one for one in sys.argv if one in ('scrape', 'corpus', 'train'))
with open('done', 'a') as done:
    print(verb, os.getpriority(os.PRIO_PROCESS, 0), file=done)
wish = pathlib.Path(f'does-{verb}')
if wish.exists():
    exec(wish.read_text())
"""


@dataclass
class Clock:
    """Stands still until a test moves it."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Bench:
    """A home, its database and the clock; `process` makes what one process of the bot does its chores with."""

    home: Home
    database: Database
    clock: Clock
    settings: Settings
    free: int = ROOM
    made: list[tuple[Housework, Retraining]] = field(default_factory=list)

    def process(self) -> Housework:
        command = (sys.executable, "-c", DOES)
        retraining = Retraining(
            self.home, OptOuts(self.database), Retrains(self.database), DAY, self.clock, command=command
        )
        housework = Housework(
            self.home, self.settings, Chores(self.database), AuditLog(self.database), retraining,
            clock=self.clock, command=command, free=lambda _: self.free,
        )  # fmt: skip
        self.made.append((housework, retraining))
        return housework

    @property
    def done(self) -> list[str]:
        """The verbs that were run, in order."""
        file = Path("done")
        return [line.split()[0] for line in file.read_text().splitlines()] if file.exists() else []

    async def last(self, chore: Chore) -> tuple[Outcome, str] | None:
        """How a chore went the last time."""
        found = (await Chores(self.database).last_times()).get(chore)
        return None if found is None else (found.outcome, found.details)


@pytest.fixture
async def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bench]:
    """A community with a wall and a key."""
    monkeypatch.chdir(tmp_path)
    home = Home(tmp_path / "home")
    save_run(home.checkpoints, "old")
    checkpoint.make_live(home.checkpoints, "old")
    database = Database(f"sqlite:///{tmp_path / 'wallflower.db'}")
    await schema.check(database)
    made = Bench(home, database, Clock(), Settings.model_validate({"vk": {"enabled": True, "service_key": "key"}}))
    yield made
    for housework, retraining in made.made:
        await housework.close()
        await retraining.close()
    await database.close()


async def idle(housework: Housework, patience_s: float = 30.0) -> None:
    """Tick until nothing is under way."""
    await housework.tick()
    async with asyncio.timeout(patience_s):
        while housework.is_busy:
            await asyncio.sleep(0.02)
            await housework.tick()


async def test_every_night_the_wall_is_read_and_cleaned_niced_and_nobody_is_told(bench: Bench) -> None:
    housework = bench.process()
    await idle(housework)
    assert bench.done == []
    bench.clock.now = NIGHT
    await idle(housework)
    await idle(housework)
    assert bench.done == ["scrape", "corpus"]
    assert all(int(line.split()[1]) >= 0 for line in Path("done").read_text().splitlines())
    assert await bench.last(Chore.READ) == (Outcome.DONE, "")
    assert await Chores(bench.database).take_news() == []
    bench.clock.now = NIGHT + DAY
    await idle(housework)
    assert bench.done == ["scrape", "corpus"] * 2


async def test_after_days_off_each_chore_is_made_up_for_once_the_wall_first(bench: Bench) -> None:
    await idle(bench.process())
    bench.clock.now = NIGHT + 20 * DAY
    housework = bench.process()
    for _ in range(4):
        await idle(housework)
    assert bench.done == ["scrape", "corpus", "train"]


async def test_two_processes_on_one_database_do_it_once(bench: Bench) -> None:
    one, other = bench.process(), bench.process()
    for each in (one, other):
        await idle(each)
    for nights in range(8):
        bench.clock.now = NIGHT + nights * DAY + timedelta(hours=2)
        for _ in range(3):
            await asyncio.gather(idle(one), idle(other))
    assert bench.done.count("scrape") == 8
    assert bench.done.count("train") == 1


async def test_a_reading_that_fails_is_told_in_its_own_words_and_stops_no_training(bench: Bench) -> None:
    Path("does-scrape").write_text(
        "print('noise'); print('wallflower: VK can not be reached', file=sys.stderr); sys.exit(2)"
    )
    housework = bench.process()
    await idle(housework)
    bench.clock.now = NIGHT + 7 * DAY
    for _ in range(3):
        await idle(housework)
    assert bench.done == ["scrape", "train"]
    assert await bench.last(Chore.READ) == (Outcome.FAILED, "VK can not be reached")
    assert await Chores(bench.database).take_news() == [News(Chore.READ, Outcome.FAILED, "VK can not be reached")]


async def test_a_new_live_checkpoint_is_news_and_one_that_was_no_better_is_none(bench: Bench) -> None:
    save_run(bench.home.checkpoints, "new")
    housework = bench.process()
    await idle(housework)
    bench.clock.now = NIGHT + 6 * DAY + timedelta(hours=2)
    for _ in range(3):
        await idle(housework)
    assert await bench.last(Chore.TRAIN) == (Outcome.KEPT, "old")
    Path("does-train").write_text(f"pathlib.Path({str(bench.home.checkpoints / 'live')!r}).write_text('new\\n')")
    bench.clock.now += 7 * DAY
    for _ in range(3):
        await idle(housework)
    assert await bench.last(Chore.TRAIN) == (Outcome.LIVE, "new")
    assert await Chores(bench.database).take_news() == [News(Chore.TRAIN, Outcome.LIVE, "new")]
    entries = [entry async for entry in AuditLog(bench.database).all()]
    assert [entry.object for entry in entries if entry.action == "chore.train"] == ["kept", "live"]


async def test_a_training_that_finds_nothing_new_is_left_out_and_nobody_is_told(bench: Bench) -> None:
    """Why is kept as the command said it. Only the weekly one is told to look."""
    Path("does-train").write_text(
        "print(*sys.argv, file=open('said', 'w')); print('wallflower: nothing new', file=sys.stderr); sys.exit(3)"
    )
    housework = bench.process()
    await idle(housework)
    bench.clock.now = NIGHT + 6 * DAY + timedelta(hours=2)
    for _ in range(3):
        await idle(housework)
    assert await bench.last(Chore.TRAIN) == (Outcome.SPARED, "nothing new")
    assert await Chores(bench.database).take_news() == []
    assert Path("said").read_text().split()[-2:] == ["train", "--if-new"]
    retraining = bench.made[-1][1]
    await retraining.begin()
    await until(lambda: not retraining.is_ours)
    assert Path("said").read_text().split()[-1] == "train"


async def test_a_training_that_dies_leaves_the_old_checkpoint_live(bench: Bench) -> None:
    Path("does-train").write_text("os.kill(os.getpid(), 9)")
    housework = bench.process()
    await idle(housework)
    bench.clock.now = NIGHT + 6 * DAY + timedelta(hours=2)
    for _ in range(3):
        await idle(housework)
    outcome, _ = await bench.last(Chore.TRAIN) or (None, "")
    assert outcome is Outcome.FAILED
    assert checkpoint.live(bench.home.checkpoints).parent.name == "old"


async def test_with_the_disk_nearly_full_no_training_begins_and_admins_hear_of_it_once(bench: Bench) -> None:
    housework = bench.process()
    await idle(housework)
    bench.free = 500_000_000
    for _ in range(3):
        await housework.look_at_the_disk()
    assert await Chores(bench.database).take_news() == [News(Chore.DISK, Outcome.CROWDED, "500.0 MB")]
    bench.free = ROOM
    await housework.look_at_the_disk()
    assert await Chores(bench.database).take_news() == []


async def test_a_reading_that_was_stopped_is_taken_up_at_once_by_the_next_process(bench: Bench) -> None:
    """And one whose process was killed, when its lease is over."""
    Path("does-scrape").write_text("time.sleep(600)")
    first = bench.process()
    await idle(first)
    bench.clock.now = NIGHT
    await first.tick()
    await until(lambda: bench.done == ["scrape"])
    await first.close()
    second = bench.process()
    await second.tick()
    await until(lambda: bench.done == ["scrape", "scrape"])
    killed = second._reading
    assert killed is not None
    third = bench.process()
    Path("does-scrape").unlink()
    await idle(third)
    assert bench.done == ["scrape", "scrape"]
    bench.clock.now = NIGHT + LEASE
    await idle(third)
    assert bench.done == ["scrape", "scrape", "scrape", "corpus"]


async def test_stopping_takes_a_moment_even_if_the_command_does_not_listen(bench: Bench) -> None:
    Path("does-scrape").write_text(
        f"import signal; signal.signal({int(signal.SIGTERM)}, signal.SIG_IGN)\n"
        "print(os.getpid(), file=open('pid', 'w'), flush=True); time.sleep(600)"
    )
    housework = bench.process()
    await idle(housework)
    bench.clock.now = NIGHT
    await housework.tick()
    await until(lambda: Path("pid").exists() and Path("pid").read_text().strip())
    async with asyncio.timeout(5):
        await housework.close()
    with pytest.raises(ProcessLookupError):
        os.kill(int(Path("pid").read_text()), 0)


@pytest.mark.parametrize(
    ("settings", "chores"),
    [
        ({}, [Chore.TRAIN]),
        ({"vk": {"enabled": True}}, [Chore.TRAIN]),
        ({"vk": {"enabled": True, "user_key": "key"}}, [Chore.READ, Chore.TRAIN]),
        ({"vk": {"enabled": True, "service_key": "key"}, "scrape": {"at": ""}}, [Chore.TRAIN]),
        ({"training": {"at": ""}}, []),
    ],
    ids=str,
)
def test_the_wall_is_read_where_there_is_one_and_a_key_that_may(
    settings: dict[str, object], chores: list[Chore]
) -> None:
    assert set(times_of(Settings.model_validate(settings))) == set(chores)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Europe/Moscow"])
def test_over_a_year_with_its_clock_changes_every_day_has_one_reading(zone: str) -> None:
    """Also where the hour of the reading is left out, or comes twice."""
    times, now = Slot(0, (), time(2, 30), zone), datetime(2026, 1, 1, tzinfo=UTC)
    days: list[date] = []
    while now < datetime(2027, 1, 1, tzinfo=UTC):
        found = newest(times, now)
        assert found is not None
        assert found.due_at <= now
        if not days or days[-1] != found.day:
            days.append(found.day)
        now += timedelta(minutes=20)
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert len(days) >= 365
    assert newest(times, datetime(2026, 7, 1, 12, tzinfo=ZoneInfo(zone))) is not None
