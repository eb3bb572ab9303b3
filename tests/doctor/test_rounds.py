"""The doctor from within the running bot: a quick look, and the whole examination in a process of its own."""

import asyncio
import sys
from datetime import UTC, datetime

import pytest

from bot.doctor.finding import Level
from bot.doctor.rounds import Rounds
from bot.domain.finding import Examined
from bot.settings import Home, Settings
from bot.storage.database import Database
from model import checkpoint
from tests.backup.conftest import save_run

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def saying(text: str, code: int) -> tuple[str, ...]:
    return (sys.executable, "-c", f"import sys; print({text!r}); sys.exit({code})")


def rounds(home: Home, database: Database, command: tuple[str, ...] = saying("", 0)) -> Rounds:
    return Rounds(home, Settings(), database, command=command, now=lambda: NOW)


async def over(made: Rounds) -> Examined:
    """Wait for the examination that was begun."""
    async with asyncio.timeout(30):
        while (found := await made.examined()) is None or found.findings is None:  # noqa: ASYNC110 - nobody announces it
            await asyncio.sleep(0.02)
    return found


async def test_a_quick_look_finds_what_is_here(home: Home, stored: Database) -> None:
    """No platform, nobody who decides, no posts; each with what mends it."""
    found = {finding.code: finding for finding in await rounds(home, stored).look()}
    assert {"no-platform", "nobody-decides", "no-posts"} <= set(found)
    assert found["database-answers"].level is Level.FINE
    assert all(finding.remedy for finding in found.values() if finding.level >= Level.WARNING)


async def test_a_quick_look_outlives_the_database(home: Home, stored: Database) -> None:
    """And says nothing of its address."""
    await stored.close()
    path = home.folder / "wallflower.db"
    for each in home.folder.glob("wallflower.db*"):
        each.unlink()
    path.mkdir()
    found = {finding.code: finding for finding in await rounds(home, stored).look()}
    assert found["database-unreachable"].level is Level.BROKEN
    assert str(path) not in found["database-unreachable"].sentence


async def test_the_whole_examination_is_what_the_command_says(home: Home, stored: Database) -> None:
    """Though its exit code says that something is broken. One at a time."""
    finding = '{"area": "vk", "code": "c", "level": "broken", "sentence": "s", "remedy": null, "facts": {"n": 1}}'
    made = rounds(home, stored, saying(f'{{"findings": [{finding}]}}', 2))
    assert await made.examined() is None
    assert made.examine()
    assert not made.examine()
    examined = await over(made)
    assert examined.findings is not None
    assert [(one.area, one.level, one.remedy, one.facts) for one in examined.findings] == [
        ("vk", Level.BROKEN, "", {"n": 1})
    ]
    assert examined.began_at == NOW
    assert made.examine()
    await made.close()


async def test_an_examination_is_kept_over_a_restart_as_long_as_its_checkpoint_is_live(
    home: Home, stored: Database
) -> None:
    """Without a checkpoint there is nothing beside which it could be kept; one that broke is not kept either."""
    finding = '{"area": "vk", "code": "c", "level": "broken", "sentence": "s", "remedy": null, "facts": {"n": 1}}'
    made = rounds(home, stored, saying(f'{{"findings": [{finding}]}}', 2))
    made.examine()
    await over(made)
    assert await rounds(home, stored).examined() is None

    for run in ("monday", "tuesday"):
        save_run(home.checkpoints, run)
    checkpoint.make_live(home.checkpoints, "monday")
    assert await made.examined() is None
    made.examine()
    examined = await over(made)
    assert await rounds(home, stored).examined() == examined
    broken = rounds(home, stored, saying("no json", 2))
    broken.examine()
    await over(broken)
    assert await rounds(home, stored).examined() == examined

    checkpoint.make_live(home.checkpoints, "tuesday")
    assert await made.examined() is None
    assert await rounds(home, stored).examined() is None


@pytest.mark.parametrize(
    ("text", "code"), [("", 0), ("[]", 0), ('{"findings": [{}]}', 1), ('{"findings": []}', 7), ("no json", 2)]
)
async def test_an_examination_that_breaks_says_so(home: Home, stored: Database, text: str, code: int) -> None:
    made = rounds(home, stored, saying(text, code))
    made.examine()
    examined = await over(made)
    assert (examined.findings, "wallflower doctor" in examined.problem) == ((), True)
