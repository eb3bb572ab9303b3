"""Hostile inputs break nothing: small numbers of what `python -m benchmarks hostile` sends; and what breaks is seen."""

import asyncio
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from hypothesis import strategies as st
from sqlalchemy import insert, update

from benchmarks import hostile
from benchmarks.hostile_inputs.drawing import drawn, short_texts, spoilt
from benchmarks.hostile_inputs.stored import wrongs
from benchmarks.hostile_inputs.watching import watching
from bot.ports import WrittenText
from bot.storage import schema, tables
from bot.storage.database import Database
from bot.storage.queue import Queue

_COUNTS = {
    "updates of Telegram": 40,
    "events of VK": 40,
    "answers of Telegram": 44,
    "answers of VK": 48,
    "files to import": 60,
    "lines for the writer": 60,
    "settings": 60,
    "bundles": 40,
}


def test_every_kind_has_its_number_and_all_together_are_a_hundred_percent() -> None:
    assert _COUNTS.keys() == hostile.KINDS.keys()
    assert sum(share for share, _ in hostile.KINDS.values()) == 100


@pytest.mark.parametrize("kind", _COUNTS)
def test_hostile_inputs_break_nothing_and_leave_nothing_wrong_behind(kind: str) -> None:
    outcome = hostile.feed(kind, _COUNTS[kind], seed=0)
    assert outcome.inputs == _COUNTS[kind]
    assert outcome.faults == []


def test_the_same_seed_draws_the_same_and_another_one_something_else() -> None:
    good = {"message": {"text": "words", "from": [{"id": 1}]}}
    once = drawn(spoilt(good), 50, 1)
    assert repr(once) == repr(drawn(spoilt(good), 50, 1))
    assert repr(once) != repr(drawn(spoilt(good), 50, 2))
    assert len(once) == 50
    assert len(drawn(st.just(1), 5, 1)) == 5


def test_texts_hold_what_breaks_programs() -> None:
    texts = "".join(drawn(short_texts, 500, 1))
    assert "\0" in texts
    assert any("\ud800" <= character <= "\udfff" for character in texts)


def test_a_traceback_in_the_log_and_a_broken_thread_are_heard_and_a_plain_error_is_not() -> None:
    with watching() as watch:
        try:
            int("x")
        except ValueError:
            structlog.get_logger().exception("it broke", key="k")
        structlog.get_logger().error("an operator must act")
        thread = threading.Thread(target=lambda: int("y"))
        thread.start()
        thread.join()
        heard = watch.taken()
    assert [line.partition(":")[0] for line in heard] == ["it broke key=k", "a thread broke"]
    assert "test_hostile.py" in heard[0]


def test_a_broken_task_is_heard() -> None:
    async def work() -> None:
        async def broken() -> None:
            int("x")

        task = asyncio.create_task(broken())
        await asyncio.wait({task})

    with watching() as watch:
        asyncio.run(work())
        [heard] = watch.taken()
    assert "never retrieved" in heard


async def test_what_does_not_belong_into_the_database_is_found(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'wallflower.db'}")
    await schema.check(database)
    draft = await Queue(database).add(WrittenText("a text", True, "c", 1), "", 0.8, datetime.now(UTC))
    assert await wrongs(database) == []
    async with database.begin() as connection:
        await connection.execute(update(tables.drafts).where(tables.drafts.c.id == draft.id).values(state="eaten"))
        await connection.execute(insert(tables.cursors).values(name="n" * 101, value="\0"))
    found = sorted(await wrongs(database))
    assert [line.partition(":")[0] for line in found] == [
        "cursors.name is longer than 100",
        "cursors.value holds what no database takes",
        "drafts.state is no state",
    ]
    await database.close()
