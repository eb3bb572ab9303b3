"""What communities hear of: builds the long-poll objects and puts them into the logs of those who subscribed."""

from __future__ import annotations

import json
import re

from bot.sandbox.vk.objects import comment_object, message_object, post_object
from bot.sandbox.vk.state import ButtonEvent, Comment, Conversation, Message, Post
from bot.sandbox.vk.world import World

_CLIENT_INFO: dict[str, object] = {
    "button_actions": ["text", "vkpay", "open_app", "location", "open_link", "callback", "intent_subscribe"],
    "keyboard": True,
    "inline_keyboard": True,
    "carousel": True,
    "lang_id": 0,
}


def announce(world: World, group_id: int, kind: str, body: dict[str, object]) -> None:
    """Log one event for a community, if its settings ask for this kind, and give it to callback servers that do."""
    group = world.groups[group_id]
    settings = group.long_poll
    envelope: dict[str, object] = {
        "type": kind,
        "event_id": world.secret(),
        "v": settings.api_version,
        "object": body,
        "group_id": group_id,
    }
    every = world.behaviour.repeat_every_event
    if settings.is_enabled and kind in settings.events:
        log = world.event_logs[group_id]
        log.append(envelope)
        if every is not None and int(log.ts) % every == 0:
            log.append(envelope)
    for server in group.callback_servers.values():
        if server.status == "ok" and kind in server.events:
            for _ in range(2 if every is not None else 1):
                server.waiting.put_nowait(envelope | {"v": server.api_version})


def announce_post(world: World, post: Post) -> None:
    if post.owner_id < 0:
        announce(world, -post.owner_id, "wall_post_new", post_object(post, world))


def announce_comment(world: World, post: Post, comment: Comment, kind: str = "wall_reply_new") -> None:
    if post.owner_id < 0:
        body = comment_object(post, comment, world.base_url)
        announce(world, -post.owner_id, kind, body | {"post_owner_id": post.owner_id})


def announce_like(world: World, post: Post, liker_id: int, *, added: bool) -> None:
    if post.owner_id < 0:
        body: dict[str, object] = {
            "liker_id": liker_id,
            "object_type": "post",
            "object_owner_id": post.owner_id,
            "object_id": post.id,
            "post_id": 0,
            "thread_reply_id": 0,
        }
        announce(world, -post.owner_id, "like_add" if added else "like_remove", body)


def announce_message(world: World, conversation: Conversation, message: Message) -> None:
    """message_new to the communities that may read it, message_reply to the one that wrote it."""
    for member_id in conversation.members:
        group_id = -member_id
        if group_id not in world.groups:
            continue
        body = message_object(message, conversation, member_id, world.base_url)
        if message.from_id == member_id:
            announce(world, group_id, "message_reply", body)
        elif _reaches(conversation, message, member_id):
            announce(world, group_id, "message_new", {"message": body, "client_info": _CLIENT_INFO})


def announce_edit(world: World, conversation: Conversation, message: Message) -> None:
    for member_id in conversation.members:
        if -member_id in world.groups and _reaches(conversation, message, member_id):
            announce(
                world, -member_id, "message_edit", message_object(message, conversation, member_id, world.base_url)
            )


def _reaches(conversation: Conversation, message: Message, community_id: int) -> bool:
    """In a chat a bot that is no administrator sees only what is addressed to it."""
    if conversation.chat_id is None or conversation.members[community_id].is_admin:
        return True
    if message.payload is not None or message.action is not None:
        return True
    if message.reply_to is not None and message.reply_to.from_id == community_id:
        return True
    return re.search(rf"\[(?:club|public){-community_id}\|", message.text) is not None


def announce_button(world: World, event: ButtonEvent) -> None:
    payload = event.payload
    if world.behaviour.payload_as_text:
        payload = json.dumps(payload, ensure_ascii=False)
    body: dict[str, object] = {
        "user_id": event.user_id,
        "peer_id": event.peer_id,
        "event_id": event.event_id,
        "payload": payload,
        "conversation_message_id": event.conversation_message_id,
    }
    announce(world, event.group_id, "message_event", body)


def publish_due(world: World) -> None:
    """Put scheduled posts whose time has come on their walls. As on VK the post gets a new id by that."""
    now = world.clock()
    for post in sorted(world.waiting_posts, key=lambda post: (post.date, post.id)):
        if post.date > now:
            continue
        world.waiting_posts.remove(post)
        world.remove_post(post)
        post.postponed_id = post.id
        post.id = world.next_wall_id(post.owner_id)
        post.is_postponed = False
        world.add_post(post)
        announce_post(world, post)
