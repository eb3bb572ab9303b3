"""A wall is read over HTTP from the sandbox, page by page, within VK's limits and past its failures."""

from datetime import UTC, datetime

import pytest

from bot.errors import Misconfigured, Refused, Retryable
from bot.platforms.vk.client import VkClient
from bot.platforms.vk.wall import VkWall
from bot.sandbox.faults import Drop, Every, Fault, FaultRule, HttpError, Malformed, Nth
from bot.sandbox.vk import NewPost
from corpus.post import Post
from tests.platforms.vk.conftest import Community
from tests.platforms.vk.scripted import ScriptedVk

GOOD = {"id": 5, "owner_id": -1, "from_id": -1, "date": 1_700_000_000, "text": "хорошо", "post_type": "post"}


async def read_all(wall: VkWall) -> list[Post]:
    posts: list[Post] = []
    offset = 0
    while (page := await wall.page(offset, 100)).raw_count:
        posts += page.posts
        offset += page.raw_count
    return posts


async def test_a_wall_is_read_whole_newest_first_and_without_one_call_too_many_a_second(community: Community) -> None:
    texts = [f"пост {number}" for number in range(1050)]
    community.sandbox.fill_wall(community.owner_id, texts)

    posts = await read_all(VkWall(community.service, community.owner_id))

    assert [post.text for post in posts] == texts[::-1]
    assert community.outcomes("wall.get") == ["ok"] * 12


async def test_a_page_holds_as_many_posts_as_asked_for_but_never_more_than_vk_gives(community: Community) -> None:
    community.sandbox.fill_wall(community.owner_id, [str(number) for number in range(150)])
    wall = VkWall(community.service, community.owner_id)

    small, large = await wall.page(0, 3), await wall.page(0, 1000)

    assert ([post.text for post in small.posts], small.raw_count, small.total) == (["149", "148", "147"], 3, 150)
    assert (len(large.posts), large.raw_count) == (100, 100)


async def test_a_post_keeps_who_wrote_it_when_and_what_it_is(community: Community) -> None:
    sandbox, owner = community.sandbox, community.owner_id
    plain = sandbox.post_to_wall(owner, NewPost("просто", date=1_700_000_000, from_id=community.member_id))
    signed = sandbox.post_to_wall(owner, NewPost("подпись", signer_id=community.member_id))
    repost = sandbox.post_to_wall(owner, NewPost("смотрите", repost_of="чужое"))
    advert = sandbox.post_to_wall(owner, NewPost("купите", marked_as_ads=True))
    sandbox.edit_post(owner, plain, "просто, но лучше")
    edited_s = sandbox.post(owner, plain).edited
    assert edited_s is not None

    page = await VkWall(community.service, owner).page(0, 100)

    by_id = {post.remote_id: post for post in page.posts}
    assert by_id[str(plain)] == Post(
        text="просто, но лучше",
        source=f"vk:{owner}",
        remote_id=str(plain),
        author=f"vk:{community.member_id}",
        posted_at=datetime.fromtimestamp(1_700_000_000, UTC),
        edited_at=datetime.fromtimestamp(edited_s, UTC),
    )
    assert by_id[str(signed)].author == f"vk:{community.member_id}"
    assert by_id[str(repost)].is_repost
    assert by_id[str(repost)].text == "смотрите"
    assert by_id[str(advert)].is_advertising
    assert not by_id[str(plain)].is_repost
    assert not by_id[str(plain)].is_advertising


@pytest.mark.parametrize(
    "fault",
    [
        Drop(when="before"),
        Drop(when="after"),
        HttpError(502),
        Malformed("truncated"),
        Malformed("wrong_types"),
        Malformed("html"),
    ],
    ids=lambda fault: f"{fault.kind} {getattr(fault, 'form', fault.when)}",
)
async def test_a_lost_page_is_read_again(community: Community, fault: Fault) -> None:
    community.sandbox.fill_wall(community.owner_id, ["один", "два"])
    community.sandbox.faults.add(FaultRule("wall.get", fault, at=Nth(1)))

    page = await VkWall(community.service, community.owner_id).page(0, 100)

    assert [post.text for post in page.posts] == ["два", "один"]
    assert community.sandbox.faults.strikes == 1


async def test_a_wall_that_always_fails_says_so_after_some_tries(community: Community) -> None:
    community.sandbox.faults.add(FaultRule("wall.get", Malformed("wrong_types"), at=Every(1)))

    with pytest.raises(Retryable, match=r"wall\.get"):
        await VkWall(community.service, community.owner_id).page(0, 100)


async def test_a_community_key_is_told_that_it_may_not_read_walls(community: Community) -> None:
    with pytest.raises(Misconfigured, match="a service key or a user key"):
        await VkWall(community.community, community.owner_id).page(0, 100)


async def test_a_wall_of_nobody_is_refused_with_the_setting_to_check(community: Community) -> None:
    with pytest.raises(Refused, match=r"check vk\.wall"):
        await VkWall(community.service, -404).page(0, 100)


async def test_entries_that_are_no_readable_posts_are_counted_and_left_out(vk: ScriptedVk, client: VkClient) -> None:
    bad: list[object] = [
        None,
        "post",
        [GOOD],
        GOOD | {"id": "5"},
        GOOD | {"id": True},
        GOOD | {"id": 2**63},
        GOOD | {"text": None},
        GOOD | {"text": {"value": "x"}},
        GOOD | {"date": "today"},
        GOOD | {"date": 10**15},
        GOOD | {"from_id": "me"},
        GOOD | {"is_deleted": True},
        GOOD | {"post_type": "suggest"},
        GOOD | {"post_type": "postpone"},
        {},
    ]
    vk.answers("wall.get", {"count": 16, "items": [*bad, GOOD]})

    page = await VkWall(client, -1).page(0, 100)

    assert [post.text for post in page.posts] == ["хорошо"]
    assert page.raw_count == len(bad) + 1
    assert len(vk.calls) == 1


@pytest.mark.parametrize(
    "answer",
    [None, [], 7, "wall", {}, {"count": "1", "items": []}, {"count": 1, "items": {"0": GOOD}}, {"count": 1}],
    ids=str,
)
async def test_an_answer_that_is_no_page_is_one_clear_error(vk: ScriptedVk, client: VkClient, answer: object) -> None:
    vk.answers("wall.get", answer)

    with pytest.raises(Retryable, match="can't be understood"):
        await VkWall(client, -1).page(0, 100)


async def test_halves_of_surrogate_pairs_in_a_post_are_replaced(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("wall.get", {"count": 1, "items": [GOOD | {"text": "a\ud83d!"}]})

    page = await VkWall(client, -1).page(0, 100)

    assert page.posts[0].text == "a\ufffd!"


async def test_nul_characters_in_a_post_go_for_postgresql_takes_none(vk: ScriptedVk, client: VkClient) -> None:
    vk.answers("wall.get", {"count": 1, "items": [GOOD | {"text": "a\0b"}]})

    page = await VkWall(client, -1).page(0, 100)

    assert page.posts[0].text == "ab"
