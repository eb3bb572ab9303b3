"""wall.post, edit, delete, pin, unpin and createComment."""

from __future__ import annotations

from dataclasses import replace

from bot.sandbox.vk.attachments import read_attachments
from bot.sandbox.vk.call import EDITING_ROLES, Call, Handler
from bot.sandbox.vk.errors import VkApiError, invalid
from bot.sandbox.vk.events import announce_comment, announce_post
from bot.sandbox.vk.limits import DAY_S
from bot.sandbox.vk.state import Attachment, Comment, Post, TokenKind
from bot.sandbox.vk.world import World


def _message(call: Call) -> str:
    text = call.params.text("message").strip()
    if len(text) > call.world.limits.post_chars:
        raise invalid(f"message is longer than {call.world.limits.post_chars} characters")
    return text


def _author(call: Call, owner_id: int) -> int:
    """In whose name the key posts to this wall; error 214 where it may not."""
    group = call.world.groups.get(-owner_id)
    if group is None:
        if owner_id != call.viewer_id:
            raise VkApiError(214, "no access to this wall")
        return owner_id
    if not group.wall_is_enabled:
        raise VkApiError(214, "wall is disabled")
    from_group = call.params.flag("from_group")
    if call.has_role(group, EDITING_ROLES):
        if from_group:
            return owner_id
        if call.token.kind is TokenKind.COMMUNITY:
            raise VkApiError(214, "a community posts with from_group=1 only")
        return call.viewer_id
    if from_group or not group.members_may_post or call.viewer_id not in group.members:
        raise VkApiError(214, "you can't post to this wall")
    return call.viewer_id


def _check_schedule(call: Call, owner_id: int, publish_date: int) -> None:
    world, limits = call.world, call.world.limits
    if publish_date <= world.clock():
        raise invalid("invalid publish_date")
    waiting = world.postponed(owner_id)
    if any(post.date == publish_date for post in waiting):
        raise VkApiError(214, "a post is already scheduled for this time")
    same_day = sum(int(post.date // DAY_S) == int(publish_date // DAY_S) for post in waiting)
    if len(waiting) >= limits.scheduled_in_all or same_day >= limits.scheduled_per_day:
        raise VkApiError(214, "too many posts are scheduled")


def wall_post(call: Call) -> object:
    world = call.world
    owner_id = call.owner()
    author_id = _author(call, owner_id)
    text = _message(call)
    attachments = read_attachments(world, call.params.words("attachments"), viewer_id=call.viewer_id)
    if not text and not attachments:
        raise invalid("message and attachments are empty")
    guid = call.params.text("guid")
    if guid and world.behaviour.guid_deduplicates:
        for earlier in world.wall(owner_id).posts.values():
            if earlier.guid == guid:
                return {"post_id": earlier.id}
    publish_date = call.params.optional_integer("publish_date")
    if publish_date is not None:
        _check_schedule(call, owner_id, publish_date)
    is_ad = call.params.flag("mark_as_ads")
    if is_ad and world.ads_of_hour.wait_s(owner_id) > 0:
        raise VkApiError(219)
    if world.posts_of_day.take(owner_id) > 0:
        raise VkApiError(214, "too many posts today")
    if is_ad:
        world.ads_of_hour.record(owner_id)
    post = Post(
        owner_id=owner_id,
        id=world.next_wall_id(owner_id),
        from_id=author_id,
        date=publish_date if publish_date is not None else world.now(),
        text=text,
        attachments=[_on_the_wall(world, attachment) for attachment in attachments],
        created_by=call.viewer_id,
        signer_id=call.viewer_id if call.params.flag("signed") and call.viewer_id > 0 > author_id else None,
        marked_as_ads=is_ad,
        comments_are_closed=call.params.flag("close_comments"),
        is_postponed=publish_date is not None,
        guid=guid,
    )
    world.add_post(post)
    if post.is_postponed:
        world.waiting_posts.append(post)
    else:
        announce_post(world, post)
    return {"post_id": post.id}


def _on_the_wall(world: World, attachment: Attachment) -> Attachment:
    photo = attachment.photo
    if photo is None or not photo.is_private or not world.behaviour.copies_message_photos:
        return attachment
    copied = replace(photo, id=world.new_photo_id(), is_private=False)
    world.add_photo(copied)
    return Attachment("photo", photo=copied)


def _own_post(call: Call) -> Post:
    """The post named by owner_id and post_id, if the key may change it; error 210 if not."""
    owner_id = call.owner()
    post = call.world.find_post(owner_id, call.params.required_integer("post_id", low=0))
    if post is None:
        raise VkApiError(210, "post was not found")
    group = call.world.groups.get(-owner_id)
    is_editor = group is not None and call.has_role(group, EDITING_ROLES)
    if not is_editor and call.viewer_id not in (owner_id, post.from_id):
        raise VkApiError(210, "you can't change this post")
    return post


def wall_edit(call: Call) -> object:
    """What isn't sent is emptied: attachments that are not repeated are gone, as on VK."""
    post = _own_post(call)
    text = _message(call)
    attachments = read_attachments(call.world, call.params.words("attachments"), viewer_id=call.viewer_id)
    if not text and not attachments:
        raise invalid("message and attachments are empty")
    publish_date = call.params.optional_integer("publish_date")
    if publish_date is not None and post.is_postponed and publish_date != post.date:
        _check_schedule(call, post.owner_id, publish_date)
        post.date = publish_date
    post.text = text
    post.attachments = attachments
    post.edited = call.world.now()
    if call.params.given("mark_as_ads"):
        post.marked_as_ads = call.params.flag("mark_as_ads")
    return {"post_id": post.id}


def wall_delete(call: Call) -> object:
    post = _own_post(call)
    if post.is_postponed:
        call.world.waiting_posts.remove(post)
    call.world.remove_post(post)
    return 1


def _set_pin(call: Call, *, pinned: bool) -> object:
    post = _own_post(call)
    if post.is_postponed:
        raise VkApiError(210, "a scheduled post can't be pinned")
    if pinned:
        for other in call.world.wall(post.owner_id).posts.values():
            other.is_pinned = False
    post.is_pinned = pinned
    call.world.wall_changed(post.owner_id)
    return 1


def wall_pin(call: Call) -> object:
    return _set_pin(call, pinned=True)


def wall_unpin(call: Call) -> object:
    return _set_pin(call, pinned=False)


def wall_create_comment(call: Call) -> object:
    world = call.world
    owner_id = call.owner()
    post = world.find_post(owner_id, call.params.required_integer("post_id", low=0))
    if post is None or post.is_postponed:
        raise VkApiError(210, "post was not found")
    if post.comments_are_closed:
        raise VkApiError(213)
    author_id = call.viewer_id
    from_group = call.params.integer("from_group", low=0)
    if from_group and call.token.kind is TokenKind.USER:
        if not call.has_role(call.group(from_group), EDITING_ROLES):
            raise VkApiError(213, "you can't comment for this group")
        author_id = -from_group
    text = _message(call)
    attachments = read_attachments(world, call.params.words("attachments"), viewer_id=call.viewer_id)
    if not text and not attachments:
        raise invalid("message and attachments are empty")
    guid = call.params.text("guid")
    if guid and world.behaviour.guid_deduplicates:
        for earlier in post.comments.values():
            if earlier.guid == guid:
                return {"comment_id": earlier.id, "parents_stack": [] if not earlier.reply_to else [earlier.reply_to]}
    reply_to = call.params.optional_integer("reply_to_comment")
    if reply_to is not None:
        parent = post.comments.get(reply_to)
        if parent is None:
            raise invalid("reply_to_comment is incorrect")
        reply_to = parent.reply_to or parent.id  # VK's threads are two levels deep
    comment = Comment(
        world.next_wall_id(owner_id), author_id, world.now(), text, attachments, reply_to=reply_to, guid=guid
    )
    post.comments[comment.id] = comment
    announce_comment(world, post, comment)
    return {"comment_id": comment.id, "parents_stack": [] if reply_to is None else [reply_to]}


WALL_WRITING: dict[str, Handler] = {
    "wall.post": wall_post,
    "wall.edit": wall_edit,
    "wall.delete": wall_delete,
    "wall.pin": wall_pin,
    "wall.unpin": wall_unpin,
    "wall.createComment": wall_create_comment,
}
