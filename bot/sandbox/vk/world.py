"""The sandbox's whole VK at one moment: who exists, what stands on the walls, who said what, and what time it is."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.rate_limit import Rate, SlidingWindow
from bot.sandbox.vk.limits import DAY_S, VkBehaviour, VkLimits
from bot.sandbox.vk.long_poll import EventLog
from bot.sandbox.vk.state import (
    CHAT_START,
    ButtonEvent,
    CallbackServer,
    ChatMember,
    Comment,
    Conversation,
    Doc,
    Group,
    Message,
    Photo,
    Post,
    Token,
    User,
)
from bot.sandbox.vk.uploads import TakenImage, Ticket


@dataclass(slots=True)
class Wall:
    posts: dict[int, Post] = field(default_factory=dict)
    last_id: int = 0  # posts and comments of a wall count together
    in_order: list[Post] | None = None  # published posts as wall.get gives them; None when out of date


@dataclass(frozen=True, slots=True)
class Upload:
    """Files that the upload server took and that no save method has claimed yet."""

    purpose: str
    owner_id: int
    user_id: int
    images: tuple[TakenImage, ...] = ()
    photo_field: str = ""
    file: tuple[str, bytes] | None = None  # of a document: its name and what is in it


class World:
    def __init__(self, clock: Callable[[], float], limits: VkLimits, behaviour: VkBehaviour, seed: int) -> None:
        self.clock = clock
        self.limits = limits
        self.behaviour = behaviour
        self.random = random.Random(seed)
        self.base_url = ""
        self.users: dict[int, User] = {}
        self.groups: dict[int, Group] = {}
        self.tokens: dict[str, Token] = {}
        self.walls: dict[int, Wall] = {}
        self.photos: dict[tuple[int, int], Photo] = {}
        self.tickets: dict[str, Ticket] = {}
        self.docs: dict[tuple[int, int], Doc] = {}
        self.uploads: dict[str, Upload] = {}  # by the hash, or the document's name, that the upload server answered
        self.dialogues: dict[tuple[int, int], Conversation] = {}
        self.chats: dict[int, Conversation] = {}
        self.button_events: dict[str, ButtonEvent] = {}
        self.event_logs: dict[int, EventLog] = {}
        self.sent: dict[tuple[int, int, int], tuple[float, Message]] = {}  # (from, peer, random_id) → when, what
        self.posts_of_day = SlidingWindow(Rate(limits.posts_per_day, DAY_S), clock)
        self.ads_of_hour = SlidingWindow(Rate(1, 3_600.0), clock)
        self.waiting_posts: list[Post] = []
        # Whoever brings events to callback servers hears here that one was added, edited or deleted.
        self.callback_changed: Callable[[Group, CallbackServer], None] = lambda _group, _server: None
        self._messages: dict[int, tuple[Conversation, Message]] = {}
        self._last_message_id = 0
        self._last_photo_id = 457_239_000

    def now(self) -> int:
        return int(self.clock())

    def secret(self, bits: int = 160) -> str:
        """A fresh hexadecimal id, from the world's own generator so that runs repeat."""
        return f"{self.random.getrandbits(bits):0{bits // 4}x}"

    # Names

    def resolve(self, name: str) -> User | Group | None:
        """What a screen name, `id1`, `club1` or `public1` stands for."""
        found = next((user for user in self.users.values() if user.screen_name == name), None)
        if found is not None:
            return found
        for prefix in ("id", "club", "public", "event"):
            number = name.removeprefix(prefix)
            if number != name and number.isascii() and number.isdecimal() and len(number) < 19:
                return self.users.get(int(number)) if prefix == "id" else self.groups.get(int(number))
        return next((group for group in self.groups.values() if group.screen_name == name), None)

    # Walls

    def wall(self, owner_id: int) -> Wall:
        return self.walls.setdefault(owner_id, Wall())

    def published(self, owner_id: int) -> list[Post]:
        """The pinned post, then the newest first."""
        wall = self.wall(owner_id)
        if wall.in_order is None:
            shown = [post for post in wall.posts.values() if not post.is_postponed]
            wall.in_order = sorted(shown, key=lambda post: (post.is_pinned, post.date, post.id), reverse=True)
        return wall.in_order

    def add_post(self, post: Post) -> None:
        wall = self.wall(post.owner_id)
        wall.posts[post.id] = post
        wall.in_order = None

    def next_wall_id(self, owner_id: int) -> int:
        wall = self.wall(owner_id)
        wall.last_id += 1
        return wall.last_id

    def find_post(self, owner_id: int, post_id: int) -> Post | None:
        return self.wall(owner_id).posts.get(post_id)

    def wall_changed(self, owner_id: int) -> None:
        self.wall(owner_id).in_order = None

    def remove_post(self, post: Post) -> None:
        wall = self.wall(post.owner_id)
        del wall.posts[post.id]
        wall.in_order = None

    def postponed(self, owner_id: int) -> list[Post]:
        """What waits for its publish_date, the next first."""
        waiting = (post for post in self.waiting_posts if post.owner_id == owner_id)
        return sorted(waiting, key=lambda post: (post.date, post.id))

    # Conversations

    def dialogue(self, one: int, other: int) -> Conversation:
        """The conversation of two, begun when there is none."""
        key = (min(one, other), max(one, other))
        if key not in self.dialogues:
            joined = self.now()
            self.dialogues[key] = Conversation({member: ChatMember(joined, member) for member in key})
        return self.dialogues[key]

    def find_conversation(self, viewer_id: int, peer_id: int) -> Conversation | None:
        if peer_id >= CHAT_START:
            return self.chats.get(peer_id - CHAT_START)
        return self.dialogues.get((min(viewer_id, peer_id), max(viewer_id, peer_id)))

    def new_message_id(self, conversation: Conversation) -> int:
        if conversation.chat_id is not None:
            return 0
        self._last_message_id += 1
        return self._last_message_id

    def index_message(self, conversation: Conversation, message: Message) -> None:
        if message.id:
            self._messages[message.id] = (conversation, message)

    def find_message(self, viewer_id: int, message_id: int) -> tuple[Conversation, Message] | None:
        """A dialogue's message by its `id`, which is never 0."""
        found = self._messages.get(message_id)
        if found is None or viewer_id not in found[0].members or viewer_id in found[1].deleted_for:
            return None
        return found

    # Photos

    def add_photo(self, photo: Photo) -> None:
        self.photos[photo.owner_id, photo.id] = photo

    def issue_ticket(self, ticket: Ticket) -> str:
        secret = self.secret()
        self.tickets[secret] = ticket
        return secret

    def new_photo_id(self) -> int:
        self._last_photo_id += 1
        return self._last_photo_id

    def go_on_behind_what_is_there(self) -> None:
        """Give the next message, photo and file numbers that none has: for a world whose past was put back."""
        self._last_message_id = max(self._messages, default=0)
        self._last_photo_id = max([self._last_photo_id, *(id_ for _, id_ in (*self.photos, *self.docs))])

    def find_comment(self, owner_id: int, comment_id: int) -> tuple[Post, Comment] | None:
        for post in self.wall(owner_id).posts.values():
            if comment_id in post.comments:
                return post, post.comments[comment_id]
        return None
