"""Posts are stored by source and id, with how far their reading has come."""

from datetime import UTC, datetime

import pytest

from bot.errors import Refused
from bot.flow.authors import AuthorHash
from bot.flow.gather import gather
from bot.storage.database import Database
from bot.storage.posts import Change, Pass, Posts
from corpus.post import Post

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
AUTHORS = AuthorHash(b"0123456789abcdef")


def post(number: int, text: str | None = None, author: str | None = None) -> Post:
    return Post(text or f"post {number}", "vk:-1", str(number), author, NOW)


async def test_a_page_and_the_progress_are_stored_together(database: Database) -> None:
    posts = Posts(database)
    progress = Pass("vk:-1", 1, 100, 250, True, NOW)
    assert await posts.store_page(progress, [post(1), post(2)]) == Change(2, 0)
    assert await posts.current_pass("vk:-1") == progress
    assert await posts.current_pass("vk:-2") is None


async def test_a_post_that_is_read_again_is_updated_not_doubled(database: Database) -> None:
    posts = Posts(database)
    progress = Pass("vk:-1", 1, 2, 2, True, NOW)
    await posts.store_page(progress, [post(1), post(2)])
    assert await posts.store_page(progress, [post(1), post(2, "edited"), post(3)]) == Change(1, 1)
    assert [stored.text for stored in await posts.all()] == ["post 1", "edited", "post 3"]


async def test_only_a_full_pass_forgets_what_it_has_not_seen(database: Database) -> None:
    posts = Posts(database)
    await posts.store_page(Pass("vk:-1", 1, 2, 2, True, NOW), [post(1), post(2)])
    quick = Pass("vk:-1", 2, 1, 1, False, NOW)
    await posts.store_page(quick, [post(2)])
    assert await posts.finish(quick) == 0
    full = Pass("vk:-1", 3, 1, 1, True, NOW)
    await posts.store_page(full, [post(2)])
    assert await posts.count_unseen("vk:-1", 3) == 1
    assert await posts.finish(full) == 1
    assert [stored.remote_id for stored in await posts.all()] == ["2"]


async def test_thousands_of_posts_and_any_unicode_fit(database: Database) -> None:
    posts = Posts(database)
    many = [post(n, f"№{n} \U0001f980 \u202e ё\n\t'\"\\") for n in range(2_500)]
    assert await gather(many, posts, AUTHORS, keep_absent=False) == Change(2_500, 0)
    assert await posts.count() == 2_500


async def test_a_reader_that_fails_halfway_leaves_everything_as_it_was(database: Database) -> None:
    posts = Posts(database)
    await gather([post(1)], posts, AUTHORS, keep_absent=False)

    def broken() -> object:
        yield from (post(n) for n in range(2, 3_000))
        raise Refused("the file breaks off")

    with pytest.raises(Refused, match="breaks off"):
        await gather(broken(), posts, AUTHORS, keep_absent=False)  # type: ignore[arg-type]
    assert [stored.remote_id for stored in await posts.all()] == ["1"]


async def test_an_import_replaces_what_the_file_held_before_unless_told_otherwise(database: Database) -> None:
    posts = Posts(database)
    await gather([post(1), post(2)], posts, AUTHORS, keep_absent=False)
    await gather([post(3)], posts, AUTHORS, keep_absent=True)
    assert await posts.count() == 3
    await gather([post(3)], posts, AUTHORS, keep_absent=False)
    assert await posts.count() == 1


async def test_a_file_without_posts_is_refused(database: Database) -> None:
    with pytest.raises(Refused, match="no posts"):
        await gather([], Posts(database), AUTHORS, keep_absent=False)


async def test_authors_are_stored_as_keyed_hashes_only(database: Database) -> None:
    posts = Posts(database)
    await gather([post(1, author="vk:42")], posts, AUTHORS, keep_absent=False)
    [stored] = await posts.all()
    assert stored.author == AUTHORS.of("vk:42") != AuthorHash(b"another key of 16+").of("vk:42")
