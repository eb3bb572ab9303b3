"""The health page: how the bot fares, what the doctor finds, and nothing that a stranger should know."""

import asyncio
from datetime import UTC, datetime

from bot.domain.chore import Chore, Outcome
from bot.domain.member import Role
from bot.domain.trouble import Trouble
from bot.flow.watched_writer import WatchedWriter, WriterState
from bot.laboratory import HomeLaboratory
from bot.storage.census import Census
from bot.storage.chores import Chores
from bot.web.console.house import House
from bot.web.console.words.health import EN, RU
from bot.web.readiness import Readiness
from bot.web.vitals import Vitals
from tests.web.console.conftest import AsRole, Console, Serve

PAGE = "/console/health"
SUNDAY = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


async def test_it_says_what_is_missing_and_what_mends_it(as_role: AsRole) -> None:
    """From the doctor's quick look; and what works and does not just now."""
    page = await (await as_role(Role.ADMIN)).get(PAGE)
    assert page.status == 200
    assert "No platform is on" in page.text
    assert "does not answer" in page.text  # no writer runs here
    assert "set enabled = true" in page.text


async def test_the_whole_examination_runs_beside_the_bot(at: Console, as_role: AsRole) -> None:
    browser = await as_role(Role.ADMIN)
    assert await browser.notice(await browser.post(f"{PAGE}/examine")) == "The examination has begun."
    async with asyncio.timeout(30):
        # Nobody announces it.
        while "Nothing to remark." not in (await browser.get(f"{PAGE}/examined")).text:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


async def test_a_moderator_is_not_told(as_role: AsRole) -> None:
    browser = await as_role(Role.MODERATOR)
    assert (await browser.get(PAGE)).status == 403
    assert (await browser.post(f"{PAGE}/examine")).status == 403


async def test_troubles_of_the_log_are_shown_as_text(serving: Serve, house: House, laboratory: HomeLaboratory) -> None:
    """The newest first, as they come."""
    troubles = [
        Trouble("2026-11-21T12:00:00Z", "error", "<i>it</i> broke", "place=vk:-1"),
        Trouble("no time", "warning", "an older one"),
    ]
    database = house.reach.queue._database
    vitals = Vitals(
        Readiness(database, WatchedWriter(), {}, lambda: False),
        Census(database),
        Chores(database),
        laboratory.runs,
        lambda: troubles,
    )
    async with serving(vitals=vitals) as at:
        person = next(one.person for one in await at.chats.reach.members.named(Role.ADMIN))
        page = await (await at.logged_in(person)).get(PAGE)
        assert "&lt;i&gt;it&lt;/i&gt; broke" in page.text
        assert page.text.index("broke") < page.text.index("an older one")


async def test_it_says_why_the_training_by_the_clock_was_left_out(at: Console, as_role: AsRole) -> None:
    """The page's own words, and under them what the command said."""
    browser, chores = await as_role(Role.ADMIN), Chores(at.chats.database)
    assert EN.weekly not in (await browser.get(PAGE)).text
    await chores.claim(Chore.TRAIN, SUNDAY, SUNDAY)
    await chores.end(Chore.TRAIN, Outcome.SPARED, "nothing new to learn: <monday> knows it", SUNDAY)
    page = (await browser.get(PAGE)).text
    assert EN.weekly_ended[Outcome.SPARED] in page
    assert "&lt;monday&gt; knows it" in page
    await chores.end(Chore.TRAIN, Outcome.LIVE, "tuesday", SUNDAY)
    assert EN.weekly_ended[Outcome.LIVE] in (await browser.get(PAGE)).text


def test_each_outcome_of_a_training_has_words() -> None:
    """Of those that a training can have."""
    assert set(EN.weekly_ended) == set(RU.weekly_ended) == set(Outcome) - {Outcome.DONE, Outcome.CROWDED}


def test_each_part_of_readiness_has_words() -> None:
    """In both languages: a state without any would be shown as the probes say it."""
    states = {
        *(state.value for state in WriterState), "no checkpoint yet", "slow", "out of reach", "broken", "not migrated",
        "heard", "silent", "not heard yet",
    }  # fmt: skip
    assert set(EN.states) == set(RU.states) == states
