"""Everything the small Telegram remembers: plain values in memory, in nobody's JSON form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Literal, TypeAlias

from bot.sandbox.telegram.update_queue import UpdateQueue

JsonObject: TypeAlias = dict[str, object]
GroupKind: TypeAlias = Literal["group", "supergroup", "channel"]
ChatKind: TypeAlias = Literal["private", "group", "supergroup", "channel"]
FileKind: TypeAlias = Literal["photo", "animation", "document"]
MemberStatus: TypeAlias = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")
GROUP_RIGHTS = ("can_pin_messages",)
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


@dataclass(slots=True)
class User:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    is_deactivated: bool = False


@dataclass(slots=True)
class Webhook:
    url: str
    secret_token: str | None = None
    max_connections: int = 40
    last_error_at: int | None = None
    last_error: str | None = None


@dataclass(slots=True)
class BotAccount:
    """A bot: its user, its token and what it has told the Bot API about itself."""

    user: User
    token: str = field(repr=False)
    updates: UpdateQueue
    launched_at: float
    can_read_all_group_messages: bool = False
    supports_inline_queries: bool = False
    inline_feedback: bool = False
    webhook: Webhook | None = None
    logged_out_at: float | None = None
    commands: dict[tuple[str, str], list[JsonObject]] = field(default_factory=dict)
    """(scope as canonical JSON, language code) → BotCommand objects."""

    @property
    def id(self) -> int:
        return self.user.id


@dataclass(slots=True)
class Member:
    user: User
    status: MemberStatus
    rights: frozenset[str] = frozenset()
    """An administrator's rights, or what a restricted member may still do."""

    @property
    def is_in(self) -> bool:
        return self.status in {"creator", "administrator", "member", "restricted"}

    @property
    def is_admin(self) -> bool:
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Whether an admin holds `right`; the creator holds all."""
        return self.status == "creator" or (self.status == "administrator" and right in self.rights)


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Text with MessageEntity objects; offsets and lengths count UTF-16 units."""

    text: str
    entities: tuple[JsonObject, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on the servers. Its file_id differs from bot to bot, its unique id doesn't."""

    unique_id: str
    content: bytes = field(repr=False)
    path: str
    kind: FileKind = "photo"


@dataclass(frozen=True, slots=True)
class PhotoSize:
    file: StoredFile
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Photo:
    """Sizes from small to large, as JPEG, and the bytes that were uploaded."""

    sizes: tuple[PhotoSize, ...]
    uploaded: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Animation:
    """A picture that moves, without sound."""

    file: StoredFile
    width: int
    height: int
    duration_s: int


@dataclass(frozen=True, slots=True)
class Document:
    """Any file, as a person sent it; the servers don't look inside."""

    file: StoredFile
    name: str
    mime_type: str


@dataclass(slots=True, eq=False)
class Chat:
    """A group, supergroup or channel."""

    id: int
    kind: ChatKind
    title: str = ""
    username: str | None = None
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    """Deleted messages are gone from here; their ids aren't given again."""
    pinned_ids: list[int] = field(default_factory=list)
    last_message_id: int = 0
    last_speaking_bot_id: int | None = None
    migrated_to_chat_id: int | None = None

    @property
    def member_count(self) -> int:
        return sum(member.is_in for member in self.members.values())


@dataclass(slots=True, eq=False)
class Dialog(Chat):
    """A private chat of one person with one bot. For the bot its id is the person's, for the person the bot's."""

    kind: ChatKind = "private"
    person: User = field(kw_only=True)
    bot_id: int = field(kw_only=True)
    is_started: bool = False
    is_blocked: bool = False


@dataclass(slots=True, eq=False)
class Message:
    id: int
    chat: Chat = field(repr=False)
    date: int
    sender: User
    """Who wrote it; of a channel's post the Bot API doesn't tell."""
    text: FormattedText | None = None
    photo: Photo | None = None
    animation: Animation | None = None
    document: Document | None = None
    caption: FormattedText | None = None
    reply_to: Message | None = None
    inline_keyboard: JsonObject | None = None
    other_markup: JsonObject | None = None
    """A reply keyboard, its removal or a forced reply: people see it, the Bot API never gives it back."""
    media_group_id: str | None = None
    forward_origin: JsonObject | None = None
    via_bot: User | None = None
    inline_message_id: str | None = None
    """Where the message was sent through a bot's inline mode and has a keyboard."""
    edit_date: int | None = None
    link_preview: JsonObject | None = None
    has_protected_content: bool = False
    has_media_spoiler: bool = False
    show_caption_above_media: bool = False
    new_members: tuple[User, ...] = ()
    left_member: User | None = None
    pinned: Message | None = None
    migrate_to_chat_id: int | None = None
    migrate_from_chat_id: int | None = None
    reactions: dict[int, list[JsonObject]] = field(default_factory=dict)
    """By the id of the user (or bot) that reacted: ReactionType objects."""

    @property
    def is_service(self) -> bool:
        return self.text is None and not self.has_media

    @property
    def has_media(self) -> bool:
        return self.photo is not None or self.animation is not None or self.document is not None

    @property
    def words(self) -> FormattedText:
        """The text or the caption, empty where there is neither."""
        return self.text or self.caption or FormattedText("")


@dataclass(slots=True)
class CallbackAnswer:
    text: str
    show_alert: bool
    url: str | None


@dataclass(slots=True)
class CallbackQuery:
    id: str
    bot_id: int
    user: User
    message: Message
    data: str
    asked_at: float
    answer: CallbackAnswer | None = None


@dataclass(slots=True)
class InlineQuery:
    id: str
    bot_id: int
    user: User
    query: str
    offset: str
    asked_at: float
    results: list[JsonObject] | None = None
    """None until the bot has answered."""
    next_offset: str = ""
    cache_time_s: int = 300
    is_personal: bool = False
    button: JsonObject | None = None


@dataclass(slots=True)
class State:
    """All accounts, chats and files, and the counters that give ids."""

    users: dict[int, User] = field(default_factory=dict)
    bots: dict[str, BotAccount] = field(default_factory=dict, repr=False)
    """By token."""
    chats: dict[int, Chat] = field(default_factory=dict)
    dialogs: dict[tuple[int, int], Dialog] = field(default_factory=dict)
    """By (bot id, person id)."""
    files: dict[str, StoredFile] = field(default_factory=dict)
    """By unique id."""
    photos: dict[str, Photo] = field(default_factory=dict)
    """By the unique id of any of its sizes."""
    animations: dict[str, Animation] = field(default_factory=dict)
    """By unique id."""
    callback_queries: dict[str, CallbackQuery] = field(default_factory=dict)
    inline_queries: dict[str, InlineQuery] = field(default_factory=dict)
    inline_cache: dict[tuple[int, str, str, int | None], tuple[float, InlineQuery]] = field(default_factory=dict)
    """(bot id, query, offset, person id where personal) → (good until, the answered query)."""
    inline_messages: dict[str, Message] = field(default_factory=dict)
    private_message_ids: dict[int, count[int]] = field(default_factory=dict)
    """In private chats a bot counts its messages over all its dialogs."""
    ids: count[int] = field(default_factory=lambda: count(1))

    def bot_by_id(self, bot_id: int) -> BotAccount | None:
        return next((bot for bot in self.bots.values() if bot.id == bot_id), None)

    def chat_of(self, bot_id: int, chat_id: int) -> Chat | None:
        """The chat that `bot_id` knows under `chat_id`, or None."""
        return self.dialogs.get((bot_id, chat_id)) if chat_id > 0 else self.chats.get(chat_id)

    def chat_by_username(self, username: str) -> Chat | None:
        wanted = username.removeprefix("@").lower()
        return next((chat for chat in self.chats.values() if (chat.username or "").lower() == wanted), None)

    def bots_in(self, chat: Chat) -> Iterator[BotAccount]:
        if isinstance(chat, Dialog):
            bot = self.bot_by_id(chat.bot_id)
            if bot is not None:
                yield bot
            return
        for bot in self.bots.values():
            member = chat.members.get(bot.id)
            if member is not None and member.is_in:
                yield bot

    def next_message_id(self, chat: Chat) -> int:
        if isinstance(chat, Dialog):
            chat.last_message_id = next(self.private_message_ids.setdefault(chat.bot_id, count(1)))
        else:
            chat.last_message_id += 1
        return chat.last_message_id
