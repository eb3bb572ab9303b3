"""The statistics page: charts with tables behind them, over a period that is chosen, in both languages."""

import re
import time
from datetime import timedelta

import pytest

from bot.domain.member import Role
from bot.storage import tables
from tests.chat.fakes import NOON
from tests.web.console.conftest import AsRole, Console

_EVIL = "<b>run</b>@1"


async def fill(at: Console, drafts: int) -> None:
    """So many drafts of the last half year, three of four accepted."""
    rows = [
        {
            "text": f"a draft of usual length, which says something about Mondays and elevators, number {number}",
            "state": "rejected" if number % 4 == 0 else "published", "prime": "", "temperature": 0.6 + number % 5 / 10,
            "checkpoint": _EVIL if number % 7 == 0 else f"2026110{number % 9}-120000@4800", "seed": 1,
            "ended_by_itself": True, "created_at": NOON - timedelta(minutes=14 * number),
        }
        for number in range(drafts)
    ]  # fmt: skip
    decisions = [
        {
            "draft_id": number + 1, "verdict": "reject" if number % 4 == 0 else "approve", "moderator": "vk:1",
            "decided_at": NOON - timedelta(minutes=14 * number) + timedelta(minutes=number % 300),
        }
        for number in range(drafts)
    ]  # fmt: skip
    async with at.chats.database.begin() as connection:
        for begin in range(0, drafts, 2_000):
            await connection.execute(tables.drafts.insert(), rows[begin : begin + 2_000])
            await connection.execute(tables.decisions.insert(), decisions[begin : begin + 2_000])


async def test_an_empty_database_has_a_page(at: Console, as_role: AsRole) -> None:
    """That says that there is nothing."""
    page = await (await as_role(Role.ADMIN)).get("/console/statistics")
    assert page.status == 200
    assert page.text.count("There is nothing in this period.") == 6
    assert "<svg" not in page.text


async def test_figures_are_drawn_and_stand_in_tables(at: Console, as_role: AsRole) -> None:
    """For those who don't see the drawing; names of strangers are text."""
    await fill(at, 300)
    page = await (await as_role(Role.ADMIN)).get("/console/statistics?days=7")
    assert page.text.count("<svg") == page.text.count('<details id="numbers-')
    assert page.text.count("<svg") >= 4
    assert "<b>run" not in page.text
    assert "style=" not in page.text
    assert "75%" in page.text


async def test_the_period_is_chosen_and_nonsense_is_the_usual_one(at: Console, as_role: AsRole) -> None:
    browser = await as_role(Role.ADMIN)
    for given, chosen in (
        ("?days=90", 90),
        ("", 30),
        ("?days=12", 30),
        ("?days=-1", 30),
        ("?days=x", 30),
        ("?days=0", 0),
    ):
        page = await browser.get(f"/console/statistics{given}")
        assert re.findall(r'days=(\d+)" aria-current', page.text) == [str(chosen)], given
    assert (await browser.get(f"/console/statistics?days={'9' * 5000}")).status == 422


async def test_it_is_admins(as_role: AsRole) -> None:
    assert (await (await as_role(Role.MODERATOR)).get("/console/statistics")).status == 403


@pytest.mark.parametrize("days", [30, 0])
async def test_eighteen_thousand_drafts_take_moments(at: Console, as_role: AsRole, days: int) -> None:
    """Processor time: the machine may be others' as well. The page is small."""
    await fill(at, 18_000)
    browser = await as_role(Role.ADMIN)
    took = []
    for _ in range(3):
        began = time.process_time()
        page = await browser.get(f"/console/statistics?days={days}")
        took.append(time.process_time() - began)
    assert page.status == 200
    assert len(page.text.encode()) < 100_000
    assert min(took) < 0.4, took
