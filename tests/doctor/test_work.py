"""What was read, what waits, what went out and what is stuck."""

from datetime import UTC, datetime, time, timedelta

from bot.doctor.finding import Level
from bot.domain.place import Place
from bot.domain.publication import PublicationState
from bot.domain.slot import Slot
from bot.flow.silence import PAUSE_CONTROL
from bot.ports import WrittenText
from bot.settings import Home
from bot.storage import tables
from bot.storage.community import Community
from bot.storage.database import Database
from bot.storage.posts import Pass, Posts
from bot.storage.queue import Queue
from bot.storage.slots import Slots
from corpus.post import Post
from tests.doctor.conftest import looked_over, trouble

WALL = Place.parse("vk:-1")
NOW = datetime.now(UTC)


async def draft(stored: Database) -> int:
    return (await Queue(stored).add(WrittenText("a post", True, "run@1", 1), "", 0.8, NOW)).id


async def publication(
    stored: Database, state: PublicationState, days_ago: float, problem: str | None = None, place: Place = WALL
) -> None:
    due = NOW - timedelta(days=days_ago)
    sent = {"published_at": due, "remote_id": "7"} if state is PublicationState.PUBLISHED else {}
    values = {"place": str(place), "due_at": due, "state": state.value, "attempts": 1, "problem": problem, **sent}
    number = await draft(stored)
    async with stored.begin() as connection:
        await connection.execute(tables.publications.insert().values(draft_id=number, **values))


async def read(stored: Database, days_ago: float, *, is_finished: bool) -> None:
    then = NOW - timedelta(days=days_ago)
    done = then if is_finished else None
    progress = Pass("vk:-1", 1, 200, 1000, is_full=True, started_at=then, finished_at=done)
    await Posts(stored).store_page(progress, [Post("a post", "vk:-1", "1")])


async def test_a_new_database_says_how_to_begin(home: Home, stored: Database) -> None:
    found = await trouble(home)
    assert found["no-posts"].remedy == "wallflower import FILE"
    assert {"no-slots", "queue-empty"} <= found.keys()


async def test_a_wall_that_is_on_and_was_never_read_is_noted(home: Home, stored: Database) -> None:
    (home.folder / "wallflower.toml").write_text('[vk]\nenabled = true\napi_url = "http://127.0.0.1:1"\n')
    assert (await trouble(home))["no-posts"].remedy == "wallflower scrape"
    await Posts(stored).replace_all([[Post("a post", "file", "1")]], keep_absent=True)
    assert (await trouble(home))["never-scraped"].level is Level.NOTE


async def test_a_reading_that_stopped_is_told_with_where(home: Home, stored: Database) -> None:
    await read(stored, 1, is_finished=False)
    assert "at post 200 of 1,000" in (await trouble(home))["scrape-stopped"].sentence


async def test_a_reading_of_long_ago_is_told_and_one_of_yesterday_fine(home: Home, stored: Database) -> None:
    await read(stored, 30, is_finished=True)
    assert "30 days ago" in (await trouble(home))["scrape-old"].sentence
    await read(stored, 1, is_finished=True)
    assert "scrape-old" not in await trouble(home)


async def test_a_pause_is_noted(home: Home, stored: Database) -> None:
    await Community(stored).set_control(PAUSE_CONTROL, (NOW + timedelta(days=1)).isoformat())
    assert (await trouble(home))["paused"].remedy == "/resume in chat"


async def test_what_nobody_knows_and_what_waits_for_a_person_is_told(home: Home, stored: Database) -> None:
    await publication(stored, PublicationState.UNSURE, 1)
    await publication(stored, PublicationState.HANDED_OVER, 1)
    found = await trouble(home)
    assert "vk:-1" in found["publication-unsure"].sentence
    assert found["publication-unsure"].level is Level.WARNING
    assert found["publication-by-hand"].level is Level.NOTE


async def test_a_place_that_waits_is_told_with_why(home: Home, stored: Database) -> None:
    await publication(stored, PublicationState.DUE, 0.1, "the user key may not do this")
    assert "the user key may not do this" in (await trouble(home))["place-waits"].sentence


async def test_a_failure_is_told_until_something_goes_out_again(home: Home, stored: Database) -> None:
    await publication(stored, PublicationState.PUBLISHED, 3)
    await publication(stored, PublicationState.FAILED, 2, "VK can't be reached")
    assert "VK can't be reached" in (await trouble(home))["publication-failed"].sentence
    await publication(stored, PublicationState.PUBLISHED, 1)
    assert "publication-failed" not in await trouble(home)
    assert any("https://vk.com/wall-1_7" in one.sentence for one in await looked_over(home))


async def test_slots_that_publish_nothing_for_a_week_are_told(home: Home, stored: Database) -> None:
    await publication(stored, PublicationState.PUBLISHED, 10)
    assert "nothing-published" not in await trouble(home)
    await Slots(stored).add(Slot(0, (WALL,), time(12), "UTC"), NOW)
    found = await trouble(home)
    assert "10 days" in found["nothing-published"].sentence
    assert not {"no-slots", "queue-empty"} & found.keys()


async def test_a_chore_that_failed_is_told_with_the_command_that_does_it_now(home: Home, stored: Database) -> None:
    from bot.domain.chore import Chore, Outcome  # noqa: PLC0415
    from bot.storage.chores import Chores  # noqa: PLC0415

    now = datetime.now(UTC)
    await Chores(stored).change(Chore.READ, Outcome.FAILED, "VK can't be reached", now)
    await Chores(stored).change(Chore.TRAIN, Outcome.KEPT, "monday", now)
    found = (await trouble(home))["chore-failed"]
    assert "VK can't be reached" in found.sentence
    assert "wallflower scrape" in found.remedy
    await Chores(stored).change(Chore.TRAIN, Outcome.SPARED, "nothing new to learn", now)
    assert "chore-failed" in await trouble(home)
    fine = {one.code: one.sentence for one in await looked_over(home)}
    assert fine["chore-spared"].endswith("ago: nothing new to learn")
