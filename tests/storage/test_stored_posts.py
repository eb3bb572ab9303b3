"""Stored posts are looked through: by month, by source, by what they say; what is typed is text and no pattern."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select

from bot.flow.authors import AuthorHash
from bot.flow.gather import gather
from bot.storage import tables
from bot.storage.database import Database
from bot.storage.posts import Posts
from bot.storage.stored_posts import Amount, StoredPosts
from corpus.post import Post

AUTHORS = AuthorHash(b"0123456789abcdef")
MARCH = datetime(2026, 3, 31, 23, 59, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, 0, 0, tzinfo=UTC)


async def stored(database: Database, *posts: Post) -> StoredPosts:
    await gather(posts, Posts(database), AUTHORS, keep_absent=True)
    return StoredPosts(database)


def post(number: int, text: str, at: datetime | None = APRIL, author: str | None = None, source: str = "vk:-1") -> Post:
    return Post(text, source, str(number), author, at)


async def found(posts: StoredPosts, wanted: str) -> list[str]:
    return [one.text for one in (await posts.search(wanted, 1, 50)).posts]


async def test_posts_are_counted_by_the_month_in_which_they_were_written(database: Database) -> None:
    """Months end at midnight UTC; characters are characters, not bytes."""
    posts = await stored(
        database, post(1, "ёж", MARCH), post(2, "кот 🦀", APRIL), post(3, "ab", APRIL), post(4, "когда-то", None)
    )
    months = await posts.by_month()
    assert list(months.items()) == [("", Amount(1, 8)), ("2026-03", Amount(1, 2)), ("2026-04", Amount(2, 7))]


async def test_posts_are_counted_by_their_source(database: Database) -> None:
    """The largest source first, with its first and its last day."""
    posts = await stored(
        database, post(1, "ab", MARCH), post(2, "cd", APRIL), post(1, "e", None, source="file:jokes.txt")
    )
    assert list((await posts.by_source()).items()) == [
        ("vk:-1", Amount(2, 4, MARCH, APRIL)),
        ("file:jokes.txt", Amount(1, 1)),
    ]


@pytest.mark.parametrize(
    "wanted", ["%", "_", "100%", "a_b", "\\", "'; drop table posts; --", "🦀", "\0", "[a-z]", ".*"]
)
async def test_what_is_typed_is_looked_for_as_it_stands(database: Database, wanted: str) -> None:
    """No sign means more than itself, on neither database."""
    texts = ["100% правда", "a_b", "axb", "c:\\temp", "'; drop table posts; --", "краб 🦀", "[a-z].*"]
    posts = await stored(database, *(post(number, text) for number, text in enumerate(texts)))
    assert sorted(await found(posts, wanted)) == sorted(text for text in texts if wanted in text)


@pytest.mark.parametrize(
    ("text", "wanted"), [("ЁЖИК", "ежик"), ("straße", "STRASSE"), ("й".encode().decode(), "й"), ("Ёлка", "ёЛК")]
)
async def test_case_and_accents_make_no_difference(database: Database, text: str, wanted: str) -> None:
    """Also for letters that SQLite knows no cases of."""
    assert await found(await stored(database, post(1, text), post(2, "другое")), wanted) == [text]


async def test_pages_are_newest_first_and_the_last_stands_for_those_beyond_it(database: Database) -> None:
    """Posts without a date come last, with and without a text that is looked for."""
    many = [post(number, f"кот {number}", APRIL.replace(day=1 + number)) for number in range(5)]
    posts = await stored(database, *many, post(9, "кот без дня", None))
    for wanted in ("", "КОТ"):
        first, last = await posts.search(wanted, 1, 4), await posts.search(wanted, 99, 4)
        assert [one.text for one in first.posts] == ["кот 4", "кот 3", "кот 2", "кот 1"]
        assert [one.text for one in last.posts] == ["кот 0", "кот без дня"]
        assert (first.total, last.total) == (6, 6)
        assert (await posts.search(wanted, -5, 4)).posts == first.posts
    assert (await posts.search("пёс", 1, 4)).total == 0


async def test_all_of_a_large_wall_is_looked_through(database: Database) -> None:
    """Not only the first few thousand posts."""
    posts = await stored(database, *(post(number, f"пост {number}.") for number in range(4_500)))
    assert (await posts.search("ПОСТ", 1, 10)).total == 4_500
    assert await found(posts, " 4499.") == ["пост 4499."]


async def test_an_edited_post_is_found_by_what_it_says_now(database: Database) -> None:
    """And no more by what it said."""
    posts = await stored(database, post(1, "Старые слова"))
    await stored(database, post(1, "Новые СЛОВА"))
    assert await found(posts, "новые") == ["Новые СЛОВА"]
    assert await found(posts, "старые") == []


async def test_nothing_that_is_searched_is_left_of_a_forgotten_post(database: Database) -> None:
    """What is searched is a part of the post's own row, and goes with it; by whatever way that goes."""
    posts = await stored(database, post(1, "СЕКРЕТ Анны", APRIL, "vk:1"), post(2, "другое", APRIL, "vk:2"))
    async with database.begin() as connection:
        await connection.execute(delete(tables.posts).where(tables.posts.c.author_hash == AUTHORS.of("vk:1")))
    assert await found(posts, "секрет") == []
    async with database.begin() as connection:
        every = (await connection.execute(select(tables.posts.c.text, tables.posts.c.folded))).all()
    assert [tuple(row) for row in every] == [("другое", "другое")]


async def test_an_authors_posts_are_found_by_their_hash_alone(database: Database) -> None:
    """Another author's are not, nor those of nobody."""
    posts = await stored(
        database, post(1, "a", MARCH, "vk:1"), post(2, "bc", APRIL, "vk:1"), post(3, "d", APRIL, "vk:2")
    )
    anna = AUTHORS.of("vk:1")
    assert (await posts.search("", 1, 9, anna)).total == 2
    assert (await posts.search("B", 1, 9, anna)).total == 1
    assert await posts.of_author(anna) == Amount(2, 3, MARCH, APRIL)
    assert await posts.of_author("0" * 64) == Amount(0, 0)


async def test_posts_of_whoever_said_no_are_not_shown(database: Database) -> None:
    """Even if one should still be there."""
    posts = await stored(database, post(1, "секрет", APRIL, "vk:1"))
    number = (await posts.search("", 1, 9)).posts[0].id
    assert (await posts.get(number)) is not None
    async with database.begin() as connection:
        said_no = {"author_hash": AUTHORS.of("vk:1"), "person_hash": "p", "opted_out_at": APRIL}
        await connection.execute(tables.opt_outs.insert().values(said_no))
    assert (await posts.search("", 1, 9)).total == (await posts.search("секрет", 1, 9)).total == 0
    assert await posts.get(number) is None
    assert await posts.by_month() == await posts.by_source() == {}
