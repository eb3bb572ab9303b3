"""Who exists on the sandbox's VK: adding people, communities, chats and keys, and filling walls with old posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ConfigDict

from bot.sandbox.vk.attachments import read_attachments
from bot.sandbox.vk.errors import VkApiError
from bot.sandbox.vk.events import announce, announce_post
from bot.sandbox.vk.long_poll import EventLog
from bot.sandbox.vk.rights import COMMUNITY_RIGHTS, USER_RIGHTS
from bot.sandbox.vk.sending import deliver
from bot.sandbox.vk.state import (
    CHAT_START,
    EVENT_TYPES,
    Attachment,
    ChatMember,
    Conversation,
    Group,
    LongPollSettings,
    Post,
    Token,
    TokenKind,
    User,
)
from bot.sandbox.vk.world import World

_DEFAULT_RIGHTS = {
    TokenKind.USER: USER_RIGHTS,
    TokenKind.COMMUNITY: COMMUNITY_RIGHTS,
    TokenKind.SERVICE: frozenset[str](),
}


_FROM_JSON = ConfigDict(extra="forbid")  # how the control doors read it


class SandboxUsageError(ValueError):
    """A test or the demo asked for something that can't be: the message says what doesn't exist."""


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to put on a wall. Without `date` it is now; without `from_id` the wall's owner wrote it."""

    __pydantic_config__ = _FROM_JSON

    text: str = ""
    from_id: int | None = None
    date: int | None = None
    attachments: Sequence[str] = ()
    other_attachments: Sequence[
        dict[str, object]
    ] = ()  # whole objects of kinds that can't be made here: video, poll, …
    repost_of: str | None = None  # the text of an original that stands on no wall here
    marked_as_ads: bool = False
    signer_id: int | None = None
    likes: int = 0
    reposts: int = 0
    views: int = 0
    is_pinned: bool = False


class Settling:
    """The base of what people can do: the world and those who live in it."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add_user(
        self,
        first_name: str = "Анна",
        last_name: str = "Иванова",
        *,
        user_id: int | None = None,
        screen_name: str | None = None,
        deactivated: str | None = None,
    ) -> int:
        """Returns the user's id."""
        new_id = user_id if user_id is not None else max(self.world.users, default=0) + 1
        if new_id < 1 or new_id in self.world.users:
            raise SandboxUsageError(f"User id {new_id} is taken or not positive.")
        name = screen_name or f"id{new_id}"
        self.world.users[new_id] = User(new_id, first_name, last_name, name, deactivated)
        return new_id

    def add_group(
        self,
        name: str,
        *,
        group_id: int | None = None,
        screen_name: str | None = None,
        admins: Sequence[int] = (),
        members: Sequence[int] = (),
        is_closed: int = 0,
        members_may_post: bool = False,
        wall_is_enabled: bool = True,
        long_poll_events: Sequence[str] | None = None,
        long_poll_is_enabled: bool = True,
    ) -> int:
        """Returns the community's id (positive; its wall's owner is minus that). Without a list all events are on."""
        new_id = group_id if group_id is not None else max(self.world.groups, default=0) + 1
        if new_id < 1 or new_id in self.world.groups:
            raise SandboxUsageError(f"Community id {new_id} is taken or not positive.")
        events = set(EVENT_TYPES if long_poll_events is None else long_poll_events)
        joined = self.world.now()
        self.world.groups[new_id] = Group(
            id=new_id,
            name=name,
            screen_name=screen_name or f"club{new_id}",
            is_closed=is_closed,
            wall_is_enabled=wall_is_enabled,
            members_may_post=members_may_post,
            members={self._user(user_id).id: joined for user_id in (*admins, *members)},
            managers=dict.fromkeys(admins, "administrator"),
            long_poll=LongPollSettings(is_enabled=long_poll_is_enabled, events=events),
        )
        limits = self.world.limits
        self.world.event_logs[new_id] = EventLog(
            history=limits.long_poll_history,
            key_s=limits.long_poll_key_s,
            clock=self.world.clock,
            new_secret=self.world.secret,
        )
        return new_id

    def add_token(
        self,
        kind: TokenKind,
        *,
        user_id: int | None = None,
        group_id: int | None = None,
        rights: Sequence[str] | None = None,
        value: str | None = None,
    ) -> str:
        """Returns the key. A user key needs `user_id`, a community key `group_id`; `rights` are its scopes."""
        owner_id = 0
        if kind is TokenKind.USER:
            owner_id = self._user(user_id if user_id is not None else 0).id
        elif kind is TokenKind.COMMUNITY:
            owner_id = -self._group(group_id if group_id is not None else 0).id
        scopes = _DEFAULT_RIGHTS[kind] if rights is None else frozenset(rights)
        token = Token(value or f"vk1.a.{self.world.secret(640)}", kind, owner_id, scopes)
        self.world.tokens[token.value] = token
        return token.value

    def revoke_token(self, value: str) -> None:
        self.world.tokens.pop(value, None)

    def add_chat(self, title: str, members: Sequence[int], *, admins: Sequence[int] = ()) -> int:
        """Returns the chat's peer_id. Communities are members by minus their id and hear that they were invited."""
        if not members:
            raise SandboxUsageError("A chat needs a member.")
        chat_id = max(self.world.chats, default=0) + 1
        owner_id, joined = members[0], self.world.now()
        chat = Conversation(
            {who: ChatMember(joined, owner_id, is_admin=who == owner_id or who in admins) for who in members},
            chat_id=chat_id,
            title=title,
            owner_id=owner_id,
        )
        self.world.chats[chat_id] = chat
        for who in members:
            if who < 0:
                deliver(self.world, chat, owner_id, "", action={"type": "chat_invite_user", "member_id": who})
        return CHAT_START + chat_id

    def remove_from_chat(self, peer_id: int, member_id: int) -> None:
        chat = self.world.chats.get(peer_id - CHAT_START)
        if chat is None or chat.members.pop(member_id, None) is None:
            raise SandboxUsageError(f"{member_id} is in no chat {peer_id}.")

    def join_group(self, user_id: int, group_id: int) -> None:
        self._group(group_id).members[self._user(user_id).id] = self.world.now()
        announce(self.world, group_id, "group_join", {"user_id": user_id, "join_type": "join"})

    def leave_group(self, user_id: int, group_id: int) -> None:
        if self._group(group_id).members.pop(user_id, None) is not None:
            announce(self.world, group_id, "group_leave", {"user_id": user_id, "self": 1})

    def set_role(self, user_id: int, group_id: int, role: str | None) -> None:
        """Make a manager ("moderator", "editor", "administrator"), or none with None."""
        managers = self._group(group_id).managers
        if role is None:
            managers.pop(user_id, None)
        else:
            managers[self._user(user_id).id] = role

    def switch_messages(self, group_id: int, *, on: bool) -> None:
        """In the community's settings: whether people may write to it."""
        self._group(group_id).messages_are_enabled = on

    def ban(self, user_id: int, group_id: int) -> None:
        self._group(group_id).blacklist.add(user_id)

    def post_to_wall(self, owner_id: int, post: NewPost | str) -> int:
        """A new post as people see it appear, announced to the community's bots. Returns its id."""
        made = self._make_post(owner_id, NewPost(post) if isinstance(post, str) else post, self.world.now())
        announce_post(self.world, made)
        return made.id

    def fill_wall(self, owner_id: int, posts: Sequence[NewPost | str], *, apart_s: int = 3_600) -> list[int]:
        """Old posts, the oldest first, one every `apart_s` seconds up to now; nobody is told. Returns their ids."""
        first = self.world.now() - apart_s * len(posts)
        return [
            self._make_post(owner_id, NewPost(post) if isinstance(post, str) else post, first + apart_s * at).id
            for at, post in enumerate(posts)
        ]

    def _make_post(self, owner_id: int, new: NewPost, date: int) -> Post:
        if owner_id < 0:
            self._group(-owner_id)
        else:
            self._user(owner_id)
        author_id = new.from_id if new.from_id is not None else owner_id
        try:
            attachments = read_attachments(self.world, list(new.attachments), viewer_id=author_id)
        except VkApiError as error:
            raise SandboxUsageError(error.message) from error
        for other in new.other_attachments:
            kind = str(other["type"])
            body = other.get(kind)
            attachments.append(Attachment(kind, body=body if isinstance(body, dict) else {}))
        copied = [Post(-1, 1, -1, date, new.repost_of)] if new.repost_of is not None else []
        post = Post(
            owner_id=owner_id,
            id=self.world.next_wall_id(owner_id),
            from_id=author_id,
            date=new.date if new.date is not None else date,
            text=new.text,
            attachments=attachments,
            copy_history=copied,
            likes_before=new.likes,
            reposts=new.reposts,
            views=new.views,
            is_pinned=new.is_pinned,
            marked_as_ads=new.marked_as_ads,
            signer_id=new.signer_id,
        )
        self.world.add_post(post)
        return post

    def _user(self, user_id: int) -> User:
        user = self.world.users.get(user_id)
        if user is None:
            raise SandboxUsageError(f"There is no user {user_id}.")
        return user

    def _group(self, group_id: int) -> Group:
        group = self.world.groups.get(group_id)
        if group is None:
            raise SandboxUsageError(f"There is no community {group_id}.")
        return group
