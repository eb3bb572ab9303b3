"""The sandbox's values as VK's JSON objects (schema 5.199): posts, comments, messages, photos, people, communities."""

from __future__ import annotations

from collections.abc import Iterable

from bot.sandbox.vk.state import Attachment, Comment, Conversation, Doc, Group, Message, Photo, Post, User
from bot.sandbox.vk.world import World

_PHOTO_SIDES = (("s", 75), ("m", 130), ("x", 604), ("y", 807), ("z", 1080), ("w", 2560))  # px of the longer side


def user_object(user: User) -> dict[str, object]:
    answer: dict[str, object] = {
        "id": user.id,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "can_access_closed": True,
        "is_closed": False,
    }
    if user.deactivated is not None:
        answer["deactivated"] = user.deactivated
    return answer


def group_object(group: Group, base_url: str) -> dict[str, object]:
    picture = f"{base_url}/community.png"
    return {
        "id": group.id,
        "name": group.name,
        "screen_name": group.screen_name,
        "is_closed": group.is_closed,
        "type": "group",
        "photo_50": picture,
        "photo_100": picture,
        "photo_200": picture,
    }


def photo_object(photo: Photo, base_url: str) -> dict[str, object]:
    longer = max(photo.width, photo.height)
    url = f"{base_url}/photos/{photo.name}_{photo.access_key}"
    sizes = []
    for kind, side in _PHOTO_SIDES:
        scale = min(1.0, side / longer)
        width, height = max(1, round(photo.width * scale)), max(1, round(photo.height * scale))
        sizes.append({"type": kind, "width": width, "height": height, "url": url})
        if scale == 1.0:
            break
    return {
        "id": photo.id,
        "album_id": photo.album_id,
        "owner_id": photo.owner_id,
        "user_id": photo.user_id,
        "date": photo.date,
        "text": photo.text,
        "access_key": photo.access_key,
        "has_tags": False,
        "width": photo.width,
        "height": photo.height,
        "sizes": sizes,
        "orig_photo": {"type": "base", "width": photo.width, "height": photo.height, "url": url},
        "web_view_token": photo.access_key,
    }


def doc_object(doc: Doc, base_url: str) -> dict[str, object]:
    kinds = {"gif": 3} | dict.fromkeys(("jpg", "jpeg", "png", "webp", "bmp", "psd"), 4)
    return {
        "id": doc.id,
        "owner_id": doc.owner_id,
        "title": doc.title,
        "size": len(doc.body),
        "ext": doc.ext,
        "date": doc.date,
        "type": kinds.get(doc.ext, 8),
        "url": f"{base_url}/docs/{doc.name}_{doc.access_key}",
        "access_key": doc.access_key,
    }


def attachment_object(attachment: Attachment, base_url: str) -> dict[str, object]:
    if attachment.photo is not None:
        return {"type": "photo", "photo": photo_object(attachment.photo, base_url)}
    if attachment.doc is not None:
        return {"type": "doc", "doc": doc_object(attachment.doc, base_url)}
    return {"type": attachment.kind, attachment.kind: attachment.body or {}}


def _attachment_objects(attachments: Iterable[Attachment], base_url: str) -> list[dict[str, object]]:
    return [attachment_object(attachment, base_url) for attachment in attachments]


def _likes_object(count: int, *, by_viewer: bool) -> dict[str, object]:
    return {
        "can_like": int(not by_viewer),
        "count": count,
        "user_likes": int(by_viewer),
        "can_publish": 1,
        "repost_disabled": False,
    }


def post_object(post: Post, world: World, viewer_id: int = 0, *, copied: bool = False) -> dict[str, object]:
    """`copied` gives the shorter form in which an original stands in a repost's copy_history."""
    kind = "postpone" if post.is_postponed else "post"
    answer: dict[str, object] = {
        "inner_type": "wall_wallpost",
        "type": kind,
        "id": post.id,
        "owner_id": post.owner_id,
        "from_id": post.from_id,
        "date": post.date,
        "text": post.text,
        "post_type": kind,
        "attachments": _attachment_objects(post.attachments, world.base_url),
        "post_source": {"type": "api" if post.created_by is not None else "vk"},
    }
    if copied:
        return answer
    answer |= {
        "marked_as_ads": int(post.marked_as_ads),
        "comments": {
            "can_post": int(not post.comments_are_closed),
            "can_view": 1,
            "count": len(post.comments),
            "groups_can_post": not post.comments_are_closed,
        },
        "likes": _likes_object(post.likes_before + len(post.likes), by_viewer=viewer_id in post.likes),
        "reposts": {"count": post.reposts, "user_reposted": 0},
        "views": {"count": post.views},
        "is_favorite": False,
        "donut": {"is_donut": False},
        "hash": f"{abs(post.owner_id):x}{post.id:08x}",
    }
    if post.copy_history:
        answer["copy_history"] = [post_object(original, world, copied=True) for original in post.copy_history]
    if post.edited is not None:
        answer["edited"] = post.edited
    if post.signer_id is not None:
        answer["signer_id"] = post.signer_id
    if post.is_pinned:
        answer["is_pinned"] = 1
    if post.postponed_id is not None:
        answer["postponed_id"] = post.postponed_id
    return answer


def comment_object(post: Post, comment: Comment, base_url: str, *, likes_for: int | None = None) -> dict[str, object]:
    """`likes_for` is the viewer when likes are asked for."""
    answer: dict[str, object] = {
        "id": comment.id,
        "from_id": comment.from_id,
        "date": comment.date,
        "text": comment.text,
        "post_id": post.id,
        "owner_id": post.owner_id,
        "parents_stack": [] if comment.reply_to is None else [comment.reply_to],
    }
    if comment.attachments:
        answer["attachments"] = _attachment_objects(comment.attachments, base_url)
    if comment.reply_to is not None:
        parent = post.comments.get(comment.reply_to)
        answer["reply_to_comment"] = comment.reply_to
        if parent is not None:
            answer["reply_to_user"] = parent.from_id
    else:
        replies = sum(other.reply_to == comment.id for other in post.comments.values())
        answer["thread"] = {
            "count": replies,
            "items": [],
            "can_post": not post.comments_are_closed,
            "show_reply_button": not post.comments_are_closed,
            "groups_can_post": not post.comments_are_closed,
        }
    if likes_for is not None:
        answer["likes"] = _likes_object(len(comment.likes), by_viewer=likes_for in comment.likes)
    return answer


def message_object(message: Message, conversation: Conversation, viewer_id: int, base_url: str) -> dict[str, object]:
    """The message as one side sees it: `out` and `peer_id` depend on who looks."""
    answer: dict[str, object] = {
        "id": message.id,
        "date": message.date,
        "peer_id": conversation.peer_of(viewer_id),
        "from_id": message.from_id,
        "text": message.text,
        "out": int(message.from_id == viewer_id),
        "version": message.version,
        "conversation_message_id": message.conversation_message_id,
        "random_id": message.random_id if message.from_id == viewer_id else 0,
        "attachments": _attachment_objects(message.attachments, base_url),
        "fwd_messages": [_foreign_message(part, conversation, viewer_id, base_url) for part in message.forwarded],
        "important": False,
        "is_hidden": False,
    }
    if message.reply_to is not None:
        answer["reply_message"] = _foreign_message(message.reply_to, conversation, viewer_id, base_url)
    if message.keyboard is not None:
        answer["keyboard"] = message.keyboard
    if message.payload is not None:
        answer["payload"] = message.payload
    if message.action is not None:
        answer["action"] = message.action
    if message.edited is not None:
        answer["update_time"] = message.edited
    return answer


def _foreign_message(message: Message, conversation: Conversation, viewer_id: int, base_url: str) -> dict[str, object]:
    return {
        "id": message.id,
        "date": message.date,
        "peer_id": conversation.peer_of(viewer_id),
        "from_id": message.from_id,
        "text": message.text,
        "conversation_message_id": message.conversation_message_id,
        "attachments": _attachment_objects(message.attachments, base_url),
        "fwd_messages": [],
    }


def conversation_object(conversation: Conversation, viewer_id: int) -> dict[str, object]:
    last = conversation.messages[-1] if conversation.messages else None
    peer_id = conversation.peer_of(viewer_id)
    kind = "chat" if conversation.chat_id is not None else "user" if peer_id > 0 else "group"
    answer: dict[str, object] = {
        "peer": {"id": peer_id, "type": kind, "local_id": conversation.chat_id or abs(peer_id)},
        "last_message_id": last.id if last else 0,
        "last_conversation_message_id": last.conversation_message_id if last else 0,
        "in_read": last.id if last else 0,
        "out_read": last.id if last else 0,
        "sort_id": {"major_id": 0, "minor_id": last.id if last else 0},
        "version": last.conversation_message_id if last else 0,
        "is_marked_unread": False,
        "important": False,
        "can_write": {"allowed": True},
    }
    if conversation.chat_id is not None:
        member = conversation.members.get(viewer_id)
        is_admin = member is not None and member.is_admin
        answer["chat_settings"] = {
            "owner_id": conversation.owner_id,
            "title": conversation.title,
            "state": "in" if member is not None else "out",
            "members_count": len(conversation.members),
            "admin_ids": [who for who, state in conversation.members.items() if state.is_admin],
            "active_ids": list(conversation.members)[:4],
            "is_group_channel": False,
            "acl": {
                "can_change_info": is_admin,
                "can_change_invite_link": is_admin,
                "can_change_pin": is_admin,
                "can_invite": True,
                "can_promote_users": is_admin,
                "can_see_invite_link": is_admin,
                "can_moderate": is_admin,
                "can_copy_chat": False,
                "can_call": True,
                "can_use_mass_mentions": is_admin,
            },
        }
    return answer


def people_of(ids: Iterable[int], world: World) -> dict[str, object]:
    """`profiles` and `groups` of an extended answer: everybody who is named by `ids`, once."""
    wanted = dict.fromkeys(ids)
    return {
        "profiles": [user_object(world.users[who]) for who in wanted if who in world.users],
        "groups": [group_object(world.groups[-who], world.base_url) for who in wanted if -who in world.groups],
    }
