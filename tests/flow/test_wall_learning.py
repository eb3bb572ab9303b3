"""The wall's newest photos are fetched politely, each once, and none of anybody who said no."""

import pytest

from bot.errors import Misconfigured, Refused, Retryable
from bot.flow.authors import AuthorHash
from bot.flow.wall_learning import Gathered, WallLearning
from bot.ports import WallPhoto
from bot.storage.database import Database
from bot.storage.opt_outs import OptOuts, opt_out
from tests.chat.fakes import NOON, FakeKeeper, FakeLearnedPictures, FakePainter, FakePhotos, FakePhotoWall

AUTHORS = AuthorHash(b"0123456789abcdef")
ANNA = AUTHORS.of("vk:42")


def photo(number: int, *authors: str) -> WallPhoto:
    return WallPhoto(f"photo-1_{number}", f"at/{number}", authors or ("vk:7",))


class Desk:
    """A wall with one photo a post, and what takes them."""

    def __init__(self, database: Database, photos: list[WallPhoto]) -> None:
        self.database = database
        self.wall = FakePhotoWall([[one] for one in photos])
        self.photos = FakePhotos({one.reference: one.name.encode() for one in photos})
        self.keeper = FakeKeeper(FakePainter())
        self.pictures = FakeLearnedPictures(self.keeper)
        self.rests: list[float] = []
        self.says_no_at_rest = 0
        self.learning = WallLearning(
            self.wall, self.photos, self.keeper, self.pictures, AUTHORS, OptOuts(database), self._rest
        )

    async def _rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        if len(self.rests) == self.says_no_at_rest:
            await self.says_no(ANNA)

    async def says_no(self, author_hash: str) -> None:
        async with self.database.begin() as connection:
            await opt_out(connection, author_hash, [author_hash], NOON, is_sqlite=self.database.is_sqlite)


async def test_the_newest_are_put_by_with_whose_they_are_and_a_rest_after_each(database: Database) -> None:
    desk = Desk(database, [photo(9, "vk:42", "vk:7"), photo(8), photo(7)])
    counts: list[int] = []
    assert await desk.learning.gather(2, counts.append) == Gathered(fetched=2)
    assert desk.keeper.of_wall == {"photo-1_9": (ANNA, AUTHORS.of("vk:7")), "photo-1_8": (AUTHORS.of("vk:7"),)}
    assert counts == [1, 2]
    assert desk.rests == [0.25, 0.25]


async def test_what_is_there_is_not_fetched_again_and_what_left_the_wall_is_deleted(database: Database) -> None:
    desk = Desk(database, [photo(9), photo(8)])
    desk.keeper.of_wall = {"photo-1_9": ("x",), "photo-1_1": ("x",)}
    del desk.photos.kept["at/9"]
    assert await desk.learning.gather(5) == Gathered(fetched=1, there=1)
    assert set(desk.keeper.of_wall) == {"photo-1_9", "photo-1_8"}


async def test_a_wall_of_many_pages_is_read_until_there_are_enough(database: Database) -> None:
    desk = Desk(database, [photo(number) for number in range(250, 0, -1)])
    desk.wall.posts = [posts if at % 3 == 0 else [] for at, posts in enumerate(desk.wall.posts)]
    assert (await desk.learning.gather(60)).fetched == 60
    assert (await desk.learning.gather(500)) == Gathered(fetched=24, there=60)


async def test_the_same_photo_on_two_posts_counts_once(database: Database) -> None:
    desk = Desk(database, [photo(9), photo(9), photo(8)])
    assert await desk.learning.gather(9) == Gathered(fetched=2)


async def test_photos_of_those_who_said_no_are_never_fetched(database: Database) -> None:
    """Whether they posted them or had them before."""
    desk = Desk(database, [photo(9, "vk:42"), photo(8, "vk:7", "vk:42"), photo(7)])
    await desk.says_no(ANNA)
    desk.photos.kept = {"at/7": b"mine"}
    assert await desk.learning.gather(9) == Gathered(fetched=1, unwelcome=2)
    assert set(desk.keeper.of_wall) == {"photo-1_7"}


async def test_who_says_no_while_photos_are_fetched_and_learned_from_is_left_out(database: Database) -> None:
    desk = Desk(database, [photo(9, "vk:42"), photo(8)])
    desk.says_no_at_rest = 1
    await desk.learning.gather(9)
    assert set(desk.keeper.of_wall) == {"photo-1_8"}
    await desk.learning.learn()
    assert desk.pictures.forgot[-2:] == [frozenset({ANNA})] * 2


async def test_no_pictures_and_photos_that_are_gone_are_counted_and_left(database: Database) -> None:
    desk = Desk(database, [photo(9), photo(8), photo(7)])
    desk.photos.kept = {"at/9": b"no picture", "at/7": b"mine"}
    assert await desk.learning.gather(9) == Gathered(fetched=1, unusable=2)


async def test_a_photo_that_does_not_come_is_asked_for_three_times_and_what_was_fetched_stays(
    database: Database,
) -> None:
    desk = Desk(database, [photo(9), photo(8)])
    await desk.learning.gather(1)
    desk.photos.fault = Retryable("later", 5.0)
    desk.rests.clear()
    with pytest.raises(Retryable):
        await desk.learning.gather(2)
    assert desk.rests == [5.0, 10.0, 0.25]
    assert set(desk.keeper.of_wall) == {"photo-1_9"}
    desk.photos.fault = None
    assert await desk.learning.gather(2) == Gathered(fetched=1, there=1)


@pytest.mark.parametrize("error", [Misconfigured("no key"), Retryable("later"), Refused("closed")])
async def test_a_wall_that_cannot_be_read_changes_nothing(database: Database, error: Exception) -> None:
    desk = Desk(database, [photo(9)])
    desk.keeper.of_wall = {"photo-1_1": ("x",)}
    desk.wall.fault = error
    with pytest.raises(type(error)):
        await desk.learning.gather(9)
    assert set(desk.keeper.of_wall) == {"photo-1_1"}
