"""Accounts and chats: who exists, who is where with which rights, who has blocked whom."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.sandbox.telegram.backend import Backend
from bot.sandbox.telegram.delivery import post, set_blocked, set_member
from bot.sandbox.telegram.errors import ImpossibleActError
from bot.sandbox.telegram.state import (
    ADMIN_RIGHTS,
    CHANNEL_RIGHTS,
    GROUP_RIGHTS,
    PERMISSIONS,
    BotAccount,
    Chat,
    Dialog,
    GroupKind,
    Member,
    Message,
    User,
)
from bot.sandbox.telegram.update_queue import UpdateQueue

_TOKEN = re.compile(r"(\d{3,15}):[A-Za-z0-9_-]{5,}", re.ASCII)
_FIRST_USER_ID = 700_000_000
_FIRST_UPDATE_ID = 500_000_000
_FIRST_GROUP_ID = -4_000_000_000
_FIRST_CHANNEL_ID = -1_002_000_000_000


class Community:
    """Acts at once, in the server's event loop; nothing here can be refused by the Bot API.

    Raises ImpossibleActError for what no client of Telegram can do. `bot` names a bot by its id or its username and
    may be left out where there is only one.
    """

    def __init__(self, backend: Backend) -> None:
        self.backend = backend

    def add_bot(
        self,
        token: str,
        username: str,
        *,
        first_name: str | None = None,
        can_read_all_group_messages: bool = False,
        supports_inline_queries: bool = False,
        inline_feedback: bool = False,
    ) -> BotAccount:
        """Register a bot. Its id is the number that its token begins with."""
        match = _TOKEN.fullmatch(token)
        if match is None:
            raise ImpossibleActError("A bot's token is a number, a colon and at least five letters or digits.")
        state = self.backend.state
        bot_id = int(match[1])
        if bot_id in state.users:
            raise ImpossibleActError(f"There is an account with the id {bot_id} already.")
        user = User(bot_id, first_name or username, username=username.removeprefix("@"), is_bot=True)
        bot = BotAccount(
            user,
            token,
            UpdateQueue(_FIRST_UPDATE_ID + next(state.ids) * 1000, self.backend.clock),
            self.backend.clock(),
            can_read_all_group_messages=can_read_all_group_messages,
            supports_inline_queries=supports_inline_queries,
            inline_feedback=inline_feedback,
        )
        state.users[bot_id] = user
        state.bots[token] = bot
        return bot

    def add_user(
        self,
        first_name: str,
        *,
        user_id: int | None = None,
        username: str | None = None,
        last_name: str | None = None,
        language_code: str | None = None,
    ) -> User:
        state = self.backend.state
        user_id = _FIRST_USER_ID + next(state.ids) if user_id is None else user_id
        if user_id in state.users:
            raise ImpossibleActError(f"There is an account with the id {user_id} already.")
        if user_id <= 0 or not first_name:
            raise ImpossibleActError("A person has a positive id and a first name.")
        user = User(user_id, first_name, last_name, username, language_code)
        state.users[user_id] = user
        return user

    def add_chat(
        self,
        kind: GroupKind,
        title: str,
        *,
        creator: int | None = None,
        chat_id: int | None = None,
        username: str | None = None,
    ) -> Chat:
        """A new group, supergroup or channel. Without `creator` nobody is in it."""
        state = self.backend.state
        if chat_id is None:
            chat_id = (_FIRST_GROUP_ID if kind == "group" else _FIRST_CHANNEL_ID) - next(state.ids)
        if chat_id >= 0 or chat_id in state.chats:
            raise ImpossibleActError("A chat's id is negative and its own.")
        if username is not None and kind == "group":
            raise ImpossibleActError("A basic group has no username; make it a supergroup.")
        chat = Chat(chat_id, kind, title, username.removeprefix("@") if username else None)
        state.chats[chat_id] = chat
        if creator is not None:
            chat.members[creator] = Member(self._user(creator), "creator")
        return chat

    def join(self, user_id: int, chat_id: int, *, by: int | None = None) -> Member:
        """Somebody joins, or is added by `by`. Bots come into channels only by `promote`."""
        chat, user = self._group(chat_id), self._user(user_id)
        if user.is_bot and chat.kind == "channel":
            raise ImpossibleActError("A bot can be in a channel only as an administrator: promote it.")
        member = chat.members.get(user_id)
        if member is not None and member.is_in:
            return member
        member = Member(user, "member")
        actor = self._user(by) if by is not None else user
        set_member(self.backend, chat, member, actor)
        self._service(chat, actor, new_members=(user,))
        return member

    def leave(self, user_id: int, chat_id: int) -> None:
        self._remove(self._member(user_id, chat_id), chat_id, Member(self._user(user_id), "left"), None)

    def kick(self, user_id: int, chat_id: int, *, by: int | None = None) -> None:
        self._remove(self._member(user_id, chat_id), chat_id, Member(self._user(user_id), "kicked"), by)

    def promote(
        self, user_id: int, chat_id: int, rights: Iterable[str] | None = None, *, by: int | None = None
    ) -> Member:
        """Make an administrator with `rights` (all without them). Brings somebody in who isn't there."""
        chat, user = self._group(chat_id), self._user(user_id)
        known = ADMIN_RIGHTS + (CHANNEL_RIGHTS if chat.kind == "channel" else GROUP_RIGHTS)
        given = frozenset(known if rights is None else (*rights, "can_manage_chat"))
        if unknown := given.difference(known):
            raise ImpossibleActError(f"No right of a {chat.kind}'s administrator: {', '.join(sorted(unknown))}.")
        if chat.kind != "channel":
            self.join(user_id, chat_id, by=by)
        member = Member(user, "administrator", given)
        set_member(self.backend, chat, member, self._user(by) if by is not None else user)
        return member

    def demote(self, user_id: int, chat_id: int) -> None:
        """Back to an ordinary member; a bot in a channel is out of it then."""
        chat, user = self._group(chat_id), self._member(user_id, chat_id).user
        becomes = Member(user, "left" if user.is_bot and chat.kind == "channel" else "member")
        set_member(self.backend, chat, becomes, user)

    def restrict(self, user_id: int, chat_id: int, permissions: Iterable[str] = ()) -> None:
        """Leave a supergroup's member only these permissions."""
        chat = self._group(chat_id)
        if chat.kind != "supergroup":
            raise ImpossibleActError("Members can be restricted in supergroups only.")
        kept = frozenset(permissions)
        if unknown := kept.difference(PERMISSIONS):
            raise ImpossibleActError(f"No permission of a chat's member: {', '.join(sorted(unknown))}.")
        user = self._member(user_id, chat_id).user
        set_member(self.backend, chat, Member(user, "restricted", kept), user)

    def migrate(self, chat_id: int) -> Chat:
        """A basic group becomes a supergroup with another id; the old id only says where it went."""
        old = self._group(chat_id)
        if old.kind != "group":
            raise ImpossibleActError("Only a basic group can become a supergroup.")
        new = self.add_chat("supergroup", old.title)
        new.members = dict(old.members)
        actor = next((member.user for member in old.members.values() if member.is_admin), None)
        actor = actor or next(member.user for member in old.members.values())
        self._service(old, actor, migrate_to_chat_id=new.id)
        old.migrated_to_chat_id = new.id
        self._service(new, actor, migrate_from_chat_id=old.id)
        return new

    def block(self, user_id: int, *, bot: int | str | None = None) -> None:
        set_blocked(self.backend, self._dialog(user_id, bot), blocked=True)

    def unblock(self, user_id: int, *, bot: int | str | None = None) -> None:
        set_blocked(self.backend, self._dialog(user_id, bot), blocked=False)

    def dialog(self, user_id: int, *, bot: int | str | None = None) -> Dialog:
        """The private chat of a person with a bot; made where they never met."""
        return self._dialog(user_id, bot)

    def deactivate(self, user_id: int) -> None:
        """The person's account is deleted for good."""
        self._user(user_id).is_deactivated = True

    def _remove(self, member: Member, chat_id: int, becomes: Member, by: int | None) -> None:
        chat = self._group(chat_id)
        actor = self._user(by) if by is not None else member.user
        self._service(chat, actor, left_member=member.user)
        set_member(self.backend, chat, becomes, actor)

    def _service(
        self,
        chat: Chat,
        actor: User,
        *,
        new_members: tuple[User, ...] = (),
        left_member: User | None = None,
        migrate_to_chat_id: int | None = None,
        migrate_from_chat_id: int | None = None,
    ) -> None:
        """A service message; channels have none about their members."""
        if chat.kind == "channel":
            return
        post(
            self.backend,
            Message(
                self.backend.state.next_message_id(chat),
                chat,
                self.backend.now,
                actor,
                new_members=new_members,
                left_member=left_member,
                migrate_to_chat_id=migrate_to_chat_id,
                migrate_from_chat_id=migrate_from_chat_id,
            ),
        )

    def _user(self, user_id: int) -> User:
        user = self.backend.state.users.get(user_id)
        if user is None:
            raise ImpossibleActError(f"There is no account with the id {user_id}; add it first.")
        return user

    def _bot(self, named: int | str | None) -> BotAccount:
        bots = list(self.backend.state.bots.values())
        if named is None:
            if len(bots) != 1:
                raise ImpossibleActError(f"There are {len(bots)} bots: say which one is meant.")
            return bots[0]
        wanted = str(named).removeprefix("@").lower()
        for bot in bots:
            if wanted in {str(bot.id), (bot.user.username or "").lower()}:
                return bot
        raise ImpossibleActError(f"There is no bot {named}; add it first.")

    def _group(self, chat_id: int) -> Chat:
        chat = self.backend.state.chats.get(chat_id)
        if chat is None:
            raise ImpossibleActError(f"There is no chat with the id {chat_id}; add it first.")
        if chat.migrated_to_chat_id is not None:
            raise ImpossibleActError(f"The group {chat_id} has become the supergroup {chat.migrated_to_chat_id}.")
        return chat

    def _member(self, user_id: int, chat_id: int) -> Member:
        member = self._group(chat_id).members.get(user_id)
        if member is None or not member.is_in:
            raise ImpossibleActError(f"{self._user(user_id).first_name} is not in the chat {chat_id}.")
        return member

    def _dialog(self, user_id: int, named: int | str | None) -> Dialog:
        """The private chat of a person with a bot; made where they never met."""
        bot, person = self._bot(named), self._user(user_id)
        if person.is_bot:
            raise ImpossibleActError("Bots don't talk to bots.")
        return self.backend.state.dialogs.setdefault((bot.id, user_id), Dialog(user_id, person=person, bot_id=bot.id))
