"""Walls over real HTTP: reading by pages, writing, editing, comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.sandbox.vk import NewPost, TokenKind, VkBehaviour, VkLimits

if TYPE_CHECKING:
    from tests.sandbox.vk.conftest import Stage, StageMaker, Vk


async def test_a_wall_is_read_by_pages_of_at_most_a_hundred_newest_first(stage: Stage, service: Vk) -> None:
    stage.sandbox.fill_wall(stage.wall, [f"пост {number}" for number in range(250)])
    first = await service("wall.get", owner_id=stage.wall, count=500)
    assert first["count"] == 250
    assert [post["text"] for post in first["items"]] == [f"пост {number}" for number in range(249, 149, -1)]
    last = await service("wall.get", domain="wall", count=100, offset=200)
    assert [post["text"] for post in last["items"]] == [f"пост {number}" for number in range(49, -1, -1)]
    assert (await service("wall.get", owner_id=stage.wall, offset=250))["items"] == []


async def test_the_pinned_post_comes_first_and_only_once(stage: Stage, service: Vk, three_posts: list[int]) -> None:
    stage.sandbox.pin_post(stage.wall, three_posts[0])
    answer = await service("wall.get", owner_id=stage.wall)
    assert [post["id"] for post in answer["items"]] == [three_posts[0], three_posts[2], three_posts[1]]
    assert [post.get("is_pinned") for post in answer["items"]] == [1, None, None]


async def test_a_filter_divides_the_owners_posts_from_others(stage: Stage, service: Vk, three_posts: list[int]) -> None:
    owner = await service("wall.get", owner_id=stage.wall, filter="owner")
    others = await service("wall.get", owner_id=stage.wall, filter="others", extended=1)
    assert {post["id"] for post in owner["items"]} == {three_posts[0], three_posts[2]}
    assert [post["id"] for post in others["items"]] == [three_posts[1]]
    assert [person["id"] for person in others["profiles"]] == [stage.member]
    assert [group["id"] for group in others["groups"]] == [stage.group]


async def test_a_post_shows_what_cleaning_looks_for(stage: Stage, service: Vk) -> None:
    stage.sandbox.post_to_wall(
        stage.wall,
        NewPost(
            "реклама",
            marked_as_ads=True,
            repost_of="чужое",
            attachments=["https://example.org/a"],
            other_attachments=[{"type": "video", "video": {"id": 1, "owner_id": 2, "access_key": "k"}}],
            likes=5,
            views=70,
        ),
    )
    [post] = (await service("wall.get", owner_id=stage.wall))["items"]
    assert post["marked_as_ads"] == 1
    assert post["copy_history"][0]["text"] == "чужое"
    assert [part["type"] for part in post["attachments"]] == ["link", "video"]
    assert (post["likes"]["count"], post["views"]["count"]) == (5, 70)


async def test_edited_and_deleted_posts_change_the_next_reading(
    stage: Stage, service: Vk, three_posts: list[int]
) -> None:
    stage.sandbox.edit_post(stage.wall, three_posts[0], "первый, исправленный")
    stage.sandbox.delete_post(stage.wall, three_posts[1])
    answer = await service("wall.get", owner_id=stage.wall)
    assert [post["text"] for post in answer["items"]] == ["третий", "первый, исправленный"]
    assert answer["items"][1]["edited"] == int(stage.clock.now - 0.4)
    by_id = await service("wall.getById", posts=f"{stage.wall}_{three_posts[0]},{stage.wall}_{three_posts[1]}")
    assert [post["id"] for post in by_id["items"]] == [three_posts[0]]


async def test_a_community_key_posts_in_the_communitys_name(stage: Stage, community: Vk, service: Vk) -> None:
    made = await community("wall.post", owner_id=stage.wall, from_group=1, message="Доброе утро")
    [post] = (await service("wall.get", owner_id=stage.wall))["items"]
    assert (post["id"], post["from_id"], post["text"]) == (made["post_id"], stage.wall, "Доброе утро")
    assert stage.sandbox.events(stage.group)[-1]["type"] == "wall_post_new"


@pytest.mark.parametrize(("deduplicates", "count"), [(False, 2), (True, 1)])
async def test_a_guid_is_honoured_only_where_the_sandbox_is_told_so(
    make_stage: StageMaker, deduplicates: bool, count: int
) -> None:
    stage: Stage = await make_stage(behaviour=VkBehaviour(guid_deduplicates=deduplicates))
    vk = stage.key(stage.sandbox.add_token(TokenKind.COMMUNITY, group_id=stage.group))
    for _ in range(2):
        await vk("wall.post", owner_id=stage.wall, from_group=1, message="раз", guid="draft-1")
    assert len(stage.sandbox.posts(stage.wall)) == count


async def test_what_a_post_may_not_be_is_refused(stage: Stage, user: Vk) -> None:
    post = {"owner_id": stage.wall, "from_group": 1}
    assert await user.error("wall.post", **post) == 100
    assert await user.error("wall.post", **post, message="ы" * 16_001) == 100
    assert await user.error("wall.post", **post, message="a", attachments="photo1_1") == 100
    assert await user.error("wall.post", **post, message="a", attachments=",".join(["https://a.b"] * 11)) == 100
    assert await user.error("wall.post", owner_id=stage.member, message="на чужой стене") == 214
    assert await user.error("wall.post", owner_id=-5, message="нет такой") == 100
    assert stage.sandbox.posts(stage.wall) == []
    assert (await user("wall.post", **post, message="ы" * 16_000))["post_id"] == 1


async def test_posts_and_advertisements_have_limits_a_day_and_an_hour(make_stage: StageMaker) -> None:
    stage: Stage = await make_stage(limits=VkLimits(posts_per_day=2))
    vk = stage.key(stage.sandbox.add_token(TokenKind.USER, user_id=stage.admin))
    await vk("wall.post", owner_id=stage.wall, from_group=1, message="1", mark_as_ads=1)
    assert await vk.error("wall.post", owner_id=stage.wall, from_group=1, message="2", mark_as_ads=1) == 219
    await vk("wall.post", owner_id=stage.wall, from_group=1, message="3")
    assert await vk.error("wall.post", owner_id=stage.wall, from_group=1, message="4") == 214
    stage.clock.now += 86_400
    await vk("wall.post", owner_id=stage.wall, from_group=1, message="5")


async def test_a_scheduled_post_appears_in_time_under_a_new_id(stage: Stage, user: Vk, service: Vk) -> None:
    at = int(stage.clock.now) + 3_600
    waiting = await user("wall.post", owner_id=stage.wall, from_group=1, message="потом", publish_date=at)
    assert await user.error("wall.post", owner_id=stage.wall, from_group=1, message="и я", publish_date=at) == 214
    assert await user.error("wall.post", owner_id=stage.wall, from_group=1, message="вчера", publish_date=1) == 100
    assert (await service("wall.get", owner_id=stage.wall))["count"] == 0
    assert await service.error("wall.get", owner_id=stage.wall, filter="postponed") == 15
    assert (await user("wall.get", owner_id=stage.wall, filter="postponed"))["count"] == 1
    stage.clock.now = at
    [post] = (await service("wall.get", owner_id=stage.wall))["items"]
    assert post["text"] == "потом"
    assert post["id"] != waiting["post_id"] == post["postponed_id"]


async def test_an_editor_edits_pins_and_deletes_and_others_do_not(
    stage: Stage, user: Vk, three_posts: list[int]
) -> None:
    post = {"owner_id": stage.wall, "post_id": three_posts[0]}
    stranger = stage.key(stage.sandbox.add_token(TokenKind.USER, user_id=stage.member))
    for method in ("wall.edit", "wall.pin", "wall.unpin", "wall.delete"):
        assert await stranger.error(method, **post, message="моё") == 210
    assert await user("wall.edit", **post, message="новое") == {"post_id": three_posts[0]}
    assert await user("wall.pin", **post) == 1
    assert stage.sandbox.posts(stage.wall)[0].text == "новое"
    assert await user("wall.unpin", **post) == 1
    assert await user("wall.delete", **post) == 1
    assert await user.error("wall.delete", **post) == 210
    assert len(stage.sandbox.posts(stage.wall)) == 2


async def test_comments_and_their_replies_are_written_and_read(
    stage: Stage, user: Vk, service: Vk, three_posts: list[int]
) -> None:
    post = {"owner_id": stage.wall, "post_id": three_posts[0]}
    first = stage.sandbox.comment(stage.member, stage.wall, three_posts[0], "смешно")
    reply = await user("wall.createComment", **post, message="спасибо", reply_to_comment=first, from_group=stage.group)
    assert reply["parents_stack"] == [first]
    answer = await service("wall.getComments", **post, need_likes=1, thread_items_count=5, extended=1)
    assert (answer["count"], answer["current_level_count"]) == (2, 1)
    [comment] = answer["items"]
    assert (comment["text"], comment["thread"]["items"][0]["from_id"]) == ("смешно", stage.wall)
    assert [event["type"] for event in stage.sandbox.events(stage.group)[-2:]] == ["wall_reply_new"] * 2
    assert await user.error("wall.createComment", **post, message="") == 100
    assert await user.error("wall.createComment", owner_id=stage.wall, post_id=999, message="a") == 210


async def test_search_finds_words_in_any_case(stage: Stage, service: Vk, three_posts: list[int]) -> None:
    answer = await service("wall.search", owner_id=stage.wall, query="ТРЕТИЙ")
    assert [post["id"] for post in answer["items"]] == [three_posts[2]]


async def test_a_closed_wall_is_read_by_members_only(stage: Stage, service: Vk) -> None:
    closed = stage.sandbox.add_group("Закрытая", members=[stage.member], is_closed=1)
    switched_off = stage.sandbox.add_group("Без стены", wall_is_enabled=False)
    member = stage.key(stage.sandbox.add_token(TokenKind.USER, user_id=stage.member))
    assert await service.error("wall.get", owner_id=-closed) == 15
    assert (await member("wall.get", owner_id=-closed))["count"] == 0
    assert await service.error("wall.get", owner_id=-switched_off) == 15


async def test_a_repost_carries_its_original(stage: Stage, service: Vk, three_posts: list[int]) -> None:
    other = stage.sandbox.add_group("Другая")
    stage.sandbox.repost(stage.wall, three_posts[0], -other, "смотрите")
    [post] = (await service("wall.get", owner_id=-other))["items"]
    assert post["copy_history"][0]["id"] == three_posts[0]
    assert stage.sandbox.post(stage.wall, three_posts[0]).reposts == 1
