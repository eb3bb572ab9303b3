"""What people do on the sandbox's VK, for tests and the demo: write, press, post, like, join.

Everything happens at once and announces itself to the communities as on VK. Peers are given as the person sees them:
`-group_id` for a dialogue with a community, 2,000,000,000 + n for a chat. Call from the server's event loop.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from bot.sandbox.vk.attachments import read_attachments
from bot.sandbox.vk.errors import VkApiError
from bot.sandbox.vk.events import announce, announce_button, announce_comment, announce_like, announce_post, publish_due
from bot.sandbox.vk.keyboards import actions
from bot.sandbox.vk.sending import deliver
from bot.sandbox.vk.settling import SandboxUsageError, Settling
from bot.sandbox.vk.state import (
    CHAT_START,
    Attachment,
    ButtonEvent,
    Comment,
    Conversation,
    Doc,
    Group,
    Message,
    Photo,
    Post,
)
from bot.sandbox.vk.uploads import read_image


class People(Settling):
    """Actions of people; who exists is the base class's part."""

    # In conversations

    def say(
        self,
        user_id: int,
        peer_id: int,
        text: str,
        *,
        reply_to: int | None = None,
        attachments: Sequence[str] = (),
        payload: str | None = None,
    ) -> int:
        """Write a message; returns its conversation_message_id. `reply_to` is one of those, too.

        Writing to a community allows it to write back. `@name` of a community becomes a mention, as on VK.
        """
        conversation = self._conversation(user_id, peer_id)
        replied = conversation.find(reply_to, user_id) if reply_to is not None else None
        if reply_to is not None and replied is None:
            raise SandboxUsageError(f"There is no message {reply_to} to reply to in this conversation.")
        if peer_id < 0:
            self._allow(user_id, -peer_id)
        message = deliver(
            self.world,
            conversation,
            user_id,
            self._with_mentions(text),
            attachments=self._attachments(attachments, user_id),
            payload=payload,
            reply_to=replied,
        )
        return message.conversation_message_id

    def press(
        self,
        user_id: int,
        peer_id: int,
        conversation_message_id: int,
        payload: str | dict[str, object],
        *,
        forged: bool = False,
    ) -> ButtonEvent | Message:
        """Press the button with this payload (or label) on a message, or on the keyboard below the input line.

        A callback button gives the event (its `answer` is filled in later), a text button the message that it sends.
        `forged` presses a callback button that isn't there, as a modified client can.
        """
        conversation = self._conversation(user_id, peer_id)
        message = conversation.find(conversation_message_id, user_id)
        if message is None:
            raise SandboxUsageError(f"There is no message {conversation_message_id} in this conversation.")
        if forged:
            return self._press_callback(user_id, conversation, message, _decoded(payload))
        keyboards = [keyboard for keyboard in (message.keyboard, conversation.keyboard) if keyboard is not None]
        for action in (action for keyboard in keyboards for action in actions(keyboard)):
            given = action.get("payload")
            if payload != action.get("label") and (given is None or _decoded(given) != _decoded(payload)):
                continue
            if action["type"] == "callback":
                return self._press_callback(user_id, conversation, message, _decoded(given))
            if action["type"] == "text":
                written = None if given is None else str(given)
                return deliver(self.world, conversation, user_id, str(action["label"]), payload=written)
            raise SandboxUsageError(f"A button of type {action['type']} can't be pressed here.")
        raise SandboxUsageError(f"Message {conversation_message_id} has no such button.")

    def _press_callback(
        self, user_id: int, conversation: Conversation, message: Message, payload: object
    ) -> ButtonEvent:
        group_id = -message.from_id
        if group_id not in self.world.groups:
            raise SandboxUsageError("Only a community's message has callback buttons.")
        event = ButtonEvent(
            event_id=self.world.secret(48),
            group_id=group_id,
            user_id=user_id,
            peer_id=conversation.peer_of(-group_id),
            conversation_message_id=message.conversation_message_id,
            payload=payload,
            at=self.world.clock(),
        )
        self.world.button_events[event.event_id] = event
        announce_button(self.world, event)
        return event

    def _conversation(self, user_id: int, peer_id: int) -> Conversation:
        self._user(user_id)
        if peer_id >= CHAT_START:
            conversation = self.world.chats.get(peer_id - CHAT_START)
            if conversation is None or user_id not in conversation.members:
                raise SandboxUsageError(f"User {user_id} is in no chat {peer_id}.")
            return conversation
        if peer_id < 0:
            if user_id in self._group(-peer_id).blacklist:
                raise SandboxUsageError(f"User {user_id} is on the community's blacklist.")
        else:
            self._user(peer_id)
        return self.world.dialogue(user_id, peer_id)

    def _with_mentions(self, text: str) -> str:
        def mention(match: re.Match[str]) -> str:
            found = self.world.resolve(match[1])
            if found is None:
                return match[0]
            return f"[{'club' if isinstance(found, Group) else 'id'}{found.id}|{match[0]}]"

        return re.sub(r"(?<![\w|\[])@(\w+)", mention, text)

    def _attachments(self, words: Sequence[str], viewer_id: int) -> list[Attachment]:
        try:
            return read_attachments(self.world, list(words), viewer_id=viewer_id)
        except VkApiError as error:
            raise SandboxUsageError(error.message) from error

    def upload(self, user_id: int, body: bytes, name: str = "photo.jpg") -> str:
        """Put a photo, or what is none as a file, where the person's next message can have it; returns its name."""
        owner = self._user(user_id).id
        image = read_image(body) if name.endswith((".jpg", ".png")) else None
        number, key, now = self.world.new_photo_id(), self.world.secret(72), self.world.now()
        if image is None:
            ext = name.rpartition(".")[2].lower()
            self.world.docs[owner, number] = Doc(owner, number, name, ext, body, key, now, is_private=True)
            return f"doc{owner}_{number}"
        self.world.add_photo(
            Photo(owner, number, -3, image.width, image.height, image.mime, body, key, now, owner, is_private=True)
        )
        return f"photo{owner}_{number}"

    def allow_messages(self, user_id: int, group_id: int) -> None:
        """Press "allow messages" on the community's page."""
        self._user(user_id)
        self._allow(user_id, self._group(group_id).id)

    def _allow(self, user_id: int, group_id: int) -> None:
        allowed = self.world.groups[group_id].message_allowed
        if user_id not in allowed:
            allowed.add(user_id)
            announce(self.world, group_id, "message_allow", {"user_id": user_id, "key": ""})

    def deny_messages(self, user_id: int, group_id: int) -> None:
        self._group(group_id).message_allowed.discard(user_id)
        announce(self.world, group_id, "message_deny", {"user_id": user_id})

    # On walls

    def comment(self, user_id: int, owner_id: int, post_id: int, text: str, *, reply_to: int | None = None) -> int:
        """Comment a post; returns the comment's id."""
        post = self.post(owner_id, post_id)
        comment = Comment(
            self.world.next_wall_id(owner_id), user_id, self.world.now(), self._with_mentions(text), reply_to=reply_to
        )
        post.comments[comment.id] = comment
        announce_comment(self.world, post, comment)
        return comment.id

    def like(self, user_id: int, owner_id: int, post_id: int) -> None:
        post = self.post(owner_id, post_id)
        if user_id not in post.likes:
            post.likes.add(user_id)
            announce_like(self.world, post, user_id, added=True)

    def unlike(self, user_id: int, owner_id: int, post_id: int) -> None:
        post = self.post(owner_id, post_id)
        if user_id in post.likes:
            post.likes.discard(user_id)
            announce_like(self.world, post, user_id, added=False)

    def repost(self, owner_id: int, post_id: int, to_owner_id: int, text: str = "") -> int:
        """Put a repost on another wall; returns its id there."""
        original = self.post(owner_id, post_id)
        original.reposts += 1
        copy = Post(
            to_owner_id,
            self.world.next_wall_id(to_owner_id),
            to_owner_id,
            self.world.now(),
            text,
            copy_history=[original, *original.copy_history],
        )
        self.world.add_post(copy)
        announce_post(self.world, copy)
        return copy.id

    def edit_post(self, owner_id: int, post_id: int, text: str) -> None:
        post = self.post(owner_id, post_id)
        post.text = text
        post.edited = self.world.now()

    def delete_post(self, owner_id: int, post_id: int) -> None:
        self.world.remove_post(self.post(owner_id, post_id))

    def pin_post(self, owner_id: int, post_id: int) -> None:
        pinned = self.post(owner_id, post_id)
        for post in self.world.wall(owner_id).posts.values():
            post.is_pinned = post is pinned
        self.world.wall_changed(owner_id)

    # Looking

    def post(self, owner_id: int, post_id: int) -> Post:
        post = self.world.find_post(owner_id, post_id)
        if post is None:
            raise SandboxUsageError(f"There is no post {owner_id}_{post_id}.")
        return post

    def posts(self, owner_id: int) -> list[Post]:
        """What stands on a wall now: the pinned post, then the newest first."""
        publish_due(self.world)
        return list(self.world.published(owner_id))

    def messages(self, member_id: int, peer_id: int) -> list[Message]:
        """A conversation as one of its members sees it, the oldest message first."""
        conversation = self.world.find_conversation(member_id, peer_id)
        return conversation.visible_to(member_id) if conversation is not None else []

    def button_event(self, event_id: str) -> ButtonEvent:
        event = self.world.button_events.get(event_id)
        if event is None:
            raise SandboxUsageError(f"There is no button event {event_id}.")
        return event

    def events(self, group_id: int) -> list[dict[str, object]]:
        """The envelopes that the community's long poll has logged, the oldest first."""
        return list(self.world.event_logs[self._group(group_id).id].events)


def _decoded(payload: object) -> object:
    """A payload as the value that it stands for: JSON in text becomes what it says."""
    if not isinstance(payload, str):
        return payload
    try:
        return json.loads(payload)
    except ValueError:
        return payload
