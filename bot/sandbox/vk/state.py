"""What the sandbox's VK holds: plain values in memory, changed only by methods and by people.

Ids follow VK: people are positive, communities negative, chats start at 2,000,000,000. Instants are seconds since 1970.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import StrEnum

CHAT_START = 2_000_000_000

EVENT_TYPES = (
    "message_new", "message_reply", "message_edit", "message_allow", "message_deny", "message_event",
    "message_read", "message_typing_state", "message_reaction_event",
    "wall_post_new", "wall_repost", "wall_schedule_post_new", "wall_schedule_post_delete",
    "wall_reply_new", "wall_reply_edit", "wall_reply_delete", "wall_reply_restore",
    "like_add", "like_remove", "group_join", "group_leave", "group_change_photo", "group_change_settings",
    "group_officers_edit", "user_block", "user_unblock", "poll_vote_new",
    "photo_new", "photo_comment_new", "photo_comment_edit", "photo_comment_delete", "photo_comment_restore",
    "audio_new", "video_new", "video_comment_new", "video_comment_edit", "video_comment_delete",
    "video_comment_restore", "board_post_new", "board_post_edit", "board_post_delete", "board_post_restore",
    "market_comment_new", "market_comment_edit", "market_comment_delete", "market_comment_restore",
    "donut_subscription_create", "donut_subscription_prolonged", "donut_subscription_cancelled",
    "donut_subscription_expired", "donut_subscription_price_changed", "donut_money_withdraw",
    "donut_money_withdraw_error",
)  # fmt: skip
"""Every switch of a community's long-poll settings. The sandbox itself makes the first dozen."""


class TokenKind(StrEnum):
    USER = "user"
    COMMUNITY = "community"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Token:
    """`owner_id` is the user, minus the community, or 0 for a service key. `rights` are scopes such as "wall"."""

    value: str = field(repr=False)
    kind: TokenKind
    owner_id: int
    rights: frozenset[str]


@dataclass(slots=True)
class User:
    id: int
    first_name: str
    last_name: str
    screen_name: str
    deactivated: str | None = None


@dataclass(slots=True)
class LongPollSettings:
    is_enabled: bool = True
    api_version: str = "5.199"
    events: set[str] = field(default_factory=set)


@dataclass(slots=True)
class CallbackServer:
    """`status` is VK's word: wait (for the confirmation), ok, failed, unconfigured. `waiting` holds what happened."""

    id: int
    title: str
    creator_id: int
    url: str
    secret_key: str = field(repr=False)
    status: str = "wait"
    api_version: str = "5.199"
    events: set[str] = field(default_factory=set)
    waiting: asyncio.Queue[dict[str, object]] = field(default_factory=asyncio.Queue, repr=False)


@dataclass(slots=True)
class Group:
    """`is_closed`: 0 open, 1 closed, 2 private. `managers` gives each manager's role."""

    id: int
    name: str
    screen_name: str
    is_closed: int = 0
    wall_is_enabled: bool = True
    messages_are_enabled: bool = True
    members_may_post: bool = False
    members: dict[int, int] = field(default_factory=dict)  # user → when they joined
    managers: dict[int, str] = field(default_factory=dict)
    blacklist: set[int] = field(default_factory=set)
    message_allowed: set[int] = field(default_factory=set)
    long_poll: LongPollSettings = field(default_factory=LongPollSettings)
    callback_servers: dict[int, CallbackServer] = field(default_factory=dict)
    callback_code: str = ""


@dataclass(frozen=True, slots=True)
class Photo:
    owner_id: int
    id: int
    album_id: int
    width: int
    height: int
    mime: str
    body: bytes = field(repr=False)
    access_key: str
    date: int
    user_id: int
    text: str = ""
    is_private: bool = False  # uploaded for messages: attaches only with its access key

    @property
    def name(self) -> str:
        return f"photo{self.owner_id}_{self.id}"


@dataclass(slots=True)
class Doc:
    """A file as it is: `ext` is what its name ends in, in small letters."""

    owner_id: int
    id: int
    title: str
    ext: str
    body: bytes = field(repr=False)
    access_key: str
    date: int
    is_private: bool = False  # uploaded for messages: attaches only with its access key

    @property
    def name(self) -> str:
        return f"doc{self.owner_id}_{self.id}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photo or file of this VK, or any other kind with its object ready made: a link, or what a test puts there."""

    kind: str
    photo: Photo | None = None
    doc: Doc | None = None
    body: dict[str, object] | None = None


@dataclass(slots=True)
class Comment:
    id: int
    from_id: int
    date: int
    text: str
    attachments: list[Attachment] = field(default_factory=list)
    reply_to: int | None = None
    likes: set[int] = field(default_factory=set)
    guid: str = ""
    edited: int | None = None


@dataclass(slots=True)
class Post:
    owner_id: int
    id: int
    from_id: int
    date: int
    text: str
    attachments: list[Attachment] = field(default_factory=list)
    copy_history: list[Post] = field(default_factory=list)
    comments: dict[int, Comment] = field(default_factory=dict)
    likes: set[int] = field(default_factory=set)
    likes_before: int = 0  # from people who are not modelled
    reposts: int = 0
    views: int = 0
    edited: int | None = None
    created_by: int | None = None
    signer_id: int | None = None
    is_pinned: bool = False
    marked_as_ads: bool = False
    comments_are_closed: bool = False
    is_postponed: bool = False
    postponed_id: int | None = None  # the id that it had while it waited
    guid: str = ""


@dataclass(slots=True)
class ChatMember:
    join_date: int
    invited_by: int
    is_admin: bool = False


@dataclass(slots=True)
class Message:
    """`id` is 0 in chats, as communities see them; `conversation_message_id` counts within the conversation."""

    id: int
    conversation_message_id: int
    from_id: int
    date: int
    text: str
    random_id: int = 0
    attachments: list[Attachment] = field(default_factory=list)
    keyboard: dict[str, object] | None = None
    payload: str | None = None
    reply_to: Message | None = None
    forwarded: list[Message] = field(default_factory=list)
    action: dict[str, object] | None = None
    edited: int | None = None
    version: int = 1
    deleted_for: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Conversation:
    """A dialogue of two (`chat_id` None) or a chat."""

    members: dict[int, ChatMember]
    chat_id: int | None = None
    title: str = ""
    owner_id: int = 0
    messages: list[Message] = field(default_factory=list)
    keyboard: dict[str, object] | None = None  # the one below the input line

    def peer_of(self, viewer_id: int) -> int:
        """The conversation's peer_id as `viewer_id` sees it."""
        if self.chat_id is not None:
            return CHAT_START + self.chat_id
        return next((member for member in self.members if member != viewer_id), viewer_id)

    def visible_to(self, viewer_id: int) -> list[Message]:
        return [message for message in self.messages if viewer_id not in message.deleted_for]

    def find(self, conversation_message_id: int, viewer_id: int) -> Message | None:
        at = conversation_message_id - 1
        if not 0 <= at < len(self.messages) or viewer_id in self.messages[at].deleted_for:
            return None
        return self.messages[at]


@dataclass(slots=True)
class ButtonEvent:
    """A press on a callback button, and what the community answered."""

    event_id: str
    group_id: int
    user_id: int
    peer_id: int
    conversation_message_id: int
    payload: object
    at: float
    answer: dict[str, object] | None = None
    is_answered: bool = False
