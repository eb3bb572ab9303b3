"""Pictures through the real vk_api and the sandbox: uploaded before their posts and messages, found by number."""

import asyncio
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from bot.domain.member import Address, Platform
from bot.domain.message import Button, Message
from bot.domain.picture import Picture, PictureFormat
from bot.domain.place import Place
from bot.errors import Misconfigured, NoKeyMay, Refused, Retryable, Unsure
from bot.platforms.vk.backoff import Backoff
from bot.platforms.vk.channel import VkChannel
from bot.platforms.vk.chat import VkChat
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.failures import KeyKind
from bot.platforms.vk.keys import VkClients
from bot.platforms.vk.upload_server import is_safe_address
from bot.platforms.vk.uploads import Uploads
from bot.sandbox.faults import ApiError, Drop, Every, Fault, FaultRule, HttpError, Malformed, Nth
from bot.sandbox.vk import TokenKind, VkBehaviour
from bot.sandbox.vk import state as sandbox_state
from tests.platforms.vk.conftest import FAST, KEY, Community
from tests.platforms.vk.scripted import Answer, ScriptedVk, dropping, hanging, refusing, responding

CARD = ((Button("Одобрить", "ok:1"),),)
AGO = timedelta(minutes=5)


def still(colour: str = "teal", width: int = 60, height: int = 40, form: PictureFormat = PictureFormat.JPEG) -> Picture:
    body = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(body, form.name)
    return Picture(body.getvalue(), form, width, height)


def moving() -> Picture:
    body = io.BytesIO()
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    frames[0].save(body, "GIF", save_all=True, append_images=frames[1:], duration=500)
    return Picture(body.getvalue(), PictureFormat.GIF, 60, 40, is_animated=True)


def hasty(client: VkClient) -> Uploads:
    """Uploads that wait a millisecond before they begin anew."""
    return Uploads(client, timeout_s=5.0, backoff=Backoff(first_s=0.001, longest_s=0.002))


@pytest.fixture
def place(community: Community) -> Place:
    return Place(Platform.VK, str(community.owner_id))


@pytest.fixture
def member(community: Community) -> Address:
    """The member, who has written to the community and so may be written to."""
    community.sandbox.say(community.member_id, -community.group_id, "привет")
    return Address(Platform.VK, community.member_id)


def channel_of(community: Community, clients: VkClients | None = None) -> VkChannel:
    return VkChannel(clients or community.clients, settle_s=0, uploads=hasty)


def of_community(community: Community) -> VkChannel:
    """The channel of a bot that has no user key."""
    return channel_of(community, VkClients(service=community.service, community=community.community))


def pictures_of(post: sandbox_state.Post | sandbox_state.Message) -> list[bytes]:
    """What the photos and files of a post or message are."""
    parts = [part.photo or part.doc for part in post.attachments]
    return [part.body for part in parts if part is not None]


async def test_a_picture_is_uploaded_first_and_then_posted_with_its_text(community: Community, place: Place) -> None:
    channel, picture = channel_of(community), still()

    attachment = await channel.attach(place, [picture])
    assert community.sandbox.posts(community.owner_id) == []
    remote_id = await channel.publish(place, "#мем", "key", attachment=attachment)

    (post,) = community.sandbox.posts(community.owner_id)
    assert (str(post.id), post.text, pictures_of(post)) == (remote_id, "#мем", [picture.data])
    assert post.attachments[0].photo is not None
    assert attachment == post.attachments[0].photo.name


async def test_a_picture_needs_no_text(community: Community, place: Place) -> None:
    picture = still()
    await channel_of(community).publish(place, "", "key", [picture])
    (post,) = community.sandbox.posts(community.owner_id)
    assert (post.text, pictures_of(post)) == ("", [picture.data])


async def test_a_community_key_posts_a_photo_of_its_messages(community: Community, place: Place) -> None:
    """It may upload none for walls (error 27); VK gives a key along by which this one may be attached."""
    channel, picture = of_community(community), still()

    attachment = await channel.attach(place, [picture])
    await channel.publish(place, "", "key", attachment=attachment)

    (post,) = community.sandbox.posts(community.owner_id)
    assert pictures_of(post) == [picture.data]
    assert attachment is not None
    assert attachment.count("_") == 2
    assert community.outcomes("photos.getWallUploadServer") == []


async def test_a_user_key_that_may_not_upload_gives_way_to_the_community_key(
    community: Community, place: Place
) -> None:
    token = community.sandbox.add_token(TokenKind.USER, user_id=community.admin_id, rights=["wall"])
    user = VkClient(token, community.sandbox.base_url, kind=KeyKind.USER, backoff=FAST)
    channel = channel_of(community, VkClients(user=user, community=community.community))

    await channel.publish(place, "", "key", [still()])

    assert community.outcomes("photos.getWallUploadServer") == ["error 15"]
    assert len(community.sandbox.posts(community.owner_id)) == 1
    user.close()


async def test_where_no_key_may_upload_a_person_must_post_it(community: Community, place: Place) -> None:
    token = community.sandbox.add_token(TokenKind.COMMUNITY, group_id=community.group_id, rights=["wall"])
    client = VkClient(token, community.sandbox.base_url, kind=KeyKind.COMMUNITY, backoff=FAST)
    with pytest.raises(NoKeyMay, match="lacks the right photos"):
        await channel_of(community, VkClients(community=client)).attach(place, [still()])
    with pytest.raises(NoKeyMay, match="user key"):
        await channel_of(community, VkClients(service=community.service)).attach(place, [still()])
    client.close()


@pytest.mark.parametrize("code", [203, 214, 200, 114])
async def test_a_wall_that_takes_no_uploads_is_not_the_pictures_fault(
    community: Community, place: Place, code: int
) -> None:
    community.sandbox.faults.add(FaultRule("photos.get*", ApiError(code), at=Every(1)))
    with pytest.raises(Misconfigured, match=f"error {code}"):
        await channel_of(community).attach(place, [still()])


async def test_what_moves_is_posted_as_a_document_and_plays(community: Community, place: Place) -> None:
    for channel in (channel_of(community), of_community(community)):
        await channel.publish(place, "", "key", [moving()])
    for post in community.sandbox.posts(community.owner_id):
        assert post.attachments[0].doc is not None
        assert (post.attachments[0].doc.ext, pictures_of(post)) == ("gif", [moving().data])


async def test_what_moves_becomes_a_photo_where_the_key_may_upload_no_documents(
    community: Community, place: Place
) -> None:
    rights = ["wall", "photos"]
    token = community.sandbox.add_token(TokenKind.COMMUNITY, group_id=community.group_id, rights=rights)
    client = VkClient(token, community.sandbox.base_url, kind=KeyKind.COMMUNITY, backoff=FAST)
    await channel_of(community, VkClients(community=client)).publish(place, "", "key", [moving()])
    (post,) = community.sandbox.posts(community.owner_id)
    assert post.attachments[0].photo is not None
    client.close()


@pytest.mark.parametrize(
    "fault",
    [Drop(), Drop(when="after"), HttpError(502), Malformed("html"), Malformed("truncated"), Malformed("wrong_types")],
    ids=str,
)
@pytest.mark.parametrize("step", ["photos.getWallUploadServer", "upload.photo", "photos.saveWallPhoto"])
async def test_an_upload_that_failed_on_its_way_is_begun_anew(
    community: Community, place: Place, step: str, fault: Fault
) -> None:
    """At worst the photo is there twice, where nobody looks; the post is there once."""
    community.sandbox.faults.add(FaultRule(step, fault, at=Nth(1)))
    await channel_of(community).publish(place, "", "key", [still()])
    (post,) = community.sandbox.posts(community.owner_id)
    assert pictures_of(post) == [still().data]


async def test_an_upload_that_always_fails_may_be_tried_later_and_nothing_was_posted(
    community: Community, place: Place
) -> None:
    community.sandbox.faults.add(FaultRule("upload.photo", HttpError(500), at=Every(1)))
    with pytest.raises(Retryable, match="HTTP 500"):
        await channel_of(community).attach(place, [still()])
    assert len(community.outcomes("upload.photo")) == 3


@pytest.mark.parametrize("code", [9, 29])
async def test_a_long_pause_that_vk_asks_for_is_kept(community: Community, place: Place, code: int) -> None:
    community.sandbox.faults.add(FaultRule("photos.saveWallPhoto", ApiError(code), at=Every(1)))
    with pytest.raises(Retryable) as caught:
        await channel_of(community).attach(place, [still()])
    assert caught.value.retry_after_s >= 15 * 60
    assert len(community.outcomes("photos.saveWallPhoto")) == 1


@pytest.mark.parametrize("code", [100, 129])
async def test_a_picture_that_vk_does_not_take_is_refused_for_good(
    community: Community, place: Place, code: int
) -> None:
    community.sandbox.faults.add(FaultRule("photos.saveWallPhoto", ApiError(code), at=Every(1)))
    with pytest.raises(Refused) as caught:
        await channel_of(community).attach(place, [still()])
    assert caught.value.code == code


@pytest.mark.parametrize("data", [b"", b"no picture at all"], ids=["empty", "no picture"])
async def test_what_the_upload_server_takes_for_no_picture_is_refused(
    community: Community, place: Place, data: bytes
) -> None:
    with pytest.raises(Refused, match="no picture"):
        await channel_of(community).attach(place, [Picture(data, PictureFormat.PNG, 60, 40)])


@pytest.mark.parametrize(
    "picture",
    [still(width=2_100, height=100), still(width=7_100, height=7_000), still(form=PictureFormat.WEBP)],
    ids=["ratio", "sides", "webp"],
)
async def test_a_picture_that_vk_never_takes_is_refused_before_it_is_sent(
    community: Community, place: Place, picture: Picture
) -> None:
    with pytest.raises(Refused, match="VK takes"):
        await channel_of(community).attach(place, [picture])
    assert len(community.sandbox.calls) == 0


UPLOADED = {"server": 1, "photo": "[{}]", "hash": "h"}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (responding(UPLOADED | {"hash": ""}), Retryable),
        (responding({"server": 1, "photo": "[{}]"}), Retryable),
        (responding(UPLOADED | {"hash": ["h"]}), Retryable),
        (responding({"photo": "[{}]", "hash": "h"}), Retryable),
        (responding({"error": "ERR_UPLOAD_BAD_IMAGE"}), Retryable),
        (responding("<html>Please wait</html>"), Retryable),
        (responding("[" * 100_000), Retryable),
        (responding([1]), Retryable),
        (responding("", 403), Retryable),
        (responding("", 302), Retryable),
        (dropping(), Retryable),
        (responding("too large", 413), Refused),
        (responding(UPLOADED | {"photo": "[]"}), Refused),
        (responding(UPLOADED | {"photo": ""}), Refused),
    ],
    ids=[
        "empty hash", "no hash", "hash of another type", "no server", "error", "html", "deep", "list", "403", "302",
        "dropped", "413", "nothing taken", "nothing at all",
    ],
)  # fmt: skip
async def test_whatever_the_upload_server_answers_has_a_meaning(
    vk: ScriptedVk, answer: Answer, kind: type[Exception]
) -> None:
    client = VkClient(KEY, vk.url, kind=KeyKind.USER, requests_per_s=1000.0, backoff=FAST)
    vk.answers("photos.getWallUploadServer", {"upload_url": f"{vk.url}/method/upload"})
    vk.answers("upload", answer)
    with pytest.raises(kind) as caught:
        await hasty(client).for_wall(-1, still())
    assert vk.url not in str(caught.value)
    assert KEY not in str(caught.value)
    client.close()


async def test_an_upload_that_hangs_ends(vk: ScriptedVk) -> None:
    client = VkClient(KEY, vk.url, kind=KeyKind.USER, requests_per_s=1000.0, backoff=FAST)
    vk.answers("photos.getWallUploadServer", {"upload_url": f"{vk.url}/method/upload"})
    vk.answers("upload", hanging())
    with pytest.raises(Retryable):
        await Uploads(client, timeout_s=0.1, backoff=Backoff(first_s=0.001)).for_wall(-1, still())
    client.close()


@pytest.mark.parametrize("code", [118, 121, 22])
async def test_what_is_not_recognised_as_uploaded_is_uploaded_again(vk: ScriptedVk, code: int) -> None:
    client = VkClient(KEY, vk.url, kind=KeyKind.USER, requests_per_s=1000.0, backoff=FAST)
    vk.answers("photos.getWallUploadServer", {"upload_url": f"{vk.url}/method/upload"})
    vk.answers("upload", responding(UPLOADED))
    vk.answers("photos.saveWallPhoto", refusing(code), [{"owner_id": -1, "id": 2, "access_key": "abc"}])
    assert await hasty(client).for_wall(-1, still()) == "photo-1_2"
    assert len(vk.forms("upload")) == 2
    assert vk.forms("photos.saveWallPhoto")[1] == {"server": "1", "photo": "[{}]", "hash": "h", "group_id": "1"}
    client.close()


@pytest.mark.parametrize(
    "saved", [[], [{"owner_id": -1}], [{"owner_id": "1", "id": 2}], {"id": 2}, None, [{}, {}]], ids=str
)
async def test_a_saved_photo_that_can_not_be_read_was_not_saved(vk: ScriptedVk, saved: object) -> None:
    client = VkClient(KEY, vk.url, kind=KeyKind.USER, requests_per_s=1000.0, backoff=FAST)
    vk.answers("photos.getWallUploadServer", {"upload_url": f"{vk.url}/method/upload"})
    vk.answers("upload", responding(UPLOADED))
    vk.answers("photos.saveWallPhoto", saved)
    with pytest.raises(Retryable):
        await hasty(client).for_wall(-1, still())
    client.close()


@pytest.mark.parametrize(
    ("address", "may_be_local", "is_safe"),
    [
        ("https://pu.vk.com/upload?x=1", False, True),
        ("http://pu.vk.com/upload", False, False),
        ("http://pu.vk.com/upload", True, False),
        ("http://127.0.0.1:80/upload", True, True),
        ("http://127.0.0.1:80/upload", False, False),
        ("https://localhost/upload", False, False),
        ("https://pu.vk.com@127.0.0.1/upload", True, False),
        ("ftp://pu.vk.com/", True, False),
        ("file:///etc/passwd", True, False),
        ("https://", True, False),
        ("", True, False),
    ],
)
def test_files_go_by_https_only_or_to_a_stand_in_on_this_machine(
    address: str, may_be_local: bool, is_safe: bool
) -> None:
    assert is_safe_address(address, may_be_local=may_be_local) is is_safe


async def test_a_lost_post_is_found_by_its_picture_among_others_with_the_same_text(
    community: Community, place: Place
) -> None:
    channel = channel_of(community)
    first, second = [await channel.attach(place, [still(colour)]) for colour in ("red", "blue")]
    since = datetime.now(UTC) - AGO
    await channel.publish(place, "#мем", "key", attachment=first)

    assert await channel.find(place, "#мем", since, second) is None
    community.sandbox.faults.add(FaultRule("wall.post", Drop(when="after"), at=Nth(1)))
    with pytest.raises(Unsure):
        await channel.publish(place, "#мем", "key", attachment=second)
    newest, _ = community.sandbox.posts(community.owner_id)
    assert await channel.find(place, "#мем", since, second) == str(newest.id)


async def test_a_lost_post_that_moves_is_found_as_well(community: Community, place: Place) -> None:
    channel = channel_of(community)
    attachment = await channel.attach(place, [moving()])
    remote_id = await channel.publish(place, "", "key", attachment=attachment)
    assert await channel.find(place, "", datetime.now(UTC) - AGO, attachment) == remote_id


@pytest.mark.parametrize("behaviour", [VkBehaviour(copies_message_photos=True)])
async def test_where_a_photo_of_messages_gets_another_number_a_person_must_look(
    community: Community, place: Place
) -> None:
    """Then it can't be known by its number: sent again blindly it would stand there twice."""
    channel = of_community(community)
    attachment = await channel.attach(place, [still()])
    assert await channel.find(place, "#мем", datetime.now(UTC) - AGO, attachment) is None
    await channel.publish(place, "#мем", "key", attachment=attachment)
    with pytest.raises(Unsure, match="may be this one"):
        await channel.find(place, "#мем", datetime.now(UTC) - AGO, attachment)


async def test_a_card_with_a_picture_is_sent_and_redrawn_without_uploading_it_again(
    community: Community, member: Address
) -> None:
    chat, picture = VkChat(community.community), still()
    sent = await chat.send(member, Message("черновик", CARD, pictures=(picture,)), "key")
    await chat.edit(member, sent, Message("одобрен", pictures=(picture,)))
    (card,) = [m for m in community.sandbox.messages(*_sides(community)) if m.from_id == community.owner_id]
    assert (card.text, pictures_of(card), card.keyboard) == ("одобрен", [picture.data], None)
    assert len(community.outcomes("upload.photo")) == 1

    await chat.edit(member, sent, Message("другой", CARD, pictures=(still("red"),)))
    assert pictures_of(card) == [still("red").data]
    await chat.edit(member, sent, Message("без картинки"))
    assert pictures_of(card) == []


async def test_other_buttons_leave_the_text_and_what_nobody_could_give_again(
    community: Community, member: Address
) -> None:
    """Also in a process that has never seen the picture."""
    picture = still()
    sent = await VkChat(community.community).send(member, Message("на вашем фото", CARD, pictures=(picture,)), "key")
    liked = ((Button("👍 1", "like:1"),),)
    await VkChat(community.community).edit_buttons(member, sent.message_id, liked)
    (message,) = [m for m in community.sandbox.messages(*_sides(community)) if m.from_id == community.owner_id]
    assert (message.text, pictures_of(message)) == ("на вашем фото", [picture.data])
    assert "👍 1" in json.dumps(message.keyboard, ensure_ascii=False)
    assert len(community.outcomes("upload.photo")) == 1
    with pytest.raises(Refused, match="not there"):
        await VkChat(community.community).edit_buttons(member, 999, liked)


async def test_a_picture_that_somebody_deleted_at_vk_is_uploaded_again(community: Community, member: Address) -> None:
    chat, picture = VkChat(community.community), still()
    await chat.send(member, Message("раз", pictures=(picture,)), "one")
    community.sandbox.world.photos.clear()
    with pytest.raises(Refused):
        await chat.send(member, Message("два", pictures=(picture,)), "two")
    await chat.send(member, Message("два", pictures=(picture,)), "two")
    sent = [m for m in community.sandbox.messages(*_sides(community)) if m.from_id == community.owner_id]
    assert [m.text for m in sent] == ["раз", "два"]


async def test_a_picture_is_under_the_last_of_several_messages_and_may_be_alone(
    community: Community, member: Address
) -> None:
    chat = VkChat(community.community)
    await chat.send(member, Message("ы" * 5_000, pictures=(still(),)), "one")
    await chat.send(member, Message("", pictures=(moving(),)), "two")
    sent = [m for m in community.sandbox.messages(*_sides(community)) if m.from_id == community.owner_id]
    assert [len(m.attachments) for m in sent] == [0, 1, 1]
    assert sent[-1].attachments[0].doc is not None


async def test_a_repeated_message_with_a_picture_is_there_once(community: Community, member: Address) -> None:
    chat = VkChat(community.community)
    community.sandbox.faults.add(FaultRule("messages.send", Drop(when="after"), at=Nth(1)))
    await chat.send(member, Message("мем", pictures=(still(),)), "key")
    sent = [m for m in community.sandbox.messages(*_sides(community)) if m.from_id == community.owner_id]
    assert len(sent) == 1


async def test_many_pictures_at_once_take_few_calls(community: Community, member: Address) -> None:
    """Each under its own text; by themselves they would take three calls each."""
    chat, colours = VkChat(community.community), ("teal", "red", "blue", "green", "black", "white", "navy", "pink")
    await asyncio.gather(
        *(chat.send(member, Message(colour, pictures=(still(colour),)), f"key-{colour}") for colour in colours)
    )
    sent = [m for m in community.sandbox.messages(*_sides(community)) if m.from_id == community.owner_id]
    assert {m.text: pictures_of(m) for m in sent} == {colour: [still(colour).data] for colour in colours}
    assert len([call for call in community.sandbox.calls if not call.method.startswith("upload")]) < 2 * len(colours)


def _sides(community: Community) -> tuple[int, int]:
    return community.member_id, -community.group_id
