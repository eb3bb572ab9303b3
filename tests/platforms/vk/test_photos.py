"""Photos that people send: found in what VK brings, fetched from where it says, and never trusted."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.domain.message import Incoming
from bot.domain.unreadable import UnreadablePicture
from bot.errors import Refused, Retryable
from bot.platforms.vk.events import read_event
from bot.platforms.vk.photos import VkPhotos, photo_of
from bot.ports import MOST_PHOTO_BYTES
from tests.platforms.vk.conftest import Community
from tests.platforms.vk.scripted import ScriptedVk, flooding, hanging, redirecting, responding

SIZES = [
    {"type": "s", "url": "https://sun1.userapi.com/s.jpg", "width": 75, "height": 50},
    {"type": "w", "url": "https://sun1.userapi.com/w.jpg", "width": 2560, "height": 1700},
    {"type": "x", "url": "https://sun1.userapi.com/x.jpg", "width": 604, "height": 400},
]
PHOTO = {"type": "photo", "photo": {"id": 1, "owner_id": 5, "sizes": SIZES}}
FILE = {"type": "doc", "doc": {"id": 1, "owner_id": 5, "ext": "PSD", "url": "https://vk.com/doc5_1"}}
SONG = {"type": "doc", "doc": {"id": 1, "owner_id": 5, "ext": "mp3", "url": "https://vk.com/doc5_2"}}


def picture() -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(body, "JPEG")
    return body.getvalue()


def newest_message(community: Community) -> Incoming:
    """What the bot reads of the newest event."""
    event = read_event(community.sandbox.events(community.group_id)[-1], community.group_id)
    assert isinstance(event, Incoming)
    return event


async def fetched(community: Community, reference: str | None) -> bytes:
    assert reference is not None
    return await VkPhotos(may_be_local=True).fetch(reference)


async def test_a_photo_that_a_person_sends_or_answers_can_be_fetched(community: Community) -> None:
    sandbox, member = community.sandbox, community.member_id
    photo = sandbox.upload(member, picture())
    number = sandbox.say(member, community.owner_id, "/meme привет", attachments=[photo])
    captioned = newest_message(community)
    assert (captioned.text, captioned.reply_photo) == ("/meme привет", None)
    assert await fetched(community, captioned.photo) == picture()

    sandbox.say(member, community.owner_id, "/meme", reply_to=number)
    answering = newest_message(community)
    assert (answering.photo, answering.reply_photo) == (None, captioned.photo)


async def test_a_picture_sent_as_a_file_is_fetched_as_it_is_from_where_vk_sends_one_on_to(
    community: Community,
) -> None:
    file = community.sandbox.upload(community.member_id, b"8BPS", "meme.psd")
    community.sandbox.say(community.member_id, community.owner_id, "/meme", attachments=[file])
    assert await fetched(community, newest_message(community).photo) == b"8BPS"


def test_the_largest_size_is_taken_and_the_first_picture_of_several() -> None:
    assert photo_of({"attachments": [SONG, PHOTO, FILE]}) == "https://sun1.userapi.com/w.jpg"
    assert photo_of({"attachments": [FILE, PHOTO]}) == "https://vk.com/doc5_1"
    assert photo_of({"attachments": [SONG]}) is None
    assert photo_of({}) is None


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["type", "photo", "doc", "sizes", "url", "ext", "width", "height"]), inner, max_size=4
    ),
    max_leaves=12,
)  # fmt: skip


@given(st.lists(anything | st.fixed_dictionaries({"type": st.just("photo"), "photo": anything}) |
                st.fixed_dictionaries({"type": st.just("doc"), "doc": anything}), max_size=4) | anything)  # fmt: skip
def test_whatever_stands_in_place_of_attachments_a_message_is_read(attachments: object) -> None:
    found = photo_of({"attachments": attachments})
    assert found is None or 0 < len(found) <= 2_000


@pytest.mark.parametrize(
    "reference",
    ["", "AgACAgIAAxkB", "http://127.0.0.1/photo", "http://sun1.userapi.com/a.jpg", "file:///etc/passwd", "https://"],
)
async def test_a_reference_that_is_none_of_vks_is_refused(reference: str) -> None:
    with pytest.raises(Refused, match="no photo of VK's"):
        await VkPhotos().fetch(reference)


async def test_a_photo_that_is_too_large_is_refused_and_not_read_to_the_end(vk: ScriptedVk) -> None:
    vk.answers("photo", flooding(MOST_PHOTO_BYTES + 1))
    with pytest.raises(UnreadablePicture, match="too large: at most 20 MB"):
        await VkPhotos(may_be_local=True).fetch(f"{vk.url}/method/photo")
    vk.answers("largest", flooding(MOST_PHOTO_BYTES))
    assert len(await VkPhotos(may_be_local=True).fetch(f"{vk.url}/method/largest")) == MOST_PHOTO_BYTES


@pytest.mark.parametrize(("status", "kind"), [(404, Refused), (403, Refused), (429, Retryable), (502, Retryable)])
async def test_a_photo_that_is_gone_is_refused_and_one_that_does_not_come_now_may_come_later(
    vk: ScriptedVk, status: int, kind: type[Exception]
) -> None:
    vk.answers("photo", responding("nothing", status))
    with pytest.raises(kind) as caught:
        await VkPhotos(may_be_local=True).fetch(f"{vk.url}/method/photo")
    assert vk.url not in str(caught.value)


async def test_a_photo_that_never_comes_may_come_later(vk: ScriptedVk) -> None:
    vk.answers("photo", hanging())
    with pytest.raises(Retryable):
        await VkPhotos(may_be_local=True, timeout_s=0.1).fetch(f"{vk.url}/method/photo")


@pytest.mark.parametrize("target", ["http://sun1.userapi.com/a.jpg", "file:///etc/passwd", "http://[::1"])
async def test_a_photo_that_is_sent_on_to_somewhere_else_is_not_followed(vk: ScriptedVk, target: str) -> None:
    vk.answers("photo", redirecting(target))
    with pytest.raises(Refused):
        await VkPhotos(may_be_local=True).fetch(f"{vk.url}/method/photo")


async def test_a_photo_that_is_sent_round_in_a_circle_is_refused(vk: ScriptedVk) -> None:
    vk.answers("photo", redirecting(f"{vk.url}/method/photo"))
    with pytest.raises(Refused, match="not there"):
        await VkPhotos(may_be_local=True).fetch(f"{vk.url}/method/photo")
    assert len(vk.calls) == 4
