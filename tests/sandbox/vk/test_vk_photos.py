"""Uploads through vk_api's VkUpload: wall photos, message photos, files, and what is no photo."""

from __future__ import annotations

import asyncio
import contextlib
import io
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
import requests
import vk_api
from PIL import Image

from bot.sandbox.vk import TokenKind, VkBehaviour, VkLimits
from bot.sandbox.vk.uploads import read_image

if TYPE_CHECKING:
    from tests.sandbox.vk.conftest import Stage, StageMaker, Vk


def picture(width: int = 60, height: int = 40, kind: str = "PNG") -> io.BytesIO:
    body = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 30)).save(body, kind)
    body.seek(0)
    body.name = f"picture.{kind.lower()}"
    return body


@contextlib.contextmanager
def uploading(vk: Vk) -> Iterator[vk_api.VkUpload]:
    upload = vk_api.VkUpload(vk.session)
    try:
        yield upload
    finally:
        upload.http.close()


async def test_a_wall_photo_is_uploaded_saved_and_posted(stage: Stage, user: Vk, service: Vk) -> None:
    with uploading(user) as upload:
        [photo] = await user.run(upload.photo_wall, picture(1_200, 900, "JPEG"), group_id=stage.group)
    assert (photo["owner_id"], photo["width"], photo["height"]) == (stage.wall, 1_200, 900)
    name = f"photo{photo['owner_id']}_{photo['id']}"
    await user("wall.post", owner_id=stage.wall, from_group=1, attachments=name)
    [post] = (await service("wall.get", owner_id=stage.wall))["items"]
    assert post["attachments"][0]["photo"]["id"] == photo["id"]
    url = post["attachments"][0]["photo"]["orig_photo"]["url"]
    response = await asyncio.to_thread(requests.get, url, timeout=5)
    assert response.content == picture(1_200, 900, "JPEG").getvalue()
    assert response.headers["Content-Type"] == "image/jpeg"


async def test_a_message_photo_is_sent_and_attaches_to_a_post_only_with_its_access_key(
    stage: Stage, community: Vk, user: Vk
) -> None:
    with uploading(community) as upload:
        [photo] = await community.run(upload.photo_messages, picture(), peer_id=stage.member)
    name = f"photo{photo['owner_id']}_{photo['id']}"
    await community("messages.send", peer_id=stage.member, random_id=0, attachment=f"{name}_{photo['access_key']}")
    [message] = stage.sandbox.messages(stage.member, stage.wall)
    assert message.attachments[0].photo is not None
    post = {"owner_id": stage.wall, "from_group": 1}
    assert await user.error("wall.post", **post, attachments=name) == 100
    assert await user("wall.post", **post, attachments=f"{name}_{photo['access_key']}") == {"post_id": 1}


async def test_an_upload_is_saved_once_and_by_its_owner_only(stage: Stage, user: Vk) -> None:
    server = await user("photos.getWallUploadServer", group_id=stage.group)
    response = await asyncio.to_thread(
        requests.post, server["upload_url"], files={"photo": ("a.png", picture())}, timeout=5
    )
    saved: dict[str, Any] = response.json()
    assert await user.error("photos.saveWallPhoto", group_id=stage.group, **saved | {"hash": "0"}) == 121
    assert await user.error("photos.saveWallPhoto", group_id=stage.group, **saved | {"server": 1}) == 118
    assert await user.error("photos.saveWallPhoto", group_id=stage.group, **saved | {"photo": '[{"a": 1}]'}) == 100
    assert await user.error("photos.saveMessagesPhoto", **saved) == 121
    assert len(await user("photos.saveWallPhoto", group_id=stage.group, **saved)) == 1
    assert await user.error("photos.saveWallPhoto", group_id=stage.group, **saved) == 121


async def test_what_is_no_image_uploads_as_nothing_and_cannot_be_saved(stage: Stage, user: Vk) -> None:
    fake = io.BytesIO(b"<html>not a picture</html>")
    fake.name = "fake.png"
    with uploading(user) as upload, pytest.raises(vk_api.exceptions.ApiError) as caught:
        await user.run(upload.photo_wall, fake, group_id=stage.group)
    assert caught.value.code == 100
    server = await user("photos.getWallUploadServer", group_id=stage.group)
    response = await asyncio.to_thread(requests.post, server["upload_url"], data=b"no multipart", timeout=5)
    assert response.json()["photo"] == "[]"
    response = await asyncio.to_thread(
        requests.post,
        server["upload_url"],
        data=b"--x\r\nbroken",
        headers={"Content-Type": "multipart/form-data; boundary=y"},
        timeout=5,
    )
    assert response.json()["photo"] == "[]"


async def test_a_file_over_the_limit_and_an_unknown_address_are_refused(make_stage: StageMaker) -> None:
    stage: Stage = await make_stage(limits=VkLimits(upload_bytes=1_000))
    vk = stage.key(stage.sandbox.add_token(TokenKind.USER, user_id=stage.admin))
    server = await vk("photos.getWallUploadServer", group_id=stage.group)
    files = {"photo": ("a.png", b"x" * 100_000)}
    response = await asyncio.to_thread(requests.post, server["upload_url"], files=files, timeout=5)
    assert response.status_code == 413
    response = await asyncio.to_thread(
        requests.post, f"{stage.sandbox.base_url}/upload?ticket=1", files={"photo": picture()}, timeout=5
    )
    assert response.status_code == 403


async def test_only_an_editor_uploads_for_a_communitys_wall(stage: Stage) -> None:
    vk = stage.key(stage.sandbox.add_token(TokenKind.USER, user_id=stage.member))
    assert await vk.error("photos.getWallUploadServer", group_id=stage.group) == 203


def claimed_png(width: int, height: int) -> bytes:
    """A PNG whose header claims a size that its few bytes don't hold."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"GIF89a",
        picture(210, 10).getvalue(),
        claimed_png(14_000, 14_000),
        claimed_png(2**31 - 1, 2**31 - 1),
        claimed_png(0, 10),
        picture(kind="BMP").getvalue(),
        picture(kind="WEBP").getvalue(),
    ],
    ids=["empty", "cut", "too long", "too big", "bomb", "no width", "bmp", "webp"],
)
def test_an_image_beyond_vks_bounds_is_not_taken(body: bytes) -> None:
    """The size is judged by the header alone, so a bomb costs nothing."""
    assert read_image(body) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF"])
def test_an_image_is_known_by_its_header(kind: str) -> None:
    """The size and the type come from the file, not from its name."""
    image = read_image(picture(60, 40, kind).getvalue())
    assert image is not None
    assert (image.width, image.height, image.mime) == (60, 40, f"image/{kind.lower()}")


def moving_picture() -> io.BytesIO:
    body = io.BytesIO()
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    frames[0].save(body, "GIF", save_all=True, append_images=frames[1:], duration=500)
    body.seek(0)
    body.name = "meme.gif"
    return body


async def test_a_file_is_posted_as_it_is_and_fetched_where_vk_sends_one_on_to(
    stage: Stage, user: Vk, community: Vk, service: Vk
) -> None:
    for vk in (user, community):
        with uploading(vk) as upload:
            saved = await vk.run(upload.document_wall, moving_picture(), title="meme.gif", group_id=stage.group)
        doc = saved["doc"]
        assert (doc["owner_id"], doc["ext"], doc["type"]) == (stage.wall, "gif", 3)
        await user("wall.post", owner_id=stage.wall, from_group=1, attachments=f"doc{doc['owner_id']}_{doc['id']}")
    [post, _] = (await service("wall.get", owner_id=stage.wall))["items"]
    response = await asyncio.to_thread(requests.get, post["attachments"][0]["doc"]["url"], timeout=5)
    assert response.content == moving_picture().getvalue()
    assert len(response.history) == 1


async def test_a_file_for_messages_attaches_elsewhere_only_with_its_access_key(
    stage: Stage, user: Vk, community: Vk
) -> None:
    with uploading(community) as upload:
        saved = await community.run(upload.document_message, moving_picture(), peer_id=stage.member)
    doc = saved["doc"]
    name = f"doc{doc['owner_id']}_{doc['id']}"
    await community("messages.send", peer_id=stage.member, random_id=0, attachment=name)
    assert stage.sandbox.messages(stage.member, stage.wall)[-1].attachments[0].doc is not None
    post = {"owner_id": stage.wall, "from_group": 1}
    assert await user.error("wall.post", **post, attachments=name) == 100
    await user("wall.post", **post, attachments=f"{name}_{doc['access_key']}")
    assert await user.error("wall.post", **post, attachments="doc1_1") == 100


async def test_a_file_is_saved_once_and_by_its_owner_only(stage: Stage, user: Vk, community: Vk) -> None:
    server = await community("docs.getMessagesUploadServer", peer_id=stage.member)
    files = {"file": ("a.gif", moving_picture())}
    response = await asyncio.to_thread(requests.post, server["upload_url"], files=files, timeout=5)
    saved: dict[str, Any] = response.json()
    stranger = stage.key(stage.sandbox.add_token(TokenKind.USER, user_id=stage.member))
    assert await stranger.error("docs.save", **saved) == 105
    assert (await community("docs.save", **saved))["type"] == "doc"
    assert await community.error("docs.save", **saved) == 105
    wrong_field = {"photo": ("a.gif", moving_picture())}
    response = await asyncio.to_thread(requests.post, server["upload_url"], files=wrong_field, timeout=5)
    assert response.json()["error"] == "no_file"
    assert await community.error("docs.getMessagesUploadServer", peer_id=stage.member, type="video") == 100
    assert await stranger.error("docs.getWallUploadServer", group_id=stage.group) == 203


async def test_a_message_photo_may_get_another_number_on_the_wall(make_stage: StageMaker) -> None:
    """Nobody documents that a photo uploaded for messages stands on a wall as the one that it was."""
    stage: Stage = await make_stage(behaviour=VkBehaviour(copies_message_photos=True))
    vk = stage.key(stage.sandbox.add_token(TokenKind.COMMUNITY, group_id=stage.group))
    with uploading(vk) as upload:
        [photo] = await vk.run(upload.photo_messages, picture(), peer_id=stage.member)
    name = f"photo{photo['owner_id']}_{photo['id']}_{photo['access_key']}"
    await vk("wall.post", owner_id=stage.wall, from_group=1, attachments=name)
    [post] = stage.sandbox.posts(stage.wall)
    assert post.attachments[0].photo is not None
    assert post.attachments[0].photo.id != photo["id"]


async def test_what_people_upload_goes_into_their_messages(stage: Stage, community: Vk) -> None:
    sandbox = stage.sandbox
    words = [
        sandbox.upload(stage.member, picture().getvalue(), "a.png"),
        sandbox.upload(stage.member, b"8BPS", "b.psd"),
    ]
    sandbox.say(stage.member, stage.wall, "/meme", attachments=words)
    [message] = (await community("messages.getHistory", peer_id=stage.member, count=1))["items"]
    assert [part["type"] for part in message["attachments"]] == ["photo", "doc"]
