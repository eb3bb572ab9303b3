"""A wall is read whole, resumed where it stopped, and kept in step with what its community does meanwhile."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import Refused
from bot.flow.authors import AuthorHash
from bot.flow.scrape import Scrape, Scraped
from bot.storage import schema
from bot.storage.database import Database
from bot.storage.posts import Posts
from corpus.post import Post
from tests.flow.fakes import ListWall, StillClock

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def wall_of(count: int, die_after: int | None = None) -> ListWall:
    return ListWall(
        [Post(f"post {n}", "vk:-1", str(n), f"vk:{n % 7}", NOW) for n in range(count, 0, -1)], die_after=die_after
    )


def scrape(wall: ListWall, database: Database) -> Scrape:
    return Scrape(wall, Posts(database), AuthorHash(b"0123456789abcdef"), StillClock(NOW))


async def texts(database: Database) -> set[str]:
    return {post.text for post in await Posts(database).all()}


async def test_every_post_of_a_wall_is_stored(database: Database) -> None:
    wall = wall_of(250)
    assert await scrape(wall, database).run() == Scraped(250, 250, 0, 0, 0)
    assert wall.offsets == [0, 100, 200]
    assert len(await texts(database)) == 250


async def test_a_killed_scrape_goes_on_at_the_page_where_it_was(database: Database) -> None:
    with pytest.raises(KeyboardInterrupt):
        await scrape(wall_of(450, die_after=3), database).run()
    wall = wall_of(450)
    assert (await scrape(wall, database).run()).resumed_at == 300
    assert wall.offsets == [300, 400]
    assert len(await texts(database)) == 450


async def test_new_and_edited_posts_are_picked_up_and_deleted_ones_forgotten(database: Database) -> None:
    wall = wall_of(250)
    await scrape(wall, database).run()
    wall.posts[240] = Post("edited", "vk:-1", wall.posts[240].remote_id, None, NOW)
    del wall.posts[100]
    wall.posts.insert(0, Post("new", "vk:-1", "999", None, NOW))
    result = await scrape(wall, database).run()
    assert (result.new, result.edited, result.forgotten) == (1, 1, 1)
    assert await texts(database) == {post.text for post in wall.posts}


async def test_posts_deleted_while_the_scrape_was_down_hide_none_that_is_still_there(database: Database) -> None:
    with pytest.raises(KeyboardInterrupt):
        await scrape(wall_of(450, die_after=2), database).run()
    wall = wall_of(450)
    del wall.posts[10:60]
    await scrape(wall, database).run()
    assert {post.text for post in wall.posts} <= await texts(database)


async def test_a_quick_pass_stops_at_the_first_page_with_nothing_new(database: Database) -> None:
    wall = wall_of(450)
    await scrape(wall, database).run()
    wall.posts.insert(0, Post("new", "vk:-1", "999", None, NOW))
    wall.offsets.clear()
    result = await scrape(wall, database).run(quick=True)
    assert (result.new, wall.offsets) == (1, [0, 100])


async def test_an_empty_wall_is_refused_and_forgets_nothing(database: Database) -> None:
    await scrape(wall_of(120), database).run()
    with pytest.raises(Refused, match="no posts"):
        await scrape(wall_of(0), database).run()
    assert len(await texts(database)) == 120


async def test_a_wall_that_lost_most_of_its_posts_forgets_them_only_when_told(database: Database) -> None:
    await scrape(wall_of(120), database).run()
    shrunken = wall_of(30)
    with pytest.raises(Refused, match="--accept-deletions"):
        await scrape(shrunken, database).run()
    assert len(await texts(database)) == 120
    assert (await scrape(shrunken, database).run(accept_deletions=True)).forgotten == 90


async def test_a_wall_that_breaks_off_before_its_own_count_forgets_nothing(tmp_path: Path) -> None:
    class ShortWall(ListWall):
        async def page(self, offset: int, count: int):  # type: ignore[no-untyped-def]
            page = await super().page(offset, count)
            return page if offset < 200 else type(page)(page.total, [], 0)

    database = Database(f"sqlite:///{tmp_path / 't.db'}")
    await schema.check(database)
    await scrape(wall_of(450), database).run()
    await scrape(ShortWall(wall_of(450).posts), database).run()
    assert len(await texts(database)) == 450
    await database.close()
