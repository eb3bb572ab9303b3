"""The figures of a database that was counted by hand, on both databases; and what a period leaves out."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.domain.figures import Share, by_hour_of_day, by_week, waits
from bot.domain.limits import Kind, Limits
from bot.domain.member import Address, Platform
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.replies import Replies
from bot.storage.requests import Requests
from bot.storage.statistics import Statistics

# A Saturday; in Moscow three hours later.
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
ANNA, BORIS, GROUP = (Address(Platform.TELEGRAM, number) for number in (1, 2, -5))


@pytest.fixture
def statistics(database: Database) -> Statistics:
    return Statistics(database, "Europe/Moscow")


@pytest.fixture
async def filled(database: Database) -> Database:
    """Seven drafts, five of them decided on; three publications; and four reactions to two replies."""
    rows = [  # state, temperature, checkpoint, days ago, minutes until a verdict, verdict
        ("published", 0.8, "monday@100", 1, 30, "approve"),
        ("approved", 0.84, "monday@100", 1, 9, "approve"),
        ("rejected", 0.8, "tuesday@100", 1, 600, "reject"),
        ("rejected", 1.2, "tuesday@100", 2, 1, "reject"),
        ("taken_down", 1.2, "tuesday@100", 40, 2_000, "approve"),
        ("pending", 0.8, "tuesday@100", 1, None, None),
        ("expired", 0.8, "tuesday@100", 9, None, None),
    ]
    async with database.begin() as connection:
        for number, (state, temperature, checkpoint, days, minutes, verdict) in enumerate(rows, start=1):
            made = NOW - timedelta(days=days)
            await connection.execute(
                tables.drafts.insert().values(
                    id=number, text=f"text {number}", state=state, prime="", temperature=temperature,
                    checkpoint=checkpoint, seed=1, ended_by_itself=True, created_at=made,
                )
            )  # fmt: skip
            if minutes is not None:
                # A second verdict, later, is not what anybody waited for.
                for later, said in ((minutes, verdict), (minutes + 5_000, "take_back")):
                    await connection.execute(
                        tables.decisions.insert().values(
                            draft_id=number, verdict=said, moderator=str(ANNA),
                            decided_at=made + timedelta(minutes=later),
                        )
                    )  # fmt: skip
        for draft, state, days in ((1, "published", 0), (2, "published", 14), (3, "taken_down", 15), (4, "failed", 1)):
            at = NOW - timedelta(days=days)
            await connection.execute(
                tables.publications.insert().values(
                    place="vk:-1", due_at=at, state=state, draft_id=draft, attempts=1,
                    published_at=None if state == "failed" else at,
                )
            )  # fmt: skip
    replies = Replies(database)
    first = await replies.add(GROUP, "a", 0.8, "monday@100", NOW - timedelta(days=1), is_primed=False)
    second = await replies.add(GROUP, "b", 1.0, "tuesday@100", NOW - timedelta(days=40), is_primed=False)
    for reply, person, value in ((first, ANNA, 1), (first, BORIS, -1), (second, ANNA, 1), (second, BORIS, 1)):
        await replies.react(reply.id, GROUP, person, value)
    return database


async def test_everything_is_counted(filled: Database, statistics: Statistics) -> None:
    """Without an end to the period."""
    found = await statistics.figures(None, NOW)
    assert found.approved_by_temperature == (Share("0.8", 2, 3), Share("1.2", 1, 2))
    assert found.approved_by_checkpoint == (Share("monday@100", 2, 2), Share("tuesday@100", 1, 3))
    assert found.liked_by_temperature == (Share("0.8", 1, 2), Share("1.0", 2, 2))
    assert found.liked_by_checkpoint == (Share("tuesday@100", 2, 2), Share("monday@100", 1, 2))
    assert found.asked[15] == sum(found.asked) == 2  # 12:00 in UTC
    assert sum(found.decided) == 10
    assert found.published == ((date(2026, 11, 2), 2), (date(2026, 11, 9), 0), (date(2026, 11, 16), 1))
    assert found.waits is not None
    assert found.waits.count == 5
    assert found.waits.median_s == pytest.approx(1_800, abs=0.01)
    assert found.waits.ninetieth_s == pytest.approx(120_000, abs=0.01)
    assert found.waits.groups == (1, 1, 1, 0, 1, 1)


async def test_a_period_leaves_out_what_was_before_it(filled: Database, statistics: Statistics) -> None:
    found = await statistics.figures(NOW - timedelta(days=7), NOW)
    assert found.approved_by_temperature == (Share("0.8", 2, 3), Share("1.2", 0, 1))
    assert found.liked_by_checkpoint == (Share("monday@100", 1, 2),)
    assert sum(found.asked) == 1
    assert found.published == ((date(2026, 11, 16), 1),)
    assert found.waits is not None
    assert found.waits.count == 4


async def test_nothing_at_all_is_no_trouble(database: Database, statistics: Statistics) -> None:
    found = await statistics.figures(None, NOW)
    assert (found.approved_by_temperature, found.liked_by_checkpoint, found.published, found.requests) == (
        (),
        (),
        (),
        (),
    )
    assert (found.waits, sum(found.asked)) == (None, 0)


async def test_requests_are_counted_for_good(database: Database, statistics: Statistics) -> None:
    """Also when their rows are gone; each once, whoever tidies how often; refusals and groups' sums are none."""
    limits = Limits(memes=2, commands=5, window=timedelta(minutes=1))
    requests = Requests(database, limits)
    for minutes in (0, 0, 0, 61, 122):  # the third is refused
        await requests.take([(ANNA, Kind.MEME), (GROUP, Kind.GROUP)], NOW + timedelta(minutes=minutes))
    await requests.take([(ANNA, Kind.COMMAND)], NOW)
    counted = (("meme", 4), ("command", 1))
    assert (await statistics.figures(None, NOW)).requests == counted
    for minutes in (60, 60, 62, 125, 500):
        await requests.forget_before(NOW + timedelta(minutes=minutes))
        assert (await statistics.figures(None, NOW)).requests == counted
    async with database.begin() as connection:
        assert (await connection.execute(select(tables.requests))).all() == []
    assert (await statistics.figures(NOW + timedelta(hours=1), NOW)).requests == (("meme", 2),)


def test_hours_and_weeks_are_the_communitys() -> None:
    """An hour before midnight in UTC on a Sunday is a Monday in Moscow."""
    counts = {datetime(2026, 11, 15, 23, tzinfo=UTC): 3, datetime(2026, 11, 15, 20, tzinfo=UTC): 2}
    moscow = ZoneInfo("Europe/Moscow")
    assert (by_hour_of_day(counts, moscow)[2], by_hour_of_day(counts, moscow)[23]) == (3, 2)
    assert by_week(counts, moscow, NOW) == ((date(2026, 11, 9), 2), (date(2026, 11, 16), 3))
    assert by_week({}, moscow, NOW) == ()


@pytest.mark.parametrize(
    ("seconds", "median", "groups"),
    [
        ([5.0], 5.0, (1, 0, 0, 0, 0, 0)),
        ([60.0, 61.0], 60.5, (1, 1, 0, 0, 0, 0)),
        ([-9.0, 1e9], 5e8, (1, 0, 0, 0, 0, 1)),
    ],
)
def test_waits_of_few_drafts(seconds: list[float], median: float, groups: tuple[int, ...]) -> None:
    """Also where a clock was set back."""
    found = waits(seconds)
    assert found is not None
    assert (found.median_s, found.groups) == (median, groups)
    assert waits([]) is None
