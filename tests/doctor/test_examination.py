"""One area that can't be looked at stops no other, and what may be found is all explained and all tried here."""

import re
from pathlib import Path

from bot.cli import VERBS
from bot.doctor.ailments import ailments, as_markdown, soundnesses
from bot.doctor.examination import examine
from bot.doctor.finding import Level
from bot.sandbox.faults import Delay, Every, FaultRule
from bot.sandbox.stage import Stage
from bot.settings import Home
from tests.doctor.conftest import Write, trouble

ROOT = Path(__file__).parents[2]


async def test_an_area_that_fails_is_a_finding_and_the_others_are_looked_at(home: Home) -> None:
    """The corpus is a folder, and the settings name a database of no kind that Wallflower knows."""
    (home.folder / "corpus.txt").mkdir()
    (home.folder / ".env").write_text("WALLFLOWER_DATABASE_URL=mysql://localhost/db\n")
    found = await trouble(home)
    assert found["check-failed"].area == "database"
    assert {"no-checkpoint", "nobody-decides", "corpus-unreadable"} <= found.keys()


async def test_a_platform_that_answers_slowly_is_given_up(home: Home, stage: Stage, write: Write) -> None:
    write(without="vk")
    stage.telegram.faults.add(FaultRule("getMe", Delay(20), at=Every(1)))
    found = {one.code: one for one in await examine(home, {}, longest_s=3.0)}
    assert (found["check-slow"].area, found["check-slow"].level) == ("telegram", Level.WARNING)


def test_the_page_explains_everything_that_may_be_found() -> None:
    assert as_markdown() in (ROOT / "docs" / "doctor.md").read_text("utf-8"), "run: wallflower doctor --markdown"


def test_codes_are_one_of_a_kind_and_each_is_provoked_by_a_test() -> None:
    codes = [one.code for one in ailments()]
    every = codes + [one.code for one in soundnesses()]
    assert len(set(every)) == len(every)
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [code for code in codes if f'"{code}"' not in tests] == []


def test_what_is_worse_than_a_note_says_what_mends_it() -> None:
    assert [one.code for one in ailments() if one.level > Level.NOTE and not one.remedy] == ["check-slow"]


def test_commands_of_remedies_exist() -> None:
    named = set(re.findall(r"wallflower ([a-z]+)", " ".join(f"{one.sentence} {one.remedy}" for one in ailments())))
    assert named <= VERBS.keys()
