"""Several pictures in one post or message, through the real vk_api and the sandbox."""

from datetime import UTC, datetime

import pytest

from bot.domain.member import Address, Platform
from bot.domain.message import Message, Sent
from bot.domain.place import Place
from bot.errors import Refused, Retryable, Unsure
from bot.platforms.vk.chat import VkChat
from bot.sandbox.faults import ApiError, Drop, FaultRule, Nth
from bot.sandbox.vk import VkBehaviour
from tests.platforms.vk.conftest import Community
from tests.platforms.vk.test_pictures import AGO, CARD, channel_of, of_community, pictures_of, still

RED, BLUE, TEAL = still("red"), still("blue"), still("teal")


@pytest.fixture
def place(community: Community) -> Place:
    """The community's own wall."""
    return Place(Platform.VK, str(community.owner_id))


@pytest.fixture
def member(community: Community) -> Address:
    """Somebody whose private chat with the community is open."""
    community.sandbox.say(community.member_id, -community.group_id, "привет")
    return Address(Platform.VK, community.member_id)


async def test_an_album_is_one_post_with_all_pictures_in_order(community: Community, place: Place) -> None:
    channel = channel_of(community)
    attachment = await channel.attach(place, [RED, BLUE, TEAL])
    assert community.sandbox.posts(community.owner_id) == []
    remote_id = await channel.publish(place, "#мем", "key", attachment=attachment)
    (post,) = community.sandbox.posts(community.owner_id)
    assert (str(post.id), post.text) == (remote_id, "#мем")
    assert pictures_of(post) == [RED.data, BLUE.data, TEAL.data]
    await channel.take_down(place, remote_id)
    assert community.sandbox.posts(community.owner_id) == []


async def test_a_community_key_posts_an_album_of_photos_of_its_messages(community: Community, place: Place) -> None:
    channel = of_community(community)
    await channel.publish(place, "", "key", [RED, BLUE])
    (post,) = community.sandbox.posts(community.owner_id)
    assert pictures_of(post) == [RED.data, BLUE.data]


async def test_a_lost_album_is_found_by_its_pictures_also_where_one_was_taken_out(
    community: Community, place: Place
) -> None:
    channel, since = channel_of(community), datetime.now(UTC) - AGO
    first, second = await channel.attach(place, [RED, BLUE]), await channel.attach(place, [RED, BLUE])
    await channel.publish(place, "#мем", "key", attachment=first)
    assert await channel.find(place, "#мем", since, second) is None
    community.sandbox.faults.add(FaultRule("wall.post", Drop(when="after"), at=Nth(1)))
    with pytest.raises(Unsure):
        await channel.publish(place, "#мем", "key", attachment=second)
    newest, _ = community.sandbox.posts(community.owner_id)
    assert await channel.find(place, "#мем", since, second) == str(newest.id)
    del newest.attachments[0]
    assert await channel.find(place, "#мем", since, second) == str(newest.id)


@pytest.mark.parametrize("behaviour", [VkBehaviour(copies_message_photos=True)])
async def test_where_photos_of_messages_get_other_numbers_a_person_must_look(
    community: Community, place: Place
) -> None:
    channel = of_community(community)
    attachment = await channel.attach(place, [RED, BLUE])
    await channel.publish(place, "#мем", "key", attachment=attachment)
    with pytest.raises(Unsure, match="may be this one"):
        await channel.find(place, "#мем", datetime.now(UTC) - AGO, attachment)


async def test_an_album_of_which_one_picture_could_not_be_uploaded_is_tried_again_whole(
    community: Community, place: Place
) -> None:
    community.sandbox.faults.add(FaultRule("photos.saveWallPhoto", ApiError(29), at=Nth(2)))
    with pytest.raises(Retryable):
        await channel_of(community).attach(place, [RED, BLUE])
    assert community.sandbox.posts(community.owner_id) == []


async def test_more_than_ten_are_refused_before_anything_is_sent(
    community: Community, place: Place, member: Address
) -> None:
    with pytest.raises(Refused, match="at most 10"):
        await channel_of(community).attach(place, [RED] * 11)
    with pytest.raises(Refused, match="at most 10"):
        await VkChat(community.community).send(member, Message("", pictures=(RED,) * 11), "key")
    assert community.outcomes("upload.photo") == []


async def test_a_card_has_its_album_in_itself(community: Community, member: Address) -> None:
    chat = VkChat(community.community)
    sent = await chat.send(member, Message("черновик", CARD, pictures=(RED, BLUE)), "key")
    (card,) = [
        m
        for m in community.sandbox.messages(community.member_id, -community.group_id)
        if m.from_id == community.owner_id
    ]
    assert sent == Sent(card.conversation_message_id)
    assert (card.text, pictures_of(card), card.keyboard is None) == ("черновик", [RED.data, BLUE.data], False)
    await chat.edit(member, sent, Message("исправлен", CARD, pictures=(BLUE,)))
    assert (card.text, pictures_of(card)) == ("исправлен", [BLUE.data])
    assert len(community.outcomes("upload.photo")) == 2
