"""A post goes out once, and what became of a lost answer is found out by reading the wall."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.member import Platform
from bot.domain.place import Place
from bot.errors import Misconfigured, NoKeyMay, Refused, Retryable, Unsure
from bot.platforms.vk.channel import VkChannel, comparable
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.keys import VkClients
from bot.sandbox.faults import ApiError, Drop, Every, Fault, FaultRule, HttpError, Malformed, Nth
from bot.sandbox.vk import NewPost, TokenKind, VkBehaviour
from tests.platforms.vk.conftest import FAST, Community
from tests.platforms.vk.scripted import ScriptedVk, responding

TEXT = "Заходит как-то осень в дом & <спрашивает>:\n\n— Где лето?"
AGO = timedelta(minutes=5)


@pytest.fixture
def place(community: Community) -> Place:
    return Place(Platform.VK, str(community.owner_id))


def channel_of(community: Community, *, settle_s: float = 0.0) -> VkChannel:
    return VkChannel(community.clients, settle_s=settle_s)


async def test_a_post_goes_out_in_the_communitys_name_with_its_key(community: Community, place: Place) -> None:
    remote_id = await channel_of(community).publish(place, TEXT, "wallflower-1-2026-11-21")

    (post,) = community.sandbox.posts(community.owner_id)
    assert (str(post.id), post.text, post.from_id) == (remote_id, TEXT, community.owner_id)
    assert post.guid == "wallflower-1-2026-11-21"


async def test_without_a_user_key_the_community_key_posts(community: Community, place: Place) -> None:
    channel = VkChannel(VkClients(community=community.community))

    remote_id = await channel.publish(place, TEXT, "key")

    assert str(community.sandbox.posts(community.owner_id)[0].id) == remote_id


async def test_a_user_key_of_vk_id_that_may_not_post_gives_way_to_the_community_key(
    community: Community, place: Place
) -> None:
    token = community.sandbox.add_token(TokenKind.USER, user_id=community.admin_id, value="vk2.a.new")
    user = VkClient(token, community.sandbox.base_url, kind=community.user.kind, backoff=FAST)

    await VkChannel(VkClients(user=user, community=community.community)).publish(place, TEXT, "key")

    assert community.outcomes("wall.post") == ["error 1051", "ok"]
    assert len(community.sandbox.posts(community.owner_id)) == 1
    user.close()


async def test_where_no_key_may_post_a_person_must(community: Community, place: Place) -> None:
    with pytest.raises(NoKeyMay, match="community key or a user key"):
        await VkChannel(VkClients(service=community.service)).publish(place, TEXT, "key")


@pytest.mark.parametrize("behaviour", [VkBehaviour(community_may_post=False)])
async def test_what_vk_lets_a_community_key_not_post_a_person_must(community: Community, place: Place) -> None:
    with pytest.raises(NoKeyMay, match="a user key"):
        await VkChannel(VkClients(community=community.community)).publish(place, TEXT, "key")


@pytest.mark.parametrize("code", [15, 18, 203, 214, 987])
async def test_a_wall_that_lets_nobody_post_is_the_operators_to_mend_and_not_the_texts_fault(
    community: Community, place: Place, code: int
) -> None:
    community.sandbox.faults.add(FaultRule("wall.post", ApiError(code), at=Every(1)))

    with pytest.raises(Misconfigured, match=f"error {code}.*posting"):
        await channel_of(community).publish(place, TEXT, "key")
    assert community.outcomes("wall.post") == ["not performed"] * 2  # both keys had their try


@pytest.mark.parametrize("code", [100, 219, 222, 224])
async def test_a_text_that_vk_does_not_take_is_refused(community: Community, place: Place, code: int) -> None:
    community.sandbox.faults.add(FaultRule("wall.post", ApiError(code), at=Every(1)))

    with pytest.raises(Refused) as caught:
        await channel_of(community).publish(place, TEXT, "key")
    assert caught.value.code == code


@pytest.mark.parametrize("text", ["", "ы" * 16_001], ids=["empty", "too long"])
async def test_a_text_that_is_no_post_is_refused_before_it_is_sent(
    community: Community, place: Place, text: str
) -> None:
    with pytest.raises(Refused, match="16000"):
        await channel_of(community).publish(place, text, "key")
    assert community.outcomes("wall.post") == []


@pytest.mark.parametrize("fault", [ApiError(6), ApiError(9), ApiError(29)], ids=["error 6", "error 9", "error 29"])
async def test_a_post_that_vk_did_not_begin_may_be_tried_again_by_the_caller(
    community: Community, place: Place, fault: Fault
) -> None:
    community.sandbox.faults.add(FaultRule("wall.post", fault, at=Nth(1)))

    with pytest.raises(Retryable):
        await channel_of(community).publish(place, TEXT, "key")
    assert community.sandbox.posts(community.owner_id) == []


@pytest.mark.parametrize(("code", "kind"), [(15, NoKeyMay), (203, NoKeyMay), (214, NoKeyMay), (5, Misconfigured)])
async def test_a_key_that_an_operator_can_mend_is_told_apart_from_one_that_may_not_post(
    community: Community, place: Place, code: int, kind: type[Misconfigured]
) -> None:
    """What can be mended is said first, also where the other key may not post at all."""
    community.sandbox.faults.add(FaultRule("wall.post", ApiError(code), at=Nth(1)))
    community.sandbox.faults.add(FaultRule("wall.post", ApiError(27), at=Nth(2)))

    with pytest.raises(Misconfigured) as caught:
        await channel_of(community).publish(place, TEXT, "key")
    assert type(caught.value) is kind


async def test_a_post_is_taken_down_and_a_second_time_without_an_error(community: Community, place: Place) -> None:
    """VK refuses to delete what is not there (error 210): then the wall is asked."""
    channel = channel_of(community)
    remote_id = await channel.publish(place, TEXT, "key")

    await channel.take_down(place, remote_id)
    await channel.take_down(place, remote_id)

    assert community.sandbox.posts(community.owner_id) == []
    assert community.outcomes("wall.delete") == ["ok", "error 210"]


async def test_a_post_whose_deletion_was_lost_is_gone_all_the_same(community: Community, place: Place) -> None:
    channel = channel_of(community)
    remote_id = await channel.publish(place, TEXT, "key")
    community.sandbox.faults.add(FaultRule("wall.delete", Drop(when="after"), times=1))

    await channel.take_down(place, remote_id)

    assert community.sandbox.posts(community.owner_id) == []


async def test_a_post_that_vk_does_not_delete_and_that_stands_is_refused(community: Community, place: Place) -> None:
    channel = channel_of(community)
    remote_id = await channel.publish(place, TEXT, "key")
    community.sandbox.faults.add(FaultRule("wall.delete", ApiError(210), at=Every(1)))

    with pytest.raises(Refused, match="error 210"):
        await channel.take_down(place, remote_id)


async def test_where_nobody_can_look_a_refused_deletion_stays_refused(vk: ScriptedVk, client: VkClient) -> None:
    refusal = {"error": {"error_code": 210, "error_msg": "Access to wall's post denied", "request_params": []}}
    vk.answers("wall.delete", responding(refusal))

    with pytest.raises(Refused, match="error 210"):
        await VkChannel(VkClients(community=client)).take_down(Place(Platform.VK, "-1"), "7")


async def test_a_community_key_may_not_delete_so_a_person_must(community: Community, place: Place) -> None:
    remote_id = await channel_of(community).publish(place, TEXT, "key")

    with pytest.raises(NoKeyMay, match="a user key"):
        await VkChannel(VkClients(community=community.community)).take_down(place, remote_id)
    with pytest.raises(NoKeyMay, match="by hand"):
        await VkChannel(VkClients(service=community.service)).take_down(place, remote_id)


@pytest.mark.parametrize(
    ("answer", "stands"),
    [([], False), ({"items": []}, False), ([{"id": 7, "is_deleted": True}], False), ({"items": [{"id": 7}]}, True)],
    ids=str,
)
async def test_a_post_is_looked_for_in_either_form_of_vks_answer(
    vk: ScriptedVk, client: VkClient, answer: object, stands: bool
) -> None:
    refusal = {"error": {"error_code": 104, "error_msg": "Not found", "request_params": []}}
    vk.answers("wall.delete", responding(refusal))
    vk.answers("wall.getById", responding({"response": answer}))
    channel = VkChannel(VkClients(user=client, service=client))

    if stands:
        with pytest.raises(Refused):
            await channel.take_down(Place(Platform.VK, "-1"), "7")
    else:
        await channel.take_down(Place(Platform.VK, "-1"), "7")


LOST_AFTER = [
    Drop(when="after"),
    HttpError(504, when="after"),
    ApiError(10, when="after"),
    Malformed("truncated"),
    Malformed("wrong_types"),
    Malformed("html"),
]


@pytest.mark.parametrize("fault", LOST_AFTER, ids=lambda fault: f"{fault.kind} {getattr(fault, 'form', fault.when)}")
async def test_a_post_whose_answer_was_lost_is_unsure_and_then_found_on_the_wall(
    community: Community, place: Place, fault: Fault
) -> None:
    community.sandbox.faults.add(FaultRule("wall.post", fault))
    community.sandbox.fill_wall(community.owner_id, ["старое"])
    channel = channel_of(community)

    with pytest.raises(Unsure):
        await channel.publish(place, TEXT, "key")

    newest = community.sandbox.posts(community.owner_id)[0]
    assert newest.text == TEXT
    assert await channel.find(place, TEXT, datetime.now(UTC)) == str(newest.id)
    assert community.outcomes("wall.post") == ["ok"]


async def test_a_post_that_was_dropped_before_it_took_effect_is_surely_not_there(
    community: Community, place: Place
) -> None:
    community.sandbox.faults.add(FaultRule("wall.post", Drop(when="before")))
    channel = channel_of(community)

    with pytest.raises(Unsure):
        await channel.publish(place, TEXT, "key")
    assert await channel.find(place, TEXT, datetime.now(UTC)) is None


async def test_right_after_a_lost_answer_a_missing_post_proves_nothing(community: Community, place: Place) -> None:
    now_s = [100.0]
    channel = VkChannel(community.clients, settle_s=60.0, clock=lambda: now_s[0])
    community.sandbox.faults.add(FaultRule("wall.post", Drop(when="before")))
    with pytest.raises(Unsure):
        await channel.publish(place, TEXT, "key")

    now_s[0] = 159.0
    with pytest.raises(Retryable) as caught:
        await channel.find(place, TEXT, datetime.now(UTC))
    now_s[0] = 160.0

    assert caught.value.retry_after_s == pytest.approx(1.0)
    assert await channel.find(place, TEXT, datetime.now(UTC)) is None


async def test_an_older_post_of_the_same_text_is_not_taken_for_the_new_one(community: Community, place: Place) -> None:
    now = datetime.now(UTC)
    hour_ago = int((now - timedelta(hours=1)).timestamp())
    community.sandbox.post_to_wall(community.owner_id, NewPost(TEXT, date=hour_ago, is_pinned=True))
    community.sandbox.post_to_wall(community.owner_id, NewPost("другое", date=hour_ago - 60))

    assert await channel_of(community).find(place, TEXT, now - AGO) is None


async def test_a_pinned_old_post_does_not_hide_the_new_ones_behind_it(community: Community, place: Place) -> None:
    old = int((datetime.now(UTC) - timedelta(days=400)).timestamp())
    community.sandbox.post_to_wall(community.owner_id, NewPost("правила", date=old, is_pinned=True))
    wanted = community.sandbox.post_to_wall(community.owner_id, TEXT)
    for number in range(100):
        community.sandbox.post_to_wall(community.owner_id, f"новее {number}")

    assert await channel_of(community).find(place, TEXT, datetime.now(UTC) - AGO) == str(wanted)


async def test_a_post_behind_more_than_a_page_of_newer_ones_is_found(community: Community, place: Place) -> None:
    wanted = community.sandbox.post_to_wall(community.owner_id, TEXT)
    for number in range(150):
        community.sandbox.post_to_wall(community.owner_id, f"новее {number}")

    assert await channel_of(community).find(place, TEXT, datetime.now(UTC) - AGO) == str(wanted)


async def test_a_wall_with_more_new_posts_than_are_read_back_leaves_it_unsure(vk: ScriptedVk, client: VkClient) -> None:
    now_s = int(datetime.now(UTC).timestamp())
    post = {"id": 1, "from_id": -1, "date": now_s, "text": "новое"}
    vk.answers("wall.get", {"count": 9000, "items": [post] * 100})

    with pytest.raises(Unsure, match="look there yourself"):
        await VkChannel(VkClients(service=client)).find(Place(Platform.VK, "-1"), TEXT, datetime.now(UTC))
    assert len(vk.calls) == 5


async def test_a_new_post_that_can_not_be_read_leaves_it_unsure(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("wall.get", {"count": 1, "items": [{"id": 1, "text": ["?"]}]}, {"count": 1, "items": []})

    with pytest.raises(Unsure, match="can't be read"):
        await VkChannel(VkClients(service=client)).find(Place(Platform.VK, "-1"), TEXT, datetime.now(UTC))


async def test_where_no_key_may_read_it_stays_unsure(community: Community, place: Place) -> None:
    with pytest.raises(Unsure, match="service key"):
        await VkChannel(VkClients(community=community.community)).find(place, TEXT, datetime.now(UTC))


@pytest.mark.parametrize("answer", [7, None, [], {}, {"post_id": "7"}, {"post_id": True}], ids=str)
async def test_an_answer_without_a_posts_number_is_unsure(vk: ScriptedVk, client: VkClient, answer: object) -> None:
    vk.answers("wall.post", responding({"response": answer}))

    with pytest.raises(Unsure):
        await VkChannel(VkClients(user=client)).publish(Place(Platform.VK, "-1"), TEXT, "key")
    assert len(vk.calls) == 1


@pytest.mark.parametrize(
    "as_vk_has_it",
    ["a  &lt;b&gt;\r\n\r\nc", "a <b>\n\nc  \n", "a\u00a0<b>\nc", "  a <b> c"],
)
def test_a_text_is_recognised_as_vk_rewrites_it(as_vk_has_it: str) -> None:
    assert comparable(as_vk_has_it) == comparable("a <b>\n\nc")


def test_a_mention_is_recognised_as_vk_writes_it_out() -> None:
    assert comparable("привет, [club1|@stena]!") == comparable("привет, @stena!")
