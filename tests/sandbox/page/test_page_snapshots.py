"""Whoever has no photo at hand sends one of those that the page draws; both platforms take them."""

import base64
import io

import pytest
from PIL import Image

from bot.sandbox.page.snapshots import HEIGHT, SNAPSHOTS, WIDTH, taken
from tests.sandbox.page.conftest import Visit


@pytest.mark.parametrize("name", SNAPSHOTS)
async def test_each_is_served_as_a_photo_with_something_on_it(visit: Visit, name: str) -> None:
    async with visit.session.get(f"{visit.address}snapshot/{name}") as answer:
        assert (answer.status, answer.content_type) == (200, "image/jpeg")
        body = await answer.read()
    with Image.open(io.BytesIO(body)) as image:
        assert (image.format, image.size) == ("JPEG", (WIDTH, HEIGHT))
        assert len(image.quantize(64).getcolors() or []) > 16


async def test_a_name_that_none_has_gives_nothing(visit: Visit) -> None:
    for name in ("none", "..%2Fserver.py", "_cat"):
        async with visit.session.get(f"{visit.address}snapshot/{name}") as answer:
            assert answer.status == 404, name


@pytest.mark.parametrize("platform", ["telegram", "vk"])
async def test_one_is_sent_like_any_photo(visit: Visit, platform: str) -> None:
    body = base64.b64encode(taken("cat")).decode()
    status, _ = await visit.act(act="picture", role="member", platform=platform, picture=body, caption="/meme")
    assert status == 200
