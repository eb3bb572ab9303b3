"""A post's photos: the size that is worth fetching, and whose they are."""

import io

import pytest
from PIL import Image

from bot.platforms.vk.photos import VkPhotos
from bot.platforms.vk.posted_photos import posted_photos
from bot.platforms.vk.wall import VkWall
from bot.ports import WallPhoto
from bot.sandbox.vk import NewPost
from tests.platforms.vk.conftest import Community


def _jpeg(width: int, height: int) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(written, "JPEG")
    return written.getvalue()


def _size(kind: str, width: int, height: int) -> dict[str, object]:
    return {"type": kind, "width": width, "height": height, "url": f"https://sun.example/{kind}"}


def _photo(**facts: object) -> dict[str, object]:
    whole = {"id": 2, "owner_id": -1, "user_id": 100, "sizes": [_size("x", 604, 400)]} | facts
    return {"type": "photo", "photo": whole}


def _address(*sizes: dict[str, object]) -> str:
    (found,) = posted_photos([_photo(sizes=list(sizes))], "vk:7")
    return found.reference.rpartition("/")[2]


async def test_a_walls_photos_are_found_and_can_be_fetched(community: Community) -> None:
    sandbox, owner, member = community.sandbox, community.owner_id, community.member_id
    body = _jpeg(900, 700)
    name = sandbox.upload(member, body)
    sandbox.post_to_wall(owner, NewPost("с картинкой", from_id=member, attachments=[name, "https://example.org"]))
    sandbox.post_to_wall(owner, NewPost("чужое", from_id=member, attachments=[name], repost_of="там"))
    sandbox.post_to_wall(owner, NewPost("реклама", from_id=member, attachments=[name], marked_as_ads=True))
    sandbox.post_to_wall(owner, "без")
    page = await VkWall(community.service, owner).photos(0, 100)
    assert (page.total, page.raw_count) == (4, 4)
    (found,) = page.photos
    assert (found.name, found.authors) == (name, (f"vk:{member}",))
    assert await VkPhotos(may_be_local=True).fetch(found.reference) == body


def test_of_its_sizes_the_largest_is_taken_that_is_not_larger_than_it_needs_to_be() -> None:
    s, x, z, w = _size("s", 75, 50), _size("x", 604, 400), _size("z", 1_080, 720), _size("w", 2_560, 1_700)
    assert _address(s, z, w, x) == "z"
    assert _address(s, w) == "s"
    assert _address(w) == "w"
    # VK cuts tall photos off in these.
    assert _address(x, _size("r", 510, 765)) == "x"
    assert _address(_size("r", 510, 765)) == "r"


@pytest.mark.parametrize(
    ("facts", "author", "whose"),
    [
        ({}, "vk:7", ("vk:7",)),
        ({"owner_id": 5, "user_id": None}, "vk:7", ("vk:7", "vk:5")),
        ({"owner_id": 7}, "vk:7", ("vk:7",)),
        ({"user_id": 42}, "vk:-1", ("vk:-1", "vk:42")),
        ({}, None, ("vk:-1",)),
    ],
)
def test_a_photo_is_its_posters_and_his_who_had_it_before(
    facts: dict[str, object], author: str | None, whose: tuple[str, ...]
) -> None:
    (found,) = posted_photos([_photo(**facts)], author)
    assert found.authors == whose


@pytest.mark.parametrize(
    "value",
    [
        None, {}, "photo", [None], [{"type": "photo"}], [{"type": "video", "video": {}}], [_photo(id="2")],
        [_photo(sizes=[])], [_photo(sizes=[{"type": "x", "width": 1, "height": 1, "url": ""}])],
        [_photo(sizes=[{"type": "x", "width": "1", "height": 1, "url": "https://a"}])],
        [_photo(sizes=[{"type": "x", "width": 1, "height": 1, "url": "https://a/" + "b" * 2_000}])],
    ],
)  # fmt: skip
def test_what_is_no_photo_is_none_and_spoils_no_other(value: object) -> None:
    assert posted_photos(value, "vk:7") == ()
    if isinstance(value, list):
        expected = WallPhoto("photo-1_2", "https://sun.example/x", ("vk:7",))
        assert posted_photos([*value, _photo()], "vk:7") == (expected,)
