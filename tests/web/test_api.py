"""The API over real HTTP: pictures, captions, keys, limits, and what strangers try."""

import asyncio
import io
import json
import socket
from datetime import UTC, datetime

import aiohttp
import pytest
from PIL import Image

from bot.domain.audit import Signature
from bot.errors import Misconfigured
from bot.web.callers import hashed, new_key
from bot.web.serving import serve
from tests.web.conftest import BUSY, Serve, Served

KEY = new_key()
BY = Signature("terminal:0", datetime(2026, 11, 21, tzinfo=UTC))


async def got(served: Served, path: str, **more: object) -> tuple[int, object]:
    async with served.session.get(path, **more) as answer:  # type: ignore[arg-type]
        return answer.status, await answer.json()


async def posted(served: Served, path: str, wish: object, key: str = "") -> tuple[int, object]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with served.session.post(path, json=wish, headers=headers) as answer:
        return answer.status, await answer.json()


async def test_a_template_says_where_words_go_and_shows_an_example(serving: Serve) -> None:
    async with serving() as served:
        status, templates = await got(served, "/templates")
        assert isinstance(templates, list)
        drake = next(one for one in templates if one["name"] == "drake")
        assert (status, len(drake["boxes"])) == (200, 2)
        assert {"ru", "en"} <= set(drake["titles"])
        async with served.session.get(drake["example"]) as picture:
            assert (picture.status, picture.content_type) == (200, "image/jpeg")


async def test_a_picture_can_be_had_by_its_address_and_kept(serving: Serve) -> None:
    async with serving() as served:
        for written_as, kind in (("jpg", "JPEG"), ("png", "PNG"), ("webp", "WEBP")):
            address = f"/memes/drake/писать_самому/попросить%20бота.{written_as}?width=300"
            async with served.session.get(address) as answer:
                data = await answer.read()
                tag = answer.headers["ETag"]
                assert answer.headers["Cache-Control"].startswith("public, max-age=")
            picture = Image.open(io.BytesIO(data))
            assert (picture.format, picture.width) == (kind, 300)
            async with served.session.get(address, headers={"If-None-Match": tag}) as again:
                assert (again.status, await again.read()) == (304, b"")


async def test_a_meme_with_ones_own_words_is_told_its_address(serving: Serve) -> None:
    async with serving() as served:
        status, meme = await posted(served, "/memes", {"template": "drake", "boxes": ["a_b/c?", "#1"], "format": "png"})
        assert isinstance(meme, dict)
        assert (status, meme["boxes"]) == (201, ["a_b/c?", "#1"])
        async with served.session.get(meme["address"]) as picture:
            assert (picture.status, picture.content_type) == (200, "image/png")


async def test_the_network_writes_captions(serving: Serve) -> None:
    async with serving() as served:
        status, captions = await posted(served, "/captions", {"template": "drake", "about": "mondays", "count": 2})
        assert isinstance(captions, list)
        assert (status, len(captions)) == (200, 2)
        assert all(len(one["boxes"]) == 2 and one["address"].startswith("/memes/drake/") for one in captions)
        status, meme = await posted(served, "/memes", {})
        assert isinstance(meme, dict)
        assert (status, "written" in meme["boxes"][0]) == (201, True)


async def test_a_busy_network_says_when_to_come_again(serving: Serve) -> None:
    async with serving() as served:
        served.writer.trouble = BUSY
        async with served.session.post("/captions", json={"template": "drake"}) as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (503, "3")
        served.writer.trouble = Misconfigured("no checkpoint at /home/secret")
        status, told = await posted(served, "/captions", {"template": "drake"})
        assert status == 503
        assert "secret" not in json.dumps(told)


async def test_strangers_have_a_limit_and_keys_one_of_their_own(serving: Serve) -> None:
    async with serving(strangers=3, keys=50) as served:
        # The fixture's own first request was for what is not there, which costs nothing.
        answers = [(await got(served, "/templates"))[0] for _ in range(7)]
        assert answers == [200] * 6 + [429]
        async with served.session.get("/templates") as refused:
            assert int(refused.headers["Retry-After"]) >= 1
        await served.keys.add("site", hashed(KEY), BY)
        assert (await posted(served, "/captions", {"template": "drake"}, KEY))[0] == 200
        assert await served.keys.revoke("site", BY)
        status, told = await posted(served, "/captions", {"template": "drake"}, KEY)
        assert (status, told) == (401, {"error": "this key is not in force"})


async def test_where_strangers_are_not_served_a_key_is_asked_for(serving: Serve) -> None:
    async with serving(strangers=0) as served:
        await served.keys.add("site", hashed(KEY), BY)
        async with served.session.get("/templates") as refused:
            assert (refused.status, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert (await got(served, "/templates", headers={"Authorization": f"Bearer {KEY}"}))[0] == 200
        for wrong in ("Basic abc", "Bearer", f"Bearer {KEY}x", "Bearer " + "x" * 5000):
            assert (await got(served, "/templates", headers={"Authorization": wrong}))[0] == 401


SENSELESS_PATHS = {
    "/memes/nothing/a.jpg": 404,
    "/memes/drake/a/b/c.jpg": 422,
    "/memes/drake/a": 422,
    "/memes/drake/a.exe": 422,
    "/memes/drake/~x.jpg": 422,
    "/memes/drake/a.jpg?width=100000": 422,
    "/memes/drake/a.jpg?width=wide": 422,
    "/memes/drake/" + "x" * 3000 + ".jpg": 422,
    "/memes/../../etc/passwd": 404,
    "/memes/%2e%2e/%2e%2e.jpg": 404,
    "/elsewhere": 404,
}


async def test_what_makes_no_sense_gets_a_sentence(serving: Serve) -> None:
    async with serving() as served:
        answers = {path: await got(served, path) for path in SENSELESS_PATHS}
    assert {path: status for path, (status, _) in answers.items()} == SENSELESS_PATHS
    assert all(isinstance(told, dict) and set(told) == {"error"} for _, told in answers.values())


SENSELESS_WISHES: list[object] = [
    [],
    {"boxes": ["words without a template"]},
    {"template": "drake", "boxes": ["a", "b", "c"]},
    {"template": "drake", "boxes": ["a"], "about": "mondays"},
    {"template": "drake", "boxes": []},
    {"template": "drake", "boxes": [1]},
    {"template": "drake", "boxes": ["x" * 2000]},
    {"template": "drake", "boxes": ["half a \ud800"]},
    {"template": 7},
    {"unknown": 1},
]


async def test_a_wish_that_makes_no_sense_gets_a_sentence(serving: Serve) -> None:
    async with serving() as served:
        answers = [await posted(served, "/memes", wish) for wish in SENSELESS_WISHES]
    assert [status for status, _ in answers] == [422] * len(SENSELESS_WISHES)
    assert all(isinstance(told, dict) and set(told) == {"error"} for _, told in answers)


async def test_banned_words_are_drawn_for_nobody(serving: Serve) -> None:
    async with serving(banned=("слон*",)) as served:
        assert (await got(served, "/memes/drake/сл0н/b.jpg"))[0] == 422
        assert (await posted(served, "/memes", {"template": "drake", "boxes": ["с л о н"]}))[0] == 422
        assert (await posted(served, "/captions", {"about": "слоны"}))[0] == 422


async def test_a_body_without_end_is_cut_off(serving: Serve) -> None:
    async def endless() -> object:
        for _ in range(10_000):
            yield b"x" * 1000

    async with serving() as served:
        try:
            async with served.session.post("/memes", data=endless()) as answer:
                assert answer.status == 413
        except aiohttp.ClientConnectionError:
            pass  # the answer may be lost where the sender is still speaking
        assert (await got(served, "/templates"))[0] == 200


async def test_many_at_once_are_all_answered(serving: Serve) -> None:
    async with serving() as served:
        found = await asyncio.gather(
            *(got_status(served, f"/memes/drake/{number}/b.jpg?width=100") for number in range(60))
        )
        assert set(found) <= {200, 503}
        assert found.count(200) >= 20


async def got_status(served: Served, path: str) -> int:
    async with served.session.get(path) as answer:
        await answer.read()
        return answer.status


async def test_the_description_names_every_way_in(serving: Serve) -> None:
    async with serving() as served:
        _, described = await got(served, "/openapi.json")
        assert isinstance(described, dict)
        assert set(described["paths"]) == {"/templates", "/memes/{template}/{lines}", "/memes", "/captions"}


async def test_an_address_that_is_taken_is_said_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(Misconfigured, match=r"web\.listen"):
        await serve(_nothing, "127.0.0.1", taken.getsockname()[1])


async def _nothing(*_: object) -> None:
    raise AssertionError("nobody calls")
