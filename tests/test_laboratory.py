"""Checkpoints as the console steers them: listed, tried, compared beside the bot, made live, trained."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.audit import Signature
from bot.domain.checkpoint_run import TEMPERATURES, Better, ComparedFigure, ErrandKind, Ladder, LadderStep
from bot.errors import Refused, Retryable
from bot.laboratory import HomeLaboratory
from bot.ports import WritingRequest, WrittenText
from bot.retraining import Retraining, alone_in
from bot.settings import Home
from bot.storage import ladders, learned
from bot.storage.audit import AuditLog
from bot.storage.database import Database
from bot.storage.learned import Learned
from bot.storage.opt_outs import OptOuts, opt_out
from bot.storage.retrains import Retrains
from model import checkpoint
from model.training_curve import CurveFile
from model.training_progress import Progress
from tests.backup.conftest import save_run
from tests.end_to_end.conftest import until

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BY = Signature("telegram:1", NOW)
ANNA = "ab" * 32
SLOW = (sys.executable, "-c", "import time; time.sleep(600)")
COMPARED = {
    "posts": 40,
    "differences": [{"name": "copies", "new": 0.2, "live": 0.05, "margin": 0.02, "is_share": True, "is_worse": True}],
}


def saying(text: str, code: int = 0) -> tuple[str, ...]:
    """A program that says its arguments on stderr and a text on stdout."""
    script = f"import sys; print(sys.argv[1:], file=sys.stderr); print({text!r}); sys.exit({code})"
    return (sys.executable, "-c", script)


@dataclass
class LiveWriter:
    """Writes with a run."""

    run: str = "monday"
    trouble: Exception | None = None
    gate: asyncio.Event | None = None
    asked: list[WritingRequest] = field(default_factory=list)

    async def write(self, request: WritingRequest) -> list[WrittenText]:
        """As the port says."""
        self.asked.append(request)
        if self.gate is not None:
            await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        text = f"at {request.temperature}"
        return [WrittenText(text, True, f"{self.run}@5", 1) for _ in range(request.count)]


Make = Callable[..., HomeLaboratory]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """With three runs: `monday` is live, `sunday` was before; `broken` can't be read."""
    home = Home(tmp_path / "home")
    for run in ("sunday", "monday", "broken"):
        save_run(home.checkpoints, run)
        learned.write(home.checkpoints / run, Learned(frozenset({ANNA}) if run == "sunday" else frozenset()))
    for run in ("sunday", "monday"):
        checkpoint.make_live(home.checkpoints, run)
    (home.checkpoints / "broken" / "best" / "manifest.json").write_text("{", "utf-8")
    return home


@pytest.fixture
def database(file_database: Database) -> Database:
    return file_database


@pytest.fixture
def writer() -> LiveWriter:
    return LiveWriter()


@pytest.fixture
async def made(home: Home, database: Database, writer: LiveWriter) -> AsyncIterator[Make]:
    """Makes laboratories whose commands are other programs; all are closed at the end."""
    opened: list[tuple[HomeLaboratory, Retraining]] = []

    def make(command: tuple[str, ...] = SLOW, longest_s: float = 60.0) -> HomeLaboratory:
        retraining = Retraining(home, OptOuts(database), Retrains(database), timedelta(days=1), command=SLOW)
        laboratory = HomeLaboratory(
            home, database, writer, retraining, command=command, now=lambda: NOW, longest_s=longest_s
        )
        opened.append((laboratory, retraining))
        return laboratory

    yield make
    for laboratory, retraining in opened:
        await laboratory.close()
        await retraining.close()


async def ended(laboratory: HomeLaboratory) -> str:
    """Wait for the errand; why it came to nothing, or "" if it did not."""
    await until(lambda: (errand := laboratory.errand()) is not None and errand.is_done)
    errand = laboratory.errand()
    assert errand is not None
    return errand.problem


async def say_no(database: Database) -> None:
    async with database.begin() as connection:
        await opt_out(connection, ANNA, [ANNA], NOW, is_sqlite=True)


async def test_runs_are_told_with_what_is_to_know_of_them(made: Make, database: Database) -> None:
    """Which is live, which was before, which can't be read, which has read somebody who said no."""
    await say_no(database)
    runs = {run.name: run for run in await made().runs()}
    assert {name: (run.is_live, run.was_live_before) for name, run in runs.items()} == {
        "sunday": (False, True), "monday": (True, False), "broken": (False, False),
    }  # fmt: skip
    assert (runs["monday"].layers, runs["monday"].hidden, runs["monday"].steps) == (1, 16, 5)
    assert "forgotten" in runs["sunday"].mark
    assert runs["broken"].problem


async def test_the_live_run_writes_at_each_temperature_and_it_is_kept(made: Make, writer: LiveWriter) -> None:
    """By the writer, behind its guards, a few short texts each."""
    laboratory = made()
    assert await laboratory.ladder("monday") is None
    await laboratory.climb("monday", NOW)
    ladder = await laboratory.ladder("monday")
    assert ladder is not None
    assert [step.temperature for step in ladder.steps] == list(TEMPERATURES)
    assert all(len(step.texts) <= 3 for step in ladder.steps)
    assert (ladder.made_at, ladder.is_measured) == (NOW, False)
    assert sum(request.count * request.max_chars for request in writer.asked) < 10_000


async def test_another_run_is_evaluated_beside_the_bot(made: Make) -> None:
    laboratory = made(saying("{}"))
    await laboratory.climb("sunday", NOW)
    assert await ended(laboratory) == ""
    errand = laboratory.errand()
    assert errand is not None
    assert (errand.kind, errand.runs) == (ErrandKind.EVALUATE, ("sunday",))


async def test_what_a_run_that_read_forgotten_posts_wrote_is_shown_no_more(
    made: Make, home: Home, database: Database
) -> None:
    """Nor is anything new written with it."""
    ladders.write(home.checkpoints / "sunday", "sunday@5", Ladder(NOW, (LadderStep(0.8, ("text",)),), is_measured=True))
    laboratory = made()
    assert await laboratory.ladder("sunday") is not None
    await say_no(database)
    assert await laboratory.ladder("sunday") is None
    with pytest.raises(Refused, match="forgotten"):
        await laboratory.climb("sunday", NOW)


async def test_a_busy_writer_leaves_what_was_kept(made: Make, writer: LiveWriter) -> None:
    """And so does another run that goes live meanwhile."""
    laboratory = made()
    await laboratory.climb("monday", NOW)
    before = await laboratory.ladder("monday")
    writer.trouble = Retryable("busy")
    with pytest.raises(Retryable):
        await laboratory.climb("monday", NOW + timedelta(days=1))
    writer.trouble, writer.run = None, "tuesday"
    with pytest.raises(Refused, match="another run"):
        await laboratory.climb("monday", NOW + timedelta(days=1))
    assert await laboratory.ladder("monday") == before


async def test_two_runs_are_compared_by_the_command_and_it_is_remembered(made: Make) -> None:
    laboratory = made(saying(json.dumps(COMPARED)))
    assert await laboratory.compared("monday", "sunday") is None
    await laboratory.compare("monday", "sunday")
    assert await ended(laboratory) == ""
    found = await laboratory.compared("monday", "sunday")
    assert found is not None
    assert found.made_at == NOW
    assert found.posts == 40
    assert list(found.figures) == [ComparedFigure("copies", 0.2, 0.05, 0.02, is_share=True)]
    assert found.figures[0].first_is is Better.WORSE
    assert await laboratory.compared("sunday", "monday") is None


async def test_a_comparison_is_kept_over_a_restart_until_one_of_the_two_is_another(made: Make, home: Home) -> None:
    """By what their weights are, not by their names."""
    laboratory = made(saying(json.dumps(COMPARED)))
    await laboratory.compare("monday", "sunday")
    assert await ended(laboratory) == ""
    found = await made().compared("monday", "sunday")
    assert found == await laboratory.compared("monday", "sunday")
    assert found is not None
    best = checkpoint.load(home.checkpoints / "sunday" / "best")
    other = {name: array + 1 for name, array in best.weights.items()}
    checkpoint.save(home.checkpoints / "sunday" / "best", best.manifest, best.vocabulary, other)
    assert await made().compared("monday", "sunday") is None
    for name in ("nothing", "broken", ".."):
        assert await made().compared("monday", name) is None
        assert await made().compared(name, "monday") is None


@pytest.mark.parametrize("damage", ["{", "[]", '{"checkpoint": 1}', ""])
async def test_a_kept_comparison_that_is_damaged_is_none(made: Make, home: Home, damage: str) -> None:
    laboratory = made(saying(json.dumps(COMPARED)))
    await laboratory.compare("monday", "sunday")
    assert await ended(laboratory) == ""
    kept = home.checkpoints / "monday" / "compared-sunday.json"
    kept.write_text(damage or kept.read_text().replace("0.2", '"a"'), "utf-8")
    assert await laboratory.compared("monday", "sunday") is None


@pytest.mark.parametrize(
    ("command", "problem"),
    [
        (saying("no json"), "can't be read"),
        (saying("[]"), "can't be read"),
        (saying("", code=1), "['--home'"),  # the last line of what it said
        (("/nowhere/python",), "could not be begun"),
    ],
)
async def test_what_comes_to_nothing_says_why(made: Make, command: tuple[str, ...], problem: str) -> None:
    laboratory = made(command)
    await laboratory.compare("monday", "sunday")
    assert problem in await ended(laboratory)
    assert await laboratory.compared("monday", "sunday") is None


async def test_an_errand_that_takes_too_long_is_ended(made: Make) -> None:
    laboratory = made(SLOW, longest_s=0.2)
    await laboratory.compare("monday", "sunday")
    assert "longer than" in await ended(laboratory)


async def test_one_errand_at_a_time(made: Make) -> None:
    """And closing ends it."""
    laboratory = made()
    await laboratory.compare("monday", "sunday")
    with pytest.raises(Refused, match="already"):
        await laboratory.climb("sunday", NOW)
    await laboratory.close()
    assert "ended" in await ended(laboratory)


@pytest.mark.parametrize("run", ["", "tuesday", "..", "../home", "/etc", "monday/best", "live"])
async def test_no_other_name_leads_anywhere(made: Make, run: str) -> None:
    """Whoever makes it up."""
    laboratory = made()
    for asked in (laboratory.ladder(run), laboratory.climb(run, NOW), laboratory.curve(run), laboratory.use(run, BY)):
        with pytest.raises(Refused):
            await asked
    with pytest.raises(Refused):
        await laboratory.compare("monday", run)


async def test_a_run_is_made_live_and_the_log_tells_of_it(made: Make, home: Home, database: Database) -> None:
    """What can't be made live is not, and then the log tells nothing."""
    laboratory = made()
    assert await laboratory.use("sunday", BY) == "monday"
    assert checkpoint.live(home.checkpoints).parent.name == "sunday"
    with pytest.raises(Refused):
        await laboratory.use("broken", BY)
    entries = [(entry.action, entry.object, entry.actor) for entry in await AuditLog(database).last(9)]
    assert entries == [("checkpoint.use", "sunday", "telegram:1")]


async def test_a_training_is_begun_watched_and_ended(made: Make, home: Home, database: Database) -> None:
    """And the log tells of both; a second one is refused and not told of."""
    laboratory = made()
    assert not (await laboratory.training()).is_at_work
    await laboratory.train(BY)
    with pytest.raises(Refused):
        await laboratory.train(BY)
    run = home.checkpoints / "tuesday"
    run.mkdir()
    (home.checkpoints / "unfinished").write_text("tuesday\n", "utf-8")
    CurveFile(run, lambda: NOW)(Progress(7, 0.1, 0.25, 90.0, 10.0, 3.5, None, None))
    now = await laboratory.training()
    assert (now.is_at_work, now.is_ours, now.run, now.share, now.began_at) == (True, True, "tuesday", 0.25, NOW)
    assert [point.training for point in await laboratory.curve("tuesday")] == [3.5]
    await laboratory.end_training(BY)
    now = await laboratory.training()
    assert (now.is_at_work, now.run) == (False, "tuesday")
    with pytest.raises(Refused):
        await laboratory.end_training(BY)
    actions = [entry.action for entry in await AuditLog(database).last(9)]
    assert actions == ["training.begin", "training.end"]


async def test_a_training_that_somebody_else_began_is_seen_and_not_ended(made: Make, home: Home) -> None:
    laboratory = made()
    with alone_in(home):
        now = await laboratory.training()
        assert (now.is_at_work, now.is_ours) == (True, False)
        with pytest.raises(Refused):
            await laboratory.end_training(BY)
        with pytest.raises(Refused):
            await laboratory.train(BY)


async def test_many_may_climb_but_one_at_a_time(made: Make, writer: LiveWriter) -> None:
    """An impatient finger costs nothing."""
    laboratory = made()
    writer.gate = asyncio.Event()
    first = asyncio.create_task(laboratory.climb("monday", NOW))
    await until(lambda: writer.asked)
    for _ in range(4):
        with pytest.raises(Refused, match="just now"):
            await laboratory.climb("monday", NOW)
    writer.gate.set()
    await first
    assert len(writer.asked) == len(TEMPERATURES)
