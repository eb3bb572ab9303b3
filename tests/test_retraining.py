"""A training without forgotten posts is wished for as long as the live checkpoint may know them, and runs once."""

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import Refused
from bot.retraining import Retraining, alone_in, is_at_work, marks, purge, unfinished_run
from bot.settings import Home
from bot.storage import learned, schema
from bot.storage.database import Database
from bot.storage.learned import Learned, Mark
from bot.storage.opt_outs import OptOuts, opt_out
from bot.storage.retrains import Retrains
from model import checkpoint
from tests.backup.conftest import save_run
from tests.end_to_end.conftest import until

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ANNA, BORIS = "ab" * 32, "cd" * 32
# A training that says that it began, and waits until it is stopped.
BEGINS = (sys.executable, "-c", "import sys, time; print(sys.argv[1:], flush=True); time.sleep(600)")
ENDS = (sys.executable, "-c", "print('trained')")


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose live checkpoint, `monday`, has read Anna's posts; `sunday` has not, of `old` nothing is known."""
    home = Home(tmp_path / "home")
    for run in ("old", "sunday", "monday"):
        save_run(home.checkpoints, run)
    learned.write(home.checkpoints / "sunday", Learned(frozenset({BORIS})))
    learned.write(home.checkpoints / "monday", Learned(frozenset({ANNA, BORIS})))
    checkpoint.make_live(home.checkpoints, "monday")
    return home


@pytest.fixture
def database(file_database: Database) -> Database:
    return file_database


@pytest.fixture
async def process(home: Home, database: Database) -> AsyncIterator[Callable[..., Retraining]]:
    """Makes what a process of the bot looks after its training with; all are closed at the end."""
    made: list[Retraining] = []

    def begin(command: tuple[str, ...] = BEGINS, now: datetime = NOW) -> Retraining:
        made.append(
            Retraining(home, OptOuts(database), Retrains(database), timedelta(days=1), lambda: now, command=command)
        )
        return made[-1]

    yield begin
    for each in made:
        await each.close()


async def say_no(database: Database, author: str = ANNA) -> None:
    async with database.begin() as connection:
        await opt_out(connection, author, [author], NOW, is_sqlite=True)


def log(home: Home) -> str:
    file = home.retrain_log
    return file.read_text("utf-8") if file.exists() else ""


async def test_nothing_is_wished_for_while_nobody_said_no(
    home: Home, database: Database, process: Callable[..., Retraining]
) -> None:
    """Nor for somebody whose posts the live checkpoint never saw."""
    assert not await process().is_wished()
    await say_no(database, "ef" * 32)
    assert not await process().is_wished()
    await process().tick()
    assert log(home) == ""


async def test_a_training_begins_once_over_all_processes(
    home: Home, database: Database, process: Callable[..., Retraining]
) -> None:
    """As `wallflower train` in this home."""
    await say_no(database)
    first, second = process(), process()
    for each in (first, second, first, second):
        await each.tick()
    await until(lambda: log(home))
    assert log(home).splitlines() == [str(["--home", str(home.folder), "train"])]


async def test_homes_of_one_process_train_one_after_the_other(home: Home, database: Database, tmp_path: Path) -> None:
    """The second begins when the first has ended, and not before."""
    await say_no(database)
    neighbour = Home(Path(shutil.copytree(home.folder, tmp_path / "neighbour")))
    theirs = Database(f"sqlite:///{tmp_path / 'theirs.db'}")
    await schema.check(theirs)
    await say_no(theirs)
    turn, day = asyncio.Lock(), timedelta(days=1)
    first = Retraining(home, OptOuts(database), Retrains(database), day, lambda: NOW, command=BEGINS, turn=turn)
    second = Retraining(neighbour, OptOuts(theirs), Retrains(theirs), day, lambda: NOW, command=ENDS, turn=turn)
    await first.tick()
    await second.tick()
    assert log(neighbour) == ""
    await first.close()
    await second.tick()
    await until(lambda: log(neighbour))
    await second.close()
    await theirs.close()


async def test_a_wish_ends_when_a_checkpoint_without_the_posts_is_live(
    home: Home, database: Database, process: Callable[..., Retraining]
) -> None:
    """However that came to be: by the bot's training, by one at the terminal, by `checkpoint use`."""
    await say_no(database)
    assert await process().is_wished()
    checkpoint.make_live(home.checkpoints, "sunday")
    assert not await process().is_wished()
    checkpoint.make_live(home.checkpoints, "old")
    assert await process().is_wished()


async def test_the_next_try_waits_its_time(home: Home, database: Database, process: Callable[..., Retraining]) -> None:
    """A training that came to nothing is not begun again and again."""
    await say_no(database)
    first = process(ENDS)
    await first.tick()
    await until(lambda: "trained" in log(home))
    home.retrain_log.unlink()

    for _ in range(3):
        await first.tick()
    await process(ENDS, NOW + timedelta(hours=23)).tick()
    assert log(home) == ""
    await process(ENDS, NOW + timedelta(hours=24)).tick()
    await until(lambda: "trained" in log(home))


async def test_a_new_process_goes_on_with_a_training_that_was_killed(
    home: Home, database: Database, process: Callable[..., Retraining]
) -> None:
    """Without waiting: the time is for new ones."""
    await say_no(database)
    first = process()
    await first.tick()
    await until(lambda: log(home))
    await first.close()
    home.retrain_log.unlink()
    await process().tick()
    assert log(home) == ""

    (home.checkpoints / "unfinished").write_text("tuesday\n")
    await process().tick()
    await until(lambda: log(home))


def test_two_trainings_never_work_in_one_home(home: Home) -> None:
    """Whoever started them."""
    with alone_in(home), pytest.raises(Refused, match="another training"), alone_in(home):
        pass
    with alone_in(home):
        pass


def test_runs_are_marked_by_what_they_have_read(home: Home) -> None:
    """Those of older versions may have read anything."""
    assert marks(home, frozenset({ANNA})) == {"old": Mark.MAY_HAVE, "sunday": Mark.NONE, "monday": Mark.SEEN}


def test_purging_leaves_the_live_one_and_what_knows_nothing(home: Home) -> None:
    """And a folder that no training made."""
    (home.checkpoints / "notes").mkdir()
    assert purge(home, frozenset({ANNA})) == (["old"], True)
    assert {path.name for path in home.checkpoints.iterdir() if path.is_dir()} == {"monday", "sunday", "notes"}

    checkpoint.make_live(home.checkpoints, "sunday")
    assert purge(home, frozenset({ANNA})) == (["monday"], False)
    assert purge(home, frozenset({ANNA})) == ([], False)
    with alone_in(home), pytest.raises(Refused):
        purge(home, frozenset({ANNA}))


async def test_a_person_begins_a_training_and_ends_it(home: Home, process: Callable[..., Retraining]) -> None:
    """Though nobody wished for one; of two that are begun at once the second is refused."""
    first = process()
    await first.begin()
    with pytest.raises(Refused, match="works already"):
        await first.begin()
    await until(lambda: log(home))
    seen = [first.is_ours]
    await first.end()
    assert [*seen, first.is_ours] == [True, False]
    with pytest.raises(Refused, match="no training works"):
        await first.end()


async def test_whoever_asks_sees_that_a_training_works_in_the_home(
    home: Home, process: Callable[..., Retraining]
) -> None:
    """Also one that was begun at the terminal; and no second one is begun beside it."""
    assert not is_at_work(home)
    (home.checkpoints / "unfinished").write_text("tuesday\n", "utf-8")
    with alone_in(home):
        assert is_at_work(home)
        with pytest.raises(Refused, match="works already"):
            await process().begin()
    assert not is_at_work(home)
    assert unfinished_run(home) == "tuesday"


async def test_a_training_that_ended_leaves_the_turn_to_others(home: Home, database: Database) -> None:
    """Without anybody looking."""
    turn = asyncio.Lock()
    retraining = Retraining(
        home, OptOuts(database), Retrains(database), timedelta(days=1), lambda: NOW, command=ENDS, turn=turn
    )
    await retraining.begin()
    assert turn.locked()
    await until(lambda: not turn.locked())
    assert not retraining.is_ours


def test_nothing_works_in_a_home_without_runs(tmp_path: Path) -> None:
    """Nor has it an unfinished run."""
    assert not is_at_work(Home(tmp_path / "new"))
    assert unfinished_run(Home(tmp_path / "new")) is None
