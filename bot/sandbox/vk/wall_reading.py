"""wall.get, getById, getComments and search."""

from __future__ import annotations

from collections.abc import Iterable

from bot.sandbox.vk.call import EDITING_ROLES, Call, Handler
from bot.sandbox.vk.errors import VkApiError, invalid
from bot.sandbox.vk.objects import comment_object, people_of, post_object
from bot.sandbox.vk.state import Comment, Group, Post

_FILTERS = frozenset({"", "owner", "others", "all", "postponed", "suggests", "archived", "donut"})


def _wall_owner(call: Call) -> int:
    """The wall named by `owner_id` or `domain`, if the key may read it."""
    if "owner_id" not in call.params and "domain" in call.params:
        found = call.world.resolve(call.params.text("domain"))
        if found is None:
            raise invalid("domain is incorrect")
        owner_id = -found.id if isinstance(found, Group) else found.id
    else:
        owner_id = call.owner()
    _check_readable(call, owner_id)
    return owner_id


def _check_readable(call: Call, owner_id: int) -> None:
    group = call.world.groups.get(-owner_id)
    if group is None:
        return
    if not group.wall_is_enabled:
        raise VkApiError(15, "wall is disabled")
    is_insider = call.viewer_id in group.members or call.has_role(group, EDITING_ROLES)
    if group.is_closed and not is_insider:
        raise VkApiError(15, "this wall available only for community members")


def _posts_answer(call: Call, total: int | None, posts: Iterable[Post]) -> dict[str, object]:
    shown = list(posts)
    answer: dict[str, object] = {} if total is None else {"count": total}
    answer["items"] = [post_object(post, call.world, call.viewer_id) for post in shown]
    if call.params.flag("extended"):
        named = [who for post in shown for who in (post.owner_id, post.from_id, post.signer_id or post.from_id)]
        originals = [original.from_id for post in shown for original in post.copy_history]
        answer |= people_of([*named, *originals], call.world)
    return answer


def wall_get(call: Call) -> object:
    owner_id = _wall_owner(call)
    wanted = call.params.text("filter")
    if wanted not in _FILTERS:
        raise invalid("filter is incorrect")
    group = call.world.groups.get(-owner_id)
    if wanted == "postponed":
        is_editor = owner_id == call.viewer_id or (group is not None and call.has_role(group, EDITING_ROLES))
        if not is_editor:
            raise VkApiError(15, "no access to postponed posts")
        posts = call.world.postponed(owner_id)
    else:
        posts = call.world.published(owner_id)
        if wanted == "owner":
            posts = [post for post in posts if post.from_id == owner_id]
        elif wanted == "others":
            posts = [post for post in posts if post.from_id != owner_id]
        elif wanted in {"suggests", "archived", "donut"}:
            posts = []
    offset = call.params.integer("offset", low=0)
    count = min(call.params.integer("count", 20, low=0), call.world.limits.wall_page)
    return _posts_answer(call, len(posts), posts[offset : offset + count])


def wall_get_by_id(call: Call) -> object:
    call.params.required_text("posts")
    found = []
    for word in call.params.words("posts", most=100):
        owner, _, rest = word.partition("_")
        number = rest.partition("_")[0]
        if not (owner.removeprefix("-").isdecimal() and number.isdecimal() and len(owner + number) < 36):
            raise invalid("posts is incorrect")
        post = call.world.find_post(int(owner), int(number))
        if post is not None and not post.is_postponed:
            _check_readable(call, post.owner_id)
            found.append(post)
    return _posts_answer(call, None, found)


def wall_search(call: Call) -> object:
    owner_id = _wall_owner(call)
    query = call.params.required_text("query").casefold()
    posts = [post for post in call.world.published(owner_id) if query in post.text.casefold()]
    if call.params.flag("owners_only"):
        posts = [post for post in posts if post.from_id == owner_id]
    offset = call.params.integer("offset", low=0)
    count = min(call.params.integer("count", 20, low=0), call.world.limits.wall_page)
    return _posts_answer(call, len(posts), posts[offset : offset + count])


def wall_get_comments(call: Call) -> object:
    owner_id = call.owner()
    post = call.world.find_post(owner_id, call.params.required_integer("post_id", low=0))
    if post is None:
        raise invalid("post_id is incorrect")
    _check_readable(call, owner_id)
    thread = call.params.optional_integer("comment_id")
    level = [comment for comment in post.comments.values() if comment.reply_to == thread]
    order = call.params.text("sort") or "asc"
    if order not in {"asc", "desc", "smart"}:
        raise invalid("sort is incorrect")
    level.sort(key=lambda comment: comment.id, reverse=order == "desc")
    offset = call.params.integer("offset", low=0)
    count = min(call.params.integer("count", 10, low=0), call.world.limits.wall_page)
    shown = level[offset : offset + count]
    replies_shown = call.params.integer("thread_items_count", low=0, high=10)
    answer: dict[str, object] = {
        "count": len(post.comments) if thread is None else len(level),
        "items": [_comment_answer(call, post, comment, replies_shown) for comment in shown],
        "current_level_count": len(level),
        "can_post": not post.comments_are_closed,
        "show_reply_button": not post.comments_are_closed,
        "groups_can_post": not post.comments_are_closed,
    }
    if call.params.flag("extended"):
        answer |= people_of([comment.from_id for comment in shown], call.world)
    return answer


def _comment_answer(call: Call, post: Post, comment: Comment, replies_shown: int) -> dict[str, object]:
    likes_for = call.viewer_id if call.params.flag("need_likes") else None
    answer = comment_object(post, comment, call.world.base_url, likes_for=likes_for)
    thread = answer.get("thread")
    if isinstance(thread, dict):
        replies = [other for other in post.comments.values() if other.reply_to == comment.id]
        thread["items"] = [
            comment_object(post, reply, call.world.base_url, likes_for=likes_for) for reply in replies[:replies_shown]
        ]
    return answer


WALL_READING: dict[str, Handler] = {
    "wall.get": wall_get,
    "wall.getById": wall_get_by_id,
    "wall.search": wall_search,
    "wall.getComments": wall_get_comments,
}
